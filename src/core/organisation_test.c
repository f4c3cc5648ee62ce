/* Organisations and memberships on both engines: rights by kind, edits, mandates, managers. */
#include "core/organisation.h"
#include "core/own_data.h"
#include "core/person.h"
#include "core/session.h"
#include "kit/site.h"
#include "platform/db_testing.h"
#include "platform/schema.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

extern const struct migration_set people_migrations;
static const struct migration_set *const migrations[] = {&platform_migrations, &people_migrations,
                                                         NULL};
const struct own_data *const own_data_stores[] = {&membership_own_data, NULL};

#define NOW INT64_C(1800000000000)

static const unsigned char key[SECRET_KEY_BYTES] = {7};
static const struct site site = {.secret = key};

/* Bodies run on the writer's thread, where cmocka must not jump. */
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
    struct request request = {.arena = &work->arena, .site = &site, .now = NOW, .db = db};
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

static enum rc make_person(struct request *request, const char *name, struct person *person) {
    *person = (struct person){.name = str_from(name),
                              .mail = str_format(request->arena, "%s@example.dk", name),
                              .lang = STR("da"),
                              .created_at = NOW};
    return person_create(request->db, request->arena, person);
}

static enum rc make(struct request *request, enum organisation_kind kind, int64_t parent,
                    int64_t by, struct organisation *made) {
    struct organisation organisation = {.kind = (int)kind,
                                        .name = text_of(LANG_DA, kind_labels[kind]),
                                        .parent = parent,
                                        .lang = STR("da"),
                                        .created_at = NOW};
    TRY(organisation_create(request->db, request->arena, &organisation, by));
    return organisation_by_id(request->db, request->arena, organisation.id, by, made);
}

/* ---- rights by kind ---- */

static void rights__depend_on_kind_parent_and_person(void **state) {
    (void)state;
    enum { NOBODY, PERSON, MANAGER, ADMINISTRATOR };
    static const struct {
        enum organisation_kind kind;
        int parent; /* kind above, -1: none */
        int least;  /* the weakest who may */
    } cases[] = {
        {KIND_ASSOCIATION, -1, PERSON},
        {KIND_COMPANY, -1, PERSON},
        {KIND_NETWORK, -1, PERSON},
        {KIND_MUNICIPALITY, -1, ADMINISTRATOR},
        {KIND_COUNCIL, -1, ADMINISTRATOR},
        {KIND_INSTITUTION, -1, ADMINISTRATOR},
        {KIND_WORKPLACE, -1, ADMINISTRATOR + 1},
        {KIND_WORKPLACE, KIND_INSTITUTION, MANAGER},
        {KIND_WORKPLACE, KIND_MUNICIPALITY, MANAGER},
        {KIND_INSTITUTION, KIND_MUNICIPALITY, MANAGER},
        {KIND_COUNCIL, KIND_MUNICIPALITY, ADMINISTRATOR},
        {KIND_WORKPLACE, KIND_ASSOCIATION, ADMINISTRATOR + 1},
        {KIND_INSTITUTION, KIND_WORKPLACE, ADMINISTRATOR + 1},
        {KIND_COMPANY, KIND_MUNICIPALITY, ADMINISTRATOR + 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int who = NOBODY; who <= ADMINISTRATOR; who++) {
            struct request request = {
                .asker = {.id = who != NOBODY, .is_administrator = who == ADMINISTRATOR}};
            struct organisation parent = {.kind = cases[i].parent, .asker_manages = who == MANAGER};
            bool may = organisation_may_create(&request, cases[i].kind,
                                               cases[i].parent < 0 ? NULL : &parent);
            if (may != (who >= cases[i].least)) fail_msg("case %zu, who %d", i, who);
        }
}

/* ---- rows ---- */

static enum rc managers_from_above_manage_what_is_below(struct db *db, struct request *request) {
    struct person anna, bo;
    struct organisation town, house, kitchen, seen;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bo", &bo));
    TRY(make(request, KIND_MUNICIPALITY, 0, anna.id, &town));
    TRY(make(request, KIND_INSTITUTION, town.id, 0, &house));
    TRY(make(request, KIND_WORKPLACE, house.id, bo.id, &kitchen));
    TRY(organisation_by_id(db, request->arena, kitchen.id, anna.id, &seen));
    CHECK(seen.asker_manages && seen.asker_member == -1);
    CHECK(str_is(seen.parent_name, house.name) && seen.parent_public_id == house.public_id);
    TRY(organisation_by_id(db, request->arena, house.id, bo.id, &seen));
    CHECK(!seen.asker_manages);
    TRY(organisation_by_public_id(db, request->arena, kitchen.public_id, bo.id, &seen));
    CHECK(seen.asker_manages && seen.asker_member == MEMBER_MANAGER);
    struct object object = {.kind = OBJECT_ORGANISATION, .public_id = kitchen.public_id};
    static const struct {
        bool is_anna, is_visitor;
        int role;
    } cases[] = {{true, false, ROLE_COORDINATOR}, {false, true, ROLE_VISITOR}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        request->asker = (struct asker){.id = cases[i].is_visitor ? 0 : anna.id};
        TRY(organisation_load_object(request, &object));
        CHECK(object.role == cases[i].role && object.id == kitchen.id);
    }
    return RC_OK;
}

static enum rc a_late_edit_of_a_page_writes_nothing(struct db *db, struct request *request) {
    struct organisation club, seen;
    TRY(make(request, KIND_ASSOCIATION, 0, 0, &club));
    struct organisation late = club;
    club.name = STR("Først");
    TRY(organisation_update(db, request->arena, &club));
    late.name = STR("Sidst");
    CHECK(organisation_update(db, request->arena, &late) == RC_ABSENT);
    TRY(organisation_by_id(db, request->arena, club.id, 0, &seen));
    CHECK(str_is(seen.name, STR("Først")) && seen.version == 2);
    return RC_OK;
}

static enum rc one_membership_at_a_time(struct db *db, struct request *request) {
    struct person anna, bo;
    struct organisation club;
    struct membership_list list;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bo", &bo));
    TRY(make(request, KIND_ASSOCIATION, 0, anna.id, &club));
    struct membership own = {
        .organisation = club.id, .person = bo.id, .role = MEMBER_PLAIN, .from_at = NOW};
    struct membership again = own;
    TRY(membership_add(db, request->arena, &own));
    CHECK(membership_add(db, request->arena, &again) == RC_ABSENT);
    TRY(membership_end(db, request->arena, &own, NOW + 1));
    TRY(membership_add(db, request->arena, &again)); /* she comes back */
    TRY(membership_list_read(db, request->arena, club.id, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].role == MEMBER_MANAGER);
    TRY(membership_of_person(db, request->arena, bo.id, &list));
    CHECK(list.rows.n == 2 && !list.rows.v[0].to_at && list.rows.v[1].to_at == NOW + 1);
    CHECK(membership_find(db, request->arena, club.id, own.public_id, &again) == RC_ABSENT);
    return RC_OK;
}

static enum rc a_page_never_loses_its_last_manager(struct db *db, struct request *request) {
    struct person anna, bo;
    struct organisation club;
    struct membership_list list;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bo", &bo));
    TRY(make(request, KIND_ASSOCIATION, 0, anna.id, &club));
    TRY(membership_list_read(db, request->arena, club.id, &list));
    struct membership own = list.rows.v[0];
    CHECK(membership_end(db, request->arena, &own, NOW) == RC_CONFLICT);
    own.role = MEMBER_PLAIN;
    CHECK(membership_update(db, request->arena, &own) == RC_CONFLICT);
    struct membership other = {
        .organisation = club.id, .person = bo.id, .role = MEMBER_MANAGER, .from_at = NOW};
    TRY(membership_add(db, request->arena, &other));
    TRY(membership_update(db, request->arena, &own));
    return membership_end(db, request->arena, &own, NOW);
}

static enum rc a_mandate_is_needed_to_act(struct db *db, struct request *request) {
    struct person anna;
    struct organisation club, other;
    struct organisation_list mandates;
    struct membership_list list;
    struct session_new session;
    TRY(make_person(request, "anna", &anna));
    TRY(make(request, KIND_ASSOCIATION, 0, anna.id, &club));
    TRY(make(request, KIND_COMPANY, 0, 0, &other));
    TRY(session_open(request, anna.id, false, &session));
    TRY(session_load_asker(request, session.hash));
    CHECK(session_act_as(request, other.id) == RC_DENIED);
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.acting == 0);
    TRY(session_act_as(request, club.id));
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.acting == club.id && str_is(request->asker.acting_name, club.name));
    TRY(organisation_mandates(db, request->arena, anna.id, &mandates));
    CHECK(mandates.rows.n == 1 && mandates.rows.v[0].id == club.id);
    TRY(membership_list_read(db, request->arena, club.id, &list));
    struct membership own = list.rows.v[0];
    own.may_act = false;
    TRY(membership_update(db, request->arena, &own));
    TRY(session_load_asker(request, session.hash));
    CHECK(request->asker.id == anna.id && request->asker.acting == 0);
    TRY(organisation_mandates(db, request->arena, anna.id, &mandates));
    CHECK(mandates.rows.n == 0);
    return session_act_as(request, 0);
}

static enum rc lists_filter_search_and_page(struct db *db, struct request *request) {
    struct organisation town, made;
    struct organisation_list list;
    int64_t ids[6];
    TRY(make(request, KIND_MUNICIPALITY, 0, 0, &town));
    for (int i = 0; i < 6; i++) {
        TRY(make(request, i % 2 ? KIND_INSTITUTION : KIND_COMPANY, i % 2 ? town.id : 0, 0, &made));
        made.about = i == 3 ? STR("Vi passer børnene") : STR("");
        TRY(organisation_update(db, request->arena, &made));
        ids[i] = made.id;
    }
    const struct organisation_filter all = {.kind = -1};
    TRY(organisation_list_read(db, request->arena, &all, 4, &list));
    CHECK(list.rows.n == 4 && list.rows.v[0].id == ids[5]);
    const struct organisation_filter older = {.kind = KIND_COMPANY, .before = ids[4]};
    TRY(organisation_list_read(db, request->arena, &older, 4, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == ids[2]);
    const struct organisation_filter newer = {.kind = KIND_INSTITUTION, .after = ids[1]};
    TRY(organisation_list_read(db, request->arena, &newer, 4, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == ids[3]);
    const struct organisation_filter exact = {.kind = -1, .words = STR("børnene")};
    TRY(organisation_list_read(db, request->arena, &exact, 4, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].id == ids[3]);
    TRY(organisation_below(db, request->arena, town.id, 10, &list));
    CHECK(list.rows.n == 3 && str_is(list.rows.v[0].parent_name, town.name));
    return RC_OK;
}

#define ON_BOTH(body)                                                                              \
    static void body##_test(void **state) {                                                        \
        (void)state;                                                                               \
        on_both(body);                                                                             \
    }
ON_BOTH(managers_from_above_manage_what_is_below)
ON_BOTH(a_late_edit_of_a_page_writes_nothing)
ON_BOTH(one_membership_at_a_time)
ON_BOTH(a_page_never_loses_its_last_manager)
ON_BOTH(a_mandate_is_needed_to_act)
ON_BOTH(lists_filter_search_and_page)

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rights__depend_on_kind_parent_and_person),
        cmocka_unit_test(managers_from_above_manage_what_is_below_test),
        cmocka_unit_test(a_late_edit_of_a_page_writes_nothing_test),
        cmocka_unit_test(one_membership_at_a_time_test),
        cmocka_unit_test(a_page_never_loses_its_last_manager_test),
        cmocka_unit_test(a_mandate_is_needed_to_act_test),
        cmocka_unit_test(lists_filter_search_and_page_test),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
