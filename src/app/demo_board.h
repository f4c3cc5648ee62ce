/* What people write on the boards of the demonstration: notes of a phase with their table, layer,
   pile and details, and the chair's links. */
#ifndef APP_DEMO_BOARD_H
#define APP_DEMO_BOARD_H

#include "core/meeting/board.h"

#include <jansson.h>

enum { DEMO_BOARD_NOTES = 200 };
struct demo_board {
    const struct exercise *exercise;
    uint64_t ids[DEMO_BOARD_NOTES]; /* in the order in which they were written */
    size_t n;
};

/* notes: [[region, text, {"table": 2, "layer": 1, "pile": "…", "set": {"fair": "yes"}}] …]; the
   third may be missing. Written by the leader for her tables. */
enum rc demo_board_write(const struct request *request, const json_t *notes,
                         struct demo_board *board) MUST_CHECK;
/* links: [[3, 7, "tension", "…"] …]: notes by their number from 0. */
enum rc demo_board_link(const struct request *request, const json_t *links,
                        const struct demo_board *board) MUST_CHECK;

#endif
