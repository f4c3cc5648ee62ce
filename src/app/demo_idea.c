/* Filling the bank of ideas of the demonstration. See demo_idea.h. */
#include "app/demo_idea.h"

#include "feature/idea/news_store.h"
#include "feature/idea/store.h"

#include <string.h>

enum { IDEAS_MAX = 64 };

static const int64_t DAY = INT64_C(24) * 3600 * 1000;

struct bank {
    const struct demo_ideas *demo;
    struct request request; /* as if somebody had pressed the buttons that day */
    struct idea ideas[IDEAS_MAX];
    const char *keys[IDEAS_MAX];
    size_t n;
};

static struct str text_at(const json_t *json, const char *name) {
    return str_from(json_string_value(json_object_get(json, name)));
}

static const char *key_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

/* -1 where the JSON says nothing. */
static int64_t number_at(const json_t *json, const char *name) {
    const json_t *number = json_object_get(json, name);
    return number ? json_integer_value(number) : -1;
}

static enum rc word(const char *const *choices, const char *text, int *index) {
    for (*index = 0; choices[*index]; ++*index)
        if (strcmp(choices[*index], text) == 0) return RC_OK;
    return RC_INVALID;
}

static const struct idea *find_idea(const struct bank *bank, const char *key) {
    for (size_t i = 0; i < bank->n; i++)
        if (strcmp(bank->keys[i], key) == 0) return &bank->ideas[i];
    return NULL;
}

static int64_t organisation(const struct bank *bank, const char *key) {
    return bank->demo->organisation(bank->demo->data, key);
}

static enum rc add_interests(struct bank *bank, const json_t *json, const struct idea *idea) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(json, "interest"), i, item)
        TRY(interest_add(&bank->request, idea->id, organisation(bank, json_string_value(item))));
    /* [organisation, days ago, text] */
    json_array_foreach(json_object_get(json, "did"), i, item) {
        bank->request.now = bank->demo->now - json_integer_value(json_array_get(item, 1)) * DAY;
        TRY(experience_add(&bank->request, idea->id,
                           organisation(bank, json_string_value(json_array_get(item, 0))),
                           str_from(json_string_value(json_array_get(item, 2)))));
    }
    return RC_OK;
}

static enum rc read_words(struct bank *bank, const json_t *json, struct idea *idea) {
    const struct idea *origin = find_idea(bank, key_at(json, "copy"));
    if (origin) *idea = idea_copy(origin, 0, 0);
    TRY(word(idea_category_choices, key_at(json, "category"), &idea->category));
    TRY(word(idea_stage_choices, key_at(json, "stage"), &idea->stage));
    idea->lang = LANG_DA;
    idea->title = text_at(json, "title");
    idea->body = text_at(json, "text");
    idea->place = text_at(json, "place");
    idea->needs = text_at(json, "needs");
    idea->source = text_at(json, "source");
    idea->told_by = text_at(json, "told");
    idea->hours = number_at(json, "hours");
    idea->kroner = number_at(json, "kroner");
    idea->organisation = organisation(bank, key_at(json, "organisation"));
    return idea->organisation ? RC_OK : RC_INVALID;
}

static enum rc add_idea(struct bank *bank, const json_t *json) {
    if (bank->n == IDEAS_MAX) return RC_LIMIT;
    struct idea *idea = &bank->ideas[bank->n];
    TRY(read_words(bank, json, idea));
    idea->created_at = bank->demo->now - number_at(json, "days") * DAY;
    idea->confirmed_at = idea->created_at;
    idea->created_by = bank->demo->person(bank->demo->data, key_at(json, "by"));
    bank->request.now = idea->created_at;
    bank->request.asker.id = idea->created_by;
    TRY(idea_create(bank->request.db, bank->request.arena, idea));
    bank->keys[bank->n++] = key_at(json, "key");
    return add_interests(bank, json, idea);
}

static enum rc add_newsletter(struct bank *bank, const json_t *json) {
    struct organisation publisher;
    struct newsletter draft;
    int64_t by = bank->demo->person(bank->demo->data, key_at(json, "by"));
    if (!json) return RC_OK;
    bank->request.now = bank->demo->now;
    bank->request.asker.id = by;
    TRY(organisation_by_id(bank->request.db, bank->request.arena,
                           organisation(bank, key_at(json, "organisation")), by, &publisher));
    TRY(news_draft(&bank->request, &publisher, &draft));
    draft.title = text_at(json, "title");
    draft.foreword = text_at(json, "foreword");
    TRY(news_update(bank->request.db, bank->request.arena, &draft));
    return news_publish(&bank->request, &draft);
}

enum rc demo_add_ideas(const struct demo_ideas *demo, const json_t *root) {
    struct bank *bank = arena_new(demo->arena, struct bank);
    size_t i;
    const json_t *item;
    if (!bank) return RC_LIMIT;
    bank->demo = demo;
    bank->request =
        (struct request){.db = demo->db, .arena = demo->arena, .site = demo->site, .lang = LANG_DA};
    json_array_foreach(json_object_get(root, "ideas"), i, item) TRY(add_idea(bank, item));
    return add_newsletter(bank, json_object_get(root, "newsletter"));
}
