/* Folding and stemming for search: ICU for characters, Snowball for stems. */
#include "platform/text_search.h"

#include <assert.h>
#include <libstemmer.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* ICU's iteration macros mix its signed UChar32 with unsigned arithmetic. */
#pragma GCC diagnostic ignored "-Wsign-conversion"

enum { STEMS_LONGEST = 64 * 1024, WORD_LONGEST = 64, FOLD_LONGEST = 1 << 20 };

/* ---- folding ---- */

/* Letters that decompose, or have no decomposition, but stand for a Danish or plain letter. */
static UChar32 danish_letter(UChar32 c) {
    switch (c) {
    case 0xE5: /* å stays */
        return 0xE5;
    case 0xE4:  /* ä */
    case 0x1FD: /* ǽ */
        return 0xE6;
    case 0xF6:  /* ö */
    case 0x1FF: /* ǿ */
        return 0xF8;
    case 0x142: /* ł */
        return 'l';
    case 0x111: /* đ */
    case 0xF0:  /* ð */
        return 'd';
    default:
        return 0;
    }
}

static void add_code_point(struct buf *out, UChar32 c) {
    char bytes[U8_MAX_LENGTH];
    int32_t n = 0;
    UBool failed = false;
    U8_APPEND((uint8_t *)bytes, n, U8_MAX_LENGTH, c, failed);
    if (!failed) buf_add(out, (struct str){bytes, (size_t)n});
}

/* Adds c without its accents. */
static void add_folded(struct buf *out, const UNormalizer2 *decomposer, UChar32 c) {
    UChar32 own = danish_letter(c);
    if (own || c < 0x80) {
        add_code_point(out, own ? own : c);
        return;
    }
    UChar parts[32];
    UErrorCode status = U_ZERO_ERROR;
    int32_t n = unorm2_getDecomposition(decomposer, c, parts, COUNT(parts), &status);
    if (n <= 0 || U_FAILURE(status)) {
        if (u_charType(c) != U_NON_SPACING_MARK) add_code_point(out, c);
        return;
    }
    for (int32_t i = 0; i < n;) {
        UChar32 part;
        U16_NEXT(parts, i, n, part);
        if (u_charType(part) != U_NON_SPACING_MARK) add_code_point(out, u_tolower(part));
    }
}

/* Composed and case-folded UTF-16 in the arena, so that "a" + ring is "å"; NULL on failure. */
static UChar *fold_case(struct arena *arena, struct str text, int32_t *n) {
    if (text.n > FOLD_LONGEST || !str_is_utf8(text)) return NULL;
    size_t room = text.n * 4 + 16; /* NFKC_Casefold grows well below this; checked by its status */
    UChar *wide = arena_array(arena, text.n + 1, sizeof *wide);
    UChar *folded = arena_array(arena, room, sizeof *folded);
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *tool = unorm2_getNFKCCasefoldInstance(&status);
    if (!wide || !folded || U_FAILURE(status)) return NULL;
    int32_t length = 0;
    u_strFromUTF8(wide, (int32_t)text.n + 1, &length, text.n ? text.p : "", (int32_t)text.n,
                  &status);
    *n = unorm2_normalize(tool, wide, length, folded, (int32_t)room, &status);
    return U_SUCCESS(status) ? folded : NULL;
}

struct str text_fold(struct arena *arena, struct str text) {
    int32_t n = 0;
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *decomposer = unorm2_getNFKDInstance(&status);
    UChar *folded = fold_case(arena, text, &n);
    if (!folded || U_FAILURE(status)) return (struct str){0};
    struct buf out;
    buf_init(&out, arena, (size_t)n * 8 + 16);
    for (int32_t i = 0; i < n;) {
        UChar32 c;
        U16_NEXT(folded, i, n, c);
        add_folded(&out, decomposer, c);
    }
    return buf_ok(&out) ? buf_str(&out) : (struct str){0};
}

/* ---- stems ---- */

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t keys[LANG__N];
static const char *const algorithms[LANG__N] = {"danish", "english"};

static void free_stemmer(void *data) {
    sb_stemmer_delete(data);
}

/* The main thread does not run key destructors at exit, so it is told to. */
static void free_at_exit(void) {
    for (unsigned i = 0; i < LANG__N; i++) {
        struct sb_stemmer *stemmer = pthread_getspecific(keys[i]);
        pthread_setspecific(keys[i], NULL);
        if (stemmer) sb_stemmer_delete(stemmer);
    }
}

static void make_keys(void) {
    for (unsigned i = 0; i < LANG__N; i++) {
        int failed = pthread_key_create(&keys[i], free_stemmer);
        assert(!failed);
    }
    atexit(free_at_exit);
}

static struct sb_stemmer *stemmer_of(enum lang lang) {
    assert((unsigned)lang < LANG__N);
    pthread_once(&key_once, make_keys);
    struct sb_stemmer *stemmer = pthread_getspecific(keys[lang]);
    if (!stemmer) {
        stemmer = sb_stemmer_new(algorithms[lang], "UTF_8");
        if (stemmer) pthread_setspecific(keys[lang], stemmer);
    }
    return stemmer;
}

static bool is_word(UChar32 c) {
    return u_isalnum(c);
}

/* The next run of letters and digits at or after *at, or the empty slice at the end. */
static struct str next_word(struct str text, size_t *at) {
    size_t start = text.n, i = *at;
    while (i < text.n) {
        UChar32 c;
        size_t before = i;
        U8_NEXT_UNSAFE(text.p, i, c);
        if (is_word(c) && start == text.n) start = before;
        if (!is_word(c) && start != text.n) {
            *at = i;
            return str_slice(text, start, before);
        }
    }
    *at = text.n;
    return str_slice(text, start, text.n);
}

/* At most WORD_LONGEST bytes, without cutting a character. */
static struct str clip(struct str word) {
    if (word.n <= WORD_LONGEST) return word;
    size_t n = WORD_LONGEST;
    while (n && ((unsigned char)word.p[n] & 0xC0) == 0x80) n--;
    return str_slice(word, 0, n);
}

struct str text_stems(struct arena *arena, enum lang lang, struct str text) {
    struct sb_stemmer *stemmer = stemmer_of(lang);
    struct str folded = text_fold(arena, text);
    struct buf out;
    buf_init(&out, arena, STEMS_LONGEST);
    size_t at = 0;
    while (stemmer && at < folded.n) {
        struct str word = clip(next_word(folded, &at));
        if (!word.n) break;
        const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.n);
        if (!stem) return (struct str){0};
        size_t n = (size_t)sb_stemmer_length(stemmer);
        if (out.n + n + 1 > STEMS_LONGEST) break;
        if (out.n) buf_add_char(&out, ' ');
        buf_add(&out, (struct str){(const char *)stem, n});
    }
    return buf_ok(&out) ? buf_str(&out) : (struct str){0};
}
