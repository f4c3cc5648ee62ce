/* Meetings, their agenda, people and end, on both engines. */
#include "core/activity.h"
#include "core/initiative.h"
#include "core/log.h"
#include "core/meeting/action.h"
#include "core/meeting/exercise.h"
#include "core/meeting/meeting.h"
#include "core/meeting/seat.h"
#include "core/meeting/testing.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/party.h"
#include "core/person.h"
#include "kit/site.h"
#include "platform/mail.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define NOW TESTING_NOW
#define DAY INT64_C(86400000)

const struct own_data *const own_data_stores[] = {&person_own_data,
                                                  &party_own_data,
                                                  &meeting_own_data,
                                                  &signup_own_data,
                                                  &action_own_data,
                                                  &content_own_data,
                                                  NULL};

/* ---- made up ---- */

static enum rc make_organisation(struct request *request, enum organisation_kind kind,
                                 int64_t parent, int64_t manager, int64_t *id) {
    struct organisation made = {.kind = (int)kind,
                                .name = STR("Solgården"),
                                .parent = parent,
                                .lang = STR("da"),
                                .created_at = NOW};
    TRY(organisation_create(request->db, request->arena, &made, manager));
    *id = made.id;
    return RC_OK;
}

static enum rc make_member(struct request *request, int64_t organisation, int64_t person,
                           enum member_role role) {
    struct membership member = {
        .organisation = organisation, .person = person, .role = (int)role, .from_at = NOW};
    return membership_add(request->db, request->arena, &member);
}

static enum rc make_initiative(struct request *request, int64_t starter, struct initiative *made) {
    *made = (struct initiative){.public_id = id_random(),
                                .title = STR("Haven"),
                                .problem = STR("p"),
                                .contact_name = STR("anna"),
                                .contact_phone = STR("1"),
                                .started_by = starter,
                                .created_at = NOW};
    return initiative_create(request->db, request->arena, made, SECTOR_CITIZEN);
}

static enum rc make_party(struct request *request, int64_t initiative, int64_t person) {
    struct party party = {
        .public_id = id_random(), .initiative = initiative, .person = person, .joined_at = NOW};
    return party_add(request->db, request->arena, &party);
}

static enum rc count_of(struct request *request, const struct db_query *query, int64_t id,
                        int64_t *n) {
    return DB_ONE(request->db, request->arena, query, n, DB_INT(id));
}

static const struct meeting_next next = {
    .text = STR_INIT("Vi mødes igen"), .who = STR_INIT("Anna"), .at = NOW + 30 * DAY};

/* ---- codes ---- */

static void code__is_read_however_it_is_typed(void **unused) {
    static const struct {
        const char *typed, *code;
    } cases[] = {
        {"BDFGHJ", "BDFGHJ"}, {"bdfghj", "BDFGHJ"},      {" bdf-ghj ", "BDFGHJ"},
        {"OQ0D1I", "DDDDLL"}, {"b.d f-g h j", "BDFGHJ"}, {"258cu6", "ZSBGVG"},
        {"BDFGH", NULL},      {"BDFGHJK", NULL},         {"", NULL},
        {"BDFGHA", NULL},     {"BDFGH\xc3\xb8", NULL},   {"------", NULL},
    };
    char code[MEETING_CODE_CHARS + 1];
    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool is_code = meeting_code_read(str_from(cases[i].typed), code);
        assert_int_equal(is_code, cases[i].code != NULL);
        if (cases[i].code) assert_string_equal(code, cases[i].code);
    }
}

/* 22 characters in 66,000 draws: 3,000 of each, give or take six standard deviations. */
static void code__draws_every_character_equally_often(void **unused) {
    enum { CODES = 11000 };
    int counts[128] = {0}, kinds = 0;
    (void)unused;
    assert_int_equal(secret_start(), RC_OK);
    for (int i = 0; i < CODES; i++) {
        char code[MEETING_CODE_CHARS + 1], again[MEETING_CODE_CHARS + 1];
        meeting_code_new(code);
        assert_true(meeting_code_read(str_from(code), again));
        assert_string_equal(code, again);
        for (int c = 0; c < MEETING_CODE_CHARS; c++) counts[(unsigned char)code[c]]++;
    }
    for (int c = 0; c < 128; c++) {
        if (!counts[c]) continue;
        kinds++;
        assert_in_range(counts[c], 2680, 3320);
    }
    assert_int_equal(kinds, 22);
}

static enum rc coding(struct request *request) {
    struct meeting made, other, found;
    TRY(testing_meeting(request, &made));
    TRY(testing_meeting(request, &other));
    CHECK(!str_is(made.code, other.code));
    TRY(meeting_by_code(request->db, request->arena,
                        str_format(request->arena, " %.3s-%.3s", made.code.p, made.code.p + 3),
                        &found));
    CHECK(found.id == made.id && str_is(found.title, made.title));
    TRY(meeting_close(request, made.id, &next));
    CHECK(meeting_by_code(request->db, request->arena, made.code, &found) == RC_ABSENT);
    return RC_OK;
}
static void meeting_by_code__finds_the_living_only(void **unused) {
    (void)unused;
    testing_on_both(coding);
}

/* ---- who is what ---- */

struct roles {
    int64_t person, acting;
    bool is_administrator;
    enum role role;
    bool leads;
};

static enum rc check_roles(struct request *request, uint64_t public_id, const struct roles *roles,
                           size_t n) {
    for (size_t i = 0; i < n; i++) {
        struct object object = {.kind = OBJECT_MEETING, .public_id = public_id};
        request->asker = (struct asker){.id = roles[i].person,
                                        .acting = roles[i].acting,
                                        .is_administrator = roles[i].is_administrator};
        TRY(rights_load_object(request, &object, NULL));
        const struct meeting *meeting = object.row;
        if (object.role != (int)roles[i].role || meeting->asker_leads != roles[i].leads)
            fprintf(stderr, "case %zu: role %d\n", i, object.role);
        CHECK(object.role == (int)roles[i].role && meeting->asker_leads == roles[i].leads);
        CHECK(object.state == STATE_MEETING && object.id == meeting->id);
    }
    request->asker = (struct asker){0};
    return RC_OK;
}

static enum rc roles_in_initiative(struct request *request) {
    int64_t anna, bent, carl, dora, erik, org;
    struct initiative initiative;
    TRY(testing_person(request, "anna", &anna));
    TRY(testing_person(request, "bent", &bent));
    TRY(testing_person(request, "carl", &carl));
    TRY(testing_person(request, "dora", &dora));
    TRY(testing_person(request, "erik", &erik));
    TRY(make_initiative(request, anna, &initiative));
    TRY(make_party(request, initiative.id, bent));
    TRY(make_organisation(request, KIND_ASSOCIATION, 0, erik, &org));
    struct party association = {.public_id = id_random(),
                                .initiative = initiative.id,
                                .organisation = org,
                                .joined_at = NOW};
    TRY(party_add(request->db, request->arena, &association));
    request->asker.id = carl;
    struct meeting made = {.place = REF_INITIATIVE(initiative.id),
                           .title = STR("Møde"),
                           .starts_at = NOW + DAY,
                           .minutes = 45};
    TRY(meeting_create(request, &made));
    const struct roles roles[] = {
        {0, 0, false, ROLE_VISITOR, false},        {anna, 0, false, ROLE_COORDINATOR, true},
        {bent, 0, false, ROLE_INVITED, false},     {carl, 0, false, ROLE_COORDINATOR, true},
        {dora, 0, false, ROLE_PERSON, false},      {erik, 0, false, ROLE_INVITED, false},
        {erik, org, false, ROLE_INVITED, false},   {dora, 0, true, ROLE_ADMINISTRATOR, false},
        {anna, 0, true, ROLE_ADMINISTRATOR, true},
    };
    return check_roles(request, made.public_id, roles, COUNT(roles));
}

static enum rc roles_in_organisation(struct request *request) {
    int64_t mayor, anna, bent, carl, town, house;
    TRY(testing_person(request, "mayor", &mayor));
    TRY(testing_person(request, "anna", &anna));
    TRY(testing_person(request, "bent", &bent));
    TRY(testing_person(request, "carl", &carl));
    TRY(make_organisation(request, KIND_MUNICIPALITY, 0, mayor, &town));
    TRY(make_organisation(request, KIND_WORKPLACE, town, anna, &house));
    TRY(make_member(request, house, bent, MEMBER_CONTACT));
    TRY(make_member(request, house, carl, MEMBER_PLAIN));
    struct meeting made = {.place = REF_ORGANISATION(house),
                           .title = STR("Møde"),
                           .starts_at = NOW + DAY,
                           .minutes = 45};
    TRY(meeting_create(request, &made));
    const struct roles roles[] = {
        {anna, 0, false, ROLE_COORDINATOR, true},
        {bent, 0, false, ROLE_COORDINATOR, true},
        {carl, 0, false, ROLE_INVITED, false},
        {mayor, 0, false, ROLE_COORDINATOR, true},
    };
    return check_roles(request, made.public_id, roles, COUNT(roles));
}
static void meeting_load_object__tells_leaders_seats_and_guests_apart(void **unused) {
    (void)unused;
    testing_on_both(roles_in_initiative);
    testing_on_both(roles_in_organisation);
}

/* ---- one meeting ---- */

static enum rc creating(struct request *request) {
    int64_t anna;
    struct meeting made, seen;
    struct meeting_leaders leaders;
    struct log_page log;
    TRY(testing_person(request, "anna", &anna));
    request->asker = (struct asker){.id = anna, .name = STR("anna")};
    TRY(testing_meeting(request, &made));
    TRY(meeting_by_id(request->db, request->arena, made.id, &seen));
    CHECK(seen.code.n == MEETING_CODE_CHARS && seen.state == MEETING_PLANNED && seen.version == 1);
    CHECK(str_is(seen.place_title, STR("Testgården")) && seen.place_public_id);
    CHECK(str_is(seen.subgroups, STR("dagvagt\naftenvagt")));
    TRY(meeting_leaders(request->db, request->arena, made.id, &leaders));
    CHECK(leaders.rows.n == 1 && leaders.rows.v[0].person == anna);
    TRY(log_read(request, made.place, 0, 10, &log));
    CHECK(log.lines.n == 1 &&
          str_is(log.lines.v[0].sentence, STR("anna planlagde mødet »Testmøde«.")));
    seen.title = STR("Nyt navn");
    TRY(meeting_update(request, &seen));
    CHECK(meeting_update(request, &seen) == RC_ABSENT);
    TRY(meeting_open(request, made.id));
    TRY(meeting_open(request, made.id));
    TRY(meeting_by_id(request->db, request->arena, made.id, &seen));
    CHECK(seen.state == MEETING_OPEN && seen.opened_at == NOW && seen.version == 3);
    CHECK(str_is(seen.title, STR("Nyt navn")));
    return RC_OK;
}
static void meeting_create__gives_code_leader_and_log_and_edits_are_told_apart(void **unused) {
    (void)unused;
    testing_on_both(creating);
}

static enum rc listing(struct request *request) {
    int64_t anna;
    struct meeting first, second;
    struct meeting_list list;
    TRY(testing_person(request, "anna", &anna));
    request->asker.id = anna;
    TRY(testing_meeting(request, &first));
    second = first;
    second.starts_at += DAY;
    TRY(meeting_create(request, &second));
    TRY(meeting_list(request->db, request->arena, first.place, 10, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == second.id);
    TRY(meeting_list_led(request->db, request->arena, anna, 10, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].id == first.id && list.rows.v[0].asker_leads);
    TRY(meeting_close(request, first.id, &next));
    TRY(meeting_list_led(request->db, request->arena, anna, 10, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].id == second.id);
    return RC_OK;
}
static void meeting_list__is_newest_first_and_led_ones_are_not_closed(void **unused) {
    (void)unused;
    testing_on_both(listing);
}

/* ---- agenda ---- */

static enum rc add_item(struct request *request, int64_t meeting, const char *title,
                        struct meeting_item *item) {
    *item = (struct meeting_item){.meeting = meeting, .title = str_from(title), .minutes = 5};
    return meeting_item_add(request, item);
}

static bool order_is(const struct meeting_items *items, const char *order) {
    bool same = items->rows.n == strlen(order);
    for (size_t i = 0; same && i < items->rows.n; i++)
        same = items->rows.v[i].title.p[0] == order[i];
    return same;
}

static enum rc moving(struct request *request) {
    struct meeting made;
    struct meeting_item a, b, c;
    struct meeting_items items;
    TRY(testing_meeting(request, &made));
    TRY(add_item(request, made.id, "a", &a));
    TRY(add_item(request, made.id, "b", &b));
    TRY(add_item(request, made.id, "c", &c));
    TRY(meeting_item_move(request, &c, -1));
    TRY(meeting_items(request->db, request->arena, made.id, &items));
    CHECK(order_is(&items, "acb"));
    TRY(meeting_item_move(request, &a, -1));
    TRY(meeting_item_move(request, &b, 1));
    TRY(meeting_items(request->db, request->arena, made.id, &items));
    CHECK(order_is(&items, "acb"));
    b.title = STR("d");
    TRY(meeting_item_update(request, &b));
    TRY(meeting_item_remove(request, &a));
    CHECK(meeting_item_remove(request, &a) == RC_ABSENT);
    TRY(meeting_items(request->db, request->arena, made.id, &items));
    CHECK(order_is(&items, "cd"));
    for (int i = 2; i < MEETING_ITEMS_MAX; i++) TRY(add_item(request, made.id, "x", &a));
    CHECK(add_item(request, made.id, "y", &a) == RC_LIMIT);
    return RC_OK;
}
static void meeting_item__moves_changes_and_goes(void **unused) {
    (void)unused;
    testing_on_both(moving);
}

static enum rc going(struct request *request) {
    struct meeting made, other;
    struct meeting_item a, b, elsewhere;
    struct meeting_items items;
    TRY(testing_meeting(request, &made));
    TRY(testing_meeting(request, &other));
    TRY(add_item(request, made.id, "a", &a));
    TRY(add_item(request, made.id, "b", &b));
    TRY(add_item(request, other.id, "c", &elsewhere));
    CHECK(meeting_go(request, made.id, a.id) == RC_CONFLICT);
    TRY(meeting_open(request, made.id));
    TRY(meeting_go(request, made.id, a.id));
    TRY(meeting_go(request, made.id, b.id));
    TRY(meeting_go(request, made.id, b.id));
    CHECK(meeting_go(request, made.id, elsewhere.id) == RC_ABSENT);
    TRY(meeting_items(request->db, request->arena, made.id, &items));
    CHECK(items.rows.v[0].is_done && !items.rows.v[1].is_done);
    TRY(meeting_go(request, made.id, a.id));
    TRY(meeting_by_id(request->db, request->arena, made.id, &made));
    TRY(meeting_items(request->db, request->arena, made.id, &items));
    CHECK(made.item == a.id && !items.rows.v[0].is_done && items.rows.v[1].is_done);
    TRY(meeting_item_remove(request, &a));
    TRY(meeting_by_id(request->db, request->arena, made.id, &made));
    CHECK(made.item == 0);
    return RC_OK;
}
static void meeting_go__runs_one_item_and_ends_the_one_before(void **unused) {
    (void)unused;
    testing_on_both(going);
}

/* ---- people ---- */

static enum rc leading(struct request *request) {
    int64_t anna, bent;
    struct meeting made;
    TRY(testing_person(request, "anna", &anna));
    TRY(testing_person(request, "bent", &bent));
    request->asker.id = anna;
    TRY(testing_meeting(request, &made));
    CHECK(meeting_leader_remove(request, made.id, anna) == RC_CONFLICT);
    TRY(meeting_leader_add(request, made.id, bent));
    CHECK(meeting_leader_add(request, made.id, bent) == RC_ABSENT);
    TRY(meeting_leader_remove(request, made.id, anna));
    CHECK(meeting_leader_remove(request, made.id, anna) == RC_ABSENT);
    CHECK(meeting_leader_remove(request, made.id, bent) == RC_CONFLICT);
    return RC_OK;
}
static void meeting_leader__is_never_missing(void **unused) {
    (void)unused;
    testing_on_both(leading);
}

static enum rc sign_up(struct request *request, int64_t meeting, const char *name, const char *mail,
                       struct meeting_signup *signup) {
    *signup = (struct meeting_signup){
        .meeting = meeting, .name = str_from(name), .mail = str_from(mail), .sector = -1};
    return meeting_signup_add(request, signup);
}

static enum rc signing_up(struct request *request) {
    struct meeting made, shut;
    struct meeting_signup ib, bo, again;
    struct meeting_signups list;
    TRY(testing_meeting(request, &made));
    shut = made;
    shut.takes_signups = false;
    TRY(meeting_create(request, &shut));
    TRY(sign_up(request, made.id, "Ib", "ib@example.dk", &ib));
    CHECK(sign_up(request, made.id, "Ib", "ib@example.dk", &again) == RC_CONFLICT);
    TRY(sign_up(request, made.id, "Bo", "", &bo));
    TRY(sign_up(request, made.id, "Bo", "", &again));
    CHECK(sign_up(request, shut.id, "Bo", "", &again) == RC_CONFLICT);
    TRY(meeting_signup_set_came(request, made.id, ib.public_id, true));
    CHECK(meeting_signup_set_came(request, shut.id, ib.public_id, true) == RC_ABSENT);
    TRY(meeting_signup_remove(request, made.id, bo.public_id));
    CHECK(meeting_signup_remove(request, made.id, bo.public_id) == RC_ABSENT);
    TRY(meeting_signups(request->db, request->arena, made.id, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].came && list.rows.v[0].sector == -1);
    return RC_OK;
}
static void meeting_signup__is_once_for_each_address(void **unused) {
    (void)unused;
    testing_on_both(signing_up);
}

static const struct db_query count_letters = {
    "test.letters", "SELECT count(*) FROM outbox WHERE letter = $1 AND address <> ''", "i",
    DB_ROW_I64, .may_scan = true};

static enum rc reminding(struct request *request) {
    static const struct mail_server mail = {.url = STR_INIT("smtp://localhost")};
    struct site with_mail = *request->site;
    struct meeting made;
    struct meeting_signup signup;
    struct letter letter;
    struct letter_list letters;
    struct str subject, body;
    int64_t n = 0;
    TRY(testing_meeting(request, &made)); /* starts in two days */
    TRY(sign_up(request, made.id, "Ib", "ib@example.dk", &signup));
    TRY(sign_up(request, made.id, "Bo", "", &signup));
    with_mail.mail = &mail;
    request->site = &with_mail;
    TRY(meeting_remind(request));
    TRY(count_of(request, &count_letters, LETTER_MEETING, &n));
    CHECK(n == 0);
    request->now = made.starts_at - DAY / 2;
    TRY(sign_up(request, made.id, "Late", "late@example.dk", &signup));
    with_mail.mail = NULL;
    TRY(meeting_remind(request));
    TRY(count_of(request, &count_letters, LETTER_MEETING, &n));
    CHECK(n == 0);
    with_mail.mail = &mail;
    TRY(meeting_remind(request));
    TRY(meeting_remind(request));
    TRY(count_of(request, &count_letters, LETTER_MEETING, &n));
    CHECK(n == 1);
    TRY(outbox_waiting(request->db, request->arena, 0, 10, &letters));
    letter = letters.rows.v[0];
    CHECK(str_is(letter.address, STR("ib@example.dk")));
    TRY(letter_text(request->arena, request->site, &letter, STR("https://x/m/1"), &subject, &body));
    CHECK(str_starts(subject, STR("I morgen: Testmøde, ")) && str_ends(subject, STR("Lokale 3")));
    CHECK(str_find(body, '\n', 0) < body.n);
    return RC_OK;
}
static void meeting_remind__writes_once_the_day_before_to_those_with_an_address(void **unused) {
    (void)unused;
    testing_on_both(reminding);
}

/* ---- the end ---- */

static const struct db_query tokens_left = {
    "test.tokens", "SELECT count(*) FROM seat WHERE meeting_id = $1 AND token_hash IS NOT NULL",
    "i", DB_ROW_I64};
static const struct db_query mails_left = {
    "test.mails", "SELECT count(*) FROM meeting_signup WHERE meeting_id = $1 AND mail <> ''", "i",
    DB_ROW_I64};
static const struct db_query seats_left = {
    "test.seats", "SELECT count(*) FROM seat WHERE meeting_id = $1", "i", DB_ROW_I64};
static const struct db_query signups_left = {
    "test.signups", "SELECT count(*) FROM meeting_signup WHERE meeting_id = $1", "i", DB_ROW_I64};

static enum rc closing(struct request *request) {
    struct meeting made, seen;
    struct meeting_signup signup;
    struct seat seat = {.nickname = STR("Ib"), .sector = -1};
    int64_t n = 9;
    TRY(testing_meeting(request, &made));
    TRY(meeting_open(request, made.id));
    seat.meeting = made.id;
    TRY(seat_take(request, &seat));
    TRY(sign_up(request, made.id, "Ib", "ib@example.dk", &signup));
    CHECK(meeting_set_next(request, made.id, &next) == RC_ABSENT);
    CHECK(meeting_erase(request, made.id) == RC_CONFLICT);
    CHECK(meeting_close(request, made.id, &(struct meeting_next){.text = STR("  "), .at = NOW}) ==
          RC_INVALID);
    CHECK(meeting_close(request, made.id, &(struct meeting_next){.text = STR("a")}) == RC_INVALID);
    TRY(meeting_close(request, made.id, &next));
    CHECK(meeting_close(request, made.id, &next) == RC_CONFLICT);
    CHECK(meeting_open(request, made.id) == RC_CONFLICT);
    TRY(meeting_by_id(request->db, request->arena, made.id, &seen));
    CHECK(seen.state == MEETING_CLOSED && seen.code.n == 0 && seen.closed_at == NOW);
    CHECK(str_is(seen.next_text, next.text) && seen.next_at == next.at);
    CHECK(seen.erase_at > NOW + 729 * DAY && seen.erase_at < NOW + 732 * DAY);
    TRY(count_of(request, &tokens_left, made.id, &n));
    CHECK(n == 0);
    TRY(count_of(request, &mails_left, made.id, &n));
    CHECK(n == 0);
    CHECK(seat_take(request, &seat) == RC_CONFLICT);
    return RC_OK;
}
static void meeting_close__asks_what_happens_next_and_forgets_telephones(void **unused) {
    (void)unused;
    testing_on_both(closing);
}

static const struct db_query add_exercise = {
    "test.exercise",
    "INSERT INTO exercise (id, meeting_id, tool, form, content, is_named, k, is_consensus, "
    "was_small, change, across_sectors, asks_heard, state, phase, step, is_revealed, "
    "phase_left_at, "
    "clock_round, clock_rounds, clock_repeats, clock_round_ms, clock_ends_at, clock_held_ms, seed, "
    "opened_at, closed_at, version) VALUES ($1, $2, 'star', '', '', 0, 5, 0, 0, 0, 0, 0, 2, 0, 0, "
    "0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1)",
    "ii", .writes = true};
static const struct db_query add_note = {
    "test.note",
    "INSERT INTO note (id, exercise_id, phase, round, region, text, lang, group_number, sector, "
    "origin, hidden, is_reported) VALUES (77, $1, 0, 0, 'raise', 'hej', 'da', 0, -1, 0, 0, 0)",
    "i", .writes = true};
static const struct db_query add_answer = {
    "test.answer",
    "INSERT INTO answer (id, exercise_id, group_number, sector, subgroup, origin, sheet) "
    "VALUES (78, $1, 0, -1, '', 0, '3')",
    "i", .writes = true};
static const struct db_query add_snapshot = {
    "test.snapshot", "INSERT INTO snapshot (exercise_id, taken_at, json) VALUES ($1, 1, '{}')", "i",
    .writes = true};
static const struct db_query words_left = {
    "test.words",
    "SELECT (SELECT count(*) FROM note WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM answer WHERE exercise_id = $1) + "
    "(SELECT count(*) FROM action_note WHERE note_id = 77)",
    "i", DB_ROW_I64};
static const struct db_query figures_left = {
    "test.figures", "SELECT count(*) FROM snapshot WHERE exercise_id = $1", "i", DB_ROW_I64};

/* A closed exercise with a note, an answer, a snapshot, and an action that the note caused. */
static enum rc make_record(struct request *request, const struct meeting *meeting,
                           int64_t *exercise) {
    static const uint64_t notes[] = {77};
    struct activity activity = {.public_id = id_random(),
                                .kind = STR("exercise"),
                                .title = STR("Stjerne"),
                                .place = meeting->place,
                                .created_at = NOW};
    struct action action = {
        .place = meeting->place, .meeting = meeting->id, .text = STR("Køb bænke")};
    TRY(activity_create(request->db, request->arena, &activity, 0));
    *exercise = activity.id;
    TRY(DB_RUN(request->db, &add_exercise, DB_INT(activity.id), DB_INT(meeting->id)));
    TRY(DB_RUN(request->db, &add_note, DB_INT(activity.id)));
    TRY(DB_RUN(request->db, &add_answer, DB_INT(activity.id)));
    TRY(DB_RUN(request->db, &add_snapshot, DB_INT(activity.id)));
    action.notes.v = notes;
    action.notes.n = COUNT(notes);
    return action_add(request, &action);
}

static enum rc erasing(struct request *request) {
    struct meeting made, seen;
    struct meeting_signup signup;
    struct action_list actions;
    struct seat seat = {.sector = -1};
    int64_t exercise, n = 9;
    TRY(testing_meeting(request, &made));
    seat.meeting = made.id;
    TRY(seat_take(request, &seat));
    TRY(sign_up(request, made.id, "Ib", "", &signup));
    TRY(make_record(request, &made, &exercise));
    TRY(meeting_close(request, made.id, &next));
    TRY(count_of(request, &words_left, exercise, &n));
    CHECK(n == 3);
    request->now = NOW + 725 * DAY;
    TRY(meeting_tidy(request));
    TRY(count_of(request, &words_left, exercise, &n));
    CHECK(n == 3);
    request->now = NOW + 735 * DAY;
    TRY(meeting_tidy(request));
    TRY(count_of(request, &words_left, exercise, &n));
    CHECK(n == 0);
    TRY(count_of(request, &seats_left, made.id, &n));
    CHECK(n == 0);
    TRY(count_of(request, &signups_left, made.id, &n));
    CHECK(n == 0);
    TRY(count_of(request, &figures_left, exercise, &n));
    CHECK(n == 1);
    TRY(action_of_meeting(request->db, request->arena, made.id, &actions));
    CHECK(actions.rows.n == 1 && actions.rows.v[0].notes.n == 0);
    TRY(meeting_by_id(request->db, request->arena, made.id, &seen));
    CHECK(seen.erase_at == 0 && seen.state == MEETING_CLOSED);
    return RC_OK;
}
static void meeting_tidy__erases_words_after_two_years_and_keeps_figures(void **unused) {
    (void)unused;
    testing_on_both(erasing);
}

static enum rc state_of(struct request *request, int64_t id, int *state) {
    struct meeting meeting;
    TRY(meeting_by_id(request->db, request->arena, id, &meeting));
    *state = meeting.state;
    return RC_OK;
}

static enum rc forgetting(struct request *request) {
    struct meeting open, planned;
    int state;
    TRY(testing_meeting(request, &open));
    TRY(testing_meeting(request, &planned));
    TRY(meeting_open(request, open.id));
    request->now = meeting_end(&open) + (MEETING_OPEN_DAYS - 1) * DAY;
    TRY(meeting_tidy(request));
    TRY(state_of(request, open.id, &state));
    CHECK(state == MEETING_OPEN);
    request->now += 2 * DAY;
    TRY(meeting_tidy(request));
    TRY(state_of(request, open.id, &state));
    CHECK(state == MEETING_CLOSED);
    TRY(state_of(request, planned.id, &state));
    CHECK(state == MEETING_PLANNED);
    TRY(meeting_set_next(request, open.id, &next));
    request->now += MEETING_PLANNED_DAYS * DAY;
    TRY(meeting_tidy(request));
    return state_of(request, planned.id, &state) == RC_OK && state == MEETING_CLOSED ? RC_OK
                                                                                     : RC_BROKEN;
}
static void meeting_tidy__closes_what_nobody_closed(void **unused) {
    (void)unused;
    testing_on_both(forgetting);
}

/* ---- actions ---- */

static enum rc agreeing(struct request *request) {
    static const uint64_t notes[] = {5, 6};
    struct meeting made;
    struct action late, soon, done, seen;
    struct action_list list;
    struct log_page log;
    TRY(testing_meeting(request, &made));
    late = soon = done = (struct action){.place = made.place, .meeting = made.id, .text = STR("a")};
    soon.due_at = NOW + DAY;
    soon.notes.v = notes;
    soon.notes.n = COUNT(notes);
    TRY(action_add(request, &late));
    TRY(action_add(request, &done));
    TRY(action_add(request, &soon));
    done.state = ACTION_DONE;
    done.outcome = STR("Gjort");
    TRY(action_update(request, &done));
    CHECK(action_update(request, &done) == RC_ABSENT);
    TRY(log_read(request, made.place, 0, 1, &log));
    CHECK(
        str_is(log.lines.v[0].sentence,
               STR("Nogen uden konto opdaterede noget, der er aftalt. Før: Aftalt. Nu: Gjort.")) ||
        str_find(log.lines.v[0].sentence, '.', 0) < log.lines.v[0].sentence.n);
    TRY(action_of_place(request->db, request->arena, made.place, 10, &list));
    CHECK(list.rows.n == 3 && list.rows.v[0].id == soon.id && list.rows.v[1].id == late.id);
    CHECK(list.rows.v[0].notes.n == 2 && list.rows.v[1].notes.n == 0);
    TRY(action_by_public_id(request->db, request->arena, soon.public_id, &seen));
    CHECK(seen.notes.n == 2 && seen.notes.v[0] == 5 && seen.notes.v[1] == 6);
    return RC_OK;
}
static void action__keeps_its_causes_and_open_ones_come_first(void **unused) {
    (void)unused;
    testing_on_both(agreeing);
}

/* ---- own data ---- */

static enum rc has_section(struct request *request, int64_t person, const char *name, size_t n) {
    const struct own_data_section *sections;
    TRY(own_data_gather(request->db, request->arena, person, own_data_stores, &sections));
    for (; sections; sections = sections->next)
        if (str_is(str_from(sections->name), str_from(name)))
            return sections->n == n ? RC_OK : RC_BROKEN;
    return n == 0 ? RC_OK : RC_BROKEN;
}

static const struct db_query add_content = {
    "test.content",
    "INSERT INTO content (public_id, organisation_id, tool, family, version, title, json, "
    "is_newest, is_retired, created_at, created_by) VALUES (1, 1, 'star', 1, 1, 'Vores', '{}', 1, "
    "0, 1, $1)",
    "i", .writes = true};
static const struct db_query traces = {
    "test.traces",
    "SELECT (SELECT count(*) FROM meeting WHERE created_by = $1) + "
    "(SELECT count(*) FROM meeting_leader WHERE person_id = $1) + "
    "(SELECT count(*) FROM action WHERE created_by = $1 OR owner = 'anna') + "
    "(SELECT count(*) FROM content WHERE created_by = $1) + "
    "(SELECT count(*) FROM meeting_signup WHERE mail = 'anna@example.dk')",
    "i", DB_ROW_I64, .may_scan = true};

static enum rc telling(struct request *request) {
    static const char *const names[] = {"meetings", "meeting_signups", "actions", "contents"};
    int64_t anna, bent, n = 0;
    struct meeting made;
    struct meeting_signup signup;
    TRY(testing_person(request, "anna", &anna));
    TRY(testing_person(request, "bent", &bent));
    request->asker.id = anna;
    TRY(testing_meeting(request, &made));
    TRY(sign_up(request, made.id, "Anna", "anna@example.dk", &signup));
    struct action action = {
        .place = made.place, .meeting = made.id, .text = STR("a"), .owner = STR("anna")};
    TRY(action_add(request, &action));
    TRY(DB_RUN(request->db, &add_content, DB_INT(anna)));
    for (size_t i = 0; i < COUNT(names); i++) {
        TRY(has_section(request, anna, names[i], 1));
        TRY(has_section(request, bent, names[i], 0));
    }
    TRY(person_erase(request->db, request->arena, anna, NOW));
    TRY(count_of(request, &traces, anna, &n));
    CHECK(n == 0);
    TRY(meeting_by_id(request->db, request->arena, made.id, &made));
    return RC_OK;
}
static void own_data__tells_of_meetings_and_erasing_leaves_no_trace(void **unused) {
    (void)unused;
    testing_on_both(telling);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(code__is_read_however_it_is_typed),
        cmocka_unit_test(code__draws_every_character_equally_often),
        cmocka_unit_test(meeting_by_code__finds_the_living_only),
        cmocka_unit_test(meeting_load_object__tells_leaders_seats_and_guests_apart),
        cmocka_unit_test(meeting_create__gives_code_leader_and_log_and_edits_are_told_apart),
        cmocka_unit_test(meeting_list__is_newest_first_and_led_ones_are_not_closed),
        cmocka_unit_test(meeting_item__moves_changes_and_goes),
        cmocka_unit_test(meeting_go__runs_one_item_and_ends_the_one_before),
        cmocka_unit_test(meeting_leader__is_never_missing),
        cmocka_unit_test(meeting_signup__is_once_for_each_address),
        cmocka_unit_test(meeting_remind__writes_once_the_day_before_to_those_with_an_address),
        cmocka_unit_test(meeting_close__asks_what_happens_next_and_forgets_telephones),
        cmocka_unit_test(meeting_tidy__erases_words_after_two_years_and_keeps_figures),
        cmocka_unit_test(meeting_tidy__closes_what_nobody_closed),
        cmocka_unit_test(action__keeps_its_causes_and_open_ones_come_first),
        cmocka_unit_test(own_data__tells_of_meetings_and_erasing_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
