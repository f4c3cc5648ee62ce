/* Plain decimal numbers, exactly: "4000.0" is 4000, "3160164.47" is 316016447 / 100. */
#ifndef RULES_BUDGET_DECIMAL_H
#define RULES_BUDGET_DECIMAL_H

#include "base/buf.h"

enum { DECIMAL_DIGITS_MAX = 6 }; /* after the point */
#define DECIMAL_MAX INT64_C(1000000000000000)

/* value / 10^digits, without trailing zeros in the fraction. */
struct decimal {
    int64_t value;
    int digits;
};

/* RC_INVALID unless s is digits, perhaps a point and digits, perhaps (signed_too) a minus before.
   RC_LIMIT beyond DECIMAL_MAX or DECIMAL_DIGITS_MAX. */
enum rc decimal_parse(struct str s, bool signed_too, struct decimal *decimal) MUST_CHECK;

/* 10^digits for 0 to DECIMAL_DIGITS_MAX. */
int64_t decimal_power(int digits);

/* value as a whole number of 1/scale (a power of ten); RC_LIMIT beyond DECIMAL_MAX. The scale must
   not be smaller than the decimal's own. */
enum rc decimal_scale(struct decimal decimal, int64_t scale, int64_t *scaled) MUST_CHECK;

/* Writes amount / scale as the shortest plain decimal. */
void decimal_write(struct buf *out, int64_t amount, int64_t scale);

#endif
