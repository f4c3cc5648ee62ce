/* People, sessions, one-time links and letters on both engines: what must hold of their rows. */
#include "core/login_link.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/person.h"
#include "core/session.h"
#include "kit/site.h"
#include "platform/db_testing.h"
#include "platform/schema.h"
#include "platform/search.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

extern const struct migration_set people_migrations;
static const struct migration_set *const migrations[] = {&platform_migrations, &people_migrations,
                                                         NULL};

const struct own_data *const own_data_stores[] = {&person_own_data,
                                                  &session_own_data,
                                                  &login_link_own_data,
                                                  &outbox_own_data,
                                                  &organisation_own_data,
                                                  &membership_own_data,
                                                  NULL};

#define NOW INT64_C(1800000000000)
#define HOUR INT64_C(3600000)

static const unsigned char key[SECRET_KEY_BYTES] = {1, 2, 3};
static const struct site site = {
    .secret = key, .name = STR_INIT("Prøveby"), .base_url = STR_INIT("https://samskab.example")};

/* A body runs inside one write transaction, on the writer's thread, where cmocka must not jump. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            return RC_BROKEN;                                                                      \
        }                                                                                          \
    } while (0)

struct work {
    enum rc (*body)(struct db *db, struct request *request);
    struct arena arena;
};

static enum rc run_body(struct db *db, void *data) {
    struct work *work = data;
    struct answer *none = NULL;
    struct request request = {
        .arena = &work->arena, .site = &site, .now = NOW, .db = db, .answer = none};
    return work->body(db, &request);
}

static void on_both(enum rc (*body)(struct db *db, struct request *request)) {
    assert_int_equal(secret_start(), RC_OK);
    for (int engine = 0; engine < TESTING__N; engine++) {
        struct testing_store store;
        struct work work = {.body = body};
        if (!testing_has((enum testing_engine)engine)) continue;
        testing_open(&store, (enum testing_engine)engine, migrations);
        arena_init(&work.arena, 8 * 1024 * 1024);
        assert_int_equal(database_write(store.database, run_body, &work), RC_OK);
        arena_release(&work.arena);
        testing_close(&store);
    }
}

static struct person sample(const char *name, const char *mail) {
    return (struct person){.name = str_from(name),
                           .mail = str_from(mail),
                           .lang = STR("da"),
                           .sector = SECTOR_CITIZEN,
                           .created_at = NOW};
}

/* ---- people ---- */

static enum rc one_address_one_account(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk"), again = anna, found;
    TRY(person_create(db, request->arena, &anna));
    CHECK(person_create(db, request->arena, &again) == RC_ABSENT);
    TRY(person_by_mail(db, request->arena, STR("anna@example.dk"), &found));
    CHECK(found.id == anna.id && found.public_id == anna.public_id);
    CHECK(str_is(found.name, anna.name) && found.version == 1 && !found.erased_at);
    CHECK(person_by_mail(db, request->arena, STR("bo@example.dk"), &found) == RC_ABSENT);
    return RC_OK;
}

static enum rc a_late_edit_writes_nothing(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk"), found;
    TRY(person_create(db, request->arena, &anna));
    anna.name = STR("Anna Ny");
    TRY(person_update(db, request->arena, &anna));
    anna.name = STR("Anna Gammel");
    CHECK(person_update(db, request->arena, &anna) == RC_ABSENT);
    TRY(person_by_id(db, request->arena, anna.id, &found));
    CHECK(str_is(found.name, STR("Anna Ny")) && found.version == 2);
    return RC_OK;
}

static enum rc the_last_administrator_stays(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk");
    struct person bo = sample("Bo Eksempel", "bo@example.dk");
    anna.is_administrator = true;
    TRY(person_create(db, request->arena, &anna));
    TRY(person_create(db, request->arena, &bo));
    CHECK(person_set_administrator(db, request->arena, anna.id, false) == RC_CONFLICT);
    CHECK(person_erase(db, request->arena, anna.id, NOW) == RC_CONFLICT);
    TRY(person_set_administrator(db, request->arena, bo.id, true));
    return person_set_administrator(db, request->arena, anna.id, false);
}

static enum rc the_list_pages_both_ways(struct db *db, struct request *request) {
    struct person_list list;
    int64_t ids[5];
    for (int i = 0; i < 5; i++) {
        struct person person = sample("Anna Prøvesen", "");
        person.mail = str_format(request->arena, "p%d@example.dk", i);
        TRY(person_create(db, request->arena, &person));
        ids[i] = person.id;
    }
    TRY(person_list_read(db, request->arena, 0, 0, 3, &list));
    CHECK(list.rows.n == 3 && list.rows.v[0].id == ids[4] && list.rows.v[2].id == ids[2]);
    TRY(person_list_read(db, request->arena, ids[2], 0, 3, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == ids[1]);
    TRY(person_list_read(db, request->arena, 0, ids[2], 3, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == ids[3] && list.rows.v[1].id == ids[4]);
    TRY(person_search(db, request->arena, STR("p3@example.dk"), &(struct page_place){0}, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].id == ids[3]);
    return RC_OK;
}

/* ---- sessions ---- */

static enum rc insert_session(struct request *request, int64_t person, bool by_link,
                              struct session_new *session) {
    TRY(session_open(request, person, by_link, session));
    return session_load_asker(request, session->hash);
}

static enum rc a_session_loads_its_person(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk");
    struct session_new session, other;
    struct session_list list;
    TRY(person_create(db, request->arena, &anna));
    request->user_agent = STR("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Firefox/140.0");
    TRY(insert_session(request, anna.id, true, &session));
    CHECK(request->asker.id == anna.id && request->asker.session && !request->asker.acting);
    CHECK(str_is(request->asker.name, anna.name));
    TRY(session_list_read(db, request->arena, anna.id, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].device == DEVICE_FIREFOX_PHONE);
    CHECK(list.rows.v[0].by_link);
    /* Signing in again ends the session it came with. */
    TRY(session_open(request, anna.id, false, &other));
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.id == 0);
    TRY(session_load_asker(request, other.hash));
    CHECK(request->asker.id == anna.id);
    request->now = NOW + 2 * HOUR + 1; /* idle for too long */
    TRY(session_load_asker(request, other.hash));
    CHECK(request->asker.id == 0);
    return RC_OK;
}

static enum rc a_session_ends_only_for_its_owner(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk");
    struct person bo = sample("Bo Eksempel", "bo@example.dk");
    struct session_new session;
    struct session_list list;
    TRY(person_create(db, request->arena, &anna));
    TRY(person_create(db, request->arena, &bo));
    TRY(insert_session(request, anna.id, false, &session));
    TRY(session_list_read(db, request->arena, anna.id, &list));
    const uint64_t public_id = list.rows.v[0].public_id;
    CHECK(session_end(db, request->arena, bo.id, public_id) == RC_ABSENT);
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.id == anna.id);
    TRY(session_end(db, request->arena, anna.id, public_id));
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.id == 0);
    return RC_OK;
}

static enum rc tidying_ends_only_old_sessions(struct db *db, struct request *request) {
    struct person anna = sample("Anna Prøvesen", "anna@example.dk");
    struct session_new session;
    struct session_list list;
    TRY(person_create(db, request->arena, &anna));
    TRY(session_open(request, anna.id, false, &session));
    request->asker = (struct asker){0};
    TRY(session_open(request, anna.id, false, &session));
    TRY(session_tidy(db, NOW + HOUR));
    TRY(session_list_read(db, request->arena, anna.id, &list));
    CHECK(list.rows.n == 2);
    TRY(session_tidy(db, NOW + 13 * HOUR));
    TRY(session_list_read(db, request->arena, anna.id, &list));
    CHECK(list.rows.n == 0);
    return RC_OK;
}

static void browsers_are_told_apart(void **state) {
    (void)state;
    static const struct {
        const char *agent;
        enum device device;
    } cases[] = {
        {"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
         DEVICE_FIREFOX_COMPUTER},
        {"Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 "
         "Safari/537.36 Edg/140.0",
         DEVICE_EDGE_COMPUTER},
        {"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
         DEVICE_CHROME_PHONE},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1",
         DEVICE_SAFARI_PHONE},
        {"curl/8", DEVICE_UNKNOWN},
        {"", DEVICE_UNKNOWN},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(device_of(str_from(cases[i].agent)), cases[i].device);
}

/* ---- one-time links ---- */

static enum rc a_link_works_once_and_in_time(struct db *db, struct request *request) {
    struct login_link link = {.purpose = PURPOSE_SIGN_UP,
                              .mail = STR("anna@example.dk"),
                              .name = STR("Anna Prøvesen"),
                              .lang = STR("da")};
    struct login_link found;
    struct str token;
    TRY(login_link_make(db, request->arena, key, &link, NOW, &token));
    TRY(login_link_find(db, request->arena, key, token, NOW + HOUR, &found));
    CHECK(found.id == link.id && found.purpose == PURPOSE_SIGN_UP);
    CHECK(str_is(login_link_token(request->arena, key, &found), token));
    CHECK(login_link_find(db, request->arena, key, token, link.expires_at, &found) == RC_ABSENT);
    struct str wrong = str_copy(request->arena, token);
    char *p = (char *)(uintptr_t)wrong.p;
    p[0] = p[0] == '0' ? '1' : '0';
    CHECK(login_link_find(db, request->arena, key, wrong, NOW, &found) == RC_ABSENT);
    CHECK(login_link_find(db, request->arena, key, STR(""), NOW, &found) == RC_ABSENT);
    TRY(login_link_use(db, request->arena, link.id, NOW));
    CHECK(login_link_use(db, request->arena, link.id, NOW) == RC_ABSENT);
    CHECK(login_link_find(db, request->arena, key, token, NOW, &found) == RC_ABSENT);
    TRY(login_link_by_id(db, request->arena, link.id, &found));
    CHECK(login_link_token(request->arena, key, &found).n == 0);
    return RC_OK;
}

static enum rc another_key_makes_other_tokens(struct db *db, struct request *request) {
    static const unsigned char other[SECRET_KEY_BYTES] = {9};
    struct login_link link = {.purpose = PURPOSE_SIGN_IN, .lang = STR("da")}, found;
    struct str token;
    TRY(login_link_make(db, request->arena, key, &link, NOW, &token));
    CHECK(login_link_find(db, request->arena, other, token, NOW, &found) == RC_ABSENT);
    CHECK(!str_is(login_link_token(request->arena, other, &link), token));
    return RC_OK;
}

static enum rc expired_links_are_emptied_then_deleted(struct db *db, struct request *request) {
    struct login_link link = {.purpose = PURPOSE_SIGN_UP,
                              .mail = STR("anna@example.dk"),
                              .name = STR("Anna"),
                              .lang = STR("da")};
    struct login_link found;
    TRY(login_link_make(db, request->arena, key, &link, NOW, NULL));
    TRY(login_link_tidy(db, link.expires_at + HOUR));
    TRY(login_link_by_id(db, request->arena, link.id, &found));
    CHECK(!found.mail.n && !found.name.n && !found.nonce.n);
    TRY(login_link_tidy(db, link.expires_at + 31 * 24 * HOUR));
    CHECK(login_link_by_id(db, request->arena, link.id, &found) == RC_ABSENT);
    return RC_OK;
}

/* ---- letters ---- */

static enum rc a_letter_is_empty_when_it_is_out(struct db *db, struct request *request) {
    struct login_link link = {.purpose = PURPOSE_SIGN_UP, .mail = STR("anna@example.dk")};
    struct letter letter = {.kind = LETTER_SIGN_UP,
                            .address = STR("anna@example.dk"),
                            .receiver = STR("Anna"),
                            .lang = STR("da"),
                            .created_at = NOW};
    struct letter found;
    struct letter_list list;
    struct str url, subject, body, token;
    link.lang = STR("da");
    TRY(login_link_make(db, request->arena, key, &link, NOW, &token));
    letter.link = link.id;
    TRY(outbox_add(db, request->arena, &site, &letter));
    TRY(outbox_waiting(db, request->arena, 0, 10, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].id == letter.id);
    TRY(letter_url(db, request->arena, &site, &letter, NOW, &url));
    CHECK(str_is(url,
                 str_format(request->arena, "https://samskab.example/link/%.*s", STR_ARG(token))));
    TRY(letter_text(request->arena, &site, &letter, url, &subject, &body));
    CHECK(memmem(body.p, body.n, url.p, url.n) && memmem(body.p, body.n, "Hej Anna", 8));
    CHECK(memmem(subject.p, subject.n, "Prøveby", 8));
    TRY(outbox_done(db, letter.id, NOW));
    TRY(outbox_find(db, request->arena, letter.id, &found));
    CHECK(found.sent_at == NOW && !found.address.n && !found.receiver.n && !found.link);
    TRY(outbox_waiting(db, request->arena, 0, 10, &list));
    CHECK(list.rows.n == 0);
    return RC_OK;
}

static enum rc every_letter_has_its_texts(struct db *db, struct request *request) {
    (void)db;
    for (int kind = 0; kind < LETTER__N; kind++)
        for (int lang = 0; lang < LANG__N; lang++) {
            struct letter letter = {.kind = kind,
                                    .receiver = STR("Anna\r\nBcc: x@example.dk"),
                                    .about = STR("Bænken\nved søen"),
                                    .lang = lang_code((enum lang)lang)};
            struct str subject, body;
            TRY(letter_text(request->arena, &site, &letter, STR("https://x.example/y"), &subject,
                            &body));
            CHECK(subject.n > 3 && body.n > 40);
            CHECK(str_find(subject, '\n', 0) == subject.n &&
                  str_find(subject, '{', 0) == subject.n);
            CHECK(str_find(body, '{', 0) == body.n && str_find(body, '\r', 0) == body.n);
        }
    return RC_OK;
}

/* ---- own data and erasure ---- */

/* Somebody about whom every table knows something. */
static enum rc make_busy_person(struct db *db, struct request *request, struct person *anna) {
    struct session_new session;
    *anna = sample("Anna Prøvesen", "anna@example.dk");
    anna->phone = STR("12 34 56 78");
    anna->password_hash = STR("$argon2id$marker");
    TRY(person_create(db, request->arena, anna));
    TRY(session_open(request, anna->id, false, &session));
    struct login_link link = {.purpose = PURPOSE_MEMBER,
                              .mail = STR("anna@example.dk"),
                              .name = STR("Anna Prøvesen"),
                              .lang = STR("da")};
    TRY(login_link_make(db, request->arena, key, &link, NOW, NULL));
    link.person = anna->id;
    TRY(login_link_make(db, request->arena, key, &link, NOW, NULL));
    struct letter letter = {.kind = LETTER_WELCOME,
                            .person = anna->id,
                            .address = STR("anna@example.dk"),
                            .receiver = STR("Anna Prøvesen"),
                            .lang = STR("da"),
                            .about = STR("Lindsø"),
                            .created_at = NOW};
    TRY(outbox_add(db, request->arena, &site, &letter));
    struct organisation club = {.kind = KIND_ASSOCIATION,
                                .name = STR("Strikkeklubben"),
                                .lang = STR("da"),
                                .contact_name = STR("Anna Prøvesen"),
                                .contact_phone = STR("12 34 56 78"),
                                .created_at = NOW};
    TRY(organisation_create(db, request->arena, &club, anna->id));
    struct membership_list members;
    TRY(membership_list_read(db, request->arena, club.id, &members));
    struct membership own = members.rows.v[0];
    own.title = STR("Anna er formand");
    return membership_update(db, request->arena, &own);
}

static enum rc own_data_names_every_store(struct db *db, struct request *request) {
    static const char *const parts[] = {
        "\"name\": \"Anna Prøvesen\"",    "\"mail\": \"anna@example.dk\"",
        "\"phone\": \"12 34 56 78\"",     "\"device\": \"unknown\"",
        "\"purpose\": \"member\"",        "\"letter\": \"welcome\"",
        "\"about\": \"Lindsø\"",          "\"name\": \"Strikkeklubben\"",
        "\"title\": \"Anna er formand\"", "\"may_act\": true"};
    const struct own_data_section *sections;
    struct person anna;
    struct str json;
    TRY(make_busy_person(db, request, &anna));
    TRY(own_data_gather(db, request->arena, anna.id, own_data_stores, &sections));
    TRY(own_data_json(request->arena, sections, &json));
    for (size_t i = 0; i < COUNT(parts); i++)
        CHECK(memmem(json.p, json.n, parts[i], strlen(parts[i])));
    CHECK(!memmem(json.p, json.n, "argon2id", 8)); /* a secret is not data to take along */
    return RC_OK;
}

static const struct db_query count_people = {"test.count_people", "SELECT count(*) FROM person", "",
                                             DB_ROW_I64, .may_scan = true};

static enum rc erasure_leaves_a_shell(struct db *db, struct request *request) {
    struct person anna, found;
    struct membership_list memberships;
    struct person_list people;
    struct letter_list letters;
    struct organisation_list organisations;
    int64_t before, after;
    TRY(make_busy_person(db, request, &anna));
    TRY(DB_ONE(db, request->arena, &count_people, &before));
    TRY(person_erase(db, request->arena, anna.id, NOW + HOUR));
    TRY(DB_ONE(db, request->arena, &count_people, &after));
    CHECK(before == after);
    TRY(person_by_id(db, request->arena, anna.id, &found));
    CHECK(found.erased_at == NOW + HOUR && !found.name.n && !found.mail.n && !found.phone.n);
    CHECK(!found.password_hash.n && found.public_id == anna.public_id);
    TRY(membership_of_person(db, request->arena, anna.id, &memberships));
    CHECK(memberships.rows.n == 1 && memberships.rows.v[0].to_at == NOW + HOUR);
    CHECK(!memberships.rows.v[0].title.n && !memberships.rows.v[0].may_act);
    TRY(person_search(db, request->arena, STR("anna"), &(struct page_place){0}, &people));
    CHECK(people.rows.n == 0);
    TRY(outbox_waiting(db, request->arena, 0, 10, &letters));
    CHECK(letters.rows.n == 0);
    TRY(organisation_list_read(db, request->arena, &(struct organisation_filter){.kind = -1}, 10,
                               &organisations));
    CHECK(organisations.rows.n == 1);
    struct organisation club;
    TRY(organisation_by_id(db, request->arena, organisations.rows.v[0].id, 0, &club));
    CHECK(!club.contact_name.n && !club.contact_phone.n);
    /* Her address is free again, and her sessions are over. */
    struct person again = sample("Anna Anden", "anna@example.dk");
    TRY(person_create(db, request->arena, &again));
    CHECK(person_erase(db, request->arena, anna.id, NOW) == RC_ABSENT);
    return RC_OK;
}

/* After erasure no text column of any table of ours holds her name, address or telephone. */
static const struct db_query leftovers = {
    "test.leftovers",
    "SELECT (SELECT count(*) FROM person WHERE name LIKE '%Anna%' OR mail LIKE '%anna%' "
    "OR phone LIKE '%34 56%' OR password_hash <> '') + "
    "(SELECT count(*) FROM login_link WHERE mail <> '' OR name <> '' OR nonce IS NOT NULL) + "
    "(SELECT count(*) FROM outbox WHERE address <> '' OR receiver <> '' OR about <> '' "
    "OR path <> '') + (SELECT count(*) FROM membership WHERE title <> '') + "
    "(SELECT count(*) FROM session) + "
    "(SELECT count(*) FROM organisation WHERE contact_name <> '' OR contact_phone <> '')",
    "", DB_ROW_I64, .may_scan = true};

static enum rc erasure_leaves_no_text(struct db *db, struct request *request) {
    struct person anna;
    int64_t left;
    TRY(make_busy_person(db, request, &anna));
    TRY(DB_ONE(db, request->arena, &leftovers, &left));
    CHECK(left > 5);
    TRY(person_erase(db, request->arena, anna.id, NOW));
    TRY(DB_ONE(db, request->arena, &leftovers, &left));
    CHECK(left == 0);
    return RC_OK;
}

/* ---- passwords ---- */

static void passwords_are_judged_by_length_and_commonness(void **state) {
    (void)state;
    static const struct {
        const char *password;
        enum text_id problem;
    } cases[] = {
        {"kort", T_password_short},
        {"ærøskøb", T_password_short}, /* seven characters, ten bytes */
        {"ærøskøbing", T_none},
        {"grøn cykel ved havnen", T_none},
        {"password", T_password_common},
        {"Password123!", T_password_common},
        {"p4ssw0rd", T_password_common},
        {"P@ssw0rd2026", T_password_common},
        {"sommer2026", T_password_common},
        {"12345678", T_password_common},
        {"87654321", T_password_common},
        {"aaaaaaaaaa", T_password_common},
        {"abcabcabc", T_password_common},
        {"qwertyuiop", T_password_common},
        {"anna.p@example.dk", T_password_common},
        {"xkT9vqLm", T_none},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (password_problem(str_from(cases[i].password), STR("anna.p@example.dk")) !=
            cases[i].problem)
            fail_msg("%s", cases[i].password);
    char endless[PASSWORD_MAX + 2];
    for (size_t i = 0; i <= PASSWORD_MAX; i++) endless[i] = (char)('a' + i * i % 23);
    assert_int_equal(password_problem((struct str){endless, PASSWORD_MAX + 1}, STR("")),
                     T_password_long);
    assert_int_equal(password_problem(STR("abc\xff\xfe xyzq"), STR("")), T_password_odd);
}

#define ON_BOTH(body)                                                                              \
    static void body##_test(void **state) {                                                        \
        (void)state;                                                                               \
        on_both(body);                                                                             \
    }
ON_BOTH(one_address_one_account)
ON_BOTH(a_late_edit_writes_nothing)
ON_BOTH(the_last_administrator_stays)
ON_BOTH(the_list_pages_both_ways)
ON_BOTH(a_session_loads_its_person)
ON_BOTH(a_session_ends_only_for_its_owner)
ON_BOTH(tidying_ends_only_old_sessions)
ON_BOTH(a_link_works_once_and_in_time)
ON_BOTH(another_key_makes_other_tokens)
ON_BOTH(expired_links_are_emptied_then_deleted)
ON_BOTH(a_letter_is_empty_when_it_is_out)
ON_BOTH(every_letter_has_its_texts)
ON_BOTH(own_data_names_every_store)
ON_BOTH(erasure_leaves_a_shell)
ON_BOTH(erasure_leaves_no_text)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_address_one_account_test),
        cmocka_unit_test(a_late_edit_writes_nothing_test),
        cmocka_unit_test(the_last_administrator_stays_test),
        cmocka_unit_test(the_list_pages_both_ways_test),
        cmocka_unit_test(a_session_loads_its_person_test),
        cmocka_unit_test(a_session_ends_only_for_its_owner_test),
        cmocka_unit_test(tidying_ends_only_old_sessions_test),
        cmocka_unit_test(browsers_are_told_apart),
        cmocka_unit_test(a_link_works_once_and_in_time_test),
        cmocka_unit_test(another_key_makes_other_tokens_test),
        cmocka_unit_test(expired_links_are_emptied_then_deleted_test),
        cmocka_unit_test(a_letter_is_empty_when_it_is_out_test),
        cmocka_unit_test(every_letter_has_its_texts_test),
        cmocka_unit_test(own_data_names_every_store_test),
        cmocka_unit_test(erasure_leaves_a_shell_test),
        cmocka_unit_test(erasure_leaves_no_text_test),
        cmocka_unit_test(passwords_are_judged_by_length_and_commonness),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
