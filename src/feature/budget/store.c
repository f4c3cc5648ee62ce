/* The tables budget, budget_project and budget_import. */
#include "feature/budget/store.h"

#include "core/activity.h"
#include "core/log.h"
#include "platform/files.h"
#include "platform/jobs.h"
#include "platform/secret.h"

#include <assert.h>

#define SUMMARY_COLUMNS                                                                            \
    "activity, country, unit, subunit, instance, lang, currency, date_begin, date_end, "           \
    "rule_in_file, source, vote_type, voters, empty_ballots, projects, funded, places, amount, "   \
    "cost, rule, utility, ranking, completion, stop_rule, endowment_rule, tie_rule, seed, stop, "  \
    "increments, endowment, endowment_units, ties, excluded, winners_sum, histogram, "             \
    "greedy_cost, greedy_funded, greedy_excluded, greedy_winners_sum, greedy_histogram, "          \
    "prefer_this, prefer_greedy, prefer_same, votes_differ, votes_file, result_file, counted_at"

#define LINE_COLUMNS                                                                               \
    "seq, code, name, category, district, cost, votes, score, organiser, fate, place, phase, "     \
    "pot_left, supporters_left, max_payment, max_payment_units, effective_units, payers, "         \
    "payers_at_max, tie, greedy_place, loss_project, loss_voters, loss_paid"

#define UPLOAD_COLUMNS                                                                             \
    "id, public_id, place_kind, place, person, acting, title, source, options, votes_file, job, "  \
    "activity, created_at"

#define S(member) DB_COL(struct budget_summary, member)
static const struct db_column summary_columns[] = {S(activity),
                                                   S(country),
                                                   S(unit),
                                                   S(subunit),
                                                   S(instance),
                                                   S(lang),
                                                   S(currency),
                                                   S(date_begin),
                                                   S(date_end),
                                                   S(rule_in_file),
                                                   S(source),
                                                   S(vote_type),
                                                   S(voters),
                                                   S(empty_ballots),
                                                   S(projects),
                                                   S(funded),
                                                   S(places),
                                                   S(amount),
                                                   S(cost),
                                                   S(rule),
                                                   S(utility),
                                                   S(ranking),
                                                   S(completion),
                                                   S(stop_rule),
                                                   S(endowment_rule),
                                                   S(tie_rule),
                                                   DB_COL_BLOB(struct budget_summary, seed),
                                                   S(stop),
                                                   S(increments),
                                                   S(endowment),
                                                   S(endowment_units),
                                                   S(ties),
                                                   S(excluded),
                                                   S(winners_sum),
                                                   S(histogram),
                                                   S(greedy_cost),
                                                   S(greedy_funded),
                                                   S(greedy_excluded),
                                                   S(greedy_winners_sum),
                                                   S(greedy_histogram),
                                                   S(prefer_this),
                                                   S(prefer_greedy),
                                                   S(prefer_same),
                                                   S(votes_differ),
                                                   S(votes_file),
                                                   S(result_file),
                                                   S(counted_at)};
#undef S

#define L(member) DB_COL(struct budget_line, member)
static const struct db_column line_columns[] = {L(seq),
                                                L(code),
                                                L(name),
                                                L(category),
                                                L(district),
                                                L(cost),
                                                L(votes),
                                                L(score),
                                                L(organiser),
                                                L(fate),
                                                L(place),
                                                L(phase),
                                                L(pot_left),
                                                L(supporters_left),
                                                L(max_payment),
                                                L(max_payment_units),
                                                L(effective_units),
                                                L(payers),
                                                L(payers_at_max),
                                                L(tie),
                                                L(greedy_place),
                                                L(loss_project),
                                                L(loss_voters),
                                                L(loss_paid)};
static const struct db_column shown_columns[] = {L(seq),
                                                 L(name),
                                                 L(district),
                                                 L(cost),
                                                 L(votes),
                                                 L(organiser),
                                                 L(fate),
                                                 L(place),
                                                 L(phase),
                                                 L(pot_left),
                                                 L(supporters_left),
                                                 L(max_payment_units),
                                                 L(effective_units),
                                                 L(greedy_place),
                                                 L(loss_project),
                                                 L(loss_voters),
                                                 L(loss_paid)};
#undef L

#define U(member) DB_COL(struct budget_upload, member)
static const struct db_column upload_columns[] = {
    U(id),     U(public_id), U(place_kind), U(place), U(person),   U(acting),    U(title),
    U(source), U(options),   U(votes_file), U(job),   U(activity), U(created_at)};
#undef U

static const struct db_query load_summary = {
    "budget.load", "SELECT " SUMMARY_COLUMNS " FROM budget WHERE activity = $1", "i",
    DB_ROW(struct budget_summary, summary_columns)};

/* What the result page shows of each project; its cost is mostly the columns read. */
#define SHOWN_COLUMNS                                                                              \
    "seq, name, district, cost, votes, organiser, fate, place, phase, pot_left, "                  \
    "supporters_left, max_payment_units, effective_units, greedy_place, loss_project, "            \
    "loss_voters, loss_paid"

static const struct db_query load_shown = {
    "budget.shown", "SELECT " SHOWN_COLUMNS " FROM budget_project WHERE budget = $1 ORDER BY seq",
    "i", DB_ROW(struct budget_line, shown_columns)};

static const struct db_query load_lines = {
    "budget.lines", "SELECT " LINE_COLUMNS " FROM budget_project WHERE budget = $1 ORDER BY seq",
    "i", DB_ROW(struct budget_line, line_columns)};

static const struct db_query insert_summary = {
    "budget.insert",
    "INSERT INTO budget (" SUMMARY_COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, "
    "$11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, "
    "$29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, "
    "$47)",
    "ittttttttttiiiiiiiiiiiiiiibiitiiiitiiiitiiiiiii", .writes = true};

static const struct db_query insert_line = {
    "budget.insert_line",
    "INSERT INTO budget_project (" LINE_COLUMNS ", budget) VALUES ($1, $2, $3, $4, $5, $6, $7, "
    "$8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)",
    "ittttiiiiiiiiitiiiiiiiiii", .writes = true};

static const struct db_query insert_upload = {
    "budget.upload_insert",
    "INSERT INTO budget_import (public_id, place_kind, place, person, acting, title, source, "
    "options, votes_file, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
    "RETURNING id",
    "iiiiitttii", DB_ROW_I64, .writes = true};

static const struct db_query set_upload_job = {
    "budget.upload_job", "UPDATE budget_import SET job = $2 WHERE id = $1", "ii", .writes = true};

static const struct db_query finish_upload = {
    "budget.upload_finish", "UPDATE budget_import SET activity = $2 WHERE id = $1", "ii",
    .writes = true};

static const struct db_query find_upload = {
    "budget.upload_find", "SELECT " UPLOAD_COLUMNS " FROM budget_import WHERE public_id = $1", "i",
    DB_ROW(struct budget_upload, upload_columns)};

static const struct db_query load_upload = {
    "budget.upload_load", "SELECT " UPLOAD_COLUMNS " FROM budget_import WHERE id = $1", "i",
    DB_ROW(struct budget_upload, upload_columns)};

static const struct db_column same_columns[] = {DB_COL(struct budget_same, public_id),
                                                DB_COL(struct budget_same, title)};
static const struct db_query find_same = {
    "budget.upload_same",
    "SELECT a.public_id, a.title FROM activity a JOIN budget b ON b.activity = a.id "
    "JOIN file f ON f.id = b.votes_file JOIN file mine ON mine.id = $1 "
    "WHERE a.place_kind = $2 AND a.place_id = $3 AND f.id <> mine.id AND f.sha256 = mine.sha256 "
    "ORDER BY a.id LIMIT 1",
    "iii", DB_ROW(struct budget_same, same_columns)};

static const struct db_query *const queries[] = {
    &find_same,     &load_summary,   &load_shown,    &load_lines,  &insert_summary, &insert_line,
    &insert_upload, &set_upload_job, &finish_upload, &find_upload, &load_upload};
const struct db_queries budget_queries = DB_QUERIES("budget", queries);

enum { COLUMNS_MAX = 64 };

static struct db_arg column_arg(const struct db_column *column, const void *row) {
    const char *at = (const char *)row + column->offset;
    switch (column->kind) {
    case DB_KIND_I64:
        return DB_INT(*(const int64_t *)at);
    case DB_KIND_U64:
        return DB_ID(*(const uint64_t *)at);
    case DB_KIND_INT:
        return DB_INT(*(const int *)at);
    case DB_KIND_BOOL:
        return DB_INT(*(const bool *)at);
    case DB_KIND_REAL:
        return DB_REAL(*(const double *)at);
    case DB_KIND_TEXT:
        return DB_STR(*(const struct str *)at);
    case DB_KIND_BLOB:
        return DB_BLOB(*(const struct str *)at);
    case DB_KIND__N:
        break;
    }
    assert(false && "a column has a kind");
    return DB_NULL;
}

/* A row's members as arguments, in the order of its columns. */
static size_t row_args(const struct db_column *columns, size_t n, const void *row,
                       struct db_arg *args) {
    assert(n < COLUMNS_MAX);
    for (size_t i = 0; i < n; i++) args[i] = column_arg(&columns[i], row);
    return n;
}

static enum rc store_blob(struct db *db, struct arena *arena, const struct budget_owner *owner,
                          struct str name, struct str bytes, int64_t *id) {
    const struct file_facts facts = {
        .name = name, .type = STR("application/gzip"), .owner = owner->person, .now = owner->now};
    struct file file;
    TRY(file_store(db, arena, &facts, bytes, &file));
    *id = file.id;
    return RC_OK;
}

static enum rc store_rows(struct db *db, const struct budget_summary *summary,
                          const struct budget_record *record) {
    struct db_arg args[COLUMNS_MAX];
    size_t n = row_args(summary_columns, COUNT(summary_columns), summary, args);
    TRY(db_run(db, &insert_summary, (struct db_args){args, n}, NULL));
    for (size_t i = 0; i < record->lines.n; i++) {
        n = row_args(line_columns, COUNT(line_columns), &record->lines.v[i], args);
        args[n++] = DB_INT(summary->activity);
        TRY(db_run(db, &insert_line, (struct db_args){args, n}, NULL));
    }
    return RC_OK;
}

enum rc budget_store(struct db *db, struct arena *arena, const struct budget_owner *owner,
                     const struct budget_record *record, struct activity *activity) {
    *activity = (struct activity){
        .public_id = id_random(),
        .kind = STR("budget"),
        .title = owner->title.n ? owner->title : record->title,
        .place = owner->place,
        .state = ACTIVITY_DONE,
        .created_at = owner->now,
        .created_by = owner->person,
    };
    struct budget_summary summary = record->summary;
    TRY(activity_create(db, arena, activity, owner->acting));
    if (!summary.votes_file)
        TRY(store_blob(db, arena, owner, STR("votes.pb.gz"), record->votes, &summary.votes_file));
    TRY(store_blob(db, arena, owner, STR("result.json.gz"), record->result, &summary.result_file));
    summary.activity = activity->id;
    summary.source = owner->source;
    summary.counted_at = owner->now;
    TRY(store_rows(db, &summary, record));
    return log_add(db, &(struct log_entry){.at = owner->now,
                                           .actor = owner->person,
                                           .acting = owner->acting,
                                           .verb = LOG_RESULT_COUNTED,
                                           .place = owner->place,
                                           .target = REF_ACTIVITY(activity->id)});
}

enum rc budget_load(struct db *db, struct arena *arena, int64_t activity,
                    struct budget_summary *summary) {
    return DB_ONE(db, arena, &load_summary, summary, DB_INT(activity));
}

enum rc budget_load_shown(struct db *db, struct arena *arena, int64_t activity,
                          struct budget_lines *lines) {
    return DB_ALL(db, arena, &load_shown, &lines->rows, DB_INT(activity));
}

enum rc budget_load_lines(struct db *db, struct arena *arena, int64_t activity,
                          struct budget_lines *lines) {
    return DB_ALL(db, arena, &load_lines, &lines->rows, DB_INT(activity));
}

enum rc budget_upload_add(struct db *db, struct arena *arena, struct budget_upload *upload,
                          struct str votes) {
    const struct budget_owner owner = {.person = upload->person, .now = upload->created_at};
    TRY(store_blob(db, arena, &owner, STR("votes.pb.gz"), votes, &upload->votes_file));
    TRY(DB_ONE(db, arena, &insert_upload, &upload->id, DB_ID(upload->public_id),
               DB_INT(upload->place_kind), DB_INT(upload->place), DB_REF(upload->person),
               DB_REF(upload->acting), DB_STR(upload->title), DB_STR(upload->source),
               DB_STR(upload->options), DB_INT(upload->votes_file), DB_INT(upload->created_at)));
    struct str payload = str_format(arena, "%lld", (long long)upload->id);
    TRY(job_add(db, arena, "budget-count", payload, 0, &upload->job));
    return DB_RUN(db, &set_upload_job, DB_INT(upload->id), DB_INT(upload->job));
}

enum rc budget_upload_find(struct db *db, struct arena *arena, uint64_t public_id,
                           struct budget_upload *upload) {
    return DB_ONE(db, arena, &find_upload, upload, DB_ID(public_id));
}

enum rc budget_upload_load(struct db *db, struct arena *arena, int64_t id,
                           struct budget_upload *upload) {
    return DB_ONE(db, arena, &load_upload, upload, DB_INT(id));
}

enum rc budget_upload_finish(struct db *db, const struct budget_upload *upload, int64_t activity) {
    return DB_RUN(db, &finish_upload, DB_INT(upload->id), DB_INT(activity));
}

enum rc budget_upload_same(struct db *db, struct arena *arena, const struct budget_upload *upload,
                           struct budget_same *same) {
    return DB_ONE(db, arena, &find_same, same, DB_INT(upload->votes_file),
                  DB_INT(upload->place_kind), DB_INT(upload->place));
}
