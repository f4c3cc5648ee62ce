/* What the files of this folder share. */
#ifndef FEATURE_ROOM_INNER_H
#define FEATURE_ROOM_INNER_H

#include "core/meeting/action.h"
#include "feature/room/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"
#include "platform/secret.h"

/* ---- read.c: where the meeting is now ---- */

struct room {
    const struct meeting *meeting;
    const struct seat *seat; /* the asker's; NULL: none */
    struct meeting_items items;
    const struct meeting_item *item; /* runs now, or NULL */
    bool has_exercise;
    struct exercise exercise;
    const struct tool *tool;
    const struct tool_phase *phase; /* NULL: not begun or closed */
    int phase_at;
    struct content content;
    int64_t seats;
    bool is_own_pace, is_room; /* is_room: the big screen, which has no seat */
    struct str card;           /* own pace and endings: the card chosen */
    int group, axis;           /* boards: the seat's table, and its axis of the content; 0, -1 */
};
/* The item that runs and its exercise; with PACE_OWN the exercise named (a public id as text, or
   empty: the first) in the phase that the address asks for (p), or the first. */
enum rc room_read(struct request *request, struct str exercise, struct room *room) MUST_CHECK;
/* Is the phase with that index one that somebody alone can do, without the others? */
bool room_is_for_one(const struct tool *tool, const struct exercise *exercise, int at);
/* The meeting that the path names, and addresses below it. */
const struct meeting *room_meeting(const struct request *request);
struct url room_url(const struct request *request, const char *rest);
/* "/m/ID/e/EXERCISE/verb", with what the address says of own pace. */
struct url room_exercise_url(const struct request *request, const struct room *room,
                             const char *verb);
struct str room_id(struct arena *arena, uint64_t id);
/* Only what changed is asked for, by the script. */
bool room_asks_part(const struct request *request);

/* ---- frame.c ---- */

/* The page in its light frame; when a part was asked for, the part alone, packed. */
enum rc room_answer(struct request *request, struct page *page,
                    struct room_frame *frame) MUST_CHECK;
/* page_start, without the form token in a part, which is packed: a secret beside other people's
   words would leak by its length. The script has it from the page. */
void room_page_start(struct request *request, struct page *page);
/* Back to the telephone after a POST of an exercise: the part when the script sent it. */
enum rc room_back(struct request *request, enum text_id notice) MUST_CHECK;

/* ---- task.c, result.c: the one thing to do now ---- */

enum rc room_fill_task(struct request *request, const struct room *room,
                       struct room_task *task) MUST_CHECK;
enum rc room_fill_result(struct request *request, const struct room *room,
                         struct room_task *task) MUST_CHECK;
enum rc room_fill_own(struct request *request, const struct room *room,
                      struct room_task *task) MUST_CHECK;
enum rc room_fill_actions(struct request *request, const struct room *room,
                          struct room_task *task) MUST_CHECK;
/* board.c: notes in fields, dots, and what a board shows in the end. */
enum rc room_fill_board(struct request *request, const struct room *room,
                        struct room_task *task) MUST_CHECK;
enum rc room_fill_board_result(struct request *request, const struct room *room,
                               struct room_task *task) MUST_CHECK;
/* deck.c: endings, and cards at one's own pace. */
enum rc room_fill_endings(struct request *request, const struct room *room,
                          struct room_task *task) MUST_CHECK;
/* own.c: the parts of a meeting at one's own pace. */
enum rc room_fill_tabs(struct request *request, const struct room *room,
                       struct room_task *task) MUST_CHECK;

/* ---- pages ---- */

enum rc room_show_code(struct request *request);
enum rc room_read_code(struct request *request);
enum rc room_apply_code(struct request *request);
enum rc room_answer_code(struct request *request);
enum rc room_show_code_again(struct request *request);
enum rc room_follow_code(struct request *request);
enum rc room_show_join(struct request *request);
enum rc room_read_join(struct request *request);
enum rc room_apply_join(struct request *request);
enum rc room_answer_join(struct request *request);
enum rc room_apply_leave(struct request *request);
enum rc room_answer_leave(struct request *request);
enum rc room_show_phone(struct request *request);
enum rc room_apply_answer(struct request *request);
enum rc room_apply_note(struct request *request);
enum rc room_apply_ready(struct request *request);
enum rc room_apply_report(struct request *request);
enum rc room_answer_sent(struct request *request);
enum rc room_show_join_again(struct request *request);
enum rc room_show_sent_again(struct request *request);
enum rc room_show_screen(struct request *request);
enum rc room_show_watch(struct request *request);

#endif
