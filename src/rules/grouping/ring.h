/* For the files of this folder: adding and multiplying the numbers 0 to size - 1 so that rows of
   seats can be shifted against each other. A field of two's powers where size is one, up to 64,
   else whole numbers modulo size, which are a field where size is a prime. */
#ifndef RULES_GROUPING_RING_H
#define RULES_GROUPING_RING_H

#include "base/count.h"

struct ring {
    unsigned size;
    unsigned polynomial; /* 0: modulo size */
};

struct ring ring_of(size_t size);
unsigned ring_add(const struct ring *ring, unsigned a, unsigned b);
unsigned ring_multiply(const struct ring *ring, unsigned a, unsigned b);
/* Whether a times the numbers 0 to size - 1 is each of them once. */
bool ring_turns(const struct ring *ring, unsigned a);

#endif
