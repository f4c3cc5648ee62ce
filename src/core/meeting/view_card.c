/* Cards: whom one talks with, about what, and what one wrote. See views.h. */
#include "core/meeting/views.h"

#include "platform/secret.h"

struct str view_seat_name(const struct request *request, const struct seat *seat) {
    if (seat->nickname.n) return seat->nickname;
    return TEXT(request->arena, request->lang, T_room_seat_number, ARG("n", seat->number));
}

const struct exercise_group *view_group_of(const struct exercise_groups *groups,
                                           const struct seat *seat) {
    for (size_t i = 0; groups && i < groups->rows.n; i++)
        for (size_t j = 0; j < groups->rows.v[i].seats.n; j++)
            if (groups->rows.v[i].seats.v[j].number == seat->number) return &groups->rows.v[i];
    return NULL;
}

struct str view_heard_region(struct arena *arena, struct str card_key) {
    return str_format(arena, NOTE_HEARD "%.*s", STR_ARG(card_key));
}

/* The writing of one region: the own note there, or a fresh one. What was sent and refused stands
   there again with its reason. */
static struct view_writing writing_of(struct request *request, const struct view_card_data *data,
                                      struct str region) {
    struct view_writing writing = {.url = data->url, .region = region, .id = id_random() >> 1};
    for (size_t i = 0; data->notes && i < data->notes->rows.n; i++) {
        const struct note *note = &data->notes->rows.v[i];
        if (!note->is_own || !str_is(note->region, region)) continue;
        writing.id = note->id;
        writing.text = note->text;
        writing.is_saved = true;
    }
    if (!request->form || !str_is(form_value(request->form, "region"), region)) return writing;
    struct error_summary errors = form_errors(request, NULL, 0);
    if (!errors.errors.n) return writing;
    writing.text = form_value(request->form, "text");
    writing.error = errors.errors.v[0].text;
    writing.is_saved = false;
    return writing;
}

static enum rc set_partners(const struct request *request, const struct exercise_group *group,
                            const struct seat *seat, struct view_card *view) {
    struct str *names = arena_new_array(request->arena, group->seats.n + 1, struct str);
    size_t n = 0;
    if (!names) return RC_LIMIT;
    for (size_t i = 0; i < group->seats.n; i++)
        if (group->seats.v[i].number != seat->number)
            names[n++] = view_seat_name(request, &group->seats.v[i]);
    view->partners.v = names;
    view->partners.n = n;
    view->is_trio = n == 2;
    view->is_waiting = n == 0;
    view->place = group->number;
    return RC_OK;
}

enum rc view_card(struct request *request, const struct view_card_data *data,
                  struct view_card *view) {
    const struct content *content = data->content;
    const struct exercise_group *group = view_group_of(data->groups, data->seat);
    int round = data->place.round;
    *view = (struct view_card){.is_waiting = true,
                               .lang = content->lang,
                               .round = round + 1,
                               .rounds = data->rounds,
                               .asks_heard = data->exercise->asks_heard,
                               .ready_url = data->ready_url};
    int at = exercise_card(data->exercise, content, data->seat->number, round);
    if (at < 0 || (size_t)at >= content->cards.n) return RC_BROKEN;
    const struct content_card *card = &content->cards.v[at];
    if (group) TRY(set_partners(request, group, data->seat, view));
    view->stem = card->stem;
    view->ending = writing_of(request, data, card->key);
    view->ending.name = STR("ending");
    view->ending.label = T_room_ending;
    view->heard = writing_of(request, data, view_heard_region(request->arena, card->key));
    view->heard.name = STR("heard");
    view->heard.label = T_room_heard;
    return RC_OK;
}
