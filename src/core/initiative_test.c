/* Initiatives, parties, invitations, activities, links and the log, on both engines. */
#include "core/activity.h"
#include "core/initiative.h"
#include "core/invitation.h"
#include "core/link.h"
#include "core/log.h"
#include "core/meeting/meeting.h"
#include "core/organisation.h"
#include "core/own_data.h"
#include "core/party.h"
#include "core/person.h"
#include "core/rights.h"
#include "kit/site.h"
#include "platform/db_testing.h"
#include "platform/schema.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

extern const struct migration_set people_migrations;
static const struct migration_set *const migrations[] = {
    &platform_migrations, &people_migrations, &initiative_migrations, &meeting_migrations, NULL};
const struct own_data *const own_data_stores[] = {&person_own_data, &party_own_data,
                                                  &membership_own_data, NULL};

#define NOW INT64_C(1800000000000)

static const struct activity_kind budget = {.name = "budget", .path = "budget"};
static const struct activity_kind *const kinds[] = {&budget, NULL};
static const unsigned char key[SECRET_KEY_BYTES] = {1, 2, 3};
static const struct site site = {.secret = key, .activity_kinds = kinds};

/* A body runs inside one write transaction, on the writer's thread, where cmocka must not jump. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            return RC_BROKEN;                                                                      \
        }                                                                                          \
    } while (0)

struct work {
    enum rc (*body)(struct request *request);
    struct arena arena;
};

static enum rc run_body(struct db *db, void *data) {
    struct work *work = data;
    struct request request = {.arena = &work->arena, .site = &site, .now = NOW, .db = db};
    return work->body(&request);
}

static void on_both(enum rc (*body)(struct request *request)) {
    assert_int_equal(secret_start(), RC_OK);
    for (int engine = 0; engine < TESTING__N; engine++) {
        struct testing_store store;
        struct work work = {.body = body};
        if (!testing_has((enum testing_engine)engine)) continue;
        testing_open(&store, (enum testing_engine)engine, migrations);
        arena_init(&work.arena, 64 * 1024 * 1024);
        assert_int_equal(database_write(store.database, run_body, &work), RC_OK);
        arena_release(&work.arena);
        testing_close(&store);
    }
}

static enum rc make_person(struct request *request, const char *name, int64_t *id) {
    struct person person = {.name = str_from(name),
                            .mail = str_format(request->arena, "%s@example.dk", name),
                            .lang = STR("da"),
                            .created_at = NOW};
    TRY(person_create(request->db, request->arena, &person));
    *id = person.id;
    return RC_OK;
}

static void ask_as(struct request *request, int64_t person, const char *name) {
    request->asker = (struct asker){.id = person, .name = str_from(name)};
}

static enum rc make_initiative(struct request *request, const char *title, int64_t starter,
                               struct initiative *initiative) {
    *initiative = (struct initiative){.public_id = id_random(),
                                      .title = str_from(title),
                                      .problem = STR("Et *problem*"),
                                      .contact_name = STR("anna"),
                                      .contact_phone = STR("12345678"),
                                      .contact_by = starter,
                                      .started_by = starter,
                                      .created_at = NOW};
    return initiative_create(request->db, request->arena, initiative, SECTOR_CITIZEN);
}

static bool log_says(const struct log_page *page, size_t at, const char *sentence) {
    return at < page->lines.n && str_is(page->lines.v[at].sentence, str_from(sentence));
}

/* ---- initiatives ---- */

static enum rc creating(struct request *request) {
    int64_t anna, bent;
    struct initiative made, seen;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bent", &bent));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    TRY(initiative_load(request, made.public_id, &seen));
    CHECK(str_is(seen.problem_html, STR("<p>Et <em>problem</em></p>\n")));
    CHECK(seen.asker_role == ROLE_COORDINATOR && seen.version == 1 && seen.active_at == NOW);
    ask_as(request, bent, "bent");
    TRY(initiative_load(request, made.public_id, &seen));
    CHECK(seen.asker_role == ROLE_PERSON);
    ask_as(request, 0, "");
    TRY(initiative_load(request, made.public_id, &seen));
    CHECK(seen.asker_role == ROLE_VISITOR);
    CHECK(initiative_load(request, made.public_id + 1, &seen) == RC_ABSENT);
    struct log_page log;
    TRY(log_read(request, REF_INITIATIVE(made.id), 0, 10, &log));
    CHECK(log.lines.n == 1 && log_says(&log, 0, "anna startede initiativet."));
    return RC_OK;
}
static void initiative_create__makes_the_starter_coordinator_and_begins_the_log(void **state) {
    (void)state;
    on_both(creating);
}

static enum rc editing(struct request *request) {
    int64_t anna;
    struct initiative made, mine, other;
    TRY(make_person(request, "anna", &anna));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    mine = other = made;
    mine.title = STR("Haven");
    mine.stage = STAGE_DOING;
    TRY(initiative_update(request, &made, &mine));
    CHECK(mine.version == 2);
    other.title = STR("En anden titel");
    CHECK(initiative_update(request, &made, &other) == RC_ABSENT);
    struct initiative seen;
    TRY(initiative_load(request, made.public_id, &seen));
    CHECK(str_is(seen.title, STR("Haven")) && seen.stage == STAGE_DOING);
    struct log_page log;
    TRY(log_read(request, REF_INITIATIVE(made.id), 0, 10, &log));
    CHECK(log.lines.n == 3);
    CHECK(log_says(&log, 0, "anna flyttede initiativet fra Idé til Handling."));
    CHECK(log_says(&log, 1, "anna ændrede titlen."));
    return RC_OK;
}
static void initiative_update__refuses_an_old_version_and_logs_what_changed(void **state) {
    (void)state;
    on_both(editing);
}

static enum rc hiding(struct request *request) {
    int64_t anna, bent;
    struct initiative made;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bent", &bent));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    TRY(initiative_set_visibility(request, &made, VISIBLE_PRIVATE));
    struct object object = {.kind = OBJECT_INITIATIVE, .public_id = made.public_id};
    TRY(rights_load_object(request, &object, NULL));
    CHECK(object.state == STATE_PRIVATE && object.role == ROLE_COORDINATOR);
    ask_as(request, bent, "bent");
    CHECK(rights_load_object(request, &object, NULL) == RC_ABSENT);
    request->asker.is_administrator = true;
    CHECK(rights_load_object(request, &object, NULL) == RC_OK);
    ask_as(request, 0, "");
    CHECK(rights_load_object(request, &object, NULL) == RC_ABSENT);
    const struct initiative_filter any = {.theme = -1, .stage = -1};
    const struct page_place first = {0};
    struct initiative_list list;
    TRY(initiative_list(request, &any, &first, &list));
    CHECK(list.rows.n == 0);
    return RC_OK;
}
static void initiative__that_is_private_is_absent_for_others(void **state) {
    (void)state;
    on_both(hiding);
}

/* ---- parties ---- */

static enum rc coordinating(struct request *request) {
    int64_t anna, bent;
    struct initiative made;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bent", &bent));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    struct party own,
        other = {.public_id = id_random(), .initiative = made.id, .person = bent, .joined_at = NOW};
    TRY(party_of_asker(request, made.id, &own));
    CHECK(own.role == PARTY_COORDINATOR);
    CHECK(party_leave(request, &own) == RC_DENIED);
    CHECK(party_set_role(request, &own, PARTY_MEMBER) == RC_DENIED);
    TRY(party_add(request->db, request->arena, &other));
    struct party twice = other;
    twice.public_id = id_random();
    CHECK(party_add(request->db, request->arena, &twice) == RC_CONFLICT);
    TRY(party_set_role(request, &other, PARTY_COORDINATOR));
    TRY(party_leave(request, &own));
    CHECK(party_of_asker(request, made.id, &own) == RC_ABSENT);
    struct log_page log;
    TRY(log_read(request, REF_INITIATIVE(made.id), 0, 10, &log));
    CHECK(log_says(&log, 0, "anna forlod initiativet."));
    CHECK(log_says(&log, 1, "anna gjorde bent til tovholder."));
    return RC_OK;
}
static void party__of_an_initiative_always_has_a_coordinator(void **state) {
    (void)state;
    on_both(coordinating);
}

static enum rc erasing(struct request *request) {
    int64_t anna, bent, chair;
    struct initiative made, seen;
    TRY(make_person(request, "chair", &chair));
    TRY(person_set_administrator(request->db, request->arena, chair, true));
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bent", &bent));
    TRY(make_initiative(request, "Have", anna, &made));
    struct party other = {
        .public_id = id_random(), .initiative = made.id, .person = bent, .joined_at = NOW};
    TRY(party_add(request->db, request->arena, &other));
    TRY(person_erase(request->db, request->arena, anna, NOW));
    ask_as(request, bent, "bent");
    TRY(initiative_load(request, made.public_id, &seen));
    CHECK(seen.asker_role == ROLE_COORDINATOR);
    CHECK(seen.contact_name.n == 0 && seen.contact_phone.n == 0);
    struct log_page log;
    TRY(log_read(request, REF_INITIATIVE(made.id), 0, 10, &log));
    CHECK(log_says(&log, 1, "slettet bruger startede initiativet."));
    return RC_OK;
}
static void party_erase_person__hands_over_and_forgets_her(void **state) {
    (void)state;
    on_both(erasing);
}

static const struct db_query set_phone = {
    "test.phone", "UPDATE person SET phone = $2 WHERE id = $1", "it", .writes = true};

static enum rc erasing_contacts(struct request *request) {
    int64_t chair, anna;
    struct initiative typed, namesakes, seen;
    struct organisation club = {.kind = KIND_ASSOCIATION,
                                .name = STR("Klubben"),
                                .lang = STR("da"),
                                .contact_name = STR("anna"),
                                .contact_phone = STR("87654321"),
                                .created_at = NOW},
                        typed_club = club, left;
    TRY(make_person(request, "chair", &chair));
    TRY(person_set_administrator(request->db, request->arena, chair, true));
    TRY(make_person(request, "anna", &anna));
    TRY(DB_RUN(request->db, &set_phone, DB_INT(anna), DB_STR(STR("12345678"))));
    TRY(make_initiative(request, "Skrevet af en anden", chair, &typed));
    namesakes = typed;
    namesakes.contact_phone = STR("87654321");
    namesakes.public_id = id_random();
    TRY(initiative_create(request->db, request->arena, &namesakes, SECTOR_CITIZEN));
    TRY(organisation_create(request->db, request->arena, &club, anna));
    typed_club.contact_phone = STR("12345678");
    TRY(organisation_create(request->db, request->arena, &typed_club, chair));
    TRY(person_erase(request->db, request->arena, anna, NOW));
    ask_as(request, chair, "chair");
    TRY(initiative_load(request, typed.public_id, &seen));
    CHECK(!seen.contact_name.n && !seen.contact_phone.n);
    TRY(initiative_load(request, namesakes.public_id, &seen));
    CHECK(str_is(seen.contact_name, STR("anna")) && seen.contact_phone.n);
    TRY(organisation_by_id(request->db, request->arena, club.id, 0, &left));
    CHECK(str_is(left.contact_name, STR("anna")) && left.contact_phone.n);
    TRY(organisation_by_id(request->db, request->arena, typed_club.id, 0, &left));
    CHECK(!left.contact_name.n && !left.contact_phone.n);
    return RC_OK;
}
static void erasure__knows_her_by_telephone_and_spares_a_namesake(void **state) {
    (void)state;
    on_both(erasing_contacts);
}

/* ---- invitations ---- */

static const struct db_query named_invitations = {
    "test.named", "SELECT count(*) FROM invitation WHERE name <> '' OR condition_text <> ''", "",
    DB_ROW_I64, .may_scan = true};

static enum rc inviting(struct request *request) {
    int64_t anna, bent, count;
    struct initiative made;
    TRY(make_person(request, "anna", &anna));
    TRY(make_person(request, "bent", &bent));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    struct invitation invitation = {.public_id = id_random(),
                                    .initiative = made.id,
                                    .name = STR("Gæst"),
                                    .created_at = NOW,
                                    .created_by = anna,
                                    .expires_at = NOW + 1000};
    const struct str hash = STR("0123456789abcdef0123456789abcdef");
    struct invited invited;
    TRY(invitation_create(request, &invitation, hash));
    CHECK(invitation_find(request->db, request->arena, hash, NOW + 1000, &invited) == RC_ABSENT);
    TRY(invitation_find(request->db, request->arena, hash, NOW + 999, &invited));
    CHECK(str_is(invited.initiative.title, STR("Have")));
    ask_as(request, bent, "bent");
    CHECK(invitation_join(request, &invited) == RC_DENIED);
    const struct invitation_answer yes = {.answer = ANSWER_YES, .party_public_id = id_random()};
    TRY(invitation_answer(request, &invited, &yes));
    TRY(invitation_find(request->db, request->arena, hash, NOW, &invited));
    TRY(invitation_join(request, &invited));
    CHECK(invitation_find(request->db, request->arena, hash, NOW, &invited) == RC_ABSENT);
    TRY(party_count(request->db, request->arena, made.id, &count));
    CHECK(count == 2);
    CHECK(invitation_revoke(request, made.id, invitation.public_id) == RC_ABSENT);
    struct invitation_list list = {0};
    TRY(invitation_read(request->db, request->arena, made.id, &list));
    CHECK(list.rows.n == 0);
    TRY(DB_ONE(request->db, request->arena, &named_invitations, &count));
    CHECK(count == 0);
    return RC_OK;
}
static void invitation__is_answered_tied_once_and_then_spent(void **state) {
    (void)state;
    on_both(inviting);
}

enum { NEVER_ANSWERED, SAID_NO, IS_GUEST, REMOVED_GUEST, INVITED__N };

static enum rc invite_four(struct request *request, int64_t initiative, const struct str *hashes) {
    for (int i = 0; i < INVITED__N; i++) {
        struct invitation invitation = {.public_id = id_random(),
                                        .initiative = initiative,
                                        .name = STR("Gæst"),
                                        .created_at = NOW,
                                        .created_by = request->asker.id,
                                        .expires_at = NOW + INVITATION_LIFETIME};
        struct invited invited;
        TRY(invitation_create(request, &invitation, hashes[i]));
        if (i == NEVER_ANSWERED) continue;
        TRY(invitation_find(request->db, request->arena, hashes[i], NOW, &invited));
        const struct invitation_answer answer = {.answer = i == SAID_NO ? ANSWER_NO : ANSWER_YES,
                                                 .condition = STR("Kun om tirsdagen"),
                                                 .party_public_id = id_random()};
        TRY(invitation_answer(request, &invited, &answer));
    }
    return RC_OK;
}

static enum rc forgetting_invited(struct request *request) {
    static const struct str hashes[INVITED__N] = {
        STR_INIT("a123456789abcdef0123456789abcdef"), STR_INIT("b123456789abcdef0123456789abcdef"),
        STR_INIT("c123456789abcdef0123456789abcdef"), STR_INIT("d123456789abcdef0123456789abcdef")};
    const int64_t day = INT64_C(86400000);
    int64_t anna, count;
    struct initiative made;
    struct invited invited;
    struct party_list parties = {0};
    TRY(make_person(request, "anna", &anna));
    TRY(make_initiative(request, "Have", anna, &made));
    ask_as(request, anna, "anna");
    TRY(invite_four(request, made.id, hashes));
    TRY(party_read(request->db, request->arena, made.id, 10, &parties));
    CHECK(parties.rows.n == 3 && parties.rows.v[2].invitation);
    TRY(invitation_find(request->db, request->arena, hashes[REMOVED_GUEST], NOW, &invited));
    CHECK(invited.invitation.id == parties.rows.v[2].invitation);
    TRY(party_leave(request, &parties.rows.v[2]));
    CHECK(invitation_find(request->db, request->arena, hashes[REMOVED_GUEST], NOW, &invited) ==
          RC_ABSENT);
    TRY(invitation_tidy(request->db, NOW + 29 * day));
    TRY(DB_ONE(request->db, request->arena, &named_invitations, &count));
    CHECK(count == 4);
    TRY(invitation_tidy(request->db, NOW + 31 * day));
    TRY(DB_ONE(request->db, request->arena, &named_invitations, &count));
    CHECK(count == 2); /* the no and the one taken back are forgotten */
    TRY(invitation_tidy(request->db, NOW + 61 * day));
    TRY(DB_ONE(request->db, request->arena, &named_invitations, &count));
    CHECK(count == 1); /* a guest who takes part keeps a name */
    return RC_OK;
}
static void invitation_tidy__forgets_names_but_not_of_guests(void **state) {
    (void)state;
    on_both(forgetting_invited);
}

/* ---- activities and links ---- */

static enum rc moving(struct request *request) {
    int64_t anna;
    struct initiative from, to;
    TRY(make_person(request, "anna", &anna));
    TRY(make_initiative(request, "Fra", anna, &from));
    TRY(make_initiative(request, "Til", anna, &to));
    ask_as(request, anna, "anna");
    struct activity activity = {.public_id = id_random(),
                                .kind = STR("budget"),
                                .title = STR("Afstemning"),
                                .place = REF_INITIATIVE(from.id),
                                .created_at = NOW,
                                .created_by = anna};
    TRY(activity_create(request->db, request->arena, &activity, 0));
    TRY(activity_move(request, activity.id, activity.place, REF_INITIATIVE(to.id)));
    CHECK(activity_move(request, activity.id, activity.place, REF_INITIATIVE(to.id)) == RC_ABSENT);
    struct activity_list list;
    TRY(activity_list(request->db, request->arena, REF_INITIATIVE(from.id), &list));
    CHECK(list.rows.n == 0);
    TRY(activity_list(request->db, request->arena, REF_INITIATIVE(to.id), &list));
    CHECK(list.rows.n == 1);
    struct log_page log;
    TRY(log_read(request, REF_INITIATIVE(from.id), 0, 10, &log));
    CHECK(log_says(&log, 0, "anna flyttede aktiviteten »Afstemning« til et andet sted."));
    CHECK(log_says(&log, 1, "anna startede aktiviteten »Afstemning«."));
    TRY(log_read(request, REF_INITIATIVE(to.id), 0, 10, &log));
    CHECK(log_says(&log, 0, "anna flyttede aktiviteten »Afstemning« hertil."));
    TRY(initiative_set_visibility(request, &to, VISIBLE_PRIVATE));
    TRY(log_read(request, REF_INITIATIVE(from.id), 0, 10, &log));
    CHECK(log.lines.n > 1);
    for (size_t i = 0; i < log.lines.n; i++)
        CHECK(!memmem(log.lines.v[i].sentence.p, log.lines.v[i].sentence.n, "Afstemning", 10));
    TRY(log_read(request, REF_INITIATIVE(to.id), 0, 10, &log));
    CHECK(log_says(&log, 1, "anna flyttede aktiviteten »Afstemning« hertil."));
    struct object parent = {.kind = OBJECT_INITIATIVE, .public_id = to.public_id};
    struct object object = {.kind = OBJECT_ACTIVITY, .public_id = activity.public_id};
    TRY(rights_load_object(request, &parent, NULL));
    TRY(rights_load_object(request, &object, &parent));
    CHECK(object.role == ROLE_COORDINATOR);
    parent.public_id = from.public_id;
    TRY(rights_load_object(request, &parent, NULL));
    CHECK(rights_load_object(request, &object, &parent) == RC_ABSENT);
    return RC_OK;
}
static void activity_move__keeps_history_in_both_logs(void **state) {
    (void)state;
    on_both(moving);
}

static enum rc linking(struct request *request) {
    int64_t anna;
    struct initiative from, to;
    TRY(make_person(request, "anna", &anna));
    TRY(make_initiative(request, "Barnet", anna, &from));
    TRY(make_initiative(request, "Moderen", anna, &to));
    ask_as(request, anna, "anna");
    const struct link link = {.public_id = id_random(),
                              .from = REF_INITIATIVE(from.id),
                              .to = REF_INITIATIVE(to.id),
                              .verb = LINK_GREW_OUT_OF,
                              .reason = STR("samme gruppe"),
                              .at = NOW,
                              .by = anna};
    struct link_list list;
    TRY(link_add(request->db, request->arena, &link));
    CHECK(link_add(request->db, request->arena, &link) == RC_CONFLICT);
    TRY(link_read(request, link.to, &list));
    CHECK(list.lines.n == 1 && str_is(list.lines.v[0].sentence, STR("Førte til")));
    CHECK(!list.lines.v[0].outgoing && str_is(list.lines.v[0].title, STR("Barnet")));
    TRY(initiative_set_visibility(request, &to, VISIBLE_PRIVATE));
    TRY(link_read(request, link.from, &list));
    CHECK(list.lines.n == 1 && str_is(list.lines.v[0].title, STR("Moderen")));
    ask_as(request, 0, "");
    TRY(link_read(request, link.from, &list));
    CHECK(list.lines.n == 0);
    struct log_page log;
    TRY(log_read(request, link.from, 0, 10, &log));
    CHECK(log_says(&log, 0, "anna henviste til »et initiativ, som ikke alle kan se«."));
    CHECK(link_remove(request, link.to, link.public_id) == RC_ABSENT);
    return link_remove(request, link.from, link.public_id);
}
static void link_read__shows_both_ends_but_nothing_hidden(void **state) {
    (void)state;
    on_both(linking);
}

/* ---- a hundred thousand ---- */

enum { MANY = 100000, FEW = 1000, TRIES = 7 };

static const struct db_query add_many = {
    "initiative_test.many",
    "WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < $2) "
    "INSERT INTO initiative (public_id, title, problem, problem_html, lang, contact_name, "
    "contact_phone, theme, area, stage, type, level, visibility, version, created_at, updated_at, "
    "active_at, closed_at) SELECT 1000000 + i * 7919, 'Initiativ', 'p', 'p', 0, 'a', '1', i % 13, "
    "'', i % 6, 0, 0, CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END, 1, i, i, 1000 + i, 0 FROM n",
    "ii", .writes = true};

/* Seconds of the fastest of a few readings of one page. */
static double time_page(const struct request *request, const struct initiative_filter *filter,
                        const struct page_place *place, struct initiative_list *list) {
    double best = 1e9;
    for (int i = 0; i < TRIES; i++) {
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        if (initiative_list(request, filter, place, list) != RC_OK) return 1e9;
        clock_gettime(CLOCK_MONOTONIC, &b);
        double took = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
        if (took < best) best = took;
    }
    return best;
}

static const struct initiative_filter filters[] = {
    {.theme = -1, .stage = -1},
    {.theme = 5, .stage = -1},
    {.theme = -1, .stage = 2},
    {.theme = 5, .stage = 2},
};

static enum rc listing(struct request *request) {
    int64_t anna;
    double few[COUNT(filters)][2];
    struct initiative_list list = {0};
    TRY(make_person(request, "anna", &anna));
    ask_as(request, anna, "anna");
    for (int size = 0; size < 2; size++) {
        int64_t n = size ? MANY : FEW;
        TRY(DB_RUN(request->db, &add_many, DB_INT(size ? FEW : 0), DB_INT(n)));
        for (size_t f = 0; f < COUNT(filters); f++) {
            const struct page_place first = {0};
            const struct page_place deep = {.is_set = true, .key = 1000 + n / 2};
            double a = time_page(request, &filters[f], &first, &list);
            CHECK(list.page.n > 1);
            CHECK(list.rows.v[0].active_at > list.rows.v[list.rows.n - 1].active_at);
            double b = time_page(request, &filters[f], &deep, &list);
            CHECK(list.rows.n > 1 && list.rows.v[0].active_at < deep.key);
            if (!size) {
                few[f][0] = a;
                few[f][1] = b;
                continue;
            }
            fprintf(stderr,
                    "list %zu: %.3f ms of 1,000, %.3f ms of 100,000; in the middle %.3f, "
                    "%.3f\n",
                    f, few[f][0] * 1e3, a * 1e3, few[f][1] * 1e3, b * 1e3);
            CHECK(a < 6 * few[f][0] + 0.003 && b < 6 * few[f][1] + 0.003);
        }
    }
    return RC_OK;
}
static void initiative_list__costs_the_same_among_a_hundred_thousand(void **state) {
    (void)state;
    on_both(listing);
}

static enum rc paging(struct request *request) {
    TRY(DB_RUN(request->db, &add_many, DB_INT(0), DB_INT(95)));
    const struct initiative_filter any = {.theme = -1, .stage = -1};
    struct page_place place = {0};
    struct initiative_list list, back;
    int64_t last = INT64_MAX, seen = 0;
    for (;;) {
        TRY(initiative_list(request, &any, &place, &list));
        for (size_t i = 0; i < list.rows.n; i++, seen++) {
            CHECK(list.rows.v[i].active_at < last);
            last = list.rows.v[i].active_at;
        }
        if (list.page.n <= PAGE_ROWS) break;
        place =
            (struct page_place){.is_set = true, .key = list.page.last.key, .id = list.page.last.id};
    }
    CHECK(seen == 85); /* the rest are for those who are signed in */
    place = (struct page_place){
        .is_set = true, .backwards = true, .key = list.page.first.key, .id = list.page.first.id};
    TRY(initiative_list(request, &any, &place, &back));
    CHECK(back.rows.n == PAGE_ROWS);
    CHECK(back.rows.v[0].active_at > back.rows.v[PAGE_ROWS - 1].active_at);
    CHECK(back.rows.v[PAGE_ROWS - 1].active_at > list.rows.v[0].active_at);
    return RC_OK;
}
static void initiative_list__pages_forth_and_back_without_gaps(void **state) {
    (void)state;
    on_both(paging);
}

enum { BENCHES = 90 };

/* Every second one about traffic, every third only for those signed in, the last two private. */
static enum rc make_benches(struct request *request, int64_t starter) {
    struct initiative made;
    for (int i = 0; i < BENCHES; i++) {
        made = (struct initiative){.public_id = id_random(),
                                   .title = str_format(request->arena, "Bænken nummer %d", i),
                                   .problem = STR("p"),
                                   .contact_name = STR("anna"),
                                   .contact_phone = STR("1"),
                                   .started_by = i % 10 == 9 ? starter : 0,
                                   .theme = i % 2 ? THEME_TRAFFIC : THEME_NATURE,
                                   .stage = STAGE_DOING,
                                   .visibility = i >= BENCHES - 2 ? VISIBLE_PRIVATE : i % 3 == 0,
                                   .created_at = NOW + i};
        TRY(initiative_create(request->db, request->arena, &made, SECTOR_CITIZEN));
    }
    return RC_OK;
}

/* Walks through all pages, and back from the last one; *n: how many were seen on the way there. */
static enum rc walk_words(struct request *request, const struct initiative_filter *filter,
                          size_t *n) {
    struct page_place place = {0};
    struct initiative_list list, back;
    int64_t last = INT64_MAX;
    for (*n = 0;;) {
        TRY(initiative_list(request, filter, &place, &list));
        for (size_t i = 0; i < list.rows.n; i++, ++*n) {
            CHECK(list.rows.v[i].id < last);
            last = list.rows.v[i].id;
        }
        if (list.page.n <= PAGE_ROWS) break;
        place =
            (struct page_place){.is_set = true, .key = list.page.last.key, .id = list.page.last.id};
    }
    if (*n <= PAGE_ROWS) return RC_OK;
    place = (struct page_place){.is_set = true, .backwards = true, .key = list.page.first.key};
    TRY(initiative_list(request, filter, &place, &back));
    CHECK(back.rows.n == PAGE_ROWS);
    for (size_t i = 1; i < back.rows.n; i++) CHECK(back.rows.v[i].id < back.rows.v[i - 1].id);
    CHECK(back.rows.v[PAGE_ROWS - 1].id > list.rows.v[0].id);
    return RC_OK;
}

static enum rc searching(struct request *request) {
    static const struct initiative_filter questions[] = {
        {.words = STR_INIT("bænk"), .theme = -1, .stage = -1},
        {.words = STR_INIT("bænk"), .theme = THEME_TRAFFIC, .stage = -1},
        {.words = STR_INIT("bænk"), .theme = THEME_TRAFFIC, .stage = STAGE_DOING},
        {.words = STR_INIT("bænk"), .theme = -1, .stage = STAGE_IDEA},
        {.words = STR_INIT("bænk"), .theme = -1, .stage = -1, .mine = true},
        {.words = STR_INIT("bænk nummer 89"), .theme = -1, .stage = -1, .mine = true},
        {.words = STR_INIT("bænk"), .theme = THEME_NATURE, .stage = -1, .mine = true},
    };
    static const size_t for_visitors[] = {58, 29, 29, 0}, for_anna[] = {88, 44, 44, 0, 9, 1, 0};
    int64_t anna;
    size_t n;
    TRY(make_person(request, "anna", &anna));
    TRY(make_benches(request, anna));
    for (size_t i = 0; i < COUNT(for_visitors); i++) {
        TRY(walk_words(request, &questions[i], &n));
        CHECK(n == for_visitors[i]);
    }
    ask_as(request, anna, "anna");
    for (size_t i = 0; i < COUNT(for_anna); i++) {
        TRY(walk_words(request, &questions[i], &n));
        CHECK(n == for_anna[i]);
    }
    return RC_OK;
}
static void initiative_list__with_words_obeys_every_filter_on_every_page(void **state) {
    (void)state;
    on_both(searching);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(initiative_create__makes_the_starter_coordinator_and_begins_the_log),
        cmocka_unit_test(initiative_update__refuses_an_old_version_and_logs_what_changed),
        cmocka_unit_test(initiative__that_is_private_is_absent_for_others),
        cmocka_unit_test(party__of_an_initiative_always_has_a_coordinator),
        cmocka_unit_test(party_erase_person__hands_over_and_forgets_her),
        cmocka_unit_test(invitation__is_answered_tied_once_and_then_spent),
        cmocka_unit_test(invitation_tidy__forgets_names_but_not_of_guests),
        cmocka_unit_test(erasure__knows_her_by_telephone_and_spares_a_namesake),
        cmocka_unit_test(activity_move__keeps_history_in_both_logs),
        cmocka_unit_test(link_read__shows_both_ends_but_nothing_hidden),
        cmocka_unit_test(initiative_list__costs_the_same_among_a_hundred_thousand),
        cmocka_unit_test(initiative_list__pages_forth_and_back_without_gaps),
        cmocka_unit_test(initiative_list__with_words_obeys_every_filter_on_every_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
