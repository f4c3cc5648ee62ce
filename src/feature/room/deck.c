/* Endings of cards that one writes alone: those one was dealt, those one wrote, and any other that
   one picks. At one's own pace three are asked for, and then the others' endings are shown. */
#include "feature/room/inner.h"

enum { DEALT_SHOWN = 3, ENDINGS_WANTED = 3 };

static bool has_own(const struct note_list *notes, struct str key) {
    for (size_t i = 0; i < notes->rows.n; i++)
        if (notes->rows.v[i].is_own && str_is(notes->rows.v[i].region, key)) return true;
    return false;
}

/* The cards dealt first; at one's own pace nobody deals. */
static bool is_dealt(const struct room *room, size_t card) {
    if (room->is_own_pace) return false;
    for (int round = 0; round < DEALT_SHOWN; round++)
        if (exercise_card(&room->exercise, &room->content, room->seat->number, round) == (int)card)
            return true;
    return false;
}

static struct url pick_url(struct request *request, const struct room *room, struct str key) {
    struct str meeting = room_id(request->arena, room->meeting->public_id);
    struct str exercise = room_id(request->arena, room->exercise.public_id);
    if (!room->is_own_pace) return url_format(request->arena, "/m/%s?card=%s", meeting, key);
    return url_format(request->arena, "/m/%s?e=%s&p=%s&card=%s", meeting, exercise, room->phase_at,
                      key);
}

struct sorting {
    struct view_region *regions;
    struct room_pick *picks;
    size_t n_regions, n_picks;
};

static void sort_card(struct request *request, const struct room *room,
                      const struct note_list *notes, struct sorting *sorting, size_t at) {
    const struct content_card *card = &room->content.cards.v[at];
    bool posted = request->form && str_is(form_value(request->form, "region"), card->key);
    if (has_own(notes, card->key) || is_dealt(room, at) || str_is(room->card, card->key) || posted)
        sorting->regions[sorting->n_regions++] =
            (struct view_region){.key = card->key, .title_text = card->stem};
    else
        sorting->picks[sorting->n_picks++] =
            (struct room_pick){card->stem, pick_url(request, room, card->key)};
}

static enum rc show_others(struct request *request, const struct room *room,
                           const struct note_seen *seen, struct room_task *task) {
    struct view_wall *wall = arena_new(request->arena, struct view_wall);
    struct view_wall_data data = {
        .exercise = &room->exercise, .content = &room->content, .seen = seen, .step = WALL_ENDINGS};
    if (room->seat) data.report_url = room_exercise_url(request, room, "report");
    if (!wall) return RC_LIMIT;
    TRY(view_wall(request, &data, wall));
    task->wall = wall;
    return RC_OK;
}

enum rc room_fill_endings(struct request *request, const struct room *room,
                          struct room_task *task) {
    size_t cards = room->content.cards.n;
    struct note_seen *seen = arena_new(request->arena, struct note_seen);
    struct view_notes *notes = arena_new(request->arena, struct view_notes);
    struct view_regions regions;
    struct sorting sorting = {
        .regions = arena_new_array(request->arena, cards + 1, struct view_region),
        .picks = arena_new_array(request->arena, cards + 1, struct room_pick)};
    if (!seen || !notes || !sorting.regions || !sorting.picks) return RC_LIMIT;
    TRY(note_read(request, &room->exercise, room->seat, seen));
    for (size_t i = 0; i < cards; i++) sort_card(request, room, &seen->notes, &sorting, i);
    regions.rows.v = sorting.regions;
    regions.rows.n = sorting.n_regions;
    struct view_notes_data data = {.exercise = &room->exercise,
                                   .regions = &regions,
                                   .is_one_each = true,
                                   .phase = room->phase,
                                   .content = &room->content,
                                   .seen = seen,
                                   .url = room_exercise_url(request, room, "note"),
                                   .report_url = room_exercise_url(request, room, "report")};
    TRY(view_notes(request, &data, notes));
    task->notes = notes;
    task->picks.v = sorting.picks;
    task->picks.n = sorting.n_picks;
    if (!room->is_own_pace) return RC_OK;
    for (size_t i = 0; i < cards; i++)
        if (has_own(&seen->notes, room->content.cards.v[i].key)) task->picked++;
    task->pick_goal = ENDINGS_WANTED;
    return task->picked >= ENDINGS_WANTED ? show_others(request, room, seen, task) : RC_OK;
}
