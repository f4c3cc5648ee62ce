/* The agenda of a meeting together with its exercises and their tools. */
#include "feature/meeting/inner.h"

static const struct exercise *exercise_of(const struct exercise_list *list,
                                          const struct meeting_item *item) {
    for (size_t i = 0; i < list->rows.n; i++)
        if (item->activity && list->rows.v[i].id == item->activity) return &list->rows.v[i];
    return NULL;
}

static void fill_item(struct request *request, const struct meeting_item *from,
                      const struct exercise *exercise, struct agenda_item *to) {
    *to = (struct agenda_item){.item = *from, .title = from->title};
    if (!exercise) return;
    to->exercise = *exercise;
    to->tool = exercise_tool(request->site, exercise);
    if (to->tool) to->phase = exercise_phase(request->site, exercise);
    to->title = exercise->title;
}

static bool may_follow(const struct agenda_item *item) {
    return !item->item.is_done && item->exercise.state != EXERCISE_CLOSED;
}

enum rc agenda_read(struct request *request, const struct meeting *meeting, struct agenda *agenda) {
    struct meeting_items items = {0};
    struct exercise_list exercises = {0};
    TRY(meeting_items(request->db, request->arena, meeting->id, &items));
    TRY(exercise_list(request->db, request->arena, meeting->id, &exercises));
    size_t n = items.rows.n;
    struct agenda_item *rows = arena_new_array(request->arena, n + 1, struct agenda_item);
    if (!rows) return RC_LIMIT;
    *agenda = (struct agenda){.rows = {.v = rows, .n = n}};
    size_t after = 0;
    for (size_t i = 0; i < n; i++) {
        const struct meeting_item *item = &items.rows.v[i];
        fill_item(request, item, exercise_of(&exercises, item), &rows[i]);
        if (!meeting->item || item->id != meeting->item) continue;
        agenda->now = &rows[i];
        after = i + 1;
    }
    for (size_t i = after; i < n && !agenda->next; i++)
        if (may_follow(&rows[i])) agenda->next = &rows[i];
    return RC_OK;
}

const struct agenda_item *agenda_find(const struct agenda *agenda, uint64_t public_id) {
    for (size_t i = 0; i < agenda->rows.n; i++)
        if (agenda->rows.v[i].item.public_id == public_id) return &agenda->rows.v[i];
    return NULL;
}

int agenda_phase_after(const struct agenda_item *item) {
    size_t n = tool_phase_count(item->tool);
    for (size_t i = (size_t)item->exercise.phase + 1; i < n; i++)
        if (exercise_has_phase(item->tool, &item->exercise, (int)i)) return (int)i;
    return -1;
}

bool agenda_is_at_end(const struct agenda_item *item) {
    if (!item->tool || item->exercise.state == EXERCISE_CLOSED) return true;
    if (item->exercise.state == EXERCISE_PLANNED) return false;
    if (agenda_phase_after(item) >= 0) return false;
    size_t steps = tool_step_count(item->tool);
    return item->phase->input != INPUT_RESULT || (size_t)item->exercise.step + 1 >= steps;
}

/* ---- names of regions ---- */

static const struct tool_region *find_region(const struct tool *tool, struct str key) {
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        for (const struct tool_region *region = tool->phases[i].regions;
             region < tool->phases[i].regions + PHASE_REGIONS_MAX && region->key; region++)
            if (str_is(str_from(region->key), key)) return region;
    return NULL;
}

static struct str axis_label(const struct content *content, struct str key) {
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(content->axes.v[i].key, key)) return content->axes.v[i].label;
    return key;
}

struct str region_label(struct request *request, const struct tool *tool,
                        const struct content *content, struct str region) {
    for (size_t i = 0; i < content->cards.n; i++)
        if (str_is(content->cards.v[i].key, region)) return content->cards.v[i].stem;
    if (str_starts(region, STR(NOTE_HEARD))) {
        struct str key = str_slice(region, sizeof NOTE_HEARD - 1, region.n);
        return str_format(request->arena, "%.*s · %.*s",
                          STR_ARG(region_label(request, tool, content, key)),
                          STR_ARG(text_of(request->lang, T_room_heard)));
    }
    size_t colon = str_find(region, ':', 0);
    const struct tool_region *found = find_region(tool, str_slice(region, 0, colon));
    struct str label = found ? text_of(request->lang, found->label) : (struct str){0};
    if (colon == region.n) return label;
    struct str axis = axis_label(content, str_slice(region, colon + 1, region.n));
    if (!label.n) return axis;
    return str_format(request->arena, "%.*s: %.*s", STR_ARG(axis), STR_ARG(label));
}
