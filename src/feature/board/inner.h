/* What the files of this folder share. */
#ifndef FEATURE_BOARD_INNER_H
#define FEATURE_BOARD_INNER_H

#include "core/meeting/action.h"
#include "feature/board/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"
#include "platform/secret.h"

/* Who asks for which board, and what she may do. */
struct board_ask {
    const struct meeting *meeting;
    struct exercise exercise;
    const struct tool *tool;
    const struct tool_phase *phase; /* that runs; or NULL */
    struct content content;
    const struct seat *seat; /* NULL: the leader, or nobody who takes part */
    bool leads, may_act;
    int group; /* -1: all boards */
    int axis;  /* of a telephone's own group; -1: all */
    bool is_grid;
};
enum rc board_ask_read(struct request *request, struct board_ask *ask) MUST_CHECK;
enum rc board_ask_board(const struct request *request, const struct board_ask *ask,
                        struct board *board) MUST_CHECK;
/* "…/board" with view and group as they are, and what follows. */
struct url board_here(struct request *request, const struct board_ask *ask, const char *below);
/* The board with that note in view. */
struct url board_note_url(struct request *request, const struct board_ask *ask, uint64_t note);
/* Notes may be written in that region now. */
bool board_may_write(const struct board_ask *ask, struct str region);
enum rc board_id_of(const struct form *form, const char *name, uint64_t *id) MUST_CHECK;

/* The page in its light frame. */
enum rc board_answer(struct request *request, struct page *page,
                     struct board_frame *frame) MUST_CHECK;

enum rc board_fill_tools(struct request *request, const struct board_ask *ask,
                         const struct board *board, const struct board_note *note,
                         struct html *html) MUST_CHECK;
enum rc board_fill_writing(struct request *request, const struct board_ask *ask,
                           struct html *html) MUST_CHECK;
/* A select of the board's regions; numbered as on the paper. */
struct form_field board_region_field(struct request *request, const struct board_ask *ask,
                                     struct str chosen, bool is_numbered);
struct form_field board_layer_field(struct request *request, const struct board_ask *ask,
                                    int chosen);

handler board_show, board_show_note;
handler board_prepare, board_apply, board_done;
handler board_show_type, board_prepare_type, board_apply_type, board_done_type;
handler board_show_fetch, board_apply_fetch, board_done_fetch;
handler board_apply_dots, board_done_dots;
handler board_show_print;

#endif
