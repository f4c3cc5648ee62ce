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

/* What the asker takes part in, herself ($1) or as the organisation ($2), below or above a key. */
struct my_key {
    int64_t id;
    int visibility;
};
static const struct db_column my_key_columns[] = {DB_COL(struct my_key, id),
                                                  DB_COL(struct my_key, visibility)};
#define MY_KEYS(beyond, way)                                                                       \
    "SELECT i.id, i.visibility FROM initiative i WHERE i.id IN ("                                  \
    "SELECT p.initiative_id FROM initiative_party p WHERE p.person_id = $1 UNION "                 \
    "SELECT p.initiative_id FROM initiative_party p WHERE p.organisation_id = $2) "                \
    "AND i.id " beyond " $3 ORDER BY i.id" way " LIMIT $4"
static const struct db_query my_keys_down = {"initiative_list.my_keys", MY_KEYS("<", " DESC"),
                                             "iiii", DB_ROW(struct my_key, my_key_columns)};
static const struct db_query my_keys_up = {"initiative_list.my_keys_back", MY_KEYS(">", ""), "iiii",
                                           DB_ROW(struct my_key, my_key_columns)};

/* The query of each kind of list, forwards and backwards. */
static const struct db_query *const list_query[LIST__N][2] = {
    [LIST_ALL] = {&all_down, &all_up},       [LIST_THEME] = {&theme_down, &theme_up},
    [LIST_STAGE] = {&stage_down, &stage_up}, [LIST_BOTH] = {&both_down, &both_up},
    [LIST_MINE] = {&mine_down, &mine_up},    [LIST_OWNED] = {&owned_down, &owned_up},
};

static const struct db_query *const list_statements[] = {
    &all_down,  &all_up,  &theme_down, &theme_up, &stage_down, &stage_up,     &both_down, &both_up,
    &mine_down, &mine_up, &owned_down, &owned_up, &find_line,  &my_keys_down, &my_keys_up};
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

/* At most this many of one's own initiatives are looked through. */
enum { MINE_MOST = 5000 };

struct str initiative_tags(struct arena *arena, int theme, int stage) {
    struct str by_theme = theme < 0 ? STR("") : search_tag(arena, "theme", theme);
    struct str by_stage = stage < 0 ? STR("") : search_tag(arena, "stage", stage);
    if (!by_theme.p || !by_stage.p) return (struct str){0};
    return str_format(arena, "%.*s %.*s", STR_ARG(by_theme), STR_ARG(by_stage));
}

/* Two answers as one, in the same order, no longer than a page. */
static enum rc merge_keys(struct arena *arena, const struct search_question *question,
                          const struct search_answer *other, struct search_answer *keys) {
    size_t all = keys->n + other->n, n = 0;
    int64_t *merged = arena_new_array(arena, all + 1, int64_t);
    if (!merged) return RC_LIMIT;
    for (size_t a = 0, b = 0; n < all && n < (size_t)question->limit; n++) {
        bool larger = a < keys->n && b < other->n && keys->v[a] > other->v[b];
        bool first = b >= other->n || (a < keys->n && larger != question->upwards);
        merged[n] = first ? keys->v[a++] : other->v[b++];
    }
    *keys = (struct search_answer){merged, n};
    return RC_OK;
}

/* Keys found that are visible to everybody, merged with those visible to everybody signed in;
   largest first. */
static enum rc find_keys(const struct request *request, struct search_question *question,
                         struct search_answer *keys) {
    struct search_answer more;
    question->scope = VISIBLE_PUBLIC;
    TRY(search_find(request->db, request->arena, question, keys));
    if (!request->asker.id) return RC_OK;
    question->scope = VISIBLE_MEMBERS;
    TRY(search_find(request->db, request->arena, question, &more));
    return merge_keys(request->arena, question, &more, keys);
}

/* The same among what the asker takes part in: each of those is looked up in the index. */
static enum rc find_my_keys(const struct request *request, const struct search_question *asked,
                            struct search_answer *keys) {
    LIST(struct my_key) mine = {0};
    const struct asker *asker = &request->asker;
    const struct db_query *query = asked->upwards ? &my_keys_up : &my_keys_down;
    TRY(DB_ALL(request->db, request->arena, query, &mine, DB_INT(asker->id), DB_INT(asker->acting),
               DB_INT(asked->upwards      ? asked->after
                      : asked->before > 0 ? asked->before
                                          : INT64_MAX),
               DB_INT(MINE_MOST)));
    int64_t *found = arena_new_array(request->arena, (size_t)asked->limit, int64_t);
    if (!found) return RC_LIMIT;
    size_t n = 0;
    struct arena_mark mark = arena_mark(request->arena);
    for (size_t i = 0; i < mine.n && n < (size_t)asked->limit; i++) {
        struct search_question one = *asked;
        struct search_answer answer;
        one.scope = mine.v[i].visibility;
        one.after = mine.v[i].id - 1;
        one.before = mine.v[i].id + 1;
        TRY(search_find(request->db, request->arena, &one, &answer));
        if (answer.n) found[n++] = mine.v[i].id;
        arena_back(request->arena, mark);
    }
    *keys = (struct search_answer){found, n};
    return RC_OK;
}

/* Newest first; a page is told by the keys at its ends, and costs one question however many there
   are, because the index knows theme and stage too. */
static enum rc list_by_words(const struct request *request, const struct initiative_filter *filter,
                             const struct page_place *place, struct initiative_list *list) {
    bool upwards = place->is_set && place->backwards;
    struct search_question question = {
        .kind = OBJECT_INITIATIVE,
        .words = filter->words,
        .tags = initiative_tags(request->arena, filter->theme, filter->stage),
        .before = place->is_set && !upwards ? place->key : 0,
        .after = upwards ? place->key : 0,
        .upwards = upwards,
        .limit = PAGE_ROWS + 1};
    struct search_answer keys;
    if (filter->mine)
        TRY(find_my_keys(request, &question, &keys));
    else
        TRY(find_keys(request, &question, &keys));
    struct initiative_list found = {0};
    TRY(search_read(request->db, request->arena, &keys, &find_line, &found.rows));
    const struct page_place direction = {.backwards = upwards};
    TRY(finish_page(request->arena, &direction, found.rows.v, found.rows.n, list));
    if (list->rows.n) {
        list->page.first.key = list->rows.v[0].id;
        list->page.last.key = list->rows.v[list->rows.n - 1].id;
    }
    return RC_OK;
}

enum rc initiative_list(const struct request *request, const struct initiative_filter *filter,
                        const struct page_place *place, struct initiative_list *list) {
    if (filter->words.n) return list_by_words(request, filter, place, list);
    return list_by_index(request, filter, place, list);
}
