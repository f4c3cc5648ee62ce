/* The table of configuration keys, and reading and writing it. See config.h. */
#include "app/config.h"

static const char *const web_schemes[] = {"https://", "http://", NULL};
static const char *const mail_schemes[] = {"smtp://", "smtps://", NULL};
static const char *const database_schemes[] = {"sqlite:", "postgresql://", "postgres://", NULL};
static const char *const log_levels[] = {"error", "warn", "info", "debug", NULL};

#define AT(field) .offset = offsetof(struct config, field)

static const struct config_key keys[] = {
    {"database", CONFIG_URL, "", AT(database), .choices = database_schemes, .argument = "URL",
     .help = "where the data are: sqlite:FILE or postgresql://...; empty means samskab.db in the "
             "data folder"},
    {"port", CONFIG_NUMBER, "8080", AT(port), .min = 0, .max = 65535, .argument = "PORT",
     .help = "TCP port to listen on; 0 takes a free one and prints it"},
    {"lan", CONFIG_SWITCH, "no", AT(lan), .argument = "yes|no",
     .help = "listen on every interface, not only on this machine, and use this machine's network "
             "address in links and QR "
             "codes, so that phones in the room can reach it"},
    {"base-url", CONFIG_URL, "", AT(base_url), .choices = web_schemes, .argument = "URL",
     .help = "the address people use, for links in mail and QR codes, without a path"},
    {"site-name", CONFIG_TEXT, "Samskab", AT(site_name), .argument = "TEXT",
     .help = "the municipality or organisation that runs the site"},
    {"contact-name", CONFIG_TEXT, "", AT(contact_name), .argument = "TEXT",
     .help = "the person to ask about accessibility and personal data"},
    {"contact-phone", CONFIG_TEXT, "", AT(contact_phone), .argument = "TEXT",
     .help = "that person's telephone number"},
    {"contact-mail", CONFIG_MAIL, "", AT(contact_mail), .argument = "MAIL",
     .help = "that person's mail address"},
    {"accessibility-url", CONFIG_URL, "", AT(accessibility_url), .choices = web_schemes,
     .argument = "URL",
     .help = "the site's statement at was.digst.dk; empty means the page that comes along"},
    {"accessibility-date", CONFIG_DATE, "", AT(accessibility_date), .argument = "DATE",
     .help = "when accessibility was last assessed, as 2026-11-22"},
    {"smtp-url", CONFIG_URL, "", AT(smtp_url), .choices = mail_schemes, .argument = "URL",
     .help = "mail server; empty means no mail: one-time links are shown to administrators"},
    {"smtp-from", CONFIG_MAIL, "", AT(smtp_from), .argument = "MAIL", .help = "sender of mail"},
    {"smtp-user", CONFIG_TEXT, "", AT(smtp_user), .argument = "TEXT",
     .help = "name to sign in to the mail server with"},
    {"smtp-password-file", CONFIG_TEXT, "", AT(smtp_password_file), .argument = "FILE",
     .help = "file with the password of the mail server, readable by the program only"},
    {"threads", CONFIG_NUMBER, "0", AT(threads), .min = 0, .max = 64, .argument = "N",
     .help = "threads that answer requests; 0 means one per processor core"},
    {"connections", CONFIG_NUMBER, "4000", AT(connections), .min = 16, .max = 100000,
     .argument = "N",
     .help = "connections at once, listening pages among them; each takes up to 16 KiB"},
    {"behind-tls", CONFIG_SWITCH, "no", AT(behind_tls), .argument = "yes|no",
     .help = "a proxy in front speaks https: cookies are sent over https only"},
    {"trust-forwarded", CONFIG_SWITCH, "no", AT(trust_forwarded), .argument = "yes|no",
     .help = "one proxy in front sets X-Forwarded-For, and it can be believed"},
    {"rate-limits", CONFIG_SWITCH, "yes", AT(rate_limits), .argument = "yes|no",
     .help = "refuse who asks too often; no: only for measurements on a closed machine"},
    {"log-level", CONFIG_CHOICE, "info", AT(log_level), .choices = log_levels,
     .argument = "error|warn|info|debug", .help = "how much is written to the log (stderr)"},
};
_Static_assert(COUNT(keys) <= CONFIG_KEYS_MAX, "room for every key's origin");

const struct config_key *config_keys(size_t *n) {
    *n = COUNT(keys);
    return keys;
}

static void *slot(struct config *config, const struct config_key *key) {
    return (char *)config + key->offset;
}

/* ---- one value ---- */

static bool has_control(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 127) return true;
    return false;
}

static bool has_blank(struct str s) {
    return str_find(s, ' ', 0) < s.n || str_find(s, '\t', 0) < s.n;
}

static bool is_date(struct str s) {
    static const char shape[] = "dddd-dd-dd";
    if (s.n != sizeof shape - 1) return false;
    for (size_t i = 0; i < s.n; i++) {
        bool digit = s.p[i] >= '0' && s.p[i] <= '9';
        if (shape[i] == 'd' ? !digit : s.p[i] != shape[i]) return false;
    }
    int month = (s.p[5] - '0') * 10 + s.p[6] - '0', day = (s.p[8] - '0') * 10 + s.p[9] - '0';
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static bool is_mail(struct str s) {
    size_t at = str_find(s, '@', 0);
    return at > 0 && at + 1 < s.n && str_find(s, '@', at + 1) == s.n && !has_blank(s);
}

/* Begins with one of the schemes and goes on after it. */
static bool is_url(struct str s, const char *const *schemes) {
    if (has_blank(s)) return false;
    for (; *schemes; schemes++) {
        struct str scheme = str_from(*schemes);
        if (str_starts(s, scheme) && s.n > scheme.n) return true;
    }
    return false;
}

static bool choice_of(struct str s, const char *const *choices, int *index) {
    for (int i = 0; choices[i]; i++) {
        if (!str_is(s, str_from(choices[i]))) continue;
        *index = i;
        return true;
    }
    return false;
}

/* Stores the value when it is one; an empty value is the empty text, and no number or choice. */
static bool value_set(struct config *config, const struct config_key *key, struct str value) {
    void *to = slot(config, key);
    int64_t number;
    int choice;
    bool good = true;
    switch (key->kind) {
    case CONFIG_NUMBER:
        if (str_to_i64(value, &number) != RC_OK || number < key->min || number > key->max)
            return false;
        *(int64_t *)to = number;
        return true;
    case CONFIG_SWITCH:
        *(bool *)to = str_is(value, STR("yes"));
        return str_is(value, STR("yes")) || str_is(value, STR("no"));
    case CONFIG_CHOICE:
        if (!choice_of(value, key->choices, &choice)) return false;
        *(int *)to = choice;
        return true;
    case CONFIG_URL:
        good = value.n == 0 || is_url(value, key->choices);
        break;
    case CONFIG_MAIL:
        good = value.n == 0 || is_mail(value);
        break;
    case CONFIG_DATE:
        good = value.n == 0 || is_date(value);
        break;
    case CONFIG_TEXT:
        break;
    }
    if (!good || !str_is_utf8(value) || has_control(value)) return false;
    *(struct str *)to = value;
    return true;
}

/* What the value should have been, for the message. */
static struct str wanted(struct arena *arena, const struct config_key *key) {
    switch (key->kind) {
    case CONFIG_NUMBER:
        return str_format(arena, "a whole number from %lld to %lld", (long long)key->min,
                          (long long)key->max);
    case CONFIG_SWITCH:
        return STR("yes or no");
    case CONFIG_DATE:
        return STR("a date such as 2026-11-22");
    case CONFIG_MAIL:
        return STR("a mail address");
    case CONFIG_TEXT:
        return STR("one line of UTF-8 text");
    case CONFIG_CHOICE:
    case CONFIG_URL:
        break;
    }
    struct buf out;
    buf_init(&out, arena, 256);
    buf_lit(&out, "");
    buf_add(&out, key->kind == CONFIG_URL ? STR("an address that begins with ") : STR("one of "));
    for (size_t i = 0; key->choices[i]; i++) {
        if (i) buf_lit(&out, ", ");
        buf_add(&out, str_from(key->choices[i]));
    }
    return buf_str(&out);
}

static enum rc config_set(struct arena *arena, struct config *config, size_t i, struct str value,
                          struct config_fault *fault) {
    struct str kept = str_copy(arena, value);
    if (!kept.p) return RC_BROKEN;
    if (value_set(config, &keys[i], kept)) return RC_OK;
    struct str want = wanted(arena, &keys[i]);
    fault->message = str_format(arena, "%s must be %.*s", keys[i].name, STR_ARG(want));
    return RC_INVALID;
}

enum rc config_set_flag(struct arena *arena, struct config *config, size_t i, struct str value,
                        struct config_fault *fault) {
    *fault = (struct config_fault){0};
    TRY(config_set(arena, config, i, value, fault));
    config->origins[i].flag = true;
    return RC_OK;
}

/* ---- the file ---- */

void config_init(struct config *config) {
    *config = (struct config){0};
    for (size_t i = 0; i < COUNT(keys); i++)
        (void)value_set(config, &keys[i], str_from(keys[i].fallback));
}

static bool key_find(struct str name, size_t *index) {
    for (size_t i = 0; i < COUNT(keys); i++) {
        if (!str_is(name, str_from(keys[i].name))) continue;
        *index = i;
        return true;
    }
    return false;
}

/* How many letters one must change, add or leave out; for "did you mean". */
static size_t distance(struct str a, struct str b) {
    size_t row[64];
    if (b.n >= COUNT(row)) return SIZE_MAX;
    for (size_t j = 0; j <= b.n; j++) row[j] = j;
    for (size_t i = 0; i < a.n; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.n; j++) {
            size_t change = corner + (a.p[i] != b.p[j]);
            size_t longer = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
            corner = row[j + 1];
            row[j + 1] = change < longer ? change : longer;
        }
    }
    return row[b.n];
}

static struct str unknown_key(struct arena *arena, struct str name) {
    size_t best = 0, best_distance = SIZE_MAX;
    for (size_t i = 0; i < COUNT(keys); i++) {
        size_t d = distance(str_slice(name, 0, 40), str_from(keys[i].name));
        if (d < best_distance) best_distance = d, best = i;
    }
    struct str shown = str_slice(name, 0, 40);
    if (best_distance > 3)
        return str_format(arena, "there is no key \"%.*s\" (samskab serve --help lists them)",
                          STR_ARG(shown));
    return str_format(arena, "there is no key \"%.*s\"; did you mean %s?", STR_ARG(shown),
                      keys[best].name);
}

static enum rc read_line(struct arena *arena, struct str line, int number, struct config *config,
                         struct config_fault *fault) {
    fault->line = number;
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#') return RC_OK;
    size_t equals = str_find(line, '=', 0);
    struct str name = str_trim(str_slice(line, 0, equals));
    size_t i;
    if (equals == line.n) {
        fault->message = STR("a line is \"key = value\" or begins with #");
        return RC_INVALID;
    }
    if (!str_is_utf8(line)) {
        fault->message = STR("the line is not UTF-8 text");
        return RC_INVALID;
    }
    if (!key_find(name, &i)) {
        fault->message = unknown_key(arena, name);
        return RC_INVALID;
    }
    if (config->origins[i].line) {
        fault->message = str_format(arena, "%s is set already in line %d", keys[i].name,
                                    config->origins[i].line);
        return RC_INVALID;
    }
    TRY(config_set(arena, config, i, str_trim(str_slice(line, equals + 1, line.n)), fault));
    config->origins[i].line = number;
    return RC_OK;
}

enum rc config_read(struct arena *arena, struct str text, struct config *config,
                    struct config_fault *fault) {
    *fault = (struct config_fault){0};
    if (!text.p) return RC_OK;
    struct str line;
    for (int number = 1; str_cut(&text, '\n', &line); number++)
        TRY(read_line(arena, line, number, config, fault));
    return RC_OK;
}

void config_write_example(struct buf *out) {
    buf_lit(out, "# Configuration of Samskab. Each line is \"key = value\"; # begins a comment.\n"
                 "# Every key is shown with its default. The same keys work as flags:\n"
                 "# samskab serve --port 9000. \"samskab doctor\" shows what is in force.\n");
    for (size_t i = 0; i < COUNT(keys); i++) {
        buf_format(out, "\n# %s\n#%s =", keys[i].help, keys[i].name);
        if (*keys[i].fallback) buf_format(out, " %s", keys[i].fallback);
        buf_lit(out, "\n");
    }
}

struct str config_value(struct arena *arena, const struct config *config, size_t i) {
    const void *from = (const char *)config + keys[i].offset;
    switch (keys[i].kind) {
    case CONFIG_NUMBER:
        return str_format(arena, "%lld", (long long)*(const int64_t *)from);
    case CONFIG_SWITCH:
        return *(const bool *)from ? STR("yes") : STR("no");
    case CONFIG_CHOICE:
        return str_from(keys[i].choices[*(const int *)from]);
    default:
        return *(const struct str *)from;
    }
}
