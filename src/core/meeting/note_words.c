/* The words that notes use most: each note counts a word once, forms of a word count together by
   their stem, and the form used most stands for them. */
#include "core/meeting/note.h"

#include "platform/text_search.h"

#include <stdlib.h>

enum { WORDS_MAX = 20000, LETTERS_LEAST = 3 };

/* Words that carry a sentence and no meaning; folded. */
static const char *const small_da[] = {
    "alle",    "alt",    "anden",  "andet",   "andre",   "at",      "av",    "bare",  "blev",
    "blive",   "bliver", "da",     "de",      "dem",     "den",     "denne", "der",   "deres",
    "det",     "dette",  "dig",    "din",     "disse",   "dog",     "du",    "efter", "eller",
    "en",      "end",    "ene",    "eneste",  "enhver",  "er",      "et",    "far",   "fem",
    "fik",     "fire",   "flere",  "fleste",  "for",     "fordi",   "fra",   "får",   "få",
    "før",     "god",    "godt",   "gør",     "gøre",    "ham",     "han",   "hans",  "har",
    "hej",     "hende",  "hendes", "her",     "hos",     "hun",     "hvad",  "hvem",  "hver",
    "hvilken", "hvis",   "hvor",   "hvordan", "hvorfor", "hvornår", "i",     "ikke",  "ind",
    "ingen",   "intet",  "ja",     "jeg",     "jeres",   "jo",      "kan",   "kom",   "komme",
    "kommer",  "kun",    "kunne",  "lad",     "lav",     "lidt",    "lige",  "man",   "mand",
    "mange",   "med",    "meget",  "mellem",  "men",     "mens",    "mere",  "mest",  "mig",
    "min",     "mine",   "mit",    "mod",     "må",      "nej",     "nogen", "noget", "nogle",
    "nok",     "nu",     "når",    "og",      "også",    "om",      "op",    "os",    "over",
    "på",      "se",     "selv",   "ser",     "sig",     "sin",     "sine",  "sit",   "skal",
    "skulle",  "som",    "så",     "sådan",   "tage",    "thi",     "ti",    "til",   "to",
    "tre",     "ud",     "under",  "var",     "ved",     "vi",      "vil",   "ville", "vor",
    "vore",    "vores",  "være",   "været",   NULL};
static const char *const small_en[] = {
    "about", "after", "all",   "also",  "and",  "any",   "are",    "because", "been",  "but",
    "can",   "could", "did",   "does",  "for",  "from",  "get",    "had",     "has",   "have",
    "her",   "his",   "how",   "into",  "its",  "just",  "more",   "most",    "much",  "not",
    "one",   "only",  "our",   "out",   "over", "she",   "should", "some",    "such",  "than",
    "that",  "the",   "their", "them",  "then", "there", "these",  "they",    "this",  "those",
    "too",   "two",   "very",  "was",   "were", "what",  "when",   "where",   "which", "who",
    "why",   "will",  "with",  "would", "you",  "your",  NULL};
static const char *const *const small_words[LANG__N] = {small_da, small_en};

struct found_word {
    struct str stem, word;
    size_t note;
};
struct found_words {
    struct found_word *v;
    size_t n;
};

static bool is_small(enum lang lang, struct str word) {
    if (str_length(word) < LETTERS_LEAST) return true;
    for (const char *const *small = small_words[lang]; *small; small++)
        if (str_is(word, str_from(*small))) return true;
    return false;
}

/* Letters and digits; everything outside ASCII is a letter once folded, but for the dashes, dots
   and quotation marks of U+2000 to U+206F and the guillemets. */
static bool is_letter(struct str text, size_t at, size_t *bytes) {
    unsigned char c = (unsigned char)text.p[at];
    *bytes = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
    if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (c == 0xC2) return false;
    return !(c == 0xE2 && at + 1 < text.n && (unsigned char)text.p[at + 1] <= 0x81);
}

static struct str next_word(struct str text, size_t *at) {
    size_t bytes = 1;
    while (*at < text.n && !is_letter(text, *at, &bytes)) *at += bytes;
    size_t start = *at;
    while (*at < text.n && is_letter(text, *at, &bytes)) *at += bytes;
    if (*at > text.n) *at = text.n;
    return str_slice(text, start, *at);
}

static enum rc find_words(struct arena *arena, enum lang lang, const struct note *note,
                          size_t number, struct found_words *found) {
    struct str folded = text_fold(arena, note->text);
    size_t at = 0;
    for (struct str word; (word = next_word(folded, &at)).n && found->n < WORDS_MAX;) {
        if (is_small(lang, word)) continue;
        struct str stem = text_stems(arena, lang, word);
        if (stem.n) found->v[found->n++] = (struct found_word){stem, word, number};
    }
    return RC_OK;
}

static int by_stem(const void *a, const void *b) {
    const struct found_word *x = a, *y = b;
    int order = str_compare(x->stem, y->stem);
    if (!order) order = str_compare(x->word, y->word);
    if (!order) order = (x->note > y->note) - (x->note < y->note);
    return order;
}

static int by_count(const void *a, const void *b) {
    const struct word_count *x = a, *y = b;
    if (x->n != y->n) return x->n < y->n ? 1 : -1;
    return str_compare(x->word, y->word);
}

/* How many of the notes in words[from, to) are different: a note counts a word once. */
static int64_t count_notes(struct arena *arena, const struct found_words *found, size_t from,
                           size_t to, size_t notes) {
    struct arena_mark mark = arena_mark(arena);
    bool *seen = arena_new_array(arena, notes + 1, bool);
    int64_t n = 0;
    for (size_t i = from; seen && i < to; i++) {
        n += !seen[found->v[i].note];
        seen[found->v[i].note] = true;
    }
    arena_back(arena, mark);
    return n;
}

/* The form that stands most often among equal stems, the first of equals. */
static struct str common_form(const struct found_words *found, size_t from, size_t to) {
    size_t best = from, most = 0;
    for (size_t i = from; i < to;) {
        size_t end = i;
        while (end < to && str_is(found->v[end].word, found->v[i].word)) end++;
        if (end - i > most) {
            most = end - i;
            best = i;
        }
        i = end;
    }
    return found->v[best].word;
}

enum rc note_words(struct arena *arena, const struct note_list *notes, struct str lang, int n,
                   struct word_counts *words) {
    struct found_words found = {arena_new_array(arena, WORDS_MAX, struct found_word), 0};
    enum lang language = LANG_DA;
    (void)lang_from(lang, &language);
    if (!found.v) return RC_LIMIT;
    for (size_t i = 0; i < notes->rows.n; i++)
        TRY(find_words(arena, language, &notes->rows.v[i], i, &found));
    qsort(found.v, found.n, sizeof *found.v, by_stem);
    struct word_count *counts = arena_new_array(arena, found.n + 1, struct word_count);
    if (!counts) return RC_LIMIT;
    words->rows.v = counts;
    words->rows.n = 0;
    for (size_t i = 0, end; i < found.n; i = end) {
        for (end = i; end < found.n && str_is(found.v[end].stem, found.v[i].stem);) end++;
        counts[words->rows.n++] = (struct word_count){
            common_form(&found, i, end), count_notes(arena, &found, i, end, notes->rows.n)};
    }
    qsort(counts, words->rows.n, sizeof *counts, by_count);
    if (n >= 0 && words->rows.n > (size_t)n) words->rows.n = (size_t)n;
    return RC_OK;
}
