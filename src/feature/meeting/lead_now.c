/* What the room does now, as the leader sees it. */
#include "feature/meeting/lead.h"

#include "core/meeting/board.h"

/* ---- groups and their clocks ---- */

static struct str names_of(struct request *request, const struct exercise_group *group) {
    struct buf out;
    buf_init(&out, request->arena, 4096);
    for (size_t i = 0; i < group->seats.n; i++) {
        const struct seat *seat = &group->seats.v[i];
        if (i) buf_lit(&out, ", ");
        buf_format(&out, "%d", seat->number);
        if (seat->nickname.n) buf_format(&out, " %.*s", STR_ARG(seat->nickname));
    }
    return buf_str(&out);
}

static enum rc view_groups(struct request *request, const struct agenda_item *row,
                           struct meeting_now *now) {
    struct exercise_groups groups = {0};
    TRY(exercise_groups(request->db, request->arena, &row->exercise, request->now, &groups));
    struct meeting_group *lines =
        arena_new_array(request->arena, groups.rows.n + 1, struct meeting_group);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < groups.rows.n; i++) {
        const struct exercise_group *group = &groups.rows.v[i];
        struct view_clock *clock = arena_new(request->arena, struct view_clock);
        if (!clock) return RC_LIMIT;
        lines[i] = (struct meeting_group){.number = group->number,
                                          .names = names_of(request, group),
                                          .group = group->number,
                                          .item = now->item,
                                          .version = row->exercise.version,
                                          .clock_url = meeting_page(request, "/lead/clock")};
        const struct clock *of = group->has_clock ? &group->clock : &row->exercise.clock;
        TRY(view_clock(request->arena, of, request->now, clock));
        lines[i].is_paused = clock->is_paused;
        if (row->phase->mode == MODE_GROUP && clock->has_limit) lines[i].clock = clock;
    }
    now->groups.v = lines;
    now->groups.n = groups.rows.n;
    return RC_OK;
}

/* ---- the exercise ---- */

static void view_phase(const struct agenda_item *row, struct meeting_now *now) {
    const struct tool_phase *phase = row->phase;
    const struct exercise *exercise = &row->exercise;
    now->phase = phase->title;
    now->prompt = phase->prompt;
    now->leader = phase->leader;
    for (int at = 0; (size_t)at < tool_phase_count(row->tool); at++) {
        if (!exercise_has_phase(row->tool, exercise, at)) continue;
        now->phases++;
        if (at <= exercise->phase) now->phase_number++;
    }
    now->is_score = phase->input == INPUT_SCORE;
    now->is_card = phase->input == INPUT_CARD;
    now->is_note =
        phase->input == INPUT_NOTE || phase->input == INPUT_CARD || phase->input == INPUT_BOARD;
    now->is_result = phase->input == INPUT_RESULT;
    now->is_action = phase->input == INPUT_ACTION;
    now->may_go_back = exercise->phase > 0 || exercise->step > 0;
    if (!now->is_result) return;
    now->steps = (int)tool_step_count(row->tool);
    now->step_number = exercise->step + 1;
    if (exercise->step < now->steps) now->step = row->tool->steps[exercise->step];
}

static enum rc view_clock_of(struct request *request, const struct clock *from,
                             struct meeting_now *now) {
    struct view_clock *clock = arena_new(request->arena, struct view_clock);
    if (!clock) return RC_LIMIT;
    TRY(view_clock(request->arena, from, request->now, clock));
    now->has_clock = clock->has_limit;
    now->has_rounds = clock->rounds > 1;
    now->is_paused = clock->is_paused;
    now->clock = clock->has_limit ? clock : NULL;
    return RC_OK;
}

static enum rc view_gate(struct request *request, const struct agenda_item *row,
                         struct meeting_now *now) {
    const struct tool_gate *unmet = NULL;
    enum rc rc = board_gate(request, &row->exercise, &unmet);
    if (rc != RC_CONFLICT || !unmet) return rc;
    now->gate = unmet->reason;
    now->may_go_anyway = unmet->may_override;
    return RC_OK;
}

static enum rc view_running(struct request *request, const struct agenda_item *row,
                            struct meeting_now *now) {
    view_phase(row, now);
    TRY(view_clock_of(request, &row->exercise.clock, now));
    if (row->phase->mode != MODE_INDIVIDUAL && row->phase->mode != MODE_PLENARY)
        TRY(view_groups(request, row, now));
    if (row->tool->engine == ENGINE_BOARD)
        now->board_url =
            url_format(request->arena, "/m/%s/e/%s/board",
                       meeting_id_text(request->arena, meeting_asked(request)->public_id),
                       meeting_id_text(request->arena, row->exercise.public_id));
    TRY(view_gate(request, row, now));
    now->enter_url = meeting_page(request, "/seats");
    now->notes_url = meeting_page(request, "/notes");
    now->pairs_url = meeting_page(request, "/pairs");
    now->paper_url = meeting_page(request, "/paper");
    now->actions_url = meeting_page(request, "/actions");
    return RC_OK;
}

static enum text_id button_of(const struct agenda *agenda) {
    const struct agenda_item *now = agenda->now;
    if (!now) return T_meeting_do_item;
    if (agenda_is_at_end(now)) return agenda->next ? T_meeting_do_item : T_meeting_do_close;
    if (now->exercise.state == EXERCISE_PLANNED) return T_meeting_do_begin;
    int after = agenda_phase_after(now);
    bool result = after >= 0 && now->tool->phases[after].input == INPUT_RESULT;
    if (now->phase->input != INPUT_RESULT && result) return T_meeting_do_result;
    return T_meeting_do_phase;
}

/* What comes after the button: the next phase's or item's name. */
static struct str name_of_next(struct request *request, const struct agenda *agenda) {
    const struct agenda_item *now = agenda->now;
    if (now && !agenda_is_at_end(now) && now->exercise.state == EXERCISE_RUNNING) {
        const struct exercise *exercise = &now->exercise;
        if (now->phase->input == INPUT_RESULT &&
            (size_t)exercise->step + 1 < tool_step_count(now->tool))
            return text_of(request->lang, now->tool->steps[exercise->step + 1]);
        int after = agenda_phase_after(now);
        if (after >= 0) return text_of(request->lang, now->tool->phases[after].title);
    }
    if (now && !agenda_is_at_end(now)) return now->title;
    return agenda->next ? agenda->next->title : (struct str){0};
}

enum rc lead_view_now(struct request *request, const struct agenda *agenda,
                      struct meeting_lead *view) {
    const struct agenda_item *row = agenda->now;
    view->next_action = button_of(agenda);
    view->next_title = name_of_next(request, agenda);
    view->is_last = !agenda->next && (!row || agenda_is_at_end(row));
    if (!row) return RC_OK;
    struct meeting_now *now = arena_new(request->arena, struct meeting_now);
    if (!now) return RC_LIMIT;
    const struct exercise *exercise = &row->exercise;
    *now = (struct meeting_now){
        .item = meeting_id_text(request->arena, row->item.public_id),
        .version = exercise->version,
        .title = row->title,
        .lang = meeting_asked(request)->lang,
        .is_plain = row->tool == NULL,
        .is_planned = row->tool && exercise->state == EXERCISE_PLANNED,
        .is_closed = row->tool && exercise->state == EXERCISE_CLOSED,
        .is_running = row->tool && exercise->state == EXERCISE_RUNNING,
        .text = row->item.text,
        .minutes = row->item.minutes,
        .tool = row->tool ? row->tool->title : T_none,
        .is_named = exercise->is_named,
        .is_consensus = exercise->is_consensus,
        .was_small = exercise->was_small,
        .k = exercise->k,
    };
    if (row->tool && str_is(row->title, text_of(request->lang, row->tool->title)))
        now->tool = T_none;
    if (now->is_planned) TRY(axes_view(request, row, &now->axes));
    now->axes_url = meeting_page(request, "/lead/axes");
    view->now = now;
    view->item = now->item;
    view->version = now->version;
    return now->is_running ? view_running(request, row, now) : RC_OK;
}
