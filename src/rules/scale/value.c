/* Axes, and values of axes as people type them. */
#include "rules/scale/scale.h"

#include <assert.h>

enum { WHOLE_DIGITS_MAX = 9 };

bool scale_axis_is_valid(const struct scale_axis *axis) {
    if (axis->places < 0 || axis->places > SCALE_PLACES_MAX) return false;
    if (axis->min < -SCALE_LIMIT || axis->max > SCALE_LIMIT || axis->min >= axis->max) return false;
    if (axis->step <= 0 || axis->step > axis->max - axis->min) return false;
    int width = axis->max - axis->min;
    return width % axis->step == 0 && width / axis->step < SCALE_STEPS_MAX;
}

int scale_axis_steps(const struct scale_axis *axis) {
    assert(scale_axis_is_valid(axis));
    return (axis->max - axis->min) / axis->step + 1;
}

int scale_axis_step_of(const struct scale_axis *axis, int value) {
    if (value < axis->min || value > axis->max || (value - axis->min) % axis->step) return -1;
    return (value - axis->min) / axis->step;
}

static int power(int places) {
    int result = 1;
    for (int i = 0; i < places; i++) result *= 10;
    return result;
}

/* Digits from the front of *rest into *number, at most the first WHOLE_DIGITS_MAX of them (which is
   beyond every axis already). Returns how many there were. */
static size_t read_digits(struct str *rest, int64_t *number) {
    size_t n = 0;
    *number = 0;
    while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9') {
        if (n < WHOLE_DIGITS_MAX) *number = *number * 10 + (rest->p[n] - '0');
        n++;
    }
    *rest = str_slice(*rest, n, rest->n);
    return n;
}

/* A number as its parts: whole part, and the digits after the mark as they stand. */
struct typed {
    bool below_zero;
    int64_t whole, fraction;
    size_t fraction_digits;
};

static bool read_number(struct str rest, struct typed *typed) {
    *typed = (struct typed){0};
    if (rest.n && rest.p[0] == '-') {
        typed->below_zero = true;
        rest = str_slice(rest, 1, rest.n);
    }
    bool zero_first = rest.n && rest.p[0] == '0';
    size_t digits = read_digits(&rest, &typed->whole);
    if (digits == 0 || (zero_first && digits > 1)) return false;
    if (rest.n && (rest.p[0] == ',' || rest.p[0] == '.')) {
        rest = str_slice(rest, 1, rest.n);
        typed->fraction_digits = read_digits(&rest, &typed->fraction);
        if (typed->fraction_digits == 0) return false;
    }
    bool is_zero = typed->whole == 0 && typed->fraction == 0;
    return rest.n == 0 && !(typed->below_zero && is_zero);
}

enum scale_fault scale_value_parse(struct str text, const struct scale_axis *axis, int *value) {
    struct typed typed;
    assert(scale_axis_is_valid(axis));
    text = str_trim(text);
    if (text.n == 0) return SCALE_MISSING;
    if (!read_number(text, &typed)) return SCALE_NOT_NUMBER;
    size_t places = (size_t)axis->places;
    bool too_fine = typed.fraction_digits > places;
    int64_t units = typed.whole * power(axis->places);
    if (!too_fine) units += typed.fraction * power((int)(places - typed.fraction_digits));
    /* 5,5 on the star lies outside, 2,5 between. */
    int64_t outermost = units + (too_fine && typed.fraction ? 1 : 0);
    if (typed.below_zero) units = -units, outermost = -outermost;
    if (units < axis->min || units > axis->max) return SCALE_OUTSIDE;
    if (outermost < axis->min || outermost > axis->max) return SCALE_OUTSIDE;
    if (too_fine || scale_axis_step_of(axis, (int)units) < 0) return SCALE_BETWEEN;
    *value = (int)units;
    return SCALE_FINE;
}

void scale_value_write(struct buf *out, const struct scale_axis *axis, int value, char mark) {
    int unit = power(axis->places);
    int size = value < 0 ? -value : value;
    if (value < 0) buf_add_char(out, '-');
    buf_add_i64(out, size / unit);
    if (size % unit == 0) return;
    buf_add_char(out, mark);
    int rest = size % unit;
    for (int part = unit / 10; part > 0 && rest > 0; part /= 10) {
        buf_add_char(out, (char)('0' + rest / part));
        rest %= part;
    }
}
