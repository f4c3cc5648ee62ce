/*
 * Texts, numbers, dates and money as people read them, in each language of the site. The texts
 * themselves live in templates and in po/; this is how C code gets at them. Times are UTC
 * milliseconds and are shown in the site's time zone, Europe/Copenhagen.
 */
#ifndef PLATFORM_TEXT_H
#define PLATFORM_TEXT_H

#include "base/buf.h"
#include "texts.h" /* made from po/ by tools/templates.mjs: enum text_id, T_... */

enum lang { LANG_DA, LANG_EN, LANG__N };

/* "da" or "en": for lang attributes, address prefixes and the database. */
struct str lang_code(enum lang lang);
/* False, and *lang untouched, when code is none of ours. */
bool lang_from(struct str code, enum lang *lang);

/* ---- values that know how people write them; view structs use these types ---- */

/* A point in time, UTC milliseconds. 0 is "no time": sections in templates take it as empty. */
struct when {
    int64_t ms;
};

/* A count or amount written with thousands separators: 1.000.000. A plain int is written without.
 */
struct number {
    int64_t value;
};

/* units / 10^places, exactly: {125, 1} is 12,5. Trailing zeros are kept. 0 <= places <= 18. */
struct decimal {
    int64_t units;
    int places;
};

/* Like struct decimal, followed by the percent sign: {125, 1} is 12,5 %. */
struct percent {
    int64_t units;
    int places;
};

/* An amount of units / 10^places in an ISO 4217 currency: {100000000, 2, "DKK"} is 1.000.000 kr.
   Decimals are left out when they are all zero. */
struct money {
    int64_t units;
    int places;
    struct str currency;
};

enum when_format {
    WHEN_FULL,  /* den 4. september 2026 kl. 14.30 */
    WHEN_DATE,  /* den 4. september 2026 */
    WHEN_SHORT, /* 4. sep. 2026 */
    WHEN_TIME,  /* 14.30 */
    WHEN_AGO,   /* i dag kl. 14.30, i går, for 3 dage siden, om 2 dage, else as WHEN_SHORT */
    WHEN_ISO,   /* 2026-09-04T14:30:00+02:00, for datetime attributes and files */
    WHEN_LOCAL, /* 2026-09-04T14:30, for datetime-local fields */
    WHEN_DAY,   /* 2026-09-04, for date fields */
    WHEN__N
};

void text_add_when(struct buf *out, enum lang lang, struct when when, enum when_format format);
/* WHEN_AGO as seen at now_ms. */
void text_add_ago(struct buf *out, enum lang lang, struct when when, int64_t now_ms);
void text_add_number(struct buf *out, enum lang lang, struct number number);
void text_add_decimal(struct buf *out, enum lang lang, struct decimal decimal);
void text_add_percent(struct buf *out, enum lang lang, struct percent percent);
void text_add_money(struct buf *out, enum lang lang, struct money money);

/* Reads what a date or datetime-local field sends ("2026-09-04" or "2026-09-04T14:30", optional
   seconds) as the site's local time. RC_INVALID for anything else and for times that the switch to
   summer time skips; an hour that comes twice means the first. */
enum rc text_when_from_local(struct str text, struct when *when) MUST_CHECK;
/* The first millisecond of the local day that ms falls in, moved by days. */
struct when text_day_start(struct when when, int days);

/* ---- texts of the catalogues ---- */

/* The text as it stands, placeholders and all; for those without any. T_none gives "". Never
   escaped: it is plain text. */
struct str text_of(enum lang lang, enum text_id id);

/* A value for a placeholder {name}; made by ARG. */
struct text_arg {
    const char *name;
    enum { TEXT_ARG_STR, TEXT_ARG_COUNT, TEXT_ARG_WHEN, TEXT_ARG_MONEY, TEXT_ARG_TEXT } kind;
    union {
        struct str str;
        int64_t count;
        struct when when;
        struct money money;
        enum text_id text;
    };
};

struct text_arg text_arg_str(const char *name, struct str value);
struct text_arg text_arg_count(const char *name, int64_t value);
struct text_arg text_arg_size(const char *name, size_t value);
struct text_arg text_arg_number(const char *name, struct number value);
struct text_arg text_arg_when(const char *name, struct when value); /* as WHEN_FULL */
struct text_arg text_arg_money(const char *name, struct money value);
struct text_arg text_arg_text(const char *name, enum text_id value);

#define ARG(name, value)                                                                           \
    _Generic((value), struct str                                                                   \
             : text_arg_str, struct when                                                           \
             : text_arg_when, struct money                                                         \
             : text_arg_money, struct number                                                       \
             : text_arg_number, int                                                                \
             : text_arg_count, long                                                                \
             : text_arg_count, long long                                                           \
             : text_arg_count, size_t                                                              \
             : text_arg_size)(name, value)

/* Fills the placeholders; the first count chooses the plural form. A placeholder without a value is
   a programmer error (assert). The empty string when memory is out. Write TEXT(arena, lang,
   T_too_long, ARG("max", 200)). */
struct str text_format(struct arena *arena, enum lang lang, enum text_id id,
                       const struct text_arg *args, size_t n);
#define TEXT(arena, lang, id, ...)                                                                 \
    text_format((arena), (lang), (id), (const struct text_arg[]){__VA_ARGS__},                     \
                sizeof((const struct text_arg[]){__VA_ARGS__}) / sizeof(struct text_arg))

/* Which plural form n takes: an index into the msgstr[] of the language. */
unsigned text_plural(enum lang lang, int64_t n);

/* ---- order and comparison ---- */

/* The language's alphabetical order (å after ø in Danish): negative, 0 or positive. */
int text_collate(enum lang lang, struct str a, struct str b);
/* Bytes whose order is the alphabetical order, for storing beside a name. Empty when out of memory.
 */
struct str text_sort_key(struct arena *arena, enum lang lang, struct str s);

#endif
