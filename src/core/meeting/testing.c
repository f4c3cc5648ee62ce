/* See testing.h. */
#include "core/meeting/testing.h"

#include "core/initiative.h"
#include "core/organisation.h"
#include "core/person.h"
#include "kit/site.h"
#include "platform/schema.h"
#include "platform/secret.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

extern const struct migration_set people_migrations, steward_migrations;
const struct migration_set *const testing_migrations[] = {
    &platform_migrations, &people_migrations,  &initiative_migrations,
    &meeting_migrations,  &steward_migrations, NULL};

static const unsigned char key[SECRET_KEY_BYTES] = {1, 2, 3};
const struct site testing_site = {.secret = key};

struct work {
    enum rc (*body)(struct request *request);
    struct arena arena;
};

static enum rc run_body(struct db *db, void *data) {
    struct work *work = data;
    struct request request = {
        .arena = &work->arena, .site = &testing_site, .now = TESTING_NOW, .db = db};
    return work->body(&request);
}

void testing_on_both(enum rc (*body)(struct request *request)) {
    assert_int_equal(secret_start(), RC_OK);
    for (int engine = 0; engine < TESTING__N; engine++) {
        struct testing_store store;
        struct work work = {.body = body};
        if (!testing_has((enum testing_engine)engine)) continue;
        testing_open(&store, (enum testing_engine)engine, testing_migrations);
        arena_init(&work.arena, 64 * 1024 * 1024);
        assert_int_equal(database_write(store.database, run_body, &work), RC_OK);
        arena_release(&work.arena);
        testing_close(&store);
    }
}

enum rc testing_person(struct request *request, const char *name, int64_t *id) {
    struct person person = {.name = str_from(name),
                            .mail = str_format(request->arena, "%s@example.dk", name),
                            .lang = STR("da"),
                            .created_at = TESTING_NOW};
    TRY(person_create(request->db, request->arena, &person));
    *id = person.id;
    return RC_OK;
}

enum rc testing_meeting(struct request *request, struct meeting *meeting) {
    struct organisation place = {.kind = KIND_ASSOCIATION,
                                 .name = STR("Testgården"),
                                 .lang = STR("da"),
                                 .created_at = TESTING_NOW};
    TRY(organisation_create(request->db, request->arena, &place, 0));
    *meeting = (struct meeting){.place = REF_ORGANISATION(place.id),
                                .title = STR("Testmøde"),
                                .where_text = STR("Lokale 3"),
                                .starts_at = TESTING_NOW + 2 * INT64_C(86400000),
                                .minutes = 45,
                                .subgroups = STR("dagvagt\naftenvagt"),
                                .takes_signups = true};
    return meeting_create(request, meeting);
}
