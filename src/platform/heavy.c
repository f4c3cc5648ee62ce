/* See heavy.h. One flag for the whole program, because its memory is what is shared. */
#include "platform/heavy.h"

#include <stdatomic.h>

static atomic_flag busy = ATOMIC_FLAG_INIT;

enum rc heavy_begin(void) {
    return atomic_flag_test_and_set(&busy) ? RC_BUSY : RC_OK;
}

void heavy_end(void) {
    atomic_flag_clear(&busy);
}
