/* The participants' pages of meetings as routes. */
#include "feature/room/room.h"

#include "feature/room/inner.h"

static const struct route routes[] = {
    {GET, "/join", .answer = room_show_code, .need = MAY_ANYONE},
    {POST, "/join", .prepare = room_read_code, .apply = room_apply_code, .answer = room_answer_code,
     .show = room_show_code_again, .need = MAY_ANYONE},
    {GET, "/j/:code", .answer = room_follow_code, .need = MAY_ANYONE},

    {GET, "/m/:meeting", .answer = room_show_phone, .need = MAY_SEE},
    {GET, "/m/:meeting/join", .answer = room_show_join, .need = MAY_SEE},
    {POST, "/m/:meeting/join", .prepare = room_read_join, .apply = room_apply_join,
     .answer = room_answer_join, .show = room_show_join_again, .need = MAY_SEE},
    {POST, "/m/:meeting/leave", .apply = room_apply_leave, .answer = room_answer_leave,
     .need = MAY_SEE},
    {GET, "/m/:meeting/screen", .answer = room_show_screen, .need = MAY_SEE},
    {GET, "/m/:meeting/watch", .answer = room_show_watch, .need = MAY_SEE},

    {POST, "/m/:meeting/e/:exercise/answer", .apply = room_apply_answer, .answer = room_answer_sent,
     .show = room_show_sent_again, .need = MAY_CONTRIBUTE},
    {POST, "/m/:meeting/e/:exercise/note", .apply = room_apply_note, .answer = room_answer_sent,
     .show = room_show_sent_again, .need = MAY_CONTRIBUTE},
    {POST, "/m/:meeting/e/:exercise/ready", .apply = room_apply_ready, .answer = room_answer_sent,
     .need = MAY_CONTRIBUTE},
    {POST, "/m/:meeting/e/:exercise/report", .apply = room_apply_report, .answer = room_answer_sent,
     .need = MAY_CONTRIBUTE},
};

const struct feature feature_room = {.name = "room", .routes = routes, .n_routes = COUNT(routes)};
