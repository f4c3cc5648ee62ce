/* Arithmetic that shifts rows of seats against each other. */
#include "rules/grouping/ring.h"

struct ring ring_of(size_t size) {
    /* irreducible: x^2+x+1, x^3+x+1, x^4+x+1, x^5+x^2+1, x^6+x+1 */
    static const unsigned polynomials[][2] = {{4, 7}, {8, 11}, {16, 19}, {32, 37}, {64, 67}};
    struct ring ring = {(unsigned)size, 0};
    for (size_t i = 0; i < COUNT(polynomials); i++)
        if (polynomials[i][0] == size) ring.polynomial = polynomials[i][1];
    return ring;
}

unsigned ring_add(const struct ring *ring, unsigned a, unsigned b) {
    return ring->polynomial ? a ^ b : (a + b) % ring->size;
}

unsigned ring_multiply(const struct ring *ring, unsigned a, unsigned b) {
    if (!ring->polynomial) return a % ring->size * (b % ring->size) % ring->size;
    unsigned product = 0;
    for (b %= ring->size, a %= ring->size; b > 0; b >>= 1) {
        if (b & 1) product ^= a;
        a <<= 1;
        if (a & ring->size) a ^= ring->polynomial;
    }
    return product;
}

bool ring_turns(const struct ring *ring, unsigned a) {
    unsigned b = ring->size;
    if (ring->polynomial) return a % ring->size != 0;
    for (a %= ring->size; a > 0;) {
        const unsigned rest = b % a;
        b = a;
        a = rest;
    }
    return b == 1;
}
