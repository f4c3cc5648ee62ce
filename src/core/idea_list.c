/* Lists of ideas. Each filter is a declared query of its own with its own index, so that a page
   costs the same among a hundred and a hundred thousand; the count reads the index alone. */
#include "core/idea_inner.h"

/* $1, $2: the place; $3: how many; $4: since; then the filter's values. */
#define LINES(filter, beyond, way)                                                                 \
    "SELECT i.id, i.public_id, i.title, i.place, i.lang, i.category, i.stage, i.created_at, "      \
    "i.confirmed_at, o.name AS organisation_name FROM idea i "                                     \
    "JOIN organisation o ON o.id = i.organisation "                                                \
    "WHERE i.withdrawn_at = 0" filter " AND i.created_at >= $4 "                                   \
    "AND (i.created_at, i.public_id) " beyond " ($1, $2) "                                         \
    "ORDER BY i.created_at" way ", i.public_id" way " LIMIT $3"
#define COUNTED(filter)                                                                            \
    "SELECT count(*) FROM idea i WHERE i.withdrawn_at = 0 AND i.created_at >= $1" filter

static const struct db_column line_columns[] = {
    DB_COL(struct idea_line, id),           DB_COL(struct idea_line, public_id),
    DB_COL(struct idea_line, title),        DB_COL(struct idea_line, place),
    DB_COL(struct idea_line, lang),         DB_COL(struct idea_line, category),
    DB_COL(struct idea_line, stage),        DB_COL(struct idea_line, created_at),
    DB_COL(struct idea_line, confirmed_at), DB_COL(struct idea_line, organisation_name),
};
#define ROWS DB_ROW(struct idea_line, line_columns)

#define BY_CATEGORY " AND i.category = $5"
#define BY_STAGE " AND i.stage = $5"
#define BY_BOTH " AND i.category = $5 AND i.stage = $6"

static const struct db_query all_down = {"idea_list.all", LINES("", "<", " DESC"), "iiii", ROWS};
static const struct db_query all_up = {"idea_list.all_back", LINES("", ">", ""), "iiii", ROWS};
static const struct db_query category_down = {"idea_list.category",
                                              LINES(BY_CATEGORY, "<", " DESC"), "iiiii", ROWS};
static const struct db_query category_up = {"idea_list.category_back", LINES(BY_CATEGORY, ">", ""),
                                            "iiiii", ROWS};
static const struct db_query stage_down = {"idea_list.stage", LINES(BY_STAGE, "<", " DESC"),
                                           "iiiii", ROWS};
static const struct db_query stage_up = {"idea_list.stage_back", LINES(BY_STAGE, ">", ""), "iiiii",
                                         ROWS};
static const struct db_query both_down = {"idea_list.both", LINES(BY_BOTH, "<", " DESC"), "iiiiii",
                                          ROWS};
static const struct db_query both_up = {"idea_list.both_back", LINES(BY_BOTH, ">", ""), "iiiiii",
                                        ROWS};
static const struct db_query count_all = {"idea_list.count", COUNTED(""), "i", DB_ROW_I64};
static const struct db_query count_category = {"idea_list.count_category",
                                               COUNTED(" AND i.category = $2"), "ii", DB_ROW_I64};
static const struct db_query count_stage = {"idea_list.count_stage", COUNTED(" AND i.stage = $2"),
                                            "ii", DB_ROW_I64};
static const struct db_query count_both = {
    "idea_list.count_both", COUNTED(" AND i.category = $2 AND i.stage = $3"), "iii", DB_ROW_I64};
static const struct db_query find_line = {
    "idea_list.one",
    "SELECT i.id, i.public_id, i.title, i.place, i.lang, i.category, i.stage, i.created_at, "
    "i.confirmed_at, o.name AS organisation_name FROM idea i "
    "JOIN organisation o ON o.id = i.organisation WHERE i.id = $1",
    "i", ROWS};
/* The last one before a time: what was entered later has a larger key. */
static const struct db_query last_before = {
    "idea_list.last_before",
    "SELECT id FROM idea WHERE withdrawn_at = 0 AND created_at < $1 "
    "ORDER BY created_at DESC LIMIT 1",
    "i", DB_ROW_I64};
static const struct db_query of_organisation = {
    "idea_list.of_organisation",
    "SELECT i.id, i.public_id, i.title, i.place, i.lang, i.category, i.stage, i.created_at, "
    "i.confirmed_at, o.name AS organisation_name FROM idea i "
    "JOIN organisation o ON o.id = i.organisation WHERE i.organisation = $1 "
    "AND i.withdrawn_at = 0 ORDER BY i.created_at DESC, i.public_id DESC LIMIT $2",
    "ii", ROWS};

enum kind { BY_NOTHING, OF_CATEGORY, OF_STAGE, OF_BOTH, KIND_OF_LIST__N };
static const struct {
    const struct db_query *down, *up, *count;
} queries[KIND_OF_LIST__N] = {
    [BY_NOTHING] = {&all_down, &all_up, &count_all},
    [OF_CATEGORY] = {&category_down, &category_up, &count_category},
    [OF_STAGE] = {&stage_down, &stage_up, &count_stage},
    [OF_BOTH] = {&both_down, &both_up, &count_both},
};

static const struct db_query *const statements[] = {
    &all_down,    &all_up,     &category_down, &category_up, &stage_down,
    &stage_up,    &both_down,  &both_up,       &count_all,   &count_category,
    &count_stage, &count_both, &find_line,     &last_before, &of_organisation,
};
const struct db_queries idea_list_queries = DB_QUERIES("idea_list", statements);

static enum kind kind_of(const struct idea_filter *filter) {
    if (filter->category >= 0) return filter->stage >= 0 ? OF_BOTH : OF_CATEGORY;
    return filter->stage >= 0 ? OF_STAGE : BY_NOTHING;
}

/* Cuts the row that only tells of a next page, and turns a page that was read backwards. */
static enum rc finish(struct arena *arena, bool backwards, const struct idea_list *found,
                      struct idea_list *list) {
    size_t shown = found->rows.n < PAGE_ROWS ? found->rows.n : PAGE_ROWS;
    struct idea_line *rows = arena_new_array(arena, shown + 1, struct idea_line);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < shown; i++) rows[i] = found->rows.v[backwards ? shown - 1 - i : i];
    list->rows.v = rows;
    list->rows.n = shown;
    list->page = (struct page_rows){.n = found->rows.n};
    if (!shown) return RC_OK;
    list->page.first.key = rows[0].created_at;
    list->page.first.id = (int64_t)rows[0].public_id;
    list->page.last.key = rows[shown - 1].created_at;
    list->page.last.id = (int64_t)rows[shown - 1].public_id;
    return RC_OK;
}

/* The filter's own values behind the n parameters that are there. */
static size_t add_filter(const struct idea_filter *filter, struct db_arg *args, size_t n) {
    if (filter->category >= 0) args[n++] = DB_INT(filter->category);
    if (filter->stage >= 0) args[n++] = DB_INT(filter->stage);
    return n;
}

static enum rc read_by_index(struct db *db, struct arena *arena, const struct idea_filter *filter,
                             const struct page_place *place, struct idea_list *list) {
    enum kind kind = kind_of(filter);
    bool backwards = place->is_set && place->backwards;
    struct idea_list found = {0};
    struct db_arg args[6] = {DB_INT(place->is_set ? place->key : INT64_MAX),
                             DB_INT(place->is_set ? place->id : INT64_MAX), DB_INT(PAGE_ROWS + 1),
                             DB_INT(filter->since)};
    struct db_arg counted[3] = {DB_INT(filter->since)};
    const struct db_query *query = backwards ? queries[kind].up : queries[kind].down;
    TRY(db_all(db, arena, query, (struct db_args){args, add_filter(filter, args, 4)}, &found.rows));
    TRY(db_one(db, arena, queries[kind].count,
               (struct db_args){counted, add_filter(filter, counted, 1)}, &list->found));
    return finish(arena, backwards, &found, list);
}

static enum rc read_by_words(struct db *db, struct arena *arena, const struct idea_filter *filter,
                             const struct page_place *place, struct idea_list *list) {
    bool upwards = place->is_set && place->backwards;
    struct idea_search search = {.filter = filter, .limit = SEARCH_LIMIT_MAX};
    struct search_answer all, keys;
    struct idea_list found = {0};
    if (filter->since) {
        enum rc rc = DB_ONE(db, arena, &last_before, &search.after, DB_INT(filter->since));
        if (rc != RC_ABSENT) TRY(rc);
    }
    TRY(idea_find_words(db, arena, &search, &all));
    list->found = (int64_t)all.n;
    list->is_at_least = all.n == SEARCH_LIMIT_MAX;
    if (upwards && place->key > search.after) search.after = place->key;
    search.before = place->is_set && !upwards ? place->key : 0;
    search.upwards = upwards;
    search.limit = PAGE_ROWS + 1;
    TRY(idea_find_words(db, arena, &search, &keys));
    TRY(search_read(db, arena, &keys, &find_line, &found.rows));
    TRY(finish(arena, upwards, &found, list));
    if (!list->rows.n) return RC_OK;
    list->page.first.key = list->rows.v[0].id;
    list->page.last.key = list->rows.v[list->rows.n - 1].id;
    return RC_OK;
}

enum rc idea_list_read(struct db *db, struct arena *arena, const struct idea_filter *filter,
                       const struct page_place *place, struct idea_list *list) {
    *list = (struct idea_list){0};
    if (filter->words.n) return read_by_words(db, arena, filter, place, list);
    return read_by_index(db, arena, filter, place, list);
}

enum rc idea_of_organisation(struct db *db, struct arena *arena, int64_t organisation, int n,
                             struct idea_list *list) {
    return DB_ALL(db, arena, &of_organisation, &list->rows, DB_INT(organisation), DB_INT(n));
}
