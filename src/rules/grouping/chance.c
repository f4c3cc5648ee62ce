/* Numbers drawn from a published seed. The header says how, so that anyone can draw them again. */
#include "rules/grouping/grouping.h"

#include <assert.h>

uint64_t grouping_draw(struct grouping_chance *chance) {
    uint64_t z = chance->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

uint32_t grouping_below(struct grouping_chance *chance, uint32_t below) {
    assert(below > 0);
    const uint64_t uneven = (UINT64_C(0) - below) % below; /* 2^64 mod below */
    uint64_t x = grouping_draw(chance);
    while (x < uneven) x = grouping_draw(chance);
    return (uint32_t)(x % below);
}

void grouping_shuffle(struct grouping_chance *chance, int *items, size_t n) {
    for (size_t i = n; i-- > 1;) {
        size_t j = grouping_below(chance, (uint32_t)i + 1);
        int item = items[i];
        items[i] = items[j];
        items[j] = item;
    }
}
