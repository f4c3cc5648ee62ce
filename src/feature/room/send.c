/* What telephones send: answers, notes, "ready", "this is about a person". Each may come twice. */
#include "feature/room/inner.h"

/* The exercise that the path names, with the phase that the address says at one's own pace. */
static enum rc find_exercise(struct request *request, struct exercise *exercise) {
    uint64_t id;
    if (id_parse(request_param(request, "exercise"), &id) != RC_OK) return RC_ABSENT;
    return exercise_by_public_id(request->db, request->arena, room_meeting(request)->id, id,
                                 exercise);
}

static int origin_of(const struct seat *seat) {
    return seat->device == SEAT_TABLE ? ORIGIN_TABLE : ORIGIN_PHONE;
}

/* A reason stands beside the field, with the input kept. */
static enum rc refuse(struct request *request, const char *field, enum rc rc) {
    static const struct {
        enum rc rc;
        enum text_id text;
    } reasons[] = {{RC_CONFLICT, T_room_too_late},
                   {RC_LIMIT, T_room_too_many_notes},
                   {RC_DENIED, T_room_not_yours}};
    for (size_t i = 0; i < COUNT(reasons); i++) {
        if (reasons[i].rc != rc) continue;
        form_error(request, field, reasons[i].text);
        return RC_INVALID;
    }
    return rc;
}

/* ---- scores ---- */

static enum rc my_group(struct request *request, const struct exercise *exercise,
                        const struct seat *seat, int *group) {
    struct exercise_place place;
    const struct tool_phase *phase = exercise_phase(request->site, exercise);
    *group = 0;
    if (!exercise->is_consensus || !phase || phase->mode != MODE_GROUP) return RC_OK;
    TRY(exercise_place(request, exercise, seat->number, &place));
    *group = place.group;
    return RC_OK;
}

enum rc room_apply_answer(struct request *request) {
    const struct seat *seat = seat_of_asker(request);
    struct exercise exercise;
    struct content content;
    struct sheet sheet;
    int group;
    if (!seat) return RC_DENIED;
    TRY(find_exercise(request, &exercise));
    const struct tool *tool = exercise_tool(request->site, &exercise);
    if (!tool || tool->engine != ENGINE_SHEET) return RC_ABSENT;
    TRY(exercise_content(request->arena, request->site, request->lang, &exercise, &content));
    enum rc rc = view_score_read(request, tool, &content, exercise.is_consensus, &sheet);
    if (rc == RC_INVALID) form_error(request, "score-form", T_room_score_missing);
    TRY(rc);
    TRY(my_group(request, &exercise, seat, &group));
    const struct sheet_save save = {.exercise = &exercise,
                                    .seat = seat,
                                    .sheet = &sheet,
                                    .origin = origin_of(seat),
                                    .group = group};
    return refuse(request, "score-form", sheet_save(request, &save));
}

/* ---- notes ---- */

enum rc room_apply_note(struct request *request) {
    const struct seat *seat = seat_of_asker(request);
    struct exercise exercise;
    int64_t id;
    if (!seat) return RC_DENIED;
    TRY(find_exercise(request, &exercise));
    if (str_to_i64(form_value(request->form, "id"), &id) != RC_OK || id <= 0) return RC_INVALID;
    struct str text = str_trim(form_value(request->form, "text"));
    if (form_value(request->form, "remove").n) text = (struct str){0};
    if (str_length(text) > NOTE_MAX) {
        form_error(request, "text", T_room_note_too_long);
        return RC_INVALID;
    }
    const struct note_save save = {.exercise = &exercise,
                                   .seat = seat,
                                   .id = (uint64_t)id,
                                   .region = form_value(request->form, "region"),
                                   .text = text,
                                   .origin = origin_of(seat)};
    return refuse(request, "text", note_save(request, &save));
}

enum rc room_apply_report(struct request *request) {
    struct exercise exercise;
    int64_t id;
    if (!seat_of_asker(request)) return RC_DENIED;
    TRY(find_exercise(request, &exercise));
    if (str_to_i64(form_value(request->form, "id"), &id) != RC_OK || id <= 0) return RC_ABSENT;
    return note_report(request, &exercise, (uint64_t)id);
}

/* ---- ready ---- */

enum rc room_apply_ready(struct request *request) {
    const struct seat *seat = seat_of_asker(request);
    struct exercise exercise;
    if (!seat) return RC_DENIED;
    TRY(find_exercise(request, &exercise));
    enum rc rc = exercise_ready(request, &exercise, seat);
    return rc == RC_CONFLICT ? RC_OK : rc; /* pressed twice, or the leader went on */
}

enum rc room_answer_sent(struct request *request) {
    static const struct {
        const char *verb;
        enum text_id notice;
    } notices[] = {{"/answer", T_room_sent_answer},
                   {"/note", T_room_sent_note},
                   {"/ready", T_room_sent_ready},
                   {"/report", T_room_sent_report}};
    enum text_id notice = T_none;
    for (size_t i = 0; i < COUNT(notices); i++)
        if (str_ends(request->path, str_from(notices[i].verb))) notice = notices[i].notice;
    return room_back(request, notice);
}
