/* The store of newsletters. See news_store.h. */
#include "feature/idea/news_store.h"

#include "core/own_data.h"
#include "core/quote.h"
#include "platform/secret.h"

/* The first issue looks back a quarter of a year. */
enum { FIRST_DAYS = 92 };

#define NEWS_SELECT                                                                                \
    "SELECT n.id, n.public_id, n.organisation, n.number, n.title, n.foreword, n.lang, "            \
    "n.since_at, n.created_at, n.created_by, n.published_at, n.version, "                          \
    "o.name AS organisation_name, o.public_id AS organisation_public_id "                          \
    "FROM newsletter n JOIN organisation o ON o.id = n.organisation "

static const struct db_column news_columns[] = {
    DB_COL(struct newsletter, id),
    DB_COL(struct newsletter, public_id),
    DB_COL(struct newsletter, organisation),
    DB_COL(struct newsletter, number),
    DB_COL(struct newsletter, title),
    DB_COL(struct newsletter, foreword),
    DB_COL(struct newsletter, lang),
    DB_COL(struct newsletter, since_at),
    DB_COL(struct newsletter, created_at),
    DB_COL(struct newsletter, created_by),
    DB_COL(struct newsletter, published_at),
    DB_COL(struct newsletter, version),
    DB_COL(struct newsletter, organisation_name),
    DB_COL(struct newsletter, organisation_public_id),
};
#define NEWS DB_ROW(struct newsletter, news_columns)

static const struct db_query find_news = {"news.find", NEWS_SELECT "WHERE n.public_id = $1", "i",
                                          NEWS};
static const struct db_query find_draft = {
    "news.draft", NEWS_SELECT "WHERE n.organisation = $1 AND n.published_at = 0", "i", NEWS};
static const struct db_query list_down = {
    "news.list",
    NEWS_SELECT "WHERE n.published_at > 0 AND (n.published_at, n.public_id) < ($1, $2) "
                "ORDER BY n.published_at DESC, n.public_id DESC LIMIT $3",
    "iii", NEWS};
static const struct db_query list_up = {
    "news.list_back",
    NEWS_SELECT "WHERE n.published_at > 0 AND (n.published_at, n.public_id) > ($1, $2) "
                "ORDER BY n.published_at, n.public_id LIMIT $3",
    "iii", NEWS};
static const struct db_query last_issue = {
    "news.last",
    "SELECT published_at FROM newsletter WHERE organisation = $1 AND published_at > 0 "
    "ORDER BY published_at DESC LIMIT 1",
    "i", DB_ROW_I64};
static const struct db_query insert_news = {
    "news.insert",
    "INSERT INTO newsletter (public_id, organisation, title, lang, since_at, created_at, "
    "created_by) VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
    "iitiiii", DB_ROW_I64, .writes = true};
static const struct db_query update_news = {
    "news.update",
    "UPDATE newsletter SET title = $3, foreword = $4, version = version + 1 "
    "WHERE id = $1 AND version = $2 AND published_at = 0 RETURNING id",
    "iitt", DB_ROW_I64, .writes = true};
static const struct db_query publish_news = {
    "news.publish",
    "UPDATE newsletter SET published_at = $2, version = version + 1, number = 1 + (SELECT count(*) "
    "FROM newsletter e WHERE e.organisation = $3 AND e.published_at > 0) "
    "WHERE id = $1 AND published_at = 0 RETURNING id",
    "iii", DB_ROW_I64, .writes = true};
static const struct db_query drop_items = {
    "news.drop_items", "DELETE FROM newsletter_item WHERE newsletter = $1", "i", .writes = true};
static const struct db_query drop_news = {
    "news.drop", "DELETE FROM newsletter WHERE id = $1 AND published_at = 0", "i", .writes = true};

/* What is new, by kind: public ids, which are never given twice, oldest first. Results of meetings
   come from places that everybody may see: organisations are public, and initiatives that are. What
   is told of one is its title and what happens next, which the place's page tells everybody anyway.
 */
static const struct db_query new_ideas = {"news.new_ideas",
                                          "SELECT public_id FROM idea WHERE withdrawn_at = 0 AND "
                                          "created_at > $1 ORDER BY created_at LIMIT $2",
                                          "ii", DB_ROW_I64};
static const struct db_query new_experiences = {
    "news.new_experiences",
    "SELECT e.public_id FROM idea_experience e JOIN idea i ON i.id = e.idea WHERE e.made_at > $1 "
    "AND i.withdrawn_at = 0 ORDER BY e.made_at LIMIT $2",
    "ii", DB_ROW_I64};
static const struct db_query new_meetings = {
    "news.new_meetings",
    "SELECT m.public_id FROM meeting m WHERE m.state = 2 AND m.closed_at > $1 AND m.next_text <> "
    "'' "
    "AND (m.place_kind = 2 OR EXISTS (SELECT 1 FROM initiative p WHERE p.id = m.place_id "
    "AND m.place_kind = 3 AND p.visibility = 0)) ORDER BY m.closed_at LIMIT $2",
    "ii", DB_ROW_I64};
_Static_assert(OBJECT_ORGANISATION == 2 && OBJECT_INITIATIVE == 3,
               "stored numbers, also in news.new_meetings and news.entries");
/* There is no quote without consent (core/quote.h). */
static const struct db_query new_quotes = {
    "news.new_quotes",
    "SELECT public_id FROM quote WHERE published_at > $1 ORDER BY published_at, id LIMIT $2", "ii",
    DB_ROW_I64};
static const struct db_query *const newer[NEWS_KIND__N] = {[NEWS_IDEA] = &new_ideas,
                                                           [NEWS_EXPERIENCE] = &new_experiences,
                                                           [NEWS_MEETING] = &new_meetings,
                                                           [NEWS_QUOTE] = &new_quotes};

static const struct db_query last_place = {
    "news.last_place", "SELECT coalesce(max(seq), 0) FROM newsletter_item WHERE newsletter = $1",
    "i", DB_ROW_I64};
static const struct db_query add_item = {
    "news.add_item",
    "INSERT INTO newsletter_item (newsletter, seq, kind, object) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (newsletter, kind, object) DO NOTHING",
    "iiii", .writes = true};

static const struct db_column entry_columns[] = {
    DB_COL(struct news_entry, id),         DB_COL(struct news_entry, kind),
    DB_COL(struct news_entry, seq),        DB_COL(struct news_entry, is_out),
    DB_COL(struct news_entry, link),       DB_COL(struct news_entry, link_kind),
    DB_COL(struct news_entry, title),      DB_COL(struct news_entry, text),
    DB_COL(struct news_entry, name),       DB_COL(struct news_entry, category),
    DB_COL(struct news_entry, at),         DB_COL(struct news_entry, consent),
    DB_COL(struct news_entry, consent_at),
};
#define ENTRY "SELECT t.id, t.kind, t.seq, t.is_out, "
#define OF_ISSUE " WHERE t.newsletter = $1 AND t.is_out <= $2 AND t.kind = "
static const struct db_query read_entries = {
    "news.entries",
    ENTRY
    "i.public_id AS link, 0 AS link_kind, i.title, i.body AS text, o.name, i.category, "
    "i.created_at AS at, 0 AS consent, 0 AS consent_at FROM newsletter_item t "
    "LEFT JOIN idea i ON i.public_id = t.object AND i.withdrawn_at = 0 "
    "LEFT JOIN organisation o ON o.id = i.organisation" OF_ISSUE "0 UNION ALL " ENTRY
    "i.public_id, 0, i.title, e.text, o.name, i.category, e.made_at, 0, 0 FROM newsletter_item t "
    "LEFT JOIN idea_experience e ON e.public_id = t.object "
    "LEFT JOIN idea i ON i.id = e.idea AND i.withdrawn_at = 0 "
    "LEFT JOIN organisation o ON o.id = e.organisation" OF_ISSUE "1 UNION ALL " ENTRY
    "coalesce(p.public_id, o.public_id), m.place_kind, "
    "CASE WHEN p.id IS NULL AND o.id IS NULL THEN '' ELSE m.title END, "
    "CASE WHEN p.id IS NULL AND o.id IS NULL THEN '' ELSE m.next_text END, "
    "coalesce(p.title, o.name), 0, m.closed_at, 0, 0 FROM newsletter_item t "
    "LEFT JOIN meeting m ON m.public_id = t.object "
    "LEFT JOIN initiative p ON p.id = m.place_id AND m.place_kind = 3 AND p.visibility = 0 "
    "LEFT JOIN organisation o ON o.id = m.place_id AND m.place_kind = 2" OF_ISSUE
    "2 UNION ALL " ENTRY
    "w.public_id, 2, CASE WHEN q.id IS NULL THEN '' ELSE w.name END, q.text, q.who, 0, "
    "q.published_at, q.consent, q.consent_at FROM newsletter_item t "
    "LEFT JOIN quote q ON q.public_id = t.object "
    "LEFT JOIN organisation w ON w.id = q.workplace" OF_ISSUE "3 ORDER BY 3, 1 LIMIT 300",
    "ii", DB_ROW(struct news_entry, entry_columns)};
_Static_assert(NEWS_ALL_MAX == 300, "also in news.entries");

struct place_row {
    int64_t id, seq;
};
static const struct db_column place_columns[] = {DB_COL(struct place_row, id),
                                                 DB_COL(struct place_row, seq)};
static const struct db_query find_item = {
    "news.item", "SELECT id, seq FROM newsletter_item WHERE newsletter = $1 AND id = $2", "ii",
    DB_ROW(struct place_row, place_columns)};
static const struct db_query item_before = {
    "news.item_before",
    "SELECT id, seq FROM newsletter_item WHERE newsletter = $1 AND seq < $2 "
    "ORDER BY seq DESC LIMIT 1",
    "ii", DB_ROW(struct place_row, place_columns)};
static const struct db_query item_behind = {
    "news.item_behind",
    "SELECT id, seq FROM newsletter_item WHERE newsletter = $1 AND seq > $2 ORDER BY seq LIMIT 1",
    "ii", DB_ROW(struct place_row, place_columns)};
static const struct db_query set_place = {
    "news.set_place", "UPDATE newsletter_item SET seq = $2 WHERE id = $1", "ii", .writes = true};
static const struct db_query set_out = {
    "news.set_out",
    "UPDATE newsletter_item SET is_out = $3 WHERE newsletter = $1 AND id = $2 RETURNING id", "iii",
    DB_ROW_I64, .writes = true};

static const struct db_column publisher_columns[] = {DB_COL(struct publisher, public_id),
                                                     DB_COL(struct publisher, name),
                                                     DB_COL(struct publisher, has_draft)};
/* The kinds are those that only administrators make: see news_may_publish. */
static const struct db_query read_publishers = {
    "news.publishers",
    "SELECT o.public_id, o.name, CASE WHEN EXISTS (SELECT 1 FROM newsletter n "
    "WHERE n.organisation = o.id AND n.published_at = 0) THEN 1 ELSE 0 END AS has_draft "
    "FROM organisation o WHERE o.parent IS NULL AND o.kind IN (0, 1, 2, 6) AND ($2 = 1 OR EXISTS "
    "(SELECT 1 FROM membership m WHERE m.organisation = o.id AND m.person = $1 "
    "AND m.to_at IS NULL AND m.role = 2)) ORDER BY o.name LIMIT 50",
    "ii", DB_ROW(struct publisher, publisher_columns)};
_Static_assert(KIND_MUNICIPALITY == 0 && KIND_INSTITUTION == 1 && KIND_WORKPLACE == 2 &&
                   KIND_COUNCIL == 6 && MEMBER_MANAGER == 2,
               "stored numbers, also in news.publishers");

bool news_may_publish(const struct organisation *organisation) {
    static const bool may[KIND__N] = {[KIND_MUNICIPALITY] = true,
                                      [KIND_INSTITUTION] = true,
                                      [KIND_WORKPLACE] = true,
                                      [KIND_COUNCIL] = true};
    return !organisation->parent && may[organisation->kind];
}

enum rc news_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                          struct newsletter *newsletter) {
    return DB_ONE(db, arena, &find_news, newsletter, DB_ID(public_id));
}

enum rc news_find_draft(struct db *db, struct arena *arena, int64_t organisation,
                        struct newsletter *draft) {
    return DB_ONE(db, arena, &find_draft, draft, DB_INT(organisation));
}

enum rc news_list(struct db *db, struct arena *arena, const struct page_place *place,
                  struct newsletter_list *list) {
    bool up = place->is_set && place->backwards;
    struct newsletter_list found = {0};
    TRY(DB_ALL(db, arena, up ? &list_up : &list_down, &found.rows,
               DB_INT(place->is_set ? place->key : INT64_MAX),
               DB_INT(place->is_set ? place->id : INT64_MAX), DB_INT(PAGE_ROWS + 1)));
    size_t n = found.rows.n < PAGE_ROWS ? found.rows.n : PAGE_ROWS;
    struct newsletter *rows = arena_new_array(arena, n + 1, struct newsletter);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) rows[i] = found.rows.v[up ? n - 1 - i : i];
    *list = (struct newsletter_list){.rows = {rows, n}, .page = {.n = found.rows.n}};
    if (!n) return RC_OK;
    list->page.first.key = rows[0].published_at;
    list->page.first.id = (int64_t)rows[0].public_id;
    list->page.last.key = rows[n - 1].published_at;
    list->page.last.id = (int64_t)rows[n - 1].public_id;
    return RC_OK;
}

/* ---- the draft ---- */

static enum rc add_new(const struct request *request, const struct newsletter *draft, int kind,
                       int64_t *seq) {
    struct {
        LIST(int64_t) rows;
    } keys = {0};
    TRY(DB_ALL(request->db, request->arena, newer[kind], &keys.rows, DB_INT(draft->since_at),
               DB_INT(NEWS_EACH_MAX)));
    for (size_t i = 0; i < keys.rows.n && *seq < NEWS_ALL_MAX; i++)
        TRY(DB_RUN(request->db, &add_item, DB_INT(draft->id), DB_INT(++*seq), DB_INT(kind),
                   DB_INT(keys.rows.v[i])));
    return RC_OK;
}

enum rc news_gather(const struct request *request, const struct newsletter *draft) {
    int64_t seq;
    TRY(DB_ONE(request->db, request->arena, &last_place, &seq, DB_INT(draft->id)));
    for (int kind = 0; kind < NEWS_KIND__N; kind++) TRY(add_new(request, draft, kind, &seq));
    return RC_OK;
}

enum rc news_draft(const struct request *request, const struct organisation *organisation,
                   struct newsletter *draft) {
    enum rc rc = DB_ONE(request->db, request->arena, &find_draft, draft, DB_INT(organisation->id));
    if (rc != RC_ABSENT) return rc;
    *draft = (struct newsletter){.public_id = id_random(),
                                 .organisation = organisation->id,
                                 .title = text_of(request->lang, T_news_title_new),
                                 .lang = (int)request->lang,
                                 .created_at = request->now,
                                 .created_by = request->asker.id,
                                 .version = 1};
    rc = DB_ONE(request->db, request->arena, &last_issue, &draft->since_at,
                DB_INT(organisation->id));
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    if (rc == RC_ABSENT)
        draft->since_at = text_day_start((struct when){request->now}, -FIRST_DAYS).ms;
    TRY(DB_ONE(request->db, request->arena, &insert_news, &draft->id, DB_ID(draft->public_id),
               DB_INT(draft->organisation), DB_STR(draft->title), DB_INT(draft->lang),
               DB_INT(draft->since_at), DB_INT(draft->created_at), DB_REF(draft->created_by)));
    return news_gather(request, draft);
}

enum rc news_update(struct db *db, struct arena *arena, const struct newsletter *newsletter) {
    int64_t id;
    return DB_ONE(db, arena, &update_news, &id, DB_INT(newsletter->id), DB_INT(newsletter->version),
                  DB_STR(newsletter->title), DB_STR(newsletter->foreword));
}

enum rc news_publish(const struct request *request, const struct newsletter *draft) {
    int64_t id;
    enum rc rc = DB_ONE(request->db, request->arena, &publish_news, &id, DB_INT(draft->id),
                        DB_INT(request->now), DB_INT(draft->organisation));
    return rc == RC_ABSENT ? RC_CONFLICT : rc;
}

enum rc news_drop(struct db *db, const struct newsletter *draft) {
    TRY(DB_RUN(db, &drop_items, DB_INT(draft->id)));
    return DB_RUN(db, &drop_news, DB_INT(draft->id));
}

enum rc news_entries(struct db *db, struct arena *arena, int64_t newsletter, bool all,
                     struct news_entries *list) {
    return DB_ALL(db, arena, &read_entries, &list->rows, DB_INT(newsletter), DB_INT(all));
}

enum rc news_move(const struct request *request, const struct newsletter *draft, int64_t item,
                  int by) {
    struct place_row row, other;
    TRY(DB_ONE(request->db, request->arena, &find_item, &row, DB_INT(draft->id), DB_INT(item)));
    enum rc rc = DB_ONE(request->db, request->arena, by < 0 ? &item_before : &item_behind, &other,
                        DB_INT(draft->id), DB_INT(row.seq));
    if (rc != RC_OK) return rc == RC_ABSENT ? RC_OK : rc;
    TRY(DB_RUN(request->db, &set_place, DB_INT(row.id), DB_INT(other.seq)));
    return DB_RUN(request->db, &set_place, DB_INT(other.id), DB_INT(row.seq));
}

enum rc news_leave_out(const struct request *request, const struct newsletter *draft, int64_t item,
                       bool is_out) {
    int64_t id;
    return DB_ONE(request->db, request->arena, &set_out, &id, DB_INT(draft->id), DB_INT(item),
                  DB_INT(is_out));
}

enum rc news_publishers(const struct request *request, struct publisher_list *list) {
    return DB_ALL(request->db, request->arena, &read_publishers, &list->rows,
                  DB_INT(request->asker.id), DB_INT(request->asker.is_administrator));
}

/* ---- own data ---- */

struct begun {
    struct str title;
    int64_t created_at;
};
static const struct db_column begun_columns[] = {DB_COL(struct begun, title),
                                                 DB_COL(struct begun, created_at)};
static const struct db_query list_begun = {
    "news.begun",
    "SELECT title, created_at FROM newsletter WHERE created_by = $1 ORDER BY id LIMIT 10000", "i",
    DB_ROW(struct begun, begun_columns)};

static enum rc write_begun(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct begun) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &list_begun, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        own_data_row(out);
        own_data_str(out, "title", T_idea_title, rows.v[i].title);
        own_data_when(out, "created", T_idea_own_created, rows.v[i].created_at);
    }
    return RC_OK;
}

const struct own_data newsletter_own_data = {"newsletters", T_news_own, write_begun, NULL};

static const struct db_query *const statements[] = {
    &find_news,    &find_draft,   &list_down,  &list_up,   &last_issue,      &insert_news,
    &update_news,  &publish_news, &drop_items, &drop_news, &new_ideas,       &new_experiences,
    &new_meetings, &new_quotes,   &last_place, &add_item,  &read_entries,    &find_item,
    &item_before,  &item_behind,  &set_place,  &set_out,   &read_publishers, &list_begun};
const struct db_queries news_queries = DB_QUERIES("news", statements);
