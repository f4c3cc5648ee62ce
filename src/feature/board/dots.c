/* POST …/board/dots: all dots of one person at once. */
#include "feature/board/inner.h"

#include <string.h>

enum rc board_apply_dots(struct request *request) {
    struct board_ask ask;
    struct board board;
    uint64_t chosen[BOARD_DOTS_MAX + 1];
    size_t n = 0;
    TRY(board_ask_read(request, &ask));
    if (!ask.seat || !ask.may_act) return RC_DENIED;
    TRY(board_ask_board(request, &ask, &board));
    for (size_t i = 0; i < board.notes.n && n <= BOARD_DOTS_MAX; i++) {
        struct str name = str_format(request->arena, "dot-%.*s",
                                     STR_ARG(board_id(request->arena, board.notes.v[i].note.id)));
        char text[ID_TEXT_BYTES + 8] = {0};
        if (name.n >= sizeof text) return RC_LIMIT;
        memcpy(text, name.p, name.n);
        if (form_value(request->form, text).n) chosen[n++] = board.notes.v[i].note.id;
    }
    const struct board_dots dots = {chosen, n};
    enum rc rc =
        n > BOARD_DOTS_MAX ? RC_LIMIT : board_dots_save(request, &ask.exercise, ask.seat, &dots);
    if (rc == RC_CONFLICT) form_error(request, "dots", T_board_too_late);
    if (rc == RC_LIMIT) form_error(request, "dots", T_board_dots_too_many);
    return rc == RC_CONFLICT || rc == RC_LIMIT ? RC_INVALID : rc;
}

enum rc board_done_dots(struct request *request) {
    const struct meeting *meeting = request_object(request, OBJECT_MEETING)->row;
    return answer_redirect(request, meeting_url(request->arena, meeting->public_id),
                           T_board_done_dots);
}
