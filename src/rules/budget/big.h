/*
 * Whole numbers of up to 6656 bits for the counting rules, in place, without allocation: GMP's mpn
 * layer under fixed-size storage. Never negative. The rules keep their common denominator within
 * BIG_BITS_MAX, so that every product they form fits; a product that does not is a fault of ours
 * and asserted.
 */
#ifndef RULES_BUDGET_BIG_H
#define RULES_BUDGET_BIG_H

#include "base/buf.h"

enum { BIG_LIMBS = 104, BIG_BITS_MAX = 6144 };

struct big {
    uint64_t limb[BIG_LIMBS]; /* lowest first */
    int32_t n;                /* limbs in use; the highest is not 0 */
};

void big_set(struct big *to, uint64_t value);
void big_copy(struct big *to, const struct big *from);
bool big_is_zero(const struct big *a);
int big_compare(const struct big *a, const struct big *b);
uint32_t big_bits(const struct big *a);

void big_multiply(struct big *a, uint64_t factor);
/* to += a * factor */
void big_add_product(struct big *to, const struct big *a, uint64_t factor);
/* to -= a * factor, which must not be larger than to */
void big_subtract_product(struct big *to, const struct big *a, uint64_t factor);
/* a /= divisor, which must divide it */
void big_divide_exact(struct big *a, uint64_t divisor);
/* The greatest common divisor of a > 0 and b > 0. */
uint64_t big_gcd_small(const struct big *a, uint64_t b);

/* a / b rounded down; the result must fit an int64. */
int64_t big_quotient(const struct big *a, const struct big *b);
/* a / b as a double, off by at most 2 units in the last place; b > 0. */
double big_ratio(const struct big *a, const struct big *b);
/* "n/d" in lowest terms. */
void big_write_ratio(struct buf *out, const struct big *a, const struct big *b);

#endif
