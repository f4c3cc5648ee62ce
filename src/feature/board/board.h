/* The pages of boards: one address for each board, with every power as a link and a form; typing in
   from paper; printing; carrying notes on. The engine is core/meeting/board.h. */
#ifndef FEATURE_BOARD_BOARD_H
#define FEATURE_BOARD_BOARD_H

#include "kit/route.h"

extern const struct feature feature_board;

#endif
