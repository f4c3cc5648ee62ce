/* Alphabetical order of each language, by ICU. One collator per thread, freed when it ends. */
#include "platform/text.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <unicode/ucol.h>
#include <unicode/uiter.h>

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t keys[LANG__N];
static const char *const locales[LANG__N] = {"da_DK", "en_GB"};

static void close_collator(void *data) {
    ucol_close(data);
}

/* The main thread does not run key destructors at exit, so it is told to. */
static void close_at_exit(void) {
    for (unsigned i = 0; i < LANG__N; i++) {
        UCollator *collator = pthread_getspecific(keys[i]);
        pthread_setspecific(keys[i], NULL);
        if (collator) ucol_close(collator);
    }
}

static void make_keys(void) {
    for (unsigned i = 0; i < LANG__N; i++) {
        int failed = pthread_key_create(&keys[i], close_collator);
        assert(!failed);
    }
    atexit(close_at_exit);
}

static UCollator *collator(enum lang lang) {
    assert((unsigned)lang < LANG__N);
    pthread_once(&key_once, make_keys);
    UCollator *tool = pthread_getspecific(keys[lang]);
    if (!tool) {
        UErrorCode status = U_ZERO_ERROR;
        tool = ucol_open(locales[lang], &status);
        if (tool) pthread_setspecific(keys[lang], tool);
    }
    return tool;
}

int text_collate(enum lang lang, struct str a, struct str b) {
    UCollator *tool = collator(lang);
    if (!tool) return str_compare(a, b);
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult order =
        ucol_strcollUTF8(tool, a.n ? a.p : "", (int32_t)a.n, b.n ? b.p : "", (int32_t)b.n, &status);
    return U_SUCCESS(status) ? (int)order : str_compare(a, b);
}

struct str text_sort_key(struct arena *arena, enum lang lang, struct str s) {
    UCollator *tool = collator(lang);
    if (!tool) return (struct str){0};
    UCharIterator iterator;
    uiter_setUTF8(&iterator, s.n ? s.p : "", (int32_t)s.n);
    struct buf out;
    buf_init(&out, arena, 16 * 1024);
    uint32_t state[2] = {0};
    for (;;) {
        UErrorCode status = U_ZERO_ERROR;
        char *to = buf_reserve(&out, 128);
        if (!to) return (struct str){0};
        int32_t n = ucol_nextSortKeyPart(tool, &iterator, state, (uint8_t *)to, 128, &status);
        if (U_FAILURE(status)) return (struct str){0};
        out.n += (size_t)n;
        if (n < 128) return buf_str(&out);
    }
}
