/* Contact persons on both engines: who it is on which day, rights and open actions across the day
   of the handover, vacancies, several houses, and erasing. */
#include "core/contact.h"

#include "core/meeting/action.h"
#include "core/meeting/testing.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define NOW TESTING_NOW
static const int64_t DAY = INT64_C(24) * 3600 * 1000;

const struct own_data *const own_data_stores[] = {&person_own_data, &membership_own_data,
                                                  &contact_own_data, NULL};

struct world {
    int64_t top, house, manager, anna, bo, carl;
    uint64_t house_public_id;
};

static enum rc add_organisation(struct request *request, enum organisation_kind kind,
                                int64_t parent, struct organisation *made) {
    *made = (struct organisation){.kind = (int)kind,
                                  .name = STR("Havestuen"),
                                  .parent = parent,
                                  .lang = STR("da"),
                                  .created_at = NOW - 30 * DAY};
    return organisation_create(request->db, request->arena, made, 0);
}

static enum rc make_world(struct request *request, struct world *world) {
    struct organisation made;
    TRY(add_organisation(request, KIND_MUNICIPALITY, 0, &made));
    world->top = made.id;
    TRY(add_organisation(request, KIND_WORKPLACE, world->top, &made));
    world->house = made.id;
    world->house_public_id = made.public_id;
    TRY(testing_person(request, "mona", &world->manager));
    TRY(testing_person(request, "anna", &world->anna));
    TRY(testing_person(request, "bo", &world->bo));
    TRY(testing_person(request, "carl", &world->carl));
    request->asker.id = world->manager;
    return RC_OK;
}

static enum rc set(struct request *request, const struct world *world, int64_t person,
                   int64_t from) {
    struct contact term = {.organisation = world->house, .person = person, .from_at = from};
    return contact_set(request, &term);
}

/* The role of a person at the workplace, at a time, with nothing run in between. */
static enum rc role_at(const struct request *request, const struct world *world, int64_t person,
                       int64_t now, int *role) {
    struct request asked = *request;
    struct object object = {.kind = OBJECT_ORGANISATION, .public_id = world->house_public_id};
    asked.asker = (struct asker){.id = person};
    asked.now = now;
    TRY(organisation_load_object(&asked, &object));
    *role = object.role;
    return RC_OK;
}

static enum rc lead_at(const struct request *request, uint64_t meeting, int64_t person, int64_t now,
                       bool *leads) {
    struct request asked = *request;
    struct object object = {.kind = OBJECT_MEETING, .public_id = meeting};
    asked.asker = (struct asker){.id = person};
    asked.now = now;
    TRY(meeting_load_object(&asked, &object));
    *leads = ((const struct meeting *)object.row)->asker_leads;
    return RC_OK;
}

static enum rc rights_move(struct request *request) {
    struct world world;
    struct meeting meeting = {.title = STR("Forårsmøde"), .starts_at = NOW, .minutes = 60};
    int role;
    bool leads;
    TRY(make_world(request, &world));
    meeting.place = REF_ORGANISATION(world.house);
    TRY(meeting_create(request, &meeting));
    const int64_t day = NOW + 7 * DAY;
    TRY(set(request, &world, world.anna, NOW - 5 * DAY));
    TRY(set(request, &world, world.bo, day));
    const struct {
        int64_t person, now;
        bool has;
    } cases[] = {
        {world.anna, NOW, true},     {world.bo, NOW, false},
        {world.anna, day - 1, true}, {world.bo, day - 1, false},
        {world.anna, day, false},    {world.bo, day, true},
        {world.carl, day, false},    {world.anna, NOW - 6 * DAY, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        TRY(role_at(request, &world, cases[i].person, cases[i].now, &role));
        CHECK((role == ROLE_CONTACT) == cases[i].has);
        CHECK(rights_allow((enum role)role, MAY_ARRANGE, STATE_PUBLIC) == cases[i].has);
        CHECK(!rights_allow((enum role)role, MAY_MANAGE, STATE_PUBLIC));
        TRY(lead_at(request, meeting.public_id, cases[i].person, cases[i].now, &leads));
        CHECK(leads == cases[i].has);
    }
    return RC_OK;
}

static void contact__all_rights_move_on_the_handover_date_with_no_job_run(void **state) {
    (void)state;
    testing_on_both(rights_move);
}

static enum rc add_action(struct request *request, const struct world *world, const char *text,
                          const char *owner, int action_state) {
    struct action action = {.place = REF_ORGANISATION(world->house),
                            .text = str_from(text),
                            .owner = str_from(owner),
                            .state = action_state};
    return action_add(request, &action);
}

static enum rc actions_move(struct request *request) {
    struct world world;
    struct action_list list = {0};
    struct handed_list handed = {0};
    struct letter_list letters = {0};
    TRY(make_world(request, &world));
    TRY(set(request, &world, world.anna, NOW - 5 * DAY));
    TRY(add_action(request, &world, "Ring til koret", " Anna ", ACTION_AGREED));
    TRY(add_action(request, &world, "Flyt bænken", "teamet", ACTION_AGREED));
    TRY(add_action(request, &world, "Skriv til præsten", "anna", ACTION_DONE));
    TRY(set(request, &world, world.bo, NOW + DAY));
    TRY(contact_settle(request));
    TRY(contact_handed(request->db, request->arena, world.house, &handed));
    CHECK(handed.rows.n == 0); /* the day has not come */
    request->now = NOW + DAY;
    TRY(contact_settle(request));
    TRY(contact_settle(request)); /* runs twice, does it once */
    TRY(contact_handed(request->db, request->arena, world.house, &handed));
    CHECK(handed.rows.n == 1 && str_is(handed.rows.v[0].text, STR("Ring til koret")));
    TRY(action_of_place(request->db, request->arena, REF_ORGANISATION(world.house), 10, &list));
    for (size_t i = 0; i < list.rows.n; i++)
        if (str_is(list.rows.v[i].text, STR("Ring til koret")))
            CHECK(str_is(list.rows.v[i].owner, STR("bo")));
        else
            CHECK(!str_is(list.rows.v[i].owner, STR("bo")));
    TRY(outbox_waiting(request->db, request->arena, 0, 10, &letters));
    CHECK(letters.rows.n == 1 && letters.rows.v[0].kind == LETTER_HANDOVER);
    CHECK(letters.rows.v[0].person == world.anna && letters.rows.v[0].about.n > 10);
    return RC_OK;
}

static void contact__open_actions_move_once_and_whoever_leaves_is_told(void **state) {
    (void)state;
    testing_on_both(actions_move);
}

static enum rc vacancies(struct request *request) {
    struct world world;
    int64_t since = 0;
    struct contact now;
    TRY(make_world(request, &world));
    TRY(contact_vacant_since(request->db, request->arena, world.house, NOW, &since));
    CHECK(since == NOW - 30 * DAY && contact_vacancy_is_long(since, NOW)); /* never had one */
    TRY(set(request, &world, world.anna, NOW - 20 * DAY));
    CHECK(contact_vacant_since(request->db, request->arena, world.house, NOW, &since) == RC_ABSENT);
    TRY(contact_end(request, world.house, NOW - 3 * DAY));
    TRY(contact_vacant_since(request->db, request->arena, world.house, NOW, &since));
    CHECK(since == NOW - 3 * DAY && !contact_vacancy_is_long(since, NOW));
    CHECK(!contact_vacancy_is_long(since, since + 14 * DAY));
    CHECK(contact_vacancy_is_long(since, since + 14 * DAY + 1));
    CHECK(contact_current(request->db, request->arena, world.house, NOW, &now) == RC_ABSENT);
    CHECK(contact_end(request, world.house, NOW) == RC_ABSENT);
    return RC_OK;
}

static void contact__a_vacancy_counts_from_the_last_day_and_is_long_after_14_days(void **state) {
    (void)state;
    testing_on_both(vacancies);
}

static enum rc terms_never_overlap(struct request *request) {
    struct world world;
    struct contact_list list = {0};
    TRY(make_world(request, &world));
    TRY(set(request, &world, world.anna, NOW - 20 * DAY));
    TRY(set(request, &world, world.bo, NOW + 10 * DAY));
    TRY(set(request, &world, world.carl, NOW + 5 * DAY)); /* instead of bo */
    TRY(contact_terms(request->db, request->arena, world.house, &list));
    CHECK(list.rows.n == 2 && list.rows.v[0].person == world.carl);
    CHECK(list.rows.v[1].to_at == list.rows.v[0].from_at);
    CHECK(set(request, &world, world.bo, NOW - 21 * DAY) == RC_CONFLICT);
    TRY(contact_cancel(request, world.house, list.rows.v[0].public_id));
    CHECK(contact_cancel(request, world.house, list.rows.v[1].public_id) == RC_ABSENT);
    return RC_OK;
}

static void contact__terms_never_overlap_and_begun_ones_stay(void **state) {
    (void)state;
    testing_on_both(terms_never_overlap);
}

static enum rc three_houses(struct request *request) {
    struct world world;
    TRY(make_world(request, &world));
    for (int i = 0; i < 3; i++) {
        struct organisation house;
        struct contact now, term = {.person = world.anna, .deputy = world.bo, .from_at = NOW - DAY};
        TRY(add_organisation(request, i == 2 ? KIND_ASSOCIATION : KIND_WORKPLACE,
                             i == 2 ? 0 : world.top, &house));
        term.organisation = house.id;
        TRY(contact_set(request, &term));
        TRY(contact_current(request->db, request->arena, house.id, NOW, &now));
        CHECK(now.person == world.anna && str_is(now.deputy_name, STR("bo")));
    }
    return RC_OK;
}

static void contact__one_person_serves_three_houses_also_of_an_association(void **state) {
    (void)state;
    testing_on_both(three_houses);
}

static enum rc erasing(struct request *request) {
    struct world world;
    struct contact now;
    struct contact_list list = {0};
    TRY(make_world(request, &world));
    struct contact term = {.organisation = world.house, .person = world.anna, .from_at = NOW - DAY};
    TRY(contact_set(request, &term));
    term.phone = STR("12 34 56 78");
    TRY(contact_show(request->db, &term));
    TRY(contact_current(request->db, request->arena, world.house, NOW, &now));
    CHECK(str_is(now.phone, STR("12 34 56 78")) && str_is(now.name, STR("anna")));
    TRY(person_erase(request->db, request->arena, world.anna, NOW));
    CHECK(contact_current(request->db, request->arena, world.house, NOW, &now) == RC_ABSENT);
    TRY(contact_terms(request->db, request->arena, world.house, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].phone.n == 0 && list.rows.v[0].name.n == 0);
    return RC_OK;
}

static void contact__erasing_ends_the_term_and_takes_the_telephone_away(void **state) {
    (void)state;
    testing_on_both(erasing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contact__all_rights_move_on_the_handover_date_with_no_job_run),
        cmocka_unit_test(contact__open_actions_move_once_and_whoever_leaves_is_told),
        cmocka_unit_test(contact__a_vacancy_counts_from_the_last_day_and_is_long_after_14_days),
        cmocka_unit_test(contact__terms_never_overlap_and_begun_ones_stay),
        cmocka_unit_test(contact__one_person_serves_three_houses_also_of_an_association),
        cmocka_unit_test(contact__erasing_ends_the_term_and_takes_the_telephone_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
