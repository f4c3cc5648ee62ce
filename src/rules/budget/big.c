/* Whole numbers over mpn. */
#include "rules/budget/big.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include <gmp.h>

_Static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NUMB_BITS == 64, "limbs of 64 bits");

static mp_limb_t *limbs(struct big *a) {
    return (mp_limb_t *)a->limb;
}

static const mp_limb_t *limbs_of(const struct big *a) {
    return (const mp_limb_t *)a->limb;
}

static void trim(struct big *a) {
    while (a->n && a->limb[a->n - 1] == 0) a->n--;
}

static void push(struct big *a, uint64_t carry) {
    if (!carry) return;
    assert(a->n < BIG_LIMBS);
    a->limb[a->n++] = carry;
}

void big_set(struct big *to, uint64_t value) {
    to->limb[0] = value;
    to->n = value != 0;
}

void big_copy(struct big *to, const struct big *from) {
    memcpy(to->limb, from->limb, (size_t)from->n * sizeof *from->limb);
    to->n = from->n;
}

bool big_is_zero(const struct big *a) {
    return a->n == 0;
}

int big_compare(const struct big *a, const struct big *b) {
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    return a->n ? mpn_cmp(limbs_of(a), limbs_of(b), a->n) : 0;
}

uint32_t big_bits(const struct big *a) {
    if (a->n == 0) return 0;
    return (uint32_t)(64 * a->n - __builtin_clzll(a->limb[a->n - 1]));
}

void big_multiply(struct big *a, uint64_t factor) {
    if (a->n == 0 || factor == 1) return;
    push(a, mpn_mul_1(limbs(a), limbs(a), a->n, factor));
    trim(a);
}

void big_add_product(struct big *to, const struct big *a, uint64_t factor) {
    if (a->n == 0 || factor == 0) return;
    while (to->n < a->n) to->limb[to->n++] = 0;
    uint64_t carry = mpn_addmul_1(limbs(to), limbs_of(a), a->n, factor);
    if (to->n > a->n) carry = mpn_add_1(limbs(to) + a->n, limbs(to) + a->n, to->n - a->n, carry);
    push(to, carry);
    trim(to);
}

void big_subtract_product(struct big *to, const struct big *a, uint64_t factor) {
    if (a->n == 0 || factor == 0) return;
    assert(to->n >= a->n);
    uint64_t borrow = mpn_submul_1(limbs(to), limbs_of(a), a->n, factor);
    if (to->n > a->n) borrow = mpn_sub_1(limbs(to) + a->n, limbs(to) + a->n, to->n - a->n, borrow);
    assert(borrow == 0);
    trim(to);
}

void big_divide_exact(struct big *a, uint64_t divisor) {
    if (a->n == 0 || divisor == 1) return;
    uint64_t rest = mpn_divrem_1(limbs(a), 0, limbs(a), a->n, divisor);
    assert(rest == 0);
    trim(a);
}

uint64_t big_gcd_small(const struct big *a, uint64_t b) {
    assert(a->n && b);
    return mpn_gcd_1(limbs_of(a), a->n, b);
}

/* quotient = a / b rounded down, rest = a mod b; the two must not be a or b. */
static void divide(const struct big *a, const struct big *b, struct big *quotient,
                   struct big *rest) {
    assert(b->n);
    if (a->n < b->n) {
        big_set(quotient, 0);
        big_copy(rest, a);
        return;
    }
    mpn_tdiv_qr(limbs(quotient), limbs(rest), 0, limbs_of(a), a->n, limbs_of(b), b->n);
    quotient->n = a->n - b->n + 1;
    rest->n = b->n;
    trim(quotient);
    trim(rest);
}

int64_t big_quotient(const struct big *a, const struct big *b) {
    struct big quotient, rest;
    divide(a, b, &quotient, &rest);
    assert(quotient.n <= 1 && (quotient.n == 0 || quotient.limb[0] <= INT64_MAX));
    return quotient.n ? (int64_t)quotient.limb[0] : 0;
}

/* The 64 highest bits of a, and how many bits lie below them. */
static uint64_t head(const struct big *a, int *below) {
    int shift = __builtin_clzll(a->limb[a->n - 1]);
    uint64_t top = a->limb[a->n - 1] << shift;
    if (shift && a->n > 1) top |= a->limb[a->n - 2] >> (64 - shift);
    *below = 64 * (a->n - 1) - shift;
    return top;
}

double big_ratio(const struct big *a, const struct big *b) {
    if (a->n == 0) return 0;
    int a_below, b_below;
    double a_head = (double)head(a, &a_below), b_head = (double)head(b, &b_below);
    return ldexp(a_head / b_head, a_below - b_below);
}

static void shift_right(struct big *a, uint64_t bits) {
    int32_t whole = (int32_t)(bits / 64);
    a->n -= whole;
    memmove(a->limb, a->limb + whole, (size_t)a->n * sizeof *a->limb);
    if (bits % 64) mpn_rshift(limbs(a), limbs(a), a->n, (unsigned)(bits % 64));
    trim(a);
}

/* The greatest common divisor of a > 0 and b > 0 into *gcd. */
static void find_gcd(const struct big *a, const struct big *b, struct big *gcd) {
    struct big x, y;
    big_copy(&x, a);
    big_copy(&y, b);
    uint64_t x_twos = mpn_scan1(limbs(&x), 0), y_twos = mpn_scan1(limbs(&y), 0);
    shift_right(&x, x_twos);
    shift_right(&y, y_twos);
    bool larger = big_compare(&x, &y) >= 0;
    struct big *first = larger ? &x : &y, *second = larger ? &y : &x;
    gcd->n = (int32_t)mpn_gcd(limbs(gcd), limbs(first), first->n, limbs(second), second->n);
    for (uint64_t twos = x_twos < y_twos ? x_twos : y_twos; twos; twos--) big_multiply(gcd, 2);
}

static void write_big(struct buf *out, const struct big *a) {
    if (a->n == 0) {
        buf_add_char(out, '0');
        return;
    }
    unsigned char digits[BIG_LIMBS * 20 + 2];
    struct big copy;
    big_copy(&copy, a);
    size_t n = mpn_get_str(digits, 10, limbs(&copy), copy.n), at = 0;
    while (at + 1 < n && digits[at] == 0) at++;
    for (; at < n; at++) buf_add_char(out, (char)('0' + digits[at]));
}

void big_write_ratio(struct buf *out, const struct big *a, const struct big *b) {
    if (a->n == 0) {
        buf_lit(out, "0/1");
        return;
    }
    struct big gcd, quotient, rest;
    find_gcd(a, b, &gcd);
    divide(a, &gcd, &quotient, &rest);
    write_big(out, &quotient);
    buf_add_char(out, '/');
    divide(b, &gcd, &quotient, &rest);
    write_big(out, &quotient);
}
