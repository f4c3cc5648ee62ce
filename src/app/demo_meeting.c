/* Holding the meetings of the demonstration. See demo_meeting.h. */
#include "app/demo_meeting.h"

#include "app/demo_board.h"
#include "core/meeting/action.h"
#include "kit/site.h"
#include "platform/secret.h"

#include <string.h>

enum { SEATS_MAX = 40 };

static const int64_t DAY = INT64_C(24) * 3600 * 1000;

struct holding {
    struct request request; /* as if the leader had pressed the buttons that day */
    struct meeting meeting;
    struct seat seats[SEATS_MAX];
    size_t n_seats;
};

static const char *text_at(const json_t *json, const char *name) {
    const char *text = json_string_value(json_object_get(json, name));
    return text ? text : "";
}

static int64_t number_at(const json_t *json, const char *name) {
    return json_integer_value(json_object_get(json, name));
}

static int sector_of(const char *word) {
    for (int i = 0; sector_choices[i]; i++)
        if (strcmp(sector_choices[i], word) == 0) return i;
    return -1;
}

static enum rc add_exercise(struct holding *holding, const json_t *json, int64_t *item) {
    struct exercise exercise = {.meeting = holding->meeting.id,
                                .title = str_from(text_at(json, "title")),
                                .tool = str_from(text_at(json, "tool")),
                                .form = str_from(text_at(json, "form")),
                                .axes = str_from(text_at(json, "axes")),
                                .k = MEETING_K_DEFAULT};
    struct meeting_items items = {0};
    TRY(exercise_create(&holding->request, &exercise));
    TRY(meeting_items(holding->request.db, holding->request.arena, holding->meeting.id, &items));
    *item = items.rows.v[items.rows.n - 1].id;
    return RC_OK;
}

/* ---- what people answered ---- */

static enum rc read_values(struct arena *arena, const json_t *list, const int **v, size_t *n) {
    *n = json_array_size(list);
    int *values = arena_new_array(arena, *n + 1, int);
    if (!values) return RC_LIMIT;
    for (size_t i = 0; i < *n; i++) {
        const json_t *value = json_array_get(list, i);
        values[i] = json_is_null(value) ? SHEET_DONT_KNOW : (int)json_integer_value(value);
    }
    *v = values;
    return RC_OK;
}

static enum rc answer(struct holding *holding, const struct exercise *exercise, const json_t *json,
                      const struct seat *seat) {
    struct sheet sheet = {0};
    struct arena *arena = holding->request.arena;
    if (!json_object_get(json, "self")) return RC_OK;
    TRY(read_values(arena, json_object_get(json, "self"), &sheet.self.v, &sheet.self.n));
    TRY(read_values(arena, json_object_get(json, "colleagues"), &sheet.colleagues.v,
                    &sheet.colleagues.n));
    TRY(read_values(arena, json_object_get(json, "reach"), &sheet.reach.v, &sheet.reach.n));
    const struct sheet_save save = {
        .exercise = exercise, .seat = seat, .sheet = &sheet, .origin = ORIGIN_PROXY};
    return sheet_save(&holding->request, &save);
}

/* [region, text] of that phase; written by one seat after the other. */
static enum rc write_notes(struct holding *holding, const struct exercise *exercise,
                           const json_t *notes) {
    const struct tool_phase *phase = exercise_phase(holding->request.site, exercise);
    size_t i;
    const json_t *note;
    if (!phase || !holding->n_seats) return RC_OK;
    json_array_foreach(json_object_get(notes, phase->key), i, note) {
        const struct note_save save = {.exercise = exercise,
                                       .seat = &holding->seats[i % holding->n_seats],
                                       .id = id_random() >> 1,
                                       .region =
                                           str_from(json_string_value(json_array_get(note, 0))),
                                       .text = str_from(json_string_value(json_array_get(note, 1))),
                                       .origin = ORIGIN_PROXY};
        TRY(note_save(&holding->request, &save));
    }
    return RC_OK;
}

/* The notes of the phase that runs, and what the chair links in it. */
static enum rc write_phase(struct holding *holding, const json_t *json, struct demo_board *board) {
    const struct tool *tool = exercise_tool(holding->request.site, board->exercise);
    const struct tool_phase *phase = exercise_phase(holding->request.site, board->exercise);
    const json_t *notes = json_object_get(json, "notes");
    if (!tool || !phase) return RC_OK;
    if (tool->engine != ENGINE_BOARD) return write_notes(holding, board->exercise, notes);
    TRY(demo_board_write(&holding->request, json_object_get(notes, phase->key), board));
    if (phase->input != INPUT_BOARD) return RC_OK;
    return demo_board_link(&holding->request, json_object_get(json, "links"), board);
}

/* Through all phases, a few minutes in each. */
static enum rc run(struct holding *holding, const json_t *json, int64_t item) {
    struct request *request = &holding->request;
    struct exercise_list list = {0};
    TRY(meeting_go(request, holding->meeting.id, item));
    TRY(exercise_list(request->db, request->arena, holding->meeting.id, &list));
    struct exercise exercise = list.rows.v[list.rows.n - 1];
    TRY(exercise_start(request, &exercise));
    size_t i;
    const json_t *person;
    json_array_foreach(json_object_get(json, "people"), i, person) if (i < holding->n_seats)
        TRY(answer(holding, &exercise, person, &holding->seats[i]));
    struct demo_board board = {.exercise = &exercise};
    for (enum rc rc = RC_OK; rc == RC_OK;) {
        TRY(write_phase(holding, json, &board));
        request->now += 4 * 60 * 1000;
        rc = exercise_go(request, &exercise, 1);
        if (rc != RC_OK && rc != RC_CONFLICT) return rc;
    }
    return RC_OK;
}

/* ---- the end ---- */

static enum rc agree(struct holding *holding, const json_t *json) {
    size_t i;
    const json_t *item;
    json_array_foreach(json_object_get(json, "actions"), i, item) {
        struct action action = {.place = holding->meeting.place,
                                .meeting = holding->meeting.id,
                                .text = str_from(text_at(item, "text")),
                                .owner = str_from(text_at(item, "owner")),
                                .due_at = holding->request.now + number_at(item, "in") * DAY,
                                .created_at = holding->request.now};
        TRY(action_add(&holding->request, &action));
        if (!*text_at(item, "outcome")) continue;
        action.state = ACTION_DONE;
        action.outcome = str_from(text_at(item, "outcome"));
        action.version = 1;
        TRY(action_update(&holding->request, &action));
    }
    return RC_OK;
}

static enum rc finish(struct holding *holding, const json_t *json) {
    const json_t *next = json_object_get(json, "next");
    const struct meeting_next promise = {.text = str_from(text_at(next, "text")),
                                         .who = str_from(text_at(next, "who")),
                                         .at = holding->request.now + number_at(next, "in") * DAY};
    TRY(agree(holding, json));
    return meeting_close(&holding->request, holding->meeting.id, &promise);
}

/* Who answers in the first exercise is who was there. */
static enum rc take_seats(struct holding *holding, const json_t *json) {
    size_t i;
    const json_t *person;
    const json_t *first = json_array_get(json_object_get(json, "exercises"), 0);
    json_array_foreach(json_object_get(first, "people"), i, person) {
        if (holding->n_seats == SEATS_MAX) return RC_INVALID;
        struct seat *seat = &holding->seats[holding->n_seats++];
        *seat = (struct seat){.meeting = holding->meeting.id,
                              .sector = sector_of(text_at(person, "sector")),
                              .device = SEAT_PROXY};
        TRY(seat_take(&holding->request, seat));
    }
    return RC_OK;
}

enum rc demo_hold_meeting(const struct demo_meeting *demo, const json_t *json, struct str *code) {
    struct holding *holding = arena_new(demo->arena, struct holding);
    if (!holding) return RC_LIMIT;
    int64_t at = demo->now - number_at(json, "days") * DAY;
    bool open = json_is_true(json_object_get(json, "open"));
    holding->request = (struct request){.db = demo->db,
                                        .arena = demo->arena,
                                        .site = demo->site,
                                        .now = at,
                                        .lang = LANG_DA,
                                        .asker = {.id = demo->leader}};
    holding->meeting = (struct meeting){.place = REF_ORGANISATION(demo->organisation),
                                        .title = str_from(text_at(json, "title")),
                                        .purpose = str_from(text_at(json, "purpose")),
                                        .lang = STR("da"),
                                        .starts_at = at,
                                        .minutes = (int)number_at(json, "minutes"),
                                        .created_at = at,
                                        .created_by = demo->leader};
    TRY(meeting_create(&holding->request, &holding->meeting));
    holding->request.objects[0] = (struct object){.kind = OBJECT_MEETING,
                                                  .id = holding->meeting.id,
                                                  .public_id = holding->meeting.public_id,
                                                  .role = ROLE_COORDINATOR}; /* she leads it */
    TRY(take_seats(holding, json));
    if (!open) TRY(meeting_open(&holding->request, holding->meeting.id));
    size_t i;
    const json_t *exercise;
    json_array_foreach(json_object_get(json, "exercises"), i, exercise) {
        int64_t item;
        TRY(add_exercise(holding, exercise, &item));
        if (!open) TRY(run(holding, exercise, item));
    }
    if (!open) return finish(holding, json);
    *code = holding->meeting.code;
    return RC_OK;
}
