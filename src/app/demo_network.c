/* Filling the network of the demonstration. See demo_network.h. */
#include "app/demo_network.h"

#include "core/contact.h"
#include "core/organisation.h"
#include "core/person.h"
#include "feature/network/inner.h"
#include "feature/network/interview.h"
#include "feature/network/post.h"

#include <string.h>

static const int64_t DAY = INT64_C(24) * 3600 * 1000;

struct filling {
    const struct demo_network *demo;
    struct request request; /* as if somebody had pressed the buttons that day */
};

static struct str text_at(const json_t *json, const char *name) {
    return str_from(json_string_value(json_object_get(json, name)));
}

static const char *key_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static int64_t number_at(const json_t *json, const char *name) {
    return json_integer_value(json_object_get(json, name));
}

static int64_t organisation(const struct filling *filling, const json_t *json, const char *name) {
    return filling->demo->organisation(filling->demo->data, key_at(json, name));
}

static int64_t person(const struct filling *filling, const json_t *json, const char *name) {
    return filling->demo->person(filling->demo->data, key_at(json, name));
}

static int64_t day_ago(const struct filling *filling, int64_t days) {
    return text_day_start((struct when){filling->demo->now - days * DAY}, 0).ms;
}

/* The day that somebody did it, and who. */
static void pretend(struct filling *filling, int64_t asker, int64_t days) {
    filling->request.asker.id = asker;
    filling->request.now = filling->demo->now - days * DAY;
}

/* "from" and "to" are days ago; "to" is missing while it lasts. */
static enum rc add_term(struct filling *filling, const json_t *json) {
    bool ends = json_object_get(json, "to") != NULL;
    struct contact contact = {.organisation = organisation(filling, json, "place"),
                              .person = person(filling, json, "person"),
                              .deputy = person(filling, json, "deputy"),
                              .from_at = day_ago(filling, number_at(json, "from")),
                              .phone = text_at(json, "phone")};
    if (ends) contact.to_at = day_ago(filling, number_at(json, "to"));
    if (!contact.organisation || !contact.person) return RC_INVALID;
    pretend(filling, person(filling, json, "by"), number_at(json, "from"));
    TRY(contact_set(&filling->request, &contact));
    return contact_show(filling->request.db, &contact);
}

static enum rc link_to(const struct filling *filling, const json_t *json, struct str *link) {
    struct organisation to;
    int64_t id = organisation(filling, json, "link");
    if (!id) return RC_OK;
    TRY(organisation_by_id(filling->request.db, filling->request.arena, id, 0, &to));
    *link = organisation_url(filling->request.arena, to.public_id).path;
    return RC_OK;
}

static enum rc add_post(struct filling *filling, const json_t *json, int64_t parent,
                        struct post *post) {
    *post = (struct post){.kind = json_object_get(json, "in") ? POST_VISIT : POST_NEWS,
                          .parent = parent,
                          .text = text_at(json, "text"),
                          .lang = STR("da"),
                          .host = organisation(filling, json, "host")};
    TRY(link_to(filling, json, &post->link));
    if (post->kind == POST_VISIT) /* at ten o'clock */
        post->visit_at = day_ago(filling, -number_at(json, "in")) + 10 * INT64_C(3600000);
    pretend(filling, person(filling, json, "by"), number_at(json, "days"));
    return post_add(&filling->request, post);
}

static enum rc add_thread(struct filling *filling, const json_t *json) {
    size_t i;
    const json_t *item;
    struct post post, reply;
    TRY(add_post(filling, json, 0, &post));
    json_array_foreach(json_object_get(json, "replies"), i, item)
        TRY(add_post(filling, item, post.id, &reply));
    json_array_foreach(json_object_get(json, "come"), i, item) {
        pretend(filling, person(filling, item, "person"), number_at(json, "days"));
        TRY(signup_add(&filling->request, post.id, text_at(item, "name")));
    }
    return RC_OK;
}

static enum rc read_answers(struct filling *filling, const json_t *json,
                            struct interview_answers *answers) {
    struct guide guide;
    TRY(guide_read(&filling->request, 0, 0, &guide));
    struct interview_answer *rows =
        arena_new_array(filling->request.arena, guide.questions.n, struct interview_answer);
    if (!rows) return RC_LIMIT;
    size_t i, n = 0;
    const json_t *item;
    json_array_foreach(json_object_get(json, "answers"), i, item) if (n < guide.questions.n)
        rows[n++] =
            (struct interview_answer){guide.questions.v[i], str_from(json_string_value(item))};
    answers->rows.v = rows;
    answers->rows.n = n;
    return RC_OK;
}

static enum rc add_interview(struct filling *filling, const json_t *json) {
    struct interview_answers answers = {0};
    int64_t days = number_at(json, "days");
    struct interview interview = {.organisation = organisation(filling, json, "organisation"),
                                  .workplace = organisation(filling, json, "workplace"),
                                  .person = person(filling, json, "person"),
                                  .who = text_at(json, "who"),
                                  .held_at = day_ago(filling, days),
                                  .consent = CONSENT_NAMED,
                                  .consent_at = day_ago(filling, days)};
    pretend(filling, person(filling, json, "caller"), days);
    TRY(read_answers(filling, json, &answers));
    TRY(interview_add(&filling->request, &interview, &answers));
    struct quote quote = {.interview = interview.id,
                          .organisation = interview.organisation,
                          .workplace = interview.workplace,
                          .person = interview.person,
                          .who = interview.who,
                          .kind = QUOTE_WORDS,
                          .text = text_at(json, "quote"),
                          .lang = STR("da"),
                          .consent = interview.consent,
                          .consent_at = interview.consent_at};
    return quote_add(&filling->request, &quote);
}

enum rc demo_add_network(const struct demo_network *demo, const json_t *root) {
    struct filling filling = {
        .demo = demo,
        .request = {.db = demo->db, .arena = demo->arena, .site = demo->site, .now = demo->now}};
    const json_t *network = json_object_get(root, "network"), *item;
    size_t i;
    json_array_foreach(json_object_get(network, "terms"), i, item) TRY(add_term(&filling, item));
    json_array_foreach(json_object_get(network, "members"), i, item) {
        int64_t id = demo->organisation(demo->data, json_string_value(item));
        TRY(network_member_set(&filling.request, id, true));
    }
    json_array_foreach(json_object_get(network, "posts"), i, item) TRY(add_thread(&filling, item));
    json_array_foreach(json_object_get(network, "interviews"), i, item)
        TRY(add_interview(&filling, item));
    return RC_OK;
}
