/* Soft hyphens. See soften.h. */
#include "core/meeting/soften.h"

#include "base/buf.h"

enum { LONG_WORD = 12, ENDS = 3, WORD_MAX = 300 };

/* One letter of a word: where it begins, and whether it is a vowel. */
struct letter {
    size_t at;
    bool is_vowel;
};

static size_t letter_size(unsigned char c) {
    return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* a–z, A–Z and the two-byte letters of Latin-1: æ, ø, å, é … */
static bool is_letter(struct str text, size_t at) {
    unsigned char c = (unsigned char)text.p[at];
    if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return true;
    return c == 0xC3 && at + 1 < text.n;
}

static bool is_vowel(struct str text, size_t at) {
    unsigned char c = (unsigned char)text.p[at];
    if (c == 0xC3) return true;
    return str_find(STR("aeiouy"), (char)(c | 0x20), 0) < 6;
}

/* Two consonants that may begin a syllable together. */
static bool is_onset(struct str text, const struct letter *word, size_t first) {
    static const char *const pairs[] = {"bl", "br", "dr", "fj", "fl", "fr", "gl", "gr", "hj",
                                        "kl", "kn", "kr", "kv", "pl", "pr", "sk", "sl", "sm",
                                        "sn", "sp", "st", "sv", "tj", "tr", "tv"};
    if (word[first].is_vowel || word[first + 1].is_vowel) return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((text.p[word[first].at] | 0x20) == pairs[i][0] &&
            (text.p[word[first + 1].at] | 0x20) == pairs[i][1])
            return true;
    return false;
}

/* Before the consonants that begin a syllable, when one with a vowel stands before them. */
static bool may_divide(struct str text, const struct letter *word, size_t n, size_t before) {
    bool has_vowel_before = false;
    size_t last = before;
    if (before < ENDS || n - before < ENDS || word[before].is_vowel) return false;
    if (is_onset(text, word, before - 1)) return false;
    while (last + 1 < n && is_onset(text, word, last)) last++;
    for (size_t i = 0; i < before; i++) has_vowel_before = has_vowel_before || word[i].is_vowel;
    return has_vowel_before && last + 1 < n && word[last + 1].is_vowel;
}

static void put_word(struct buf *out, struct str text, const struct letter *word, size_t n,
                     size_t end) {
    for (size_t i = 0; i < n; i++) {
        size_t next = i + 1 < n ? word[i + 1].at : end;
        if (n >= LONG_WORD && i + 1 < n && may_divide(text, word, n, i)) buf_lit(out, "\xC2\xAD");
        buf_add(out, str_slice(text, word[i].at, next));
    }
}

struct str soften(struct arena *arena, struct str text) {
    struct letter word[WORD_MAX];
    struct buf out;
    size_t at = 0;
    if (text.n < LONG_WORD) return text;
    buf_init(&out, arena, text.n * 3);
    while (at < text.n) {
        size_t n = 0, begin = at;
        for (; at < text.n && n < WORD_MAX && is_letter(text, at);
             at += letter_size((unsigned char)text.p[at]))
            word[n++] = (struct letter){at, is_vowel(text, at)};
        put_word(&out, text, word, n, at);
        if (at == begin) buf_add_char(&out, text.p[at++]);
    }
    return buf_ok(&out) ? buf_str(&out) : text;
}
