/* Who is in the room, how many have answered, and whose voice is missing: numbers only, never a
   name, and in an anonymous exercise nothing that could point at one person. */
#include "feature/meeting/lead.h"

static enum rc count_seats(struct request *request, struct meeting_room *room) {
    struct seat_list seats = {0};
    TRY(seat_list(request->db, request->arena, meeting_asked(request)->id, &seats));
    for (size_t i = 0; i < seats.rows.n; i++) {
        if (seats.rows.v[i].has_left) continue;
        room->seats++;
        room->phones += seats.rows.v[i].device == SEAT_PHONE;
    }
    return RC_OK;
}

static enum rc view_voice(struct request *request, const struct exercise *exercise,
                          struct meeting_room *room) {
    struct note_voice voice = {0};
    TRY(note_voice(request->db, request->arena, exercise, &voice));
    struct meeting_count *counts =
        arena_new_array(request->arena, SECTOR__N + 1, struct meeting_count);
    if (!counts) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i <= SECTOR__N; i++) {
        room->notes += voice.notes[i];
        if (!voice.notes[i] && !voice.seats[i]) continue;
        counts[n++] = (struct meeting_count){
            .sector = i < SECTOR__N ? sector_labels[i] : T_meeting_sector_unsaid,
            .notes = voice.notes[i],
            .seats = voice.seats[i],
            .is_silent = i < SECTOR__N && voice.seats[i] > 0 && !voice.notes[i]};
    }
    room->voice.v = counts;
    room->voice.n = n;
    return RC_OK;
}

static enum rc count_reported(struct request *request, const struct exercise *exercise,
                              struct meeting_room *room) {
    struct note_seen seen = {0};
    TRY(note_read(request, exercise, NULL, &seen));
    for (size_t i = 0; i < seen.notes.rows.n; i++)
        room->reported += seen.notes.rows.v[i].is_reported;
    return RC_OK;
}

enum rc lead_view_room(struct request *request, const struct agenda *agenda,
                       struct meeting_room *room) {
    const struct agenda_item *now = agenda->now;
    *room = (struct meeting_room){.seats_url = meeting_page(request, "/seats"),
                                  .notes_url = meeting_page(request, "/notes")};
    TRY(count_seats(request, room));
    if (!now || !now->tool || now->exercise.state != EXERCISE_RUNNING) return RC_OK;
    room->has_exercise = true;
    room->is_score = now->phase->input == INPUT_SCORE;
    room->has_voice = now->phase->input == INPUT_NOTE || now->phase->input == INPUT_CARD;
    if (room->is_score)
        TRY(sheet_count(request->db, request->arena, now->exercise.id, &room->answers));
    TRY(view_voice(request, &now->exercise, room));
    return count_reported(request, &now->exercise, room);
}
