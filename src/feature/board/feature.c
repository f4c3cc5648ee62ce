/* The pages of boards as routes. */
#include "feature/board/board.h"

#include "feature/board/inner.h"

static const struct route routes[] = {
    {GET, "/m/:meeting/e/:exercise/board", .answer = board_show, .need = MAY_SEE},
    {POST, "/m/:meeting/e/:exercise/board", .prepare = board_prepare, .apply = board_apply,
     .answer = board_done, .show = board_show, .need = MAY_CONTRIBUTE},
    {GET, "/m/:meeting/e/:exercise/board/note", .answer = board_show_note, .need = MAY_SEE},
    {POST, "/m/:meeting/e/:exercise/board/dots", .apply = board_apply_dots,
     .answer = board_done_dots, .show = board_show, .need = MAY_CONTRIBUTE},
    {GET, "/m/:meeting/e/:exercise/board/type", .answer = board_show_type, .need = MAY_ARRANGE},
    {POST, "/m/:meeting/e/:exercise/board/type", .prepare = board_prepare_type,
     .apply = board_apply_type, .answer = board_done_type, .show = board_show_type,
     .need = MAY_ARRANGE},
    {GET, "/m/:meeting/e/:exercise/board/fetch", .answer = board_show_fetch, .need = MAY_ARRANGE},
    {POST, "/m/:meeting/e/:exercise/board/fetch", .apply = board_apply_fetch,
     .answer = board_done_fetch, .show = board_show_fetch, .need = MAY_ARRANGE},
    {GET, "/m/:meeting/e/:exercise/board/print", .answer = board_show_print, .need = MAY_SEE},
};

const struct feature feature_board = {.name = "board", .routes = routes, .n_routes = COUNT(routes)};
