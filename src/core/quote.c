/* The store of quotes and stories from interviews. See quote.h. */
#include "core/quote.h"

#include "platform/secret.h"

#include <assert.h>

const char *const consent_choices[CONSENT__N + 1] = {"none", "anonymous", "named"};
const enum text_id consent_labels[CONSENT__N] = {T_consent_none, T_consent_anonymous,
                                                 T_consent_named};
const char *const quote_kind_choices[QUOTE_KIND__N + 1] = {"words", "story"};
const enum text_id quote_kind_labels[QUOTE_KIND__N] = {T_quote_words, T_quote_story};

static const struct db_column quote_columns[] = {
    DB_COL(struct quote, id),
    DB_COL(struct quote, public_id),
    DB_COL(struct quote, interview),
    DB_COL(struct quote, organisation),
    DB_COL(struct quote, workplace),
    DB_COL(struct quote, person),
    DB_COL(struct quote, who),
    DB_COL(struct quote, kind),
    DB_COL(struct quote, text),
    DB_COL(struct quote, lang),
    DB_COL(struct quote, consent),
    DB_COL(struct quote, consent_at),
    DB_COL(struct quote, published_at),
    DB_COL(struct quote, workplace_name),
    DB_COL(struct quote, workplace_lang),
    DB_COL(struct quote, workplace_public_id),
};
#define QUOTE_ROW DB_ROW(struct quote, quote_columns)
#define QUOTE_SELECT                                                                               \
    "SELECT q.id, q.public_id, q.interview, q.organisation, q.workplace, q.person, q.who, "        \
    "q.kind, "                                                                                     \
    "q.text, q.lang, q.consent, q.consent_at, q.published_at, o.name, o.lang, o.public_id "        \
    "FROM quote q JOIN organisation o ON o.id = q.workplace "

static const struct db_query insert_quote = {
    "quote.insert",
    "INSERT INTO quote (public_id, interview, organisation, workplace, person, who, kind, text, "
    "lang, consent, consent_at, created_by, published_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
    "iiiiitittiiii", DB_ROW_I64, .writes = true};
static const struct db_query of_interview = {
    "quote.of_interview", QUOTE_SELECT "WHERE q.interview = $1 ORDER BY q.id LIMIT 100", "i",
    QUOTE_ROW};
static const struct db_query published = {
    "quote.published",
    QUOTE_SELECT "WHERE q.published_at >= $1 ORDER BY q.published_at DESC, q.id DESC LIMIT $2",
    "ii", QUOTE_ROW};
static const struct db_query withdraw = {
    "quote.withdraw", "DELETE FROM quote WHERE interview = $1 AND public_id = $2 RETURNING id",
    "ii", DB_ROW_I64, .writes = true};
static const struct db_query erase = {"quote.erase", "DELETE FROM quote WHERE interview = $1", "i",
                                      .writes = true};

enum rc quote_add(const struct request *request, struct quote *quote) {
    if (quote->consent == CONSENT_NONE) return RC_DENIED;
    assert(quote->interview && quote->workplace && quote->consent_at);
    bool named = quote->consent == CONSENT_NAMED;
    quote->public_id = id_random();
    quote->published_at = request->now;
    return DB_ONE(request->db, request->arena, &insert_quote, &quote->id, DB_ID(quote->public_id),
                  DB_INT(quote->interview), DB_INT(quote->organisation), DB_INT(quote->workplace),
                  DB_REF(named ? quote->person : 0), DB_STR(named ? quote->who : STR("")),
                  DB_INT(quote->kind), DB_STR(quote->text), DB_STR(quote->lang),
                  DB_INT(quote->consent), DB_INT(quote->consent_at), DB_REF(request->asker.id),
                  DB_INT(quote->published_at));
}

enum rc quote_of_interview(struct db *db, struct arena *arena, int64_t interview,
                           struct quote_list *list) {
    return DB_ALL(db, arena, &of_interview, &list->rows, DB_INT(interview));
}

enum rc quote_published(struct db *db, struct arena *arena, int64_t since, int n,
                        struct quote_list *list) {
    return DB_ALL(db, arena, &published, &list->rows, DB_INT(since), DB_INT(n));
}

enum rc quote_withdraw(struct db *db, struct arena *arena, int64_t interview, uint64_t public_id) {
    int64_t id;
    return DB_ONE(db, arena, &withdraw, &id, DB_INT(interview), DB_ID(public_id));
}

enum rc quote_erase(struct db *db, int64_t interview) {
    return DB_RUN(db, &erase, DB_INT(interview));
}

static const struct db_query *const all[] = {&insert_quote, &of_interview, &published, &withdraw,
                                             &erase};
const struct db_queries quote_queries = DB_QUERIES("quote", all);
