/* The small site of the tests. */
#include "kit/test_site.h"

#include "kit/answer.h"
#include "kit/form.h"
#include "kit/session.h"
#include "kit/upload.h"
#include "platform/db.h"
#include "platform/live.h"
#include "platform/secret.h"

#include <assert.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char test_session[] = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

/* ---- pages ---- */

static enum rc show_plain(struct request *request) {
    return answer_bytes(request, "text/plain; charset=utf-8", STR(""), STR("hello\n"));
}

static enum rc show_page(struct request *request) {
    struct page page;
    page_start(request, &page);
    page_put_str(&page, STR("<b>hello</b> "));
    page_put_str(&page, request->path);
    page_put_str(&page, request->asker.name);
    struct page_head head = {.title = STR("Hello")};
    return answer_page(request, &page, &head);
}

static enum rc show_initiative(struct request *request) {
    const struct object *object = request_object(request, OBJECT_INITIATIVE);
    return answer_bytes(request, "text/plain; charset=utf-8", STR(""),
                        str_format(request->arena, "initiative %lld", (long long)object->id));
}

static enum rc show_download(struct request *request) {
    return answer_bytes(request, "text/csv; charset=utf-8", STR("åben \"liste\".csv"),
                        STR("a,b\n"));
}

static enum rc show_cookie(struct request *request) {
    answer_cookie(request, STR("abc"));
    return show_plain(request);
}

static enum rc show_nothing(struct request *request) {
    (void)request;
    return RC_OK;
}

static enum rc show_next(struct request *request) {
    return answer_redirect(request, session_next(request, url_format(request->arena, "/plain")),
                           T_none);
}

struct counter {
    int left;
};

static int64_t count_down(void *state, char *to, size_t n) {
    struct counter *counter = state;
    if (counter->left == 0) return 0;
    counter->left--;
    n = n < 1000 ? n : 1000;
    memset(to, 'x', n);
    return (int64_t)n;
}

static enum rc show_stream(struct request *request) {
    struct counter *counter = arena_new(request->arena, struct counter);
    counter->left = 500;
    struct stream stream = {count_down, counter, -1};
    return answer_stream(request, "text/plain; charset=utf-8", STR(""), &stream);
}

/* ---- notes: a form that writes ---- */

struct note {
    struct str text;
    int64_t number;
};

static const struct field note_fields[] = {
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = 100,
     .offset = offsetof(struct note, text)},
    {.name = "number",
     .kind = FIELD_NUMBER,
     .min = 1,
     .max = 9,
     .offset = offsetof(struct note, number)},
};

static const struct db_query insert_note = {
    .name = "test.insert_note",
    .sql = "INSERT INTO note (text) VALUES ($1)",
    .params = "t",
    .writes = true,
};
static const struct db_query count_notes = {
    .name = "test.count_notes",
    .sql = "SELECT count(*) AS value FROM note",
    .params = "",
    DB_ROW_I64,
    .may_scan = true,
};

static enum rc show_note_form(struct request *request) {
    struct page page;
    page_start(request, &page);
    struct form_field text = form_view(request, &note_fields[0], NULL);
    page_put_str(&page, text.value);
    page_put_str(&page, STR("|"));
    page_put_str(&page, text.error);
    page_form_token(&page);
    struct page_head head = {.title = STR("Note")};
    return answer_page(request, &page, &head);
}

static enum rc read_note(struct request *request) {
    struct note *note = arena_new(request->arena, struct note);
    request->state = note;
    return form_read(request, note_fields, COUNT(note_fields), note);
}

static enum rc apply_note(struct request *request) {
    const struct note *note = request->state;
    TRY(DB_RUN(request->db, &insert_note, DB_STR(note->text)));
    if (str_is(note->text, STR("taken"))) {
        form_error(request, "text", T_form_choose);
        return RC_INVALID;
    }
    return str_is(note->text, STR("conflict")) ? RC_CONFLICT : RC_OK;
}

static enum rc note_done(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/page"), T_form_required);
}

/* ---- an upload ---- */

static enum rc read_upload(struct request *request) {
    return request->upload ? RC_OK : RC_INVALID;
}

static enum rc upload_done(struct request *request) {
    char first[8] = "";
    ssize_t n = read(request->upload->fd, first, sizeof first - 1);
    return answer_bytes(request, "text/plain; charset=utf-8", STR(""),
                        str_format(request->arena, "%lld %.*s %.*s",
                                   (long long)request->upload->size, (int)n, first,
                                   STR_ARG(request->upload->name)));
}

static const struct route routes[] = {
    {GET, "/", .answer = show_page},
    {GET, "/plain", .answer = show_plain},
    {GET, "/page", .answer = show_page},
    {GET, "/mine", .answer = show_page, .need = MAY_BE_PERSON},
    {GET, "/admin", .answer = show_page, .need = MAY_ADMINISTER},
    {GET, "/i/:initiative", .answer = show_initiative, .need = MAY_SEE},
    {GET, "/i/new", .answer = show_plain},
    {GET, "/file", .answer = show_download},
    {GET, "/stream", .answer = show_stream},
    {GET, "/cookie", .answer = show_cookie},
    {GET, "/next", .answer = show_next},
    {GET, "/nothing", .answer = show_nothing},
    {GET, "/note", .answer = show_note_form},
    {POST, "/note", read_note, apply_note, note_done, show_note_form, MAY_ANYONE, 0},
    {POST, "/mine", read_note, apply_note, note_done, show_note_form, MAY_BE_PERSON, 0},
    {POST, "/upload", read_upload, NULL, upload_done, NULL, MAY_ANYONE, 1024 * 1024},
};
static const struct feature feature = {.name = "test", .routes = routes, .n_routes = COUNT(routes)};
static const struct feature *const features[] = {&feature, NULL};

/* ---- what core does in the real site ---- */

static enum rc load_asker(struct request *request, struct str token_hash) {
    struct str known = session_token_hash(request, "session", str_from(test_session));
    if (!str_is(known, token_hash)) return RC_OK;
    request->asker = (struct asker){.id = 1, .name = STR("Anna"), .session = 7};
    session_touch(request, 7);
    return RC_OK;
}

static atomic_int touched;

static enum rc touch_sessions(struct db *db, const int64_t *sessions, size_t n, int64_t now) {
    (void)db, (void)now;
    assert(n == 1 && sessions[0] == 7);
    atomic_fetch_add(&touched, 1);
    return RC_OK;
}

static enum rc load_object(struct request *request, struct object *object,
                           const struct object *parent) {
    (void)request, (void)parent;
    if (object->public_id != 42) return RC_ABSENT;
    object->id = 4711;
    return RC_OK;
}

static bool may(const struct request *request, enum need need, const struct object *object) {
    (void)object;
    return need == MAY_SEE || (need == MAY_BE_PERSON && request->asker.id);
}

static bool may_listen(struct request *request, struct str topic) {
    (void)request;
    return str_starts(topic, STR("open"));
}

/* ---- start and stop ---- */

static const struct migration migrations[] = {
    {"001-note", "CREATE TABLE note (id @pk, text TEXT NOT NULL);"}};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};

static void heard(void *data, struct str topic, struct str payload) {
    live_publish(data, topic, payload);
}

static void check(enum rc rc, const char *what) {
    if (rc == RC_OK) return;
    fprintf(stderr, "%s: %s\n", what, rc_name(rc));
    abort();
}

void test_site_start(struct test_site *test, const struct serve_options *options) {
    *test = (struct test_site){.folder = "/tmp/samskab-test-XXXXXX"};
    struct db_problem problem = {""};
    char url[128];
    arena_init(&test->arena, 64 * 1024 * 1024);
    check(secret_start(), "secret");
    if (!mkdtemp(test->folder)) abort();
    snprintf(url, sizeof url, "sqlite:%s/test.db", test->folder);
    test->site = (struct site){
        .name = STR("Test"),
        .contact_phone = STR("12 34 56 78"),
        .data_folder = str_from(test->folder),
        .secret = test->secret,
        .features = features,
        .sign_in_path = "/sign-in",
        .load_asker = load_asker,
        .touch_sessions = touch_sessions,
        .load_object = load_object,
        .may = may,
        .may_listen = may_listen,
    };
    struct database_options database = {
        .url = url, .use = DATABASE_MIGRATE, .migrations = sets, .now = 1};
    check(database_open(&test->site.database, &database, &problem), problem.text);
    struct live_options live = {.heartbeat_ms = 200, .per_key_max = 3};
    check(live_start(&test->arena, &live, &test->site.live), "live");
    database_set_listener(test->site.database, heard, test->site.live);
    check(serve_start(&test->arena, &test->site, options, &test->server), "serve");
    test->port = serve_port(test->server);
}

void test_site_stop(struct test_site *test) {
    char command[128];
    if (!serve_stop(test->server, 5000)) abort();
    database_close(test->site.database);
    live_close(test->site.live);
    arena_release(&test->arena);
    snprintf(command, sizeof command, "rm -rf %s", test->folder);
    if (system(command) != 0) abort();
}

int test_touches(void) {
    return atomic_load(&touched);
}

int64_t test_notes(struct test_site *test) {
    struct db *db;
    struct arena arena;
    int64_t n = -1;
    arena_init(&arena, 1024 * 1024);
    check(db_read_begin(test->site.database, &db), "read");
    check(DB_ONE(db, &arena, &count_notes, &n), "count");
    db_read_end(db);
    arena_release(&arena);
    return n;
}
