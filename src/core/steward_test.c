/* The boxes of stewards: full boxes, letters without content, and what is too old. */
#include "core/meeting/testing.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/steward.h"
#include "kit/site.h"
#include "platform/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#define DAY INT64_C(86400000)

const struct own_data *const own_data_stores[] = {NULL};
static const struct db_query count_letters = {"test.steward_letters",
                                              "SELECT count(*) FROM outbox WHERE letter = $1", "i",
                                              DB_ROW_I64, .may_scan = true};

/* A steward whose box is set up with a key of zeros, which is enough to put bytes into it. */
static enum rc make_steward(struct request *request, struct steward *steward) {
    static const char zeros[SEALED_PRIVATE_BYTES];
    const struct sealed_key key = {{zeros, SEALED_PUBLIC_BYTES}, {zeros, SEALED_PRIVATE_BYTES}};
    struct meeting meeting;
    struct steward_list list = {0};
    int64_t tove;
    TRY(testing_meeting(request, &meeting));
    TRY(testing_person(request, "tove", &tove));
    TRY(steward_add(request, meeting.place.id, tove));
    TRY(steward_list_read(request->db, request->arena, meeting.place.id, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].key == 0);
    TRY(steward_key_add(request, list.rows.v[0].id, &key));
    TRY(steward_reachable(request->db, request->arena, meeting.place.id, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].key != 0);
    *steward = list.rows.v[0];
    return RC_OK;
}

static enum rc put(struct request *request, const struct steward *steward, uint64_t id) {
    static const char sealed[SEALED_BYTES];
    const struct steward_message message = {
        .id = id, .sealed = {sealed, SEALED_BYTES}, .day = request->now};
    return steward_message_add(request, steward, &message);
}

static enum rc telling(struct request *request) {
    static const struct mail_server mail = {.url = STR_INIT("smtp://localhost")};
    struct site site = *request->site;
    struct steward steward;
    struct letter_list letters;
    struct str subject, body;
    int64_t n;
    TRY(make_steward(request, &steward));
    TRY(put(request, &steward, 1));
    request->site = &site;
    TRY(steward_tend(request)); /* a letter that waits would tell the administrator */
    TRY(DB_ONE(request->db, request->arena, &count_letters, &n, DB_INT(LETTER_STEWARD)));
    CHECK(n == 0);
    site.mail = &mail;
    TRY(put(request, &steward, 2));
    TRY(steward_tend(request));
    TRY(steward_tend(request));
    TRY(DB_ONE(request->db, request->arena, &count_letters, &n, DB_INT(LETTER_STEWARD)));
    CHECK(n == 1);
    TRY(outbox_waiting(request->db, request->arena, 0, 10, &letters));
    const struct letter *letter = &letters.rows.v[0];
    CHECK(str_is(letter->address, STR("tove@example.dk")));
    CHECK(str_is(letter->path, STR("/me/steward")) && str_is(letter->about, STR("Testgården")));
    CHECK(letter->created_at % 3600000 == 0);
    TRY(letter_text(request->arena, request->site, letter, STR("https://x/me/steward"), &subject,
                    &body));
    CHECK(str_is(subject, STR("Der er en besked i din boks som tillidsrepræsentant")));
    return RC_OK;
}
static void steward_tend__writes_one_letter_for_all_that_is_new(void **unused) {
    (void)unused;
    testing_on_both(telling);
}

static enum rc filling(struct request *request) {
    struct steward steward;
    struct steward_keys keys;
    TRY(make_steward(request, &steward));
    for (uint64_t i = 1; i <= STEWARD_BOX_MAX; i++) TRY(put(request, &steward, i));
    CHECK(put(request, &steward, STEWARD_BOX_MAX + 1) == RC_LIMIT);
    request->now += (STEWARD_KEEP_DAYS - 1) * DAY;
    TRY(steward_tend(request));
    TRY(steward_keys_read(request->db, request->arena, steward.id, &keys));
    CHECK(keys.rows.n == 1 && keys.rows.v[0].messages == STEWARD_BOX_MAX);
    request->now += 2 * DAY;
    TRY(steward_tend(request));
    TRY(steward_keys_read(request->db, request->arena, steward.id, &keys));
    CHECK(keys.rows.v[0].messages == 0);
    return put(request, &steward, 1);
}
static void steward_box__has_a_limit_and_forgets_after_two_years(void **unused) {
    (void)unused;
    testing_on_both(filling);
}

static enum rc reaching(struct request *request) {
    struct steward steward;
    struct steward_list list;
    struct url url;
    TRY(make_steward(request, &steward));
    struct organisation below = {.kind = KIND_ASSOCIATION,
                                 .name = STR("Køkkenet"),
                                 .lang = STR("da"),
                                 .parent = steward.organisation,
                                 .created_at = request->now};
    TRY(organisation_create(request->db, request->arena, &below, 0));
    TRY(steward_reachable(request->db, request->arena, below.id, &list));
    CHECK(list.rows.n == 1 && list.rows.v[0].id == steward.id);
    TRY(steward_line(request, REF_ORGANISATION(below.id), &url));
    CHECK(str_starts(url.path, STR("/o/")) && str_ends(url.path, STR("/steward")));
    TRY(steward_end(request, steward.organisation, steward.public_id));
    CHECK(steward_end(request, steward.organisation, steward.public_id) == RC_ABSENT);
    TRY(steward_line(request, REF_ORGANISATION(below.id), &url));
    CHECK(url.path.n == 0);
    TRY(steward_find(request->db, request->arena, steward.person, steward.public_id, &steward));
    CHECK(steward_find(request->db, request->arena, steward.person + 1, steward.public_id,
                       &steward) == RC_ABSENT);
    return RC_OK;
}
static void steward__of_the_organisation_above_is_reached_from_below_until_she_ends(void **unused) {
    (void)unused;
    testing_on_both(reaching);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(steward_tend__writes_one_letter_for_all_that_is_new),
        cmocka_unit_test(steward_box__has_a_limit_and_forgets_after_two_years),
        cmocka_unit_test(steward__of_the_organisation_above_is_reached_from_below_until_she_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
