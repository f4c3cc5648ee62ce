/* Search: see search.h. The two engines differ only in how a question is written. */
#include "platform/search.h"

#include "base/buf.h"
#include "platform/db_inner.h"
#include "platform/text_search.h"

#include <assert.h>
#include <string.h>
#include <unicode/uchar.h>

enum { QUESTION_MAX = 16 * 1024, PREFIX_MIN = 2, KIND_MAX = 999 };
static const int64_t KIND_STEP = INT64_C(1) << 40;

static const struct db_query remove_entry = {.name = "search.remove",
                                             .sqlite = "DELETE FROM search_words WHERE rowid = $1",
                                             .pg = "DELETE FROM search_words WHERE rowid = $1",
                                             .params = "i",
                                             .writes = true};
static const struct db_query add_entry = {
    .name = "search.add",
    .sqlite = "INSERT INTO search_words (rowid, scope, stems) VALUES ($1, $2, $3)",
    .pg = "INSERT INTO search_words (rowid, scope, stems) VALUES ($1, $2, $3)",
    .params = "itt",
    .writes = true};
static const struct db_query find_entries = {
    .name = "search.find",
    .sqlite = "SELECT rowid FROM search_words WHERE search_words MATCH $1 AND rowid > $2 "
              "AND rowid < $3 AND scope = $4 ORDER BY rowid DESC LIMIT $5",
    .pg = "SELECT rowid FROM search_words WHERE words @@ CAST($1 AS tsquery) AND rowid > $2 "
          "AND rowid < $3 AND scope = $4 ORDER BY rowid DESC LIMIT $5",
    .params = "tiiti",
    DB_ROW_I64};
static const struct db_query find_upwards = {
    .name = "search.find_upwards",
    .sqlite = "SELECT rowid FROM search_words WHERE search_words MATCH $1 AND rowid > $2 "
              "AND rowid < $3 AND scope = $4 ORDER BY rowid LIMIT $5",
    .pg = "SELECT rowid FROM search_words WHERE words @@ CAST($1 AS tsquery) AND rowid > $2 "
          "AND rowid < $3 AND scope = $4 ORDER BY rowid LIMIT $5",
    .params = "tiiti",
    DB_ROW_I64};
static const struct db_query update_scope = {
    .name = "search.scope",
    .sqlite = "UPDATE search_words SET scope = $2 WHERE rowid = $1",
    .pg = "UPDATE search_words SET scope = $2 WHERE rowid = $1",
    .params = "it",
    .writes = true};
static const struct db_query rewrite_index = {
    .name = "search.tidy",
    .sqlite = "INSERT INTO search_words (search_words) VALUES ('optimize')",
    .pg = "DELETE FROM search_words WHERE rowid = 0", /* never a key: nothing to do */
    .params = "",
    .writes = true};

static const struct db_query *const all[] = {&remove_entry, &add_entry,    &find_entries,
                                             &find_upwards, &update_scope, &rewrite_index};
const struct db_queries search_queries = DB_QUERIES("search", all);

/* --- Writing --- */

static int64_t key_of(int kind, int64_t object) {
    assert(kind >= 0 && kind <= KIND_MAX && object >= 0 && object < KIND_STEP);
    return kind * KIND_STEP + object;
}

static struct str scope_text(struct arena *arena, int64_t scope) {
    return str_format(arena, "%lld", (long long)scope);
}

struct str search_tag(struct arena *arena, const char *name, int64_t value) {
    return str_format(arena, "#%s%lld", name, (long long)value);
}

/* One space between them, and none where nothing follows: PostgreSQL refuses an empty word. */
static struct str joined(struct arena *arena, struct str a, struct str b) {
    a = str_trim(a);
    b = str_trim(b);
    if (!a.n || !b.n) return a.n ? a : b;
    return str_format(arena, "%.*s %.*s", STR_ARG(a), STR_ARG(b));
}

enum rc search_index(struct db *db, struct arena *arena, const struct search_entry *entry) {
    struct arena_mark mark = arena_mark(arena);
    int64_t key = key_of(entry->kind, entry->object);
    struct str stems = text_stems(arena, entry->lang, entry->text);
    stems = joined(arena, joined(arena, stems, entry->stems), entry->tags);
    struct str scope = scope_text(arena, entry->scope);
    enum rc rc =
        scope.p && (stems.p || !entry->text.n) ? DB_RUN(db, &remove_entry, DB_INT(key)) : RC_LIMIT;
    if (rc == RC_OK) rc = DB_RUN(db, &add_entry, DB_INT(key), DB_STR(scope), DB_STR(stems));
    arena_back(arena, mark);
    return rc;
}

enum rc search_set_scope(struct db *db, struct arena *arena, int kind, int64_t object,
                         int64_t scope) {
    struct str text = scope_text(arena, scope);
    if (!text.p) return RC_LIMIT;
    return DB_RUN(db, &update_scope, DB_INT(key_of(kind, object)), DB_STR(text));
}

enum rc search_remove(struct db *db, int kind, int64_t object) {
    return DB_RUN(db, &remove_entry, DB_INT(key_of(kind, object)));
}

enum rc search_tidy(struct db *db) {
    return DB_RUN(db, &rewrite_index);
}

/* --- Asking --- */

/* How one engine writes a question. */
struct grammar {
    char quote; /* around a word; doubled inside */
    const char *and_, *or_;
    const char *begins; /* after a word that is a beginning */
};
static const struct grammar grammars[] = {
    [SQL_FOR_SQLITE] = {'"', " AND ", " OR ", "*"},
    [SQL_FOR_PG] = {'\'', " & ", " | ", ":*"},
};

static void add_word(struct buf *out, const struct grammar *grammar, struct str word) {
    buf_add_char(out, grammar->quote);
    for (size_t i = 0; i < word.n; i++) {
        bool doubled = word.p[i] == grammar->quote || (word.p[i] == '\\' && grammar->quote == '\'');
        if (doubled) buf_add_char(out, word.p[i]);
        buf_add_char(out, word.p[i]);
    }
    buf_add_char(out, grammar->quote);
}

/* The question's words in each of their forms, side by side. */
struct forms {
    struct str danish, english; /* stems, a space between them; as many in both */
    struct str beginning;       /* the last word as it was typed, folded */
};

/* The code point at *at of well-formed UTF-8; *at moves on. */
static UChar32 next_character(struct str text, size_t *at) {
    unsigned char first = (unsigned char)text.p[(*at)++];
    if (first < 0x80) return first;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    UChar32 c = first & (0x3F >> more);
    while (more-- > 0 && *at < text.n) c = c << 6 | ((unsigned char)text.p[(*at)++] & 0x3F);
    return c;
}

/* The last run of letters and digits. */
static struct str last_word(struct str folded) {
    struct str word = {0};
    bool inside = false;
    for (size_t at = 0, from = 0; at < folded.n;) {
        size_t before = at;
        bool letter = u_isalnum(next_character(folded, &at));
        if (letter && !inside) from = before;
        if (letter) word = str_slice(folded, from, at);
        inside = letter;
    }
    return word;
}

static bool is_consonant(char c) {
    return c >= 'b' && c <= 'z' && !memchr("eiouy", c, 5);
}

/* Danish drops the e of "cykel" in "cykler", and the stemmer does not know: "cykl" for "cykel" and
   the other way round; empty for a stem that has no such form. */
static struct str other_stem(struct arena *arena, struct str stem) {
    size_t n = stem.n;
    if (n < 4 || stem.p[n - 1] != 'l') return (struct str){0};
    if (stem.p[n - 2] == 'e' && is_consonant(stem.p[n - 3]))
        return str_format(arena, "%.*sl", STR_ARG(str_slice(stem, 0, n - 2)));
    if (stem.p[n - 2] != 'l' && is_consonant(stem.p[n - 2]))
        return str_format(arena, "%.*sel", STR_ARG(str_slice(stem, 0, n - 1)));
    return (struct str){0};
}

static void add_forms(struct buf *out, const struct grammar *grammar, const struct forms *word) {
    buf_add_char(out, '(');
    add_word(out, grammar, word->danish);
    struct str other = other_stem(out->arena, word->danish);
    if (other.n) {
        buf_add(out, str_from(grammar->or_));
        add_word(out, grammar, other);
    }
    if (!str_is(word->danish, word->english)) {
        buf_add(out, str_from(grammar->or_));
        add_word(out, grammar, word->english);
    }
    if (str_length(word->beginning) >= PREFIX_MIN) {
        buf_add(out, str_from(grammar->or_));
        add_word(out, grammar, word->beginning);
        buf_add(out, str_from(grammar->begins));
    }
    buf_add_char(out, ')');
}

/* Writes the question in the engine's words; the number of words, 0 when there are none. */
static size_t write_question(struct buf *out, struct str words, const struct grammar *grammar) {
    struct str danish = text_stems(out->arena, LANG_DA, words);
    struct str english = text_stems(out->arena, LANG_EN, words);
    struct str beginning = last_word(text_fold(out->arena, words));
    size_t n = 0;
    for (struct forms word; n < SEARCH_WORDS_MAX && danish.n && english.n; n++) {
        str_cut(&danish, ' ', &word.danish);
        str_cut(&english, ' ', &word.english);
        word.beginning = danish.n ? (struct str){0} : beginning;
        if (n > 0) buf_add(out, str_from(grammar->and_));
        add_forms(out, grammar, &word);
    }
    return n;
}

static void add_tags(struct buf *out, const struct grammar *grammar, struct str tags) {
    for (struct str tag; str_cut(&tags, ' ', &tag);) {
        if (!tag.n) continue;
        buf_add(out, str_from(grammar->and_));
        add_word(out, grammar, tag);
    }
}

enum rc search_find(struct db *db, struct arena *arena, const struct search_question *question,
                    struct search_answer *answer) {
    enum sql_engine engine = db->database->engine->dialect;
    LIST(int64_t) found;
    struct buf asked;
    *answer = (struct search_answer){0};
    assert(question->limit > 0 && question->limit <= SEARCH_LIMIT_MAX);
    struct str scope = scope_text(arena, question->scope);
    buf_init(&asked, arena, QUESTION_MAX);
    if (engine == SQL_FOR_SQLITE) buf_format(&asked, "{scope} : \"%s\" AND {stems} : (", scope.p);
    if (!write_question(&asked, question->words, &grammars[engine])) return RC_OK;
    add_tags(&asked, &grammars[engine], question->tags);
    if (engine == SQL_FOR_SQLITE) buf_add_char(&asked, ')');
    if (!buf_ok(&asked) || !scope.p) return RC_LIMIT;
    int64_t before = question->before > 0 ? question->before : KIND_STEP - 1;
    const struct db_query *query = question->upwards ? &find_upwards : &find_entries;
    TRY(DB_ALL(db, arena, query, &found, DB_STR(buf_str(&asked)),
               DB_INT(key_of(question->kind, question->after)),
               DB_INT(key_of(question->kind, before)), DB_STR(scope), DB_INT(question->limit)));
    int64_t *keys = arena_new_array(arena, found.n, int64_t);
    if (found.n && !keys) return RC_LIMIT;
    for (size_t i = 0; i < found.n; i++) keys[i] = found.v[i] % KIND_STEP;
    *answer = (struct search_answer){keys, found.n};
    return RC_OK;
}

enum rc search_read(struct db *db, struct arena *arena, const struct search_answer *found,
                    const struct db_query *line, void *list) {
    LIST(char) rows = {0};
    char *made = arena_alloc(arena, (found->n + 1) * line->row_size);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < found->n; i++) {
        struct db_arg key = DB_INT(found->v[i]);
        enum rc rc =
            db_one(db, arena, line, (struct db_args){&key, 1}, made + rows.n * line->row_size);
        if (rc == RC_OK) rows.n++;
        if (rc != RC_OK && rc != RC_ABSENT) return rc;
    }
    rows.v = made;
    memcpy(list, &rows, sizeof rows); /* every LIST is a pointer and a count */
    return RC_OK;
}

enum rc search_lines(struct db *db, struct arena *arena, const struct search_question *question,
                     const struct db_query *line, void *list) {
    struct search_answer found;
    TRY(search_find(db, arena, question, &found));
    return search_read(db, arena, &found, line, list);
}
