/* The store of ideas: one of them, made, read and changed. Lists are in idea_list.c. */
#include "core/idea_inner.h"

#include "core/own_data.h"
#include "platform/secret.h"

enum { SEARCH_KIND = 100, TREE_MAX = 200 };

#define IDEA_SELECT                                                                                \
    "SELECT i.id, i.public_id, i.category, i.stage, i.lang, i.title, i.body, i.place, i.needs, "   \
    "i.source, i.told_by, i.story_url, i.hours, i.kroner, i.organisation, i.copy_of, i.root, "     \
    "i.meeting, i.version, i.created_at, i.created_by, i.confirmed_at, i.withdrawn_at, "           \
    "o.name AS organisation_name, o.contact_name, o.contact_phone, "                               \
    "o.public_id AS organisation_public_id "                                                       \
    "FROM idea i JOIN organisation o ON o.id = i.organisation "

static const struct db_column idea_columns[] = {
    DB_COL(struct idea, id),
    DB_COL(struct idea, public_id),
    DB_COL(struct idea, category),
    DB_COL(struct idea, stage),
    DB_COL(struct idea, lang),
    DB_COL(struct idea, title),
    DB_COL(struct idea, body),
    DB_COL(struct idea, place),
    DB_COL(struct idea, needs),
    DB_COL(struct idea, source),
    DB_COL(struct idea, told_by),
    DB_COL(struct idea, story_url),
    DB_COL(struct idea, hours),
    DB_COL(struct idea, kroner),
    DB_COL(struct idea, organisation),
    DB_COL(struct idea, copy_of),
    DB_COL(struct idea, root),
    DB_COL(struct idea, meeting),
    DB_COL(struct idea, version),
    DB_COL(struct idea, created_at),
    DB_COL(struct idea, created_by),
    DB_COL(struct idea, confirmed_at),
    DB_COL(struct idea, withdrawn_at),
    DB_COL(struct idea, organisation_name),
    DB_COL(struct idea, contact_name),
    DB_COL(struct idea, contact_phone),
    DB_COL(struct idea, organisation_public_id),
};
#define IDEAS DB_ROW(struct idea, idea_columns)

static const struct db_query find_idea = {"idea.find", IDEA_SELECT "WHERE i.public_id = $1", "i",
                                          IDEAS};
/* $2 is -1 or a category, $3 -1 or a stage, $1 a time; the count is bounded. */
static const struct db_query read_all = {
    "idea.all",
    IDEA_SELECT "WHERE i.withdrawn_at = 0 AND i.created_at >= $1 "
                "AND ($2 = -1 OR i.category = $2) AND ($3 = -1 OR i.stage = $3) "
                "ORDER BY i.category, i.created_at DESC, i.public_id DESC LIMIT $4",
    "iiii", IDEAS};
static const struct db_query read_tree = {
    "idea.tree", IDEA_SELECT "WHERE i.id = $1 OR i.root = $1 ORDER BY i.id LIMIT $2", "ii", IDEAS};

static const struct db_query insert_idea = {
    "idea.insert",
    "INSERT INTO idea (public_id, category, stage, lang, title, body, place, needs, source, "
    "told_by, story_url, hours, kroner, organisation, copy_of, root, meeting, created_at, "
    "created_by, confirmed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, "
    "$14, $15, $16, $17, $18, $19, $20) RETURNING id",
    "iiiitttttttiiiiiiiii", DB_ROW_I64, .writes = true};
static const struct db_query update_idea = {
    "idea.update",
    "UPDATE idea SET category = $3, stage = $4, lang = $5, title = $6, body = $7, place = $8, "
    "needs = $9, source = $10, told_by = $11, story_url = $12, hours = $13, kroner = $14, "
    "confirmed_at = $15, version = version + 1 WHERE id = $1 AND version = $2 RETURNING id",
    "iiiiitttttttiii", DB_ROW_I64, .writes = true};
static const struct db_query confirm_idea = {
    "idea.confirm", "UPDATE idea SET confirmed_at = $2 WHERE id = $1 AND confirmed_at < $2", "ii",
    .writes = true};
static const struct db_query withdraw_idea = {
    "idea.withdraw", "UPDATE idea SET withdrawn_at = $2, version = version + 1 WHERE id = $1", "ii",
    .writes = true};

struct made_idea {
    struct str title, told_by;
    int64_t created_at;
};
static const struct db_column made_columns[] = {DB_COL(struct made_idea, title),
                                                DB_COL(struct made_idea, told_by),
                                                DB_COL(struct made_idea, created_at)};
static const struct db_query list_made = {
    "idea.made",
    "SELECT title, told_by, created_at FROM idea WHERE created_by = $1 ORDER BY id LIMIT 10000",
    "i", DB_ROW(struct made_idea, made_columns)};

struct url idea_url(struct arena *arena, uint64_t public_id) {
    char text[ID_TEXT_BYTES + 1];
    id_text(public_id, text);
    return url_format(arena, "/ideas/%s", str_from(text));
}

bool idea_is_stale(const struct idea *idea, int64_t now) {
    static const int64_t day = INT64_C(24) * 3600 * 1000;
    return idea->stage != IDEA_HAS_ENDED && now - idea->confirmed_at >= IDEA_STALE_DAYS * day;
}

struct idea idea_copy(const struct idea *original, int64_t organisation, int64_t meeting) {
    struct idea copy = *original;
    copy.id = 0;
    copy.stage = IDEA_IS_DRAWN;
    copy.organisation = organisation;
    copy.copy_of = original->id;
    copy.root = original->root ? original->root : original->id;
    copy.meeting = meeting;
    copy.told_by = (struct str){0}; /* that was said to the others */
    copy.place = (struct str){0};
    return copy;
}

/* ---- search ---- */

static struct str tags_of(struct arena *arena, int category, int stage) {
    struct str by_category = category < 0 ? STR("") : search_tag(arena, "category", category);
    struct str by_stage = stage < 0 ? STR("") : search_tag(arena, "stage", stage);
    if (!by_category.p || !by_stage.p) return (struct str){0};
    return str_format(arena, "%.*s %.*s", STR_ARG(by_category), STR_ARG(by_stage));
}

static enum rc index_idea(struct db *db, struct arena *arena, const struct idea *idea) {
    struct str danish = text_of(LANG_DA, idea_category_labels[idea->category]);
    struct str english = text_of(LANG_EN, idea_category_labels[idea->category]);
    const struct search_entry entry = {
        .kind = SEARCH_KIND,
        .object = idea->id,
        .lang = (enum lang)idea->lang,
        .text = str_format(arena, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s\n%.*s", STR_ARG(idea->title),
                           STR_ARG(idea->place), STR_ARG(danish), STR_ARG(english),
                           STR_ARG(idea->needs), STR_ARG(idea->body)),
        .tags = tags_of(arena, idea->category, idea->stage),
    };
    return entry.text.p && entry.tags.p ? search_index(db, arena, &entry) : RC_LIMIT;
}

enum rc idea_find_words(struct db *db, struct arena *arena, const struct idea_search *search,
                        struct search_answer *answer) {
    const struct search_question question = {
        .kind = SEARCH_KIND,
        .words = search->filter->words,
        .tags = tags_of(arena, search->filter->category, search->filter->stage),
        .before = search->before,
        .after = search->after,
        .upwards = search->upwards,
        .limit = search->limit,
    };
    return search_find(db, arena, &question, answer);
}

/* ---- one ---- */

enum rc idea_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                          struct idea *idea) {
    return DB_ONE(db, arena, &find_idea, idea, DB_ID(public_id));
}

enum rc idea_create(struct db *db, struct arena *arena, struct idea *idea) {
    idea->public_id = id_random();
    idea->version = 1;
    idea->confirmed_at = idea->confirmed_at ? idea->confirmed_at : idea->created_at;
    TRY(DB_ONE(db, arena, &insert_idea, &idea->id, DB_ID(idea->public_id), DB_INT(idea->category),
               DB_INT(idea->stage), DB_INT(idea->lang), DB_STR(idea->title), DB_STR(idea->body),
               DB_STR(idea->place), DB_STR(idea->needs), DB_STR(idea->source),
               DB_STR(idea->told_by), DB_STR(idea->story_url), DB_INT(idea->hours),
               DB_INT(idea->kroner), DB_INT(idea->organisation), DB_REF(idea->copy_of),
               DB_REF(idea->root), DB_REF(idea->meeting), DB_INT(idea->created_at),
               DB_REF(idea->created_by), DB_INT(idea->confirmed_at)));
    return index_idea(db, arena, idea);
}

enum rc idea_update(struct db *db, struct arena *arena, const struct idea *idea, int64_t now) {
    int64_t id;
    TRY(DB_ONE(db, arena, &update_idea, &id, DB_INT(idea->id), DB_INT(idea->version),
               DB_INT(idea->category), DB_INT(idea->stage), DB_INT(idea->lang), DB_STR(idea->title),
               DB_STR(idea->body), DB_STR(idea->place), DB_STR(idea->needs), DB_STR(idea->source),
               DB_STR(idea->told_by), DB_STR(idea->story_url), DB_INT(idea->hours),
               DB_INT(idea->kroner), DB_INT(now)));
    return index_idea(db, arena, idea);
}

enum rc idea_confirm(struct db *db, int64_t id, int64_t now) {
    return DB_RUN(db, &confirm_idea, DB_INT(id), DB_INT(now));
}

enum rc idea_withdraw(struct db *db, struct arena *arena, const struct idea *idea, int64_t at) {
    TRY(DB_RUN(db, &withdraw_idea, DB_INT(idea->id), DB_INT(at)));
    return at ? search_remove(db, SEARCH_KIND, idea->id) : index_idea(db, arena, idea);
}

enum rc idea_all(struct db *db, struct arena *arena, const struct idea_filter *filter,
                 struct idea_whole_list *list) {
    return DB_ALL(db, arena, &read_all, &list->rows, DB_INT(filter->since),
                  DB_INT(filter->category), DB_INT(filter->stage), DB_INT(IDEA_ALL_MAX));
}

enum rc idea_tree(struct db *db, struct arena *arena, const struct idea *idea,
                  struct idea_whole_list *list) {
    return DB_ALL(db, arena, &read_tree, &list->rows, DB_INT(idea->root ? idea->root : idea->id),
                  DB_INT(TREE_MAX));
}

/* ---- own data ---- */

static enum rc write_made(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct made_idea) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_made, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "title", T_idea_title, rows.v[i].title);
        if (rows.v[i].told_by.n) own_data_str(out, "told_by", T_idea_told_by, rows.v[i].told_by);
        own_data_when(out, "created", T_idea_own_created, rows.v[i].created_at);
    }
    return RC_OK;
}

const struct own_data idea_own_data = {"ideas", T_idea_own_ideas, write_made, NULL};

static const struct db_query *const statements[] = {&find_idea,     &read_all,    &read_tree,
                                                    &insert_idea,   &update_idea, &confirm_idea,
                                                    &withdraw_idea, &list_made};
const struct db_queries idea_queries = DB_QUERIES("idea", statements);
