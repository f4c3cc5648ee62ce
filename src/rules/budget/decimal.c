/* Plain decimal numbers for money and points. No double is ever involved. */
#include "rules/budget/decimal.h"

#include <assert.h>

int64_t decimal_power(int digits) {
    static const int64_t powers[DECIMAL_DIGITS_MAX + 1] = {1,     10,     100,    1000,
                                                           10000, 100000, 1000000};
    assert(digits >= 0 && digits <= DECIMAL_DIGITS_MAX);
    return powers[digits];
}

/* Adds the digits of s to *sum; RC_LIMIT beyond DECIMAL_MAX. */
static enum rc add_digits(struct str s, int64_t *sum) {
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return RC_INVALID;
        if (*sum <= DECIMAL_MAX) *sum = *sum * 10 + (s.p[i] - '0');
    }
    return *sum <= DECIMAL_MAX ? RC_OK : RC_LIMIT;
}

enum rc decimal_parse(struct str s, bool signed_too, struct decimal *decimal) {
    bool negative = signed_too && s.n && s.p[0] == '-';
    struct str digits = str_slice(s, negative, s.n);
    size_t point = str_find(digits, '.', 0);
    struct str whole = str_slice(digits, 0, point);
    struct str fraction = str_slice(digits, point + 1, digits.n);
    if (whole.n == 0 || (point < digits.n && fraction.n == 0)) return RC_INVALID;
    while (fraction.n && fraction.p[fraction.n - 1] == '0') fraction.n--;
    int64_t sum = 0;
    enum rc rc = add_digits(whole, &sum);
    if (rc == RC_INVALID) return rc;
    enum rc more = add_digits(fraction, &sum);
    if (more != RC_OK || rc != RC_OK) return more != RC_OK ? more : rc;
    if (fraction.n > DECIMAL_DIGITS_MAX) return RC_LIMIT;
    *decimal = (struct decimal){negative ? -sum : sum, (int)fraction.n};
    return RC_OK;
}

enum rc decimal_scale(struct decimal decimal, int64_t scale, int64_t *scaled) {
    int64_t factor = scale / decimal_power(decimal.digits);
    assert(factor >= 1);
    if (__builtin_mul_overflow(decimal.value, factor, scaled)) return RC_LIMIT;
    return *scaled <= DECIMAL_MAX && *scaled >= -DECIMAL_MAX ? RC_OK : RC_LIMIT;
}

void decimal_write(struct buf *out, int64_t amount, int64_t scale) {
    uint64_t size = amount < 0 ? -(uint64_t)amount : (uint64_t)amount;
    uint64_t unit = (uint64_t)scale;
    if (amount < 0) buf_add_char(out, '-');
    buf_add_i64(out, (int64_t)(size / unit));
    uint64_t rest = size % unit;
    if (rest) buf_add_char(out, '.');
    while (rest) {
        unit /= 10;
        buf_add_char(out, (char)('0' + rest / unit));
        rest %= unit;
    }
}
