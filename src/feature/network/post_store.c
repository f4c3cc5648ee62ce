/* The statements of posts, replies and sign-ups. See post.h. */
#include "feature/network/post.h"

#include "core/meeting/note.h"
#include "core/own_data.h"
#include "feature/network/inner.h"
#include "feature/network/interview.h"

/* ---- links ---- */

static const struct {
    const char *part;
    enum text_id label;
} link_kinds[] = {
    {"/o/", T_network_link_organisation},
    {"/i/", T_network_link_initiative},
    {"/m/", T_network_link_meeting},
    {"/ideas/", T_network_link_idea},
};

static struct str link_at(struct arena *arena, struct str typed, const char *part) {
    struct str found = str_from(part), id;
    uint64_t key;
    for (size_t i = 0; i + found.n < typed.n; i++) {
        struct str rest = str_slice(typed, i, typed.n);
        if (!str_starts(rest, found)) continue;
        id = str_slice(rest, found.n, found.n + ID_TEXT_BYTES);
        struct str after = str_slice(rest, found.n + ID_TEXT_BYTES, rest.n);
        bool ends = !after.n || str_find(STR("/?#"), after.p[0], 0) < 3;
        if (!ends || id_parse(id, &key) != RC_OK) continue;
        return str_format(arena, "%s%.*s", part, STR_ARG(id));
    }
    return (struct str){0};
}

struct str post_link(struct arena *arena, struct str typed) {
    for (size_t i = 0; i < COUNT(link_kinds); i++) {
        struct str link = link_at(arena, typed, link_kinds[i].part);
        if (link.n) return link;
    }
    return (struct str){0};
}

enum text_id post_link_label(struct str link) {
    for (size_t i = 0; i < COUNT(link_kinds); i++)
        if (str_starts(link, str_from(link_kinds[i].part))) return link_kinds[i].label;
    return T_none;
}

/* ---- posts ---- */

static const struct db_column post_columns[] = {
    DB_COL(struct post, id),
    DB_COL(struct post, public_id),
    DB_COL(struct post, kind),
    DB_COL(struct post, parent),
    DB_COL(struct post, author),
    DB_COL(struct post, text),
    DB_COL(struct post, lang),
    DB_COL(struct post, link),
    DB_COL(struct post, visit_at),
    DB_COL(struct post, host),
    DB_COL(struct post, hidden),
    DB_COL(struct post, at),
    DB_COL(struct post, edited_at),
    DB_COL(struct post, author_name),
    DB_COL(struct post, author_house),
    DB_COL(struct post, host_name),
    DB_COL(struct post, host_public_id),
    DB_COL(struct post, n_replies),
    DB_COL(struct post, n_coming),
};
#define POST_ROW DB_ROW(struct post, post_columns)
/* $1 is now: the workplace is one that the author is contact person of today. */
#define POST_SELECT                                                                                \
    "SELECT t.id, t.public_id, t.kind, t.parent, t.author, t.text, t.lang, t.link, t.visit_at, "   \
    "t.host, t.hidden, t.at, t.edited_at, p.name, "                                                \
    "(SELECT o.name FROM contact_term c JOIN organisation o ON o.id = c.organisation "             \
    "WHERE c.person = t.author AND c.from_at <= $1 AND (c.to_at = 0 OR c.to_at > $1) "             \
    "ORDER BY c.from_at, c.id LIMIT 1), h.name, h.public_id, "                                     \
    "(SELECT count(*) FROM network_post r WHERE r.parent = t.id), "                                \
    "(SELECT count(*) FROM visit_signup s WHERE s.post = t.id) "                                   \
    "FROM network_post t LEFT JOIN person p ON p.id = t.author "                                   \
    "LEFT JOIN organisation h ON h.id = t.host "

static const struct db_query list_older = {
    "network_post.older",
    POST_SELECT "WHERE t.parent IS NULL AND t.id < $2 ORDER BY t.id DESC LIMIT $3", "iii",
    POST_ROW};
static const struct db_query list_newer = {
    "network_post.newer", POST_SELECT "WHERE t.parent IS NULL AND t.id > $2 ORDER BY t.id LIMIT $3",
    "iii", POST_ROW};
static const struct db_query find_post = {"network_post.find", POST_SELECT "WHERE t.public_id = $2",
                                          "ii", POST_ROW};
static const struct db_query list_replies = {
    "network_post.replies", POST_SELECT "WHERE t.parent = $2 ORDER BY t.id LIMIT $3", "iii",
    POST_ROW};
static const struct db_query count_hidden = {
    "network_post.hidden", "SELECT count(*) FROM network_post WHERE hidden > 0", "", DB_ROW_I64};
static const struct db_query insert_post = {
    "network_post.insert",
    "INSERT INTO network_post (public_id, kind, parent, author, text, lang, link, visit_at, host, "
    "at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    "iiiitttiii", DB_ROW_I64, .writes = true};
static const struct db_query update_post = {
    "network_post.update",
    "UPDATE network_post SET text = $2, link = $3, edited_at = $4 WHERE id = $1", "itti",
    .writes = true};
static const struct db_query hide_post = {
    "network_post.hide", "UPDATE network_post SET hidden = $2, hidden_by = $3 WHERE id = $1", "iii",
    .writes = true};
static const struct db_query delete_signups = {
    "network_post.delete_signups", "DELETE FROM visit_signup WHERE post = $1", "i", .writes = true};
static const struct db_query delete_replies = {"network_post.delete_replies",
                                               "DELETE FROM network_post WHERE parent = $1", "i",
                                               .writes = true};
static const struct db_query delete_post = {
    "network_post.delete", "DELETE FROM network_post WHERE id = $1", "i", .writes = true};

enum rc post_list_read(const struct request *request, const struct page_place *place,
                       struct post_list *list) {
    const struct db_query *query = place->backwards ? &list_newer : &list_older;
    return DB_ALL(request->db, request->arena, query, &list->rows, DB_INT(request->now),
                  DB_INT(place->is_set ? place->id : INT64_MAX), DB_INT(PAGE_ROWS + 1));
}

enum rc post_count_hidden(const struct request *request, int64_t *n) {
    return DB_ONE(request->db, request->arena, &count_hidden, n);
}

enum rc post_find(const struct request *request, uint64_t public_id, struct post *post) {
    return DB_ONE(request->db, request->arena, &find_post, post, DB_INT(request->now),
                  DB_ID(public_id));
}

enum rc post_replies(const struct request *request, int64_t post, struct post_list *list) {
    return DB_ALL(request->db, request->arena, &list_replies, &list->rows, DB_INT(request->now),
                  DB_INT(post), DB_INT(REPLIES_MAX));
}

enum rc post_add(const struct request *request, struct post *post) {
    post->public_id = id_random();
    post->at = request->now;
    post->author = request->asker.id;
    return DB_ONE(request->db, request->arena, &insert_post, &post->id, DB_ID(post->public_id),
                  DB_INT(post->kind), DB_REF(post->parent), DB_REF(post->author),
                  DB_STR(post->text), DB_STR(post->lang), DB_STR(post->link),
                  DB_INT(post->visit_at), DB_REF(post->host), DB_INT(post->at));
}

enum rc post_update(const struct request *request, const struct post *post) {
    return DB_RUN(request->db, &update_post, DB_INT(post->id), DB_STR(post->text),
                  DB_STR(post->link), DB_INT(request->now));
}

enum rc post_hide(const struct request *request, int64_t post, int reason) {
    return DB_RUN(request->db, &hide_post, DB_INT(post), DB_INT(reason), DB_REF(request->asker.id));
}

enum rc post_delete(struct db *db, int64_t post) {
    TRY(DB_RUN(db, &delete_signups, DB_INT(post)));
    TRY(DB_RUN(db, &delete_replies, DB_INT(post)));
    return DB_RUN(db, &delete_post, DB_INT(post));
}

/* ---- who comes along ---- */

static const struct db_column signup_columns[] = {
    DB_COL(struct signup, id), DB_COL(struct signup, public_id), DB_COL(struct signup, person),
    DB_COL(struct signup, name)};
static const struct db_query list_signups = {
    "visit.signups",
    "SELECT id, public_id, person, name FROM visit_signup WHERE post = $1 ORDER BY id LIMIT 100",
    "i", DB_ROW(struct signup, signup_columns)};
static const struct db_query insert_signup = {
    "visit.sign_up",
    "INSERT INTO visit_signup (public_id, post, person, name, at) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (post, name) DO NOTHING RETURNING id",
    "iiiti", DB_ROW_I64, .writes = true};
static const struct db_query delete_signup = {
    "visit.sign_off",
    "DELETE FROM visit_signup WHERE post = $1 AND public_id = $2 AND (person = $3 OR $4 = 1) "
    "RETURNING id",
    "iiii", DB_ROW_I64, .writes = true};
static const struct db_query tidy_signups = {
    "visit.tidy",
    "DELETE FROM visit_signup WHERE post IN (SELECT t.id FROM network_post t "
    "WHERE t.kind = 1 AND t.visit_at < $1)",
    "i", .writes = true, .may_scan = true};
_Static_assert(POST_VISIT == 1, "the statement names the number");

enum rc signup_list_read(const struct request *request, int64_t post, struct signup_list *list) {
    return DB_ALL(request->db, request->arena, &list_signups, &list->rows, DB_INT(post));
}

enum rc signup_add(const struct request *request, int64_t post, struct str name) {
    struct signup_list list = {0};
    size_t own = 0;
    int64_t id;
    TRY(signup_list_read(request, post, &list));
    for (size_t i = 0; i < list.rows.n; i++) own += list.rows.v[i].person == request->asker.id;
    if (list.rows.n >= SIGNUPS_MAX || own >= SIGNUPS_EACH_MAX) return RC_LIMIT;
    enum rc rc =
        DB_ONE(request->db, request->arena, &insert_signup, &id, DB_ID(id_random()), DB_INT(post),
               DB_INT(request->asker.id), DB_STR(name), DB_INT(request->now));
    return rc == RC_ABSENT ? RC_CONFLICT : rc;
}

enum rc signup_remove(const struct request *request, int64_t post, uint64_t public_id, bool any) {
    int64_t id;
    return DB_ONE(request->db, request->arena, &delete_signup, &id, DB_INT(post), DB_ID(public_id),
                  DB_INT(request->asker.id), DB_INT(any));
}

enum rc signup_tidy(struct db *db, int64_t before) {
    return DB_RUN(db, &tidy_signups, DB_INT(before));
}

/* ---- own data ---- */

struct own_post {
    struct str text, link;
    int64_t at;
};
static const struct db_column own_columns[] = {
    DB_COL(struct own_post, text), DB_COL(struct own_post, link), DB_COL(struct own_post, at)};
/* What she wrote, whom she signed up, what she hid (not its words), what she took in. */
static const struct db_query own_posts = {
    "network_post.own",
    "SELECT t.text, t.link, t.at FROM network_post t WHERE t.author = $1 UNION ALL "
    "SELECT s.name, '', s.at FROM visit_signup s WHERE s.person = $1 UNION ALL "
    "SELECT '', t.link, t.at FROM network_post t WHERE t.hidden_by = $1 UNION ALL "
    "SELECT o.name, '', n.since FROM network_member n JOIN organisation o ON o.id = n.organisation "
    "WHERE n.added_by = $1",
    "i", DB_ROW(struct own_post, own_columns)};

static enum rc write_posts(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct own_post) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &own_posts, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "text", T_own_post_text, rows.v[i].text);
        own_data_str(out, "link", T_network_field_link, rows.v[i].link);
        own_data_when(out, "at", T_own_post_at, rows.v[i].at);
    }
    return RC_OK;
}

static const struct db_query erase_posts = {
    "network_post.erase",
    "UPDATE network_post SET author = NULL, text = '', link = '' WHERE author = $1", "i",
    .writes = true};
static const struct db_query erase_signups = {
    "visit.erase", "DELETE FROM visit_signup WHERE person = $1", "i", .writes = true};

static enum rc erase(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    TRY(DB_RUN(db, &erase_signups, DB_INT(person)));
    return DB_RUN(db, &erase_posts, DB_INT(person));
}

const struct own_data post_own_data = {"network_posts", T_own_posts, write_posts, erase};

/* ---- the job ---- */

static enum rc tidy(struct db *db, void *data) {
    const struct request *request = data;
    const int64_t day = INT64_C(24) * 3600 * 1000;
    TRY(signup_tidy(db, request->now - SIGNUP_KEEP_DAYS * day));
    return interview_tidy(db, request->arena, request->now - INTERVIEW_KEEP_MONTHS * 30 * day);
}

static enum rc run_tidy(struct job_run *run) {
    struct request request = {.arena = run->arena, .now = run->now};
    return database_write(run->database, tidy, &request);
}

const struct job_kind network_jobs[] = {
    {.name = "network-tidy", .run = run_tidy, .every_ms = 24 * 60 * 60 * INT64_C(1000)},
    {.name = NULL},
};

static const struct db_query *const all[] = {
    &list_older,    &list_newer,    &find_post,      &list_replies,   &count_hidden, &insert_post,
    &update_post,   &hide_post,     &delete_signups, &delete_replies, &delete_post,  &list_signups,
    &insert_signup, &delete_signup, &tidy_signups,   &own_posts,      &erase_posts,  &erase_signups,
};
const struct db_queries network_post_queries = DB_QUERIES("network_post", all);
