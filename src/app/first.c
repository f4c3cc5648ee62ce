/* The first administrator. See first.h. */
#include "app/first.h"

#include "app/app_queries.h"
#include "core/login_link.h"
#include "core/person.h"

/* Somebody who can come back: she has a password, or has signed in by a link. */
static const struct db_query find_active = {
    "app.active_administrator",
    "SELECT p.id FROM person p WHERE p.is_administrator = 1 AND p.erased_at IS NULL "
    "AND (p.password_hash <> '' OR p.has_signed_in = 1) "
    "ORDER BY p.id LIMIT 1",
    "", DB_ROW_I64};

static const struct db_query find_waiting = {
    "app.waiting_administrator",
    "SELECT id FROM person WHERE is_administrator = 1 AND erased_at IS NULL ORDER BY id LIMIT 1",
    "", DB_ROW_I64};

static const struct db_query *const queries[] = {&find_active, &find_waiting};
const struct db_queries first_queries = DB_QUERIES("app.first", queries);

struct making {
    struct arena *arena;
    const struct site *site;
    int64_t now;
    struct str token; /* p NULL: no link is needed */
};

/* The site's contact person becomes the administrator when she has an account already. */
static enum rc promote_contact(struct db *db, const struct making *making, int64_t *id) {
    struct person person;
    TRY(person_by_mail(db, making->arena, making->site->contact_mail, &person));
    *id = person.id;
    return person_set_administrator(db, making->arena, person.id, true);
}

/* The account's name and password are chosen by whoever opens the link. */
static enum rc make_person(struct db *db, const struct making *making, int64_t *id) {
    struct str mail = making->site->contact_mail;
    struct person person = {.name = STR("Administrator"),
                            .mail = mail.n ? mail : STR("administrator@localhost"),
                            .lang = STR("da"),
                            .sector = SECTOR_EMPLOYEE,
                            .is_administrator = true,
                            .created_at = making->now};
    TRY(person_create(db, making->arena, &person));
    *id = person.id;
    return RC_OK;
}

static enum rc make_link(struct db *db, void *data) {
    struct making *making = data;
    int64_t id = 0;
    making->token = (struct str){0};
    enum rc rc = DB_ONE(db, making->arena, &find_active, &id);
    if (rc != RC_ABSENT) return rc;
    rc = DB_ONE(db, making->arena, &find_waiting, &id);
    if (rc == RC_ABSENT) rc = promote_contact(db, making, &id);
    if (rc == RC_ABSENT) rc = make_person(db, making, &id);
    TRY(rc);
    TRY(login_link_end_all(db, id, making->now));
    struct login_link link = {
        .purpose = PURPOSE_WELCOME, .person = id, .lang = STR("da"), .created_at = making->now};
    return login_link_make(db, making->arena, making->site->secret, &link, making->now,
                           &making->token);
}

enum rc first_link(struct arena *arena, const struct site *site, int64_t now, struct str *link) {
    struct making making = {.arena = arena, .site = site, .now = now};
    *link = (struct str){0};
    TRY(database_write(site->database, make_link, &making));
    if (making.token.p) *link = login_link_url(arena, making.token).path;
    return RC_OK;
}
