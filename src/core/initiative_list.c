/* Lists of initiatives. Each filter is a declared query of its own, so that each has its index and
   a list costs the same among a hundred and a hundred thousand. */
#include "core/initiative.h"

#include "platform/search.h"

#define COLUMNS                                                                                    \
    "i.public_id, i.id, i.title, i.area, i.lang, i.theme, i.stage, i.visibility, i.active_at, "    \
    "i.owner_id "

/* Newest first, or oldest first for the page before: the comparison with the place, and the order.
 */
#define DOWN " < ($1, $2)", " DESC"
#define UP " > ($1, $2)", ""
#define IN_ORDER(way) " ORDER BY active_at" way ", public_id" way " LIMIT $3"

/* The owner's name is looked up for the rows of the page only. */
#define WITH_OWNER(rows, way)                                                                      \
    "SELECT x.public_id, x.id, x.title, x.area, x.lang, x.theme, x.stage, x.visibility, "          \
    "x.active_at, o.name AS owner_name FROM (" rows                                                \
    IN_ORDER(way) ") AS x "                                                                        \
                  "LEFT JOIN organisation o ON o.id = x.owner_id "                                 \
                  "ORDER BY x.active_at" way ", x.public_id" way

/* What is visible to everybody, and, when $4 is 1, what is visible to everybody signed in: two
   walks along an index, merged. */
#define VISIBLE(level, filter, place, way)                                                         \
    "SELECT * FROM (SELECT " COLUMNS "FROM initiative i WHERE i.visibility = " level filter        \
    " AND (i.active_at, i.public_id)" place                                                        \
    IN_ORDER(way) ") AS v" level
#define ALL(filter, direction) ALL_(filter, direction)
#define ALL_(filter, place, way)                                                                   \
    WITH_OWNER(VISIBLE("0", filter, place, way) " UNION ALL " VISIBLE("1", " AND $4 = 1" filter,   \
                                                                      place, way),                 \
               way)

/* What the asker takes part in, herself ($4) or as the organisation ($5): a handful of rows. */
#define MINE(direction) MINE_(direction)
#define MINE_(place, way)                                                                          \
    WITH_OWNER("SELECT " COLUMNS "FROM initiative i WHERE i.id IN ("                               \
               "SELECT p.initiative_id FROM initiative_party p WHERE p.person_id = $4 UNION "      \
               "SELECT p.initiative_id FROM initiative_party p WHERE p.organisation_id = $5) "     \
               "AND ($6 = -1 OR i.theme = $6) AND ($7 = -1 OR i.stage = $7) "                      \
               "AND (i.active_at, i.public_id)" place,                                             \
               way)

#define OWNED(direction) OWNED_(direction)
#define OWNED_(place, way)                                                                         \
    WITH_OWNER("SELECT " COLUMNS "FROM initiative i WHERE i.owner_id = $5 "                        \
               "AND i.visibility <= $4 AND (i.active_at, i.public_id)" place,                      \
               way)

static const struct db_column line_columns[] = {
    DB_COL(struct initiative_line, public_id), DB_COL(struct initiative_line, id),
    DB_COL(struct initiative_line, title),     DB_COL(struct initiative_line, area),
    DB_COL(struct initiative_line, lang),      DB_COL(struct initiative_line, theme),
    DB_COL(struct initiative_line, stage),     DB_COL(struct initiative_line, visibility),
    DB_COL(struct initiative_line, active_at), DB_COL(struct initiative_line, owner_name),
};
#define LINES DB_ROW(struct initiative_line, line_columns)

#define BY_THEME " AND i.theme = $5"
#define BY_STAGE " AND i.stage = $5"
#define BY_BOTH " AND i.theme = $5 AND i.stage = $6"

enum list_kind { LIST_ALL, LIST_THEME, LIST_STAGE, LIST_BOTH, LIST_MINE, LIST_OWNED, LIST__N };

static const struct db_query all_down = {"initiative_list.all", ALL("", DOWN), "iiii", LINES};
static const struct db_query all_up = {"initiative_list.all_back", ALL("", UP), "iiii", LINES};
static const struct db_query theme_down = {"initiative_list.theme", ALL(BY_THEME, DOWN), "iiiii",
                                           LINES};
static const struct db_query theme_up = {"initiative_list.theme_back", ALL(BY_THEME, UP), "iiiii",
                                         LINES};
static const struct db_query stage_down = {"initiative_list.stage", ALL(BY_STAGE, DOWN), "iiiii",
                                           LINES};
static const struct db_query stage_up = {"initiative_list.stage_back", ALL(BY_STAGE, UP), "iiiii",
                                         LINES};
static const struct db_query both_down = {"initiative_list.both", ALL(BY_BOTH, DOWN), "iiiiii",
                                          LINES};
static const struct db_query both_up = {"initiative_list.both_back", ALL(BY_BOTH, UP), "iiiiii",
                                        LINES};
static const struct db_query mine_down = {"initiative_list.mine", MINE(DOWN), "iiiiiii", LINES};
static const struct db_query mine_up = {"initiative_list.mine_back", MINE(UP), "iiiiiii", LINES};
static const struct db_query owned_down = {"initiative_list.owned", OWNED(DOWN), "iiiii", LINES};
static const struct db_query owned_up = {"initiative_list.owned_back", OWNED(UP), "iiiii", LINES};

static const struct db_query find_line = {
    "initiative_list.one",
    "SELECT i.public_id, i.id, i.title, i.area, i.lang, i.theme, i.stage, i.visibility, "
    "i.active_at, o.name AS owner_name FROM initiative i "
    "LEFT JOIN organisation o ON o.id = i.owner_id WHERE i.id = $1",
    "i", LINES};

/* The query of each kind of list, forwards and backwards. */
static const struct db_query *const list_query[LIST__N][2] = {
    [LIST_ALL] = {&all_down, &all_up},       [LIST_THEME] = {&theme_down, &theme_up},
    [LIST_STAGE] = {&stage_down, &stage_up}, [LIST_BOTH] = {&both_down, &both_up},
    [LIST_MINE] = {&mine_down, &mine_up},    [LIST_OWNED] = {&owned_down, &owned_up},
};

static const struct db_query *const list_statements[] = {
    &all_down, &all_up,    &theme_down, &theme_up,   &stage_down, &stage_up, &both_down,
    &both_up,  &mine_down, &mine_up,    &owned_down, &owned_up,   &find_line};
const struct db_queries initiative_list_queries = DB_QUERIES("initiative_list", list_statements);

static enum list_kind kind_of(const struct initiative_filter *filter) {
    if (filter->mine) return LIST_MINE;
    if (filter->organisation) return LIST_OWNED;
    if (filter->theme >= 0 && filter->stage >= 0) return LIST_BOTH;
    if (filter->theme >= 0) return LIST_THEME;
    return filter->stage >= 0 ? LIST_STAGE : LIST_ALL;
}

enum { ARGS_FIXED = 3, ARGS_MOST = 7 };

/* The parameters from $4 on; returns how many there are in all. */
static size_t fill_args(const struct request *request, const struct initiative_filter *filter,
                        enum list_kind kind, struct db_arg args[ARGS_MOST]) {
    const struct asker *asker = &request->asker;
    size_t n = ARGS_FIXED;
    if (kind == LIST_MINE) {
        args[n++] = DB_INT(asker->id);
        args[n++] = DB_INT(asker->acting);
        args[n++] = DB_INT(filter->theme);
        args[n++] = DB_INT(filter->stage);
        return n;
    }
    args[n++] = DB_INT(asker->id ? VISIBLE_MEMBERS : VISIBLE_PUBLIC); /* the same as 1 and 0 */
    if (kind == LIST_OWNED) args[n++] = DB_INT(filter->organisation);
    if (kind == LIST_THEME || kind == LIST_BOTH) args[n++] = DB_INT(filter->theme);
    if (kind == LIST_STAGE || kind == LIST_BOTH) args[n++] = DB_INT(filter->stage);
    return n;
}

/* Cuts the row that only tells of a next page, and turns a page that was read backwards. */
static enum rc finish_page(struct arena *arena, const struct page_place *place,
                           const struct initiative_line *rows, size_t n,
                           struct initiative_list *list) {
    size_t shown = n < PAGE_ROWS ? n : PAGE_ROWS;
    struct initiative_line *lines = arena_new_array(arena, shown, struct initiative_line);
    if (shown && !lines) return RC_LIMIT;
    for (size_t i = 0; i < shown; i++) lines[i] = rows[place->backwards ? shown - 1 - i : i];
    list->rows.v = lines;
    list->rows.n = shown;
    list->page = (struct page_rows){.n = n};
    if (!shown) return RC_OK;
    list->page.first.key = lines[0].active_at;
    list->page.first.id = (int64_t)lines[0].public_id;
    list->page.last.key = lines[shown - 1].active_at;
    list->page.last.id = (int64_t)lines[shown - 1].public_id;
    return RC_OK;
}

static enum rc list_by_index(const struct request *request, const struct initiative_filter *filter,
                             const struct page_place *place, struct initiative_list *list) {
    enum list_kind kind = kind_of(filter);
    int64_t key = place->is_set ? place->key : INT64_MAX;
    int64_t id = place->is_set ? place->id : INT64_MAX;
    struct db_arg args[ARGS_MOST] = {DB_INT(key), DB_INT(id), DB_INT(PAGE_ROWS + 1)};
    size_t n = fill_args(request, filter, kind, args);
    struct initiative_list found = {0};
    const struct db_query *query = list_query[kind][place->is_set && place->backwards];
    TRY(db_all(request->db, request->arena, query, (struct db_args){args, n}, &found.rows));
    return finish_page(request->arena, place, found.rows.v, found.rows.n, list);
}

/* ---- with words ---- */

enum { SEARCH_ROUNDS = 5, SEARCH_HITS = 100 };

/* Keys found that are visible to everybody, merged with those visible to everybody signed in;
   largest first. */
static enum rc find_keys(const struct request *request, struct str words, int64_t before,
                         struct search_answer *keys) {
    struct search_question question = {.kind = OBJECT_INITIATIVE,
                                       .scope = VISIBLE_PUBLIC,
                                       .words = words,
                                       .before = before,
                                       .limit = SEARCH_HITS};
    TRY(search_find(request->db, request->arena, &question, keys));
    if (!request->asker.id) return RC_OK;
    struct search_answer more;
    question.scope = VISIBLE_MEMBERS;
    TRY(search_find(request->db, request->arena, &question, &more));
    int64_t *merged = arena_new_array(request->arena, SEARCH_HITS, int64_t);
    if (!merged) return RC_LIMIT;
    size_t n = 0;
    for (size_t a = 0, b = 0; n < SEARCH_HITS && (a < keys->n || b < more.n); n++) {
        bool first = b >= more.n || (a < keys->n && keys->v[a] > more.v[b]);
        merged[n] = first ? keys->v[a++] : more.v[b++];
    }
    *keys = (struct search_answer){merged, n};
    return RC_OK;
}

static bool fits(const struct initiative_filter *filter, const struct initiative_line *line) {
    return (filter->theme < 0 || filter->theme == line->theme) &&
           (filter->stage < 0 || filter->stage == line->stage);
}

/* Newest first: the search gives keys in that order, and the page after one begins below it. */
static enum rc list_by_words(const struct request *request, const struct initiative_filter *filter,
                             const struct page_place *place, struct initiative_list *list) {
    struct initiative_line *lines =
        arena_new_array(request->arena, PAGE_ROWS + 1, struct initiative_line);
    if (!lines) return RC_LIMIT;
    size_t n = 0;
    int64_t before = place->is_set && !place->backwards ? place->key : 0;
    for (int round = 0; round < SEARCH_ROUNDS && n <= PAGE_ROWS; round++) {
        struct search_answer keys;
        TRY(find_keys(request, filter->words, before, &keys));
        for (size_t i = 0; i < keys.n && n <= PAGE_ROWS; i++) {
            before = keys.v[i];
            TRY(DB_ONE(request->db, request->arena, &find_line, &lines[n], DB_INT(before)));
            n += fits(filter, &lines[n]);
        }
        if (keys.n < SEARCH_HITS) break;
    }
    const struct page_place forwards = {0};
    TRY(finish_page(request->arena, &forwards, lines, n, list));
    if (list->rows.n) {
        list->page.first.key = list->rows.v[0].id;
        list->page.last.key = list->rows.v[list->rows.n - 1].id;
    }
    return RC_OK;
}

enum rc initiative_list(const struct request *request, const struct initiative_filter *filter,
                        const struct page_place *place, struct initiative_list *list) {
    if (filter->words.n && !filter->mine) return list_by_words(request, filter, place, list);
    return list_by_index(request, filter, place, list);
}
