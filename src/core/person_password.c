/*
 * Which passwords will do: length, and not among the most guessed. The list is our own: roots that
 * people all over choose first, each also with the endings that people add.
 */
#include <ctype.h>
#include <string.h>

#include "core/person.h"

/* Roots in folded form (lower case, letters only or digits only). */
static const char *const roots[] = {
    "password",   "passord",     "kodeord",    "adgangskode",   "hemmelig",   "hemmelighed",
    "velkommen",  "welcome",     "letmein",    "lukmigind",     "qwerty",     "qwertyui",
    "qwertyuiop", "qwertz",      "azerty",     "asdfgh",        "asdfghjk",   "asdfghjkl",
    "zxcvbn",     "zxcvbnm",     "iloveyou",   "jegelskerdig",  "elskerdig",  "skat",
    "skatter",    "mormor",      "farmor",     "fodbold",       "football",   "handbold",
    "baseball",   "basketball",  "superman",   "batman",        "spiderman",  "pokemon",
    "starwars",   "minecraft",   "fortnite",   "princess",      "prinsesse",  "dragon",
    "monkey",     "sunshine",    "solskin",    "sommer",        "vinter",     "efteraar",
    "foraar",     "summer",      "winter",     "autumn",        "spring",     "danmark",
    "denmark",    "kobenhavn",   "koebenhavn", "aarhus",        "odense",     "aalborg",
    "esbjerg",    "haderslev",   "kommune",    "kommunen",      "samskab",    "samskabelse",
    "borger",     "borgere",     "medborger",  "administrator", "admin",      "root",
    "bruger",     "user",        "guest",      "gaest",         "test",       "tester",
    "testtest",   "demo",        "default",    "changeme",      "skiftmig",   "master",
    "shadow",     "freedom",     "frihed",     "whatever",      "trustno",    "login",
    "secret",     "computer",    "internet",   "google",        "facebook",   "instagram",
    "snapchat",   "youtube",     "michael",    "jennifer",      "jessica",    "charlie",
    "thomas",     "andreas",     "mathias",    "christian",     "mikkel",     "jordan",
    "hunter",     "killer",      "ferrari",    "mercedes",      "porsche",    "liverpool",
    "brondby",    "fckobenhavn", "chelsea",    "arsenal",       "barcelona",  "januar",
    "februar",    "marts",       "april",      "maj",           "juni",       "juli",
    "august",     "september",   "oktober",    "november",      "december",   "mandag",
    "tirsdag",    "onsdag",      "torsdag",    "fredag",        "loerdag",    "soendag",
    "abcdef",     "abcdefgh",    "abcabc",     "blomst",        "sommerfugl", "chokolade",
    "chocolate",  "cookie",      "kaffe",      "kaerlighed",    "familie",    "family",
    "hundehvalp", "kat",         "hest",       "heste",         "computer",   "samsung",
    "iphone",     "nokia",       "pa",         "passw",         "pass",
};

/* Rows of keys and the like: any stretch of one, forwards or backwards. */
static const char *const rows[] = {
    "01234567890123456789", "qwertyuiopåqwertyuiop",      "asdfghjklæøasdfghjkl",
    "zxcvbnmzxcvbnm",       "abcdefghijklmnopqrstuvwxyz", "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgb",      "1q2w3e4r5t6y7u8i9o0p",
};

static bool is_stretch(const char *text, size_t n) {
    char back[PASSWORD_MAX * 4 + 1];
    for (size_t i = 0; i < n; i++) back[i] = text[n - 1 - i];
    for (size_t i = 0; i < COUNT(rows); i++)
        if (memmem(rows[i], strlen(rows[i]), text, n) || memmem(rows[i], strlen(rows[i]), back, n))
            return true;
    return false;
}

/* One piece of at most four bytes again and again: "aaaaaaaa", "12121212", "abcabcabc". */
static bool is_repetition(const char *text, size_t n) {
    for (size_t piece = 1; piece <= 4; piece++) {
        size_t i = piece;
        while (i < n && text[i] == text[i - piece]) i++;
        if (i == n) return true;
    }
    return false;
}

/* A root, perhaps with digits and signs before and after it ("Sommer2026!", "123kodeord"). */
static bool is_decorated_root(const char *text, size_t n) {
    while (n && !isalpha((unsigned char)text[n - 1]) && (unsigned char)text[n - 1] < 0x80) n--;
    while (n && !isalpha((unsigned char)*text) && (unsigned char)*text < 0x80) text++, n--;
    for (size_t i = 0; i < COUNT(roots); i++)
        if (n == strlen(roots[i]) && memcmp(text, roots[i], n) == 0) return true;
    return false;
}

/* Lower case, and the usual disguises (p4ssw0rd) undone. */
static void undisguise(char *text, size_t n) {
    static const char from[] = "013457@$!", to[] = "oieastasi";
    for (size_t i = 0; i < n; i++) {
        const char *at = text[i] ? strchr(from, text[i]) : NULL;
        if (at) text[i] = to[at - from];
    }
}

static bool is_common(struct str password, struct str mail) {
    char text[PASSWORD_MAX * 4 + 1];
    for (size_t i = 0; i < password.n; i++)
        text[i] = (char)((unsigned char)password.p[i] < 0x80 ? tolower((unsigned char)password.p[i])
                                                             : password.p[i]);
    struct str folded = {text, password.n};
    struct str local = str_slice(mail, 0, str_find(mail, '@', 0));
    if (str_is(folded, mail) || (local.n >= 4 && str_is(folded, local))) return true;
    if (is_repetition(text, folded.n) || is_stretch(text, folded.n)) return true;
    if (is_decorated_root(text, folded.n)) return true;
    size_t core = folded.n; /* digits at the end are no disguise */
    while (core && !isalpha((unsigned char)text[core - 1]) && (unsigned char)text[core - 1] < 0x80)
        core--;
    undisguise(text, core);
    return is_decorated_root(text, core);
}

enum text_id password_problem(struct str password, struct str mail) {
    if (!str_is_utf8(password)) return T_password_odd;
    size_t n = str_length(password);
    if (n < PASSWORD_MIN) return T_password_short;
    if (n > PASSWORD_MAX) return T_password_long;
    return is_common(password, mail) ? T_password_common : T_none;
}
