/* Languages, texts of the catalogues, and numbers as each language writes them. */
#include "platform/text.h"

#include <assert.h>
#include <string.h>

#include "platform/text_tables.h"

static const struct language {
    struct str code;
    char group;
    char point;
} languages[LANG__N] = {
    [LANG_DA] = {STR_INIT("da"), '.', ','},
    [LANG_EN] = {STR_INIT("en"), ',', '.'},
};

#define NO_BREAK_SPACE "\xC2\xA0"
#define MINUS "\xE2\x88\x92"

struct str lang_code(enum lang lang) {
    assert((unsigned)lang < LANG__N);
    return languages[lang].code;
}

bool lang_from(struct str code, enum lang *lang) {
    for (unsigned i = 0; i < LANG__N; i++)
        if (str_is(code, languages[i].code)) {
            *lang = (enum lang)i;
            return true;
        }
    return false;
}

/* ---- numbers ---- */

enum { MOST_PLACES = 18, DIGITS = 20 };

/* Writes value with at least least digits and a separator (if any) between groups of three. */
static void add_digits(struct buf *out, uint64_t value, int least, char group) {
    char digits[DIGITS];
    size_t n = 0;
    while (value || n < (size_t)least) {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    }
    while (n-- > 0) {
        buf_add_char(out, digits[n]);
        if (group && n && n % 3 == 0) buf_add_char(out, group);
    }
}

static void add_scaled(struct buf *out, enum lang lang, int64_t units, int places) {
    assert((unsigned)lang < LANG__N && places >= 0 && places <= MOST_PLACES);
    const struct language *language = &languages[lang];
    uint64_t scale = 1;
    for (int i = 0; i < places; i++) scale *= 10;
    uint64_t size = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    if (units < 0) buf_lit(out, MINUS);
    add_digits(out, size / scale, 1, language->group);
    if (places == 0) return;
    buf_add_char(out, language->point);
    add_digits(out, size % scale, places, '\0');
}

void text_add_number(struct buf *out, enum lang lang, struct number number) {
    add_scaled(out, lang, number.value, 0);
}

void text_add_decimal(struct buf *out, enum lang lang, struct decimal decimal) {
    add_scaled(out, lang, decimal.units, decimal.places);
}

void text_add_percent(struct buf *out, enum lang lang, struct percent percent) {
    add_scaled(out, lang, percent.units, percent.places);
    buf_add(out, lang == LANG_DA ? STR(NO_BREAK_SPACE "%") : STR("%"));
}

/* How people write a currency; others are shown by their code. */
static const struct currency {
    struct str code;
    struct str sign;
} currencies[] = {
    {STR_INIT("DKK"), STR_INIT("kr.")},
    {STR_INIT("EUR"), STR_INIT("\xE2\x82\xAC")},
    {STR_INIT("PLN"), STR_INIT("z\xC5\x82")},
    {STR_INIT("GBP"), STR_INIT("\xC2\xA3")},
};

/* The code comes from files that anyone may write: only a few letters are let through. */
static struct str currency_sign(struct str code) {
    for (size_t i = 0; i < COUNT(currencies); i++)
        if (str_is(code, currencies[i].code)) return currencies[i].sign;
    for (size_t i = 0; i < code.n; i++)
        if (i == 8 || code.p[i] < 'A' || code.p[i] > 'Z') return STR("");
    return code;
}

void text_add_money(struct buf *out, enum lang lang, struct money money) {
    assert(money.places >= 0 && money.places <= MOST_PLACES);
    int64_t whole = money.units;
    int places = money.places;
    while (places > 0 && whole % 10 == 0) {
        whole /= 10;
        places--;
    }
    if (places == 0)
        add_scaled(out, lang, whole, 0);
    else
        add_scaled(out, lang, money.units, money.places);
    struct str sign = currency_sign(money.currency);
    if (sign.n) buf_lit(out, NO_BREAK_SPACE);
    buf_add(out, sign);
}

/* ---- texts ---- */

static struct str text_form(enum lang lang, enum text_id id, unsigned form) {
    assert((unsigned)lang < LANG__N && (unsigned)id < T__N && form < TEXT_FORMS);
    const char *const *forms = text_table[id][lang];
    return str_from(forms[form] ? forms[form] : forms[0]);
}

struct str text_of(enum lang lang, enum text_id id) {
    return text_form(lang, id, 0);
}

struct text_arg text_arg_str(const char *name, struct str value) {
    return (struct text_arg){.name = name, .kind = TEXT_ARG_STR, .str = value};
}

struct text_arg text_arg_count(const char *name, int64_t value) {
    return (struct text_arg){.name = name, .kind = TEXT_ARG_COUNT, .count = value};
}

struct text_arg text_arg_size(const char *name, size_t value) {
    return text_arg_count(name, (int64_t)value);
}

struct text_arg text_arg_number(const char *name, struct number value) {
    return text_arg_count(name, value.value);
}

struct text_arg text_arg_when(const char *name, struct when value) {
    return (struct text_arg){.name = name, .kind = TEXT_ARG_WHEN, .when = value};
}

struct text_arg text_arg_money(const char *name, struct money value) {
    return (struct text_arg){.name = name, .kind = TEXT_ARG_MONEY, .money = value};
}

struct text_arg text_arg_text(const char *name, enum text_id value) {
    return (struct text_arg){.name = name, .kind = TEXT_ARG_TEXT, .text = value};
}

static void add_arg(struct buf *out, enum lang lang, const struct text_arg *arg) {
    switch (arg->kind) {
    case TEXT_ARG_STR:
        buf_add(out, arg->str);
        break;
    case TEXT_ARG_COUNT:
        text_add_number(out, lang, (struct number){arg->count});
        break;
    case TEXT_ARG_WHEN:
        text_add_when(out, lang, arg->when, WHEN_FULL);
        break;
    case TEXT_ARG_MONEY:
        text_add_money(out, lang, arg->money);
        break;
    case TEXT_ARG_TEXT:
        buf_add(out, text_of(lang, arg->text));
        break;
    }
}

static const struct text_arg *find_arg(const struct text_arg *args, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_is(str_from(args[i].name), name)) return &args[i];
    return NULL;
}

static unsigned plural_form(enum lang lang, const struct text_arg *args, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (args[i].kind == TEXT_ARG_COUNT) return text_plural(lang, args[i].count);
    return 0;
}

struct str text_format(struct arena *arena, enum lang lang, enum text_id id,
                       const struct text_arg *args, size_t n) {
    struct str rest = text_form(lang, id, plural_form(lang, args, n));
    struct buf out;
    buf_init(&out, arena, 64 * 1024);
    while (rest.n) {
        size_t open = str_find(rest, '{', 0);
        buf_add(&out, str_slice(rest, 0, open));
        if (open == rest.n) break;
        size_t close = str_find(rest, '}', open);
        const struct text_arg *arg = find_arg(args, n, str_slice(rest, open + 1, close));
        assert(arg != NULL);
        add_arg(&out, lang, arg);
        rest = str_slice(rest, close + 1, rest.n);
    }
    return buf_ok(&out) ? buf_str(&out) : (struct str){0};
}
