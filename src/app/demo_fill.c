/* Turning assets/demo/lindsoe.json into people, organisations and initiatives. See demo.h. */
#include "app/demo.h"

#include "app/app_queries.h"
#include "app/demo_idea.h"
#include "app/demo_meeting.h"
#include "app/demo_network.h"

#include "core/invitation.h"
#include "core/log.h"
#include "core/organisation.h"
#include "core/party.h"
#include "core/person.h"
#include "core/steward.h"
#include "feature/course/template.h"
#include "kit/session.h"
#include "platform/secret.h"

#include <jansson.h>
#include <string.h>

static const int64_t DAY = INT64_C(24) * 3600 * 1000;

static const struct db_query find_content = {
    "demo.content",
    "SELECT id FROM organisation UNION ALL SELECT id FROM initiative ORDER BY id LIMIT 1", "",
    DB_ROW_I64, .may_scan = true};
static const struct db_query *const queries[] = {&find_content};
const struct db_queries demo_queries = DB_QUERIES("app.demo", queries);

enum { NAMES_MAX = 64, EVENTS_MAX = 32 };

/* The keys of the JSON with what they became. */
struct named {
    const char *key;
    int64_t id;
};

struct filling {
    const struct demo *demo;
    struct db *db;
    struct arena *arena;
    struct named organisations[NAMES_MAX], people[NAMES_MAX];
    size_t n_organisations, n_people;
    struct str *code; /* of the open meeting */
};

/* ---- reading the JSON ---- */

static const char *text_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static int64_t ago(const struct filling *filling, json_int_t days) {
    return filling->demo->now - (int64_t)days * DAY;
}

/* The place of a wire word among the choices; the first when there is no word. */
static enum rc word(const char *const *choices, const char *text, int *index) {
    *index = 0;
    if (!text || !*text) return RC_OK;
    for (int i = 0; choices[i]; i++) {
        if (strcmp(choices[i], text) != 0) continue;
        *index = i;
        return RC_OK;
    }
    return RC_INVALID;
}

static int64_t find_id(const struct named *named, size_t n, const char *key) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(named[i].key, key) == 0) return named[i].id;
    return 0;
}

static int64_t organisation_id(const struct filling *filling, const char *key) {
    return find_id(filling->organisations, filling->n_organisations, key);
}

static int64_t person_id(const struct filling *filling, const char *key) {
    return find_id(filling->people, filling->n_people, key);
}

/* ---- organisations and people ---- */

static enum rc add_organisation(struct filling *filling, const json_t *json) {
    int kind;
    TRY(word(kind_choices, text_at(json, "kind"), &kind));
    if (filling->n_organisations == NAMES_MAX) return RC_INVALID;
    struct organisation organisation = {
        .kind = kind,
        .name = str_from(text_at(json, "name")),
        .about = str_from(text_at(json, "about")),
        .lang = STR("da"),
        .parent = organisation_id(filling, text_at(json, "parent")),
        .contact_name = str_from(text_at(json, "contact")),
        .contact_phone = str_from(text_at(json, "phone")),
        .created_at = ago(filling, 500),
    };
    TRY(organisation_create(filling->db, filling->arena, &organisation, 0));
    filling->organisations[filling->n_organisations++] =
        (struct named){text_at(json, "key"), organisation.id};
    return RC_OK;
}

/* [organisation, role, title, may act] */
static enum rc add_membership(struct filling *filling, int64_t person, const json_t *json) {
    int role;
    TRY(word(member_choices, json_string_value(json_array_get(json, 1)), &role));
    const char *title = json_string_value(json_array_get(json, 2));
    const char *key = json_string_value(json_array_get(json, 0));
    struct membership membership = {
        .organisation = organisation_id(filling, key ? key : ""),
        .person = person,
        .role = role,
        .title = str_from(title),
        .may_act = json_is_true(json_array_get(json, 3)),
        .from_at = ago(filling, 480),
    };
    return membership_add(filling->db, filling->arena, &membership);
}

static enum rc add_person(struct filling *filling, const json_t *json) {
    int sector;
    size_t i;
    const json_t *member;
    TRY(word(sector_choices, text_at(json, "sector"), &sector));
    if (filling->n_people == NAMES_MAX) return RC_INVALID;
    struct person person = {
        .name = str_from(text_at(json, "name")),
        .mail = str_from(text_at(json, "mail")),
        .lang = STR("da"),
        .sector = sector,
        .created_at = ago(filling, 490),
    };
    TRY(person_create(filling->db, filling->arena, &person));
    filling->people[filling->n_people++] = (struct named){text_at(json, "key"), person.id};
    json_array_foreach(json_object_get(json, "member"), i, member)
        TRY(add_membership(filling, person.id, member));
    return RC_OK;
}

/* ---- what happened in an initiative, in the order of time ---- */

enum event_kind { EVENT_PARTY, EVENT_STEP, EVENT_INVITE };

struct event {
    json_int_t days;
    enum event_kind kind;
    const json_t *json;
};

struct story {
    struct filling *filling;
    struct initiative *initiative;
    struct event events[EVENTS_MAX];
    size_t n;
    int stage;
};

/* Keeps the events sorted, oldest first; equal ones stay in order. */
static enum rc note(struct story *story, enum event_kind kind, json_int_t days,
                    const json_t *json) {
    if (story->n == EVENTS_MAX) return RC_INVALID;
    size_t i = story->n++;
    for (; i > 0 && story->events[i - 1].days < days; i--) story->events[i] = story->events[i - 1];
    story->events[i].days = days;
    story->events[i].kind = kind;
    story->events[i].json = json;
    return RC_OK;
}

static struct log_entry entry_of(const struct story *story, json_int_t days, enum log_verb verb) {
    const struct initiative *initiative = story->initiative;
    return (struct log_entry){.at = ago(story->filling, days),
                              .actor = initiative->started_by,
                              .acting = initiative->started_as,
                              .verb = verb,
                              .place = REF_INITIATIVE(initiative->id)};
}

/* [who, sector, days ago]: an organisation, or a person when there is none of that key. */
static enum rc join(struct story *story, const struct event *event) {
    struct filling *filling = story->filling;
    const char *key = json_string_value(json_array_get(event->json, 0));
    int sector;
    TRY(word(sector_choices, json_string_value(json_array_get(event->json, 1)), &sector));
    int64_t organisation = organisation_id(filling, key ? key : "");
    int64_t person = organisation ? 0 : person_id(filling, key ? key : "");
    struct party party = {.public_id = id_random(),
                          .initiative = story->initiative->id,
                          .person = person,
                          .organisation = organisation,
                          .sector = sector,
                          .role = PARTY_MEMBER,
                          .joined_at = ago(filling, event->days)};
    struct log_entry entry = entry_of(story, event->days, LOG_PARTY_JOINED);
    entry.target = organisation ? REF_ORGANISATION(organisation) : REF_PERSON(person);
    TRY(party_add(filling->db, filling->arena, &party));
    return log_add(filling->db, &entry);
}

/* [stage, days ago] */
static enum rc step(struct story *story, const struct event *event) {
    int stage;
    TRY(word(stage_choices, json_string_value(json_array_get(event->json, 0)), &stage));
    struct log_entry entry =
        entry_of(story, event->days, stage == STAGE_CLOSED ? LOG_CLOSED : LOG_STAGE_CHANGED);
    entry.before = story->stage;
    entry.after = stage;
    story->stage = stage;
    return log_add(story->filling->db, &entry);
}

/* [name, sector, days ago] */
static enum rc invite(struct story *story, const struct event *event) {
    struct filling *filling = story->filling;
    struct request request = {
        .db = filling->db,
        .arena = filling->arena,
        .site = filling->demo->site,
        .now = ago(filling, event->days),
        .asker = {.id = story->initiative->started_by, .acting = story->initiative->started_as}};
    int sector;
    TRY(word(sector_choices, json_string_value(json_array_get(event->json, 1)), &sector));
    struct invitation invitation = {.public_id = id_random(),
                                    .initiative = story->initiative->id,
                                    .name =
                                        str_from(json_string_value(json_array_get(event->json, 0))),
                                    .sector = sector,
                                    .created_at = request.now,
                                    .created_by = request.asker.id,
                                    .expires_at = request.now + INVITATION_LIFETIME};
    struct str token = secret_token(filling->arena);
    if (!token.p) return RC_LIMIT;
    return invitation_create(&request, &invitation,
                             session_token_hash(&request, "invitation", token));
}

static enum rc tell(struct story *story, const json_t *json) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(json, "parties"), i, item)
        TRY(note(story, EVENT_PARTY, json_integer_value(json_array_get(item, 2)), item));
    json_array_foreach(json_object_get(json, "steps"), i, item)
        TRY(note(story, EVENT_STEP, json_integer_value(json_array_get(item, 1)), item));
    json_array_foreach(json_object_get(json, "invite"), i, item)
        TRY(note(story, EVENT_INVITE, json_integer_value(json_array_get(item, 2)), item));
    for (i = 0; i < story->n; i++) {
        static enum rc (*const tellers[])(struct story *, const struct event *) = {
            [EVENT_PARTY] = join, [EVENT_STEP] = step, [EVENT_INVITE] = invite};
        TRY(tellers[story->events[i].kind](story, &story->events[i]));
    }
    return RC_OK;
}

/* ---- initiatives ---- */

static enum rc read_words(const json_t *json, struct initiative *initiative) {
    TRY(word(theme_choices, text_at(json, "theme"), &initiative->theme));
    TRY(word(stage_choices, text_at(json, "stage"), &initiative->stage));
    TRY(word(type_choices, text_at(json, "type"), &initiative->type));
    TRY(word(level_choices, text_at(json, "level"), &initiative->level));
    return word(visibility_choices, text_at(json, "visibility"), &initiative->visibility);
}

/* The starter's own telephone is nobody's business; organisations have theirs in the JSON. */
static struct str contact_phone(const json_t *root, const json_t *json) {
    size_t i;
    const json_t *organisation;
    json_array_foreach(
        json_object_get(root, "organisations"), i,
        organisation) if (strcmp(text_at(organisation, "key"), text_at(json, "as")) ==
                          0) return str_from(text_at(organisation, "phone"));
    return STR("00 00 00 99");
}

static struct str person_name_of(const json_t *root, const char *key) {
    size_t i;
    const json_t *person;
    json_array_foreach(json_object_get(root, "people"), i,
                       person) if (strcmp(text_at(person, "key"), key) ==
                                   0) return str_from(text_at(person, "name"));
    return (struct str){0};
}

static int starter_sector(const json_t *root, const char *key) {
    size_t i;
    int sector = SECTOR_OTHER;
    const json_t *person;
    json_array_foreach(json_object_get(root, "people"), i,
                       person) if (strcmp(text_at(person, "key"), key) == 0 &&
                                   word(sector_choices, text_at(person, "sector"), &sector) !=
                                       RC_OK) return SECTOR_OTHER;
    return sector;
}

static enum rc add_budget(struct story *story) {
    struct filling *filling = story->filling;
    const struct initiative *initiative = story->initiative;
    const struct budget_owner owner = {
        .place = REF_INITIATIVE(initiative->id),
        .person = initiative->started_by,
        .acting = initiative->started_as,
        .title = STR("Wieliczka 2023: Zielony Milion"),
        .source = STR("Pabulib, pabulib.org: Poland_Wieliczka_2023_Green_Budget.pb"),
        .now = filling->demo->now};
    struct activity activity;
    return budget_store(filling->db, filling->arena, &owner, filling->demo->record, &activity);
}

static enum rc add_initiative(struct filling *filling, const json_t *root, const json_t *json) {
    const char *starter = text_at(json, "starter");
    int64_t at = ago(filling, json_integer_value(json_object_get(json, "days")));
    struct initiative initiative = {
        .public_id = id_random(),
        .title = str_from(text_at(json, "title")),
        .problem = str_from(text_at(json, "problem")),
        .lang = LANG_DA,
        .contact_name = person_name_of(root, starter),
        .contact_phone = contact_phone(root, json),
        .owner = organisation_id(filling, text_at(json, "owner")),
        .started_by = person_id(filling, starter),
        .started_as = organisation_id(filling, text_at(json, "as")),
        .area = str_from(text_at(json, "area")),
        .created_at = at,
        .updated_at = at,
        .active_at = at,
    };
    TRY(read_words(json, &initiative));
    if (initiative.stage == STAGE_CLOSED) initiative.closed_at = ago(filling, 25);
    enum sector sector = (enum sector)starter_sector(root, starter);
    TRY(initiative_create(filling->db, filling->arena, &initiative, sector));
    struct story story = {.filling = filling, .initiative = &initiative, .stage = STAGE_IDEA};
    TRY(tell(&story, json));
    return json_is_true(json_object_get(json, "budget")) ? add_budget(&story) : RC_OK;
}

static enum rc add_meeting(struct filling *filling, const json_t *json) {
    const struct demo_meeting meeting = {.db = filling->db,
                                         .arena = filling->arena,
                                         .site = filling->demo->site,
                                         .now = filling->demo->now,
                                         .organisation =
                                             organisation_id(filling, text_at(json, "place")),
                                         .leader = person_id(filling, text_at(json, "leader"))};
    return demo_hold_meeting(&meeting, json, filling->code);
}

/* ---- ideas ---- */

static int64_t named_organisation(const void *filling, const char *key) {
    return organisation_id(filling, key);
}

static int64_t named_person(const void *filling, const char *key) {
    return person_id(filling, key);
}

static enum rc add_ideas(struct filling *filling, const json_t *root) {
    const struct demo_ideas demo = {.db = filling->db,
                                    .arena = filling->arena,
                                    .site = filling->demo->site,
                                    .now = filling->demo->now,
                                    .organisation = named_organisation,
                                    .person = named_person,
                                    .data = filling};
    return demo_add_ideas(&demo, root);
}

/* A steward who has not chosen a passphrase: as somebody sees it who begins. */
static enum rc add_steward(struct filling *filling, const json_t *json) {
    const struct request request = {
        .db = filling->db,
        .arena = filling->arena,
        .site = filling->demo->site,
        .now = ago(filling, json_integer_value(json_object_get(json, "days"))),
        .asker = {.id = person_id(filling, text_at(json, "by"))}};
    return steward_add(&request, organisation_id(filling, text_at(json, "place")),
                       person_id(filling, text_at(json, "person")));
}

static enum rc add_course(struct filling *filling, const json_t *json) {
    const struct request request = {.db = filling->db,
                                    .arena = filling->arena,
                                    .site = filling->demo->site,
                                    .now = filling->demo->now,
                                    .lang = LANG_DA};
    struct course course = {
        .place = REF_ORGANISATION(organisation_id(filling, text_at(json, "place"))),
        .title = str_from(text_at(json, "title")),
        .about = str_from(text_at(json, "about")),
        .created_by = person_id(filling, text_at(json, "by")),
        .created_at = filling->demo->now};
    int in = (int)json_integer_value(json_object_get(json, "in"));
    struct when first = text_day_start((struct when){filling->demo->now}, in);
    first.ms += 9 * INT64_C(3600000);
    return course_plan(&request, &course, first,
                       json_integer_value(json_object_get(json, "weeks")));
}

/* ---- contact persons ---- */

static enum rc add_network(struct filling *filling, const json_t *root) {
    const struct demo_network demo = {.db = filling->db,
                                      .arena = filling->arena,
                                      .site = filling->demo->site,
                                      .now = filling->demo->now,
                                      .organisation = named_organisation,
                                      .person = named_person,
                                      .data = filling};
    return demo_add_network(&demo, root);
}

static enum rc fill(struct filling *filling, const json_t *root) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(root, "organisations"), i, item)
        TRY(add_organisation(filling, item));
    json_array_foreach(json_object_get(root, "people"), i, item) TRY(add_person(filling, item));
    json_array_foreach(json_object_get(root, "initiatives"), i, item)
        TRY(add_initiative(filling, root, item));
    json_array_foreach(json_object_get(root, "meetings"), i, item) TRY(add_meeting(filling, item));
    json_array_foreach(json_object_get(root, "stewards"), i, item) TRY(add_steward(filling, item));
    json_array_foreach(json_object_get(root, "courses"), i, item) TRY(add_course(filling, item));
    TRY(add_network(filling, root));
    return add_ideas(filling, root);
}

enum rc demo_fill(struct db *db, void *data) {
    struct demo *demo = data;
    int64_t id;
    enum rc rc = DB_ONE(db, demo->arena, &find_content, &id);
    if (rc != RC_ABSENT) return rc == RC_OK ? RC_CONFLICT : rc;
    struct filling *filling = arena_new(demo->arena, struct filling);
    json_t *root = json_loadb(demo->content.p, demo->content.n, JSON_REJECT_DUPLICATES, NULL);
    if (!filling || !root) {
        json_decref(root);
        return RC_INVALID;
    }
    *filling = (struct filling){.demo = demo, .db = db, .arena = demo->arena, .code = &demo->code};
    rc = fill(filling, root);
    demo->code = str_copy(demo->arena, demo->code);
    json_decref(root);
    return rc;
}
