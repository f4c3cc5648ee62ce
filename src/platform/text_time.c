/*
 * Dates and times in the site's time zone. ICU knows the zone and the names of months; what it says
 * is kept per thread (a formatter of its own costs milliseconds to open and a microsecond to use),
 * and freed when the thread ends. A date is then written in well under a tenth of a microsecond.
 */
#include "platform/text.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000, DAY_MS = 86400000 };
enum { AGO_DAYS = 7, PERIODS = 4, MONTHS = 12, NAME_LONGEST = 32 };

#define ZONE u"Europe/Copenhagen"

/* How each language writes a time: %d day, %B month, %b short month, %Y year, %H hour, %M minute,
   %S second, %m and %e two digits of month and day, %z the offset from UTC. */
static const char *const patterns[WHEN__N][LANG__N] = {
    [WHEN_FULL] = {"den %d. %B %Y kl. %H.%M", "%d %B %Y at %H:%M"},
    [WHEN_DATE] = {"den %d. %B %Y", "%d %B %Y"},
    [WHEN_SHORT] = {"%d. %b %Y", "%d %b %Y"},
    [WHEN_TIME] = {"%H.%M", "%H:%M"},
    [WHEN_AGO] = {"%d. %b %Y", "%d %b %Y"},
    [WHEN_ISO] = {"%Y-%m-%eT%H:%M:%S%z", "%Y-%m-%eT%H:%M:%S%z"},
    [WHEN_LOCAL] = {"%Y-%m-%eT%H:%M", "%Y-%m-%eT%H:%M"},
    [WHEN_DAY] = {"%Y-%m-%e", "%Y-%m-%e"},
};
static const char *const locales[LANG__N] = {"da_DK", "en_GB"};

/* A stretch of time between two changes of the clock. */
struct period {
    int64_t from, to; /* UTC milliseconds, to is outside */
    int64_t offset;   /* local time minus UTC, milliseconds */
};

struct names {
    bool read;
    char months[2][MONTHS][NAME_LONGEST]; /* whole and short */
};

struct time_tools {
    UCalendar *calendar;
    struct period periods[PERIODS];
    unsigned next_period; /* the one to forget */
    struct names names[LANG__N];
};

static _Thread_local struct time_tools own_tools;
static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t key; /* only for being told when a thread ends */

static void close_tools(void *data) {
    struct time_tools *tools = data;
    if (tools->calendar) ucal_close(tools->calendar);
    tools->calendar = NULL;
}

/* The main thread does not run key destructors at exit, so it is told to. */
static void close_at_exit(void) {
    close_tools(&own_tools);
}

static void make_key(void) {
    int failed = pthread_key_create(&key, close_tools);
    assert(!failed);
    atexit(close_at_exit);
}

/* This thread's tools, with the calendar open; NULL when out of memory. */
static struct time_tools *thread_tools(void) {
    if (own_tools.calendar) return &own_tools;
    pthread_once(&key_once, make_key);
    UErrorCode status = U_ZERO_ERROR;
    own_tools.calendar = ucal_open(ZONE, -1, "da_DK", UCAL_GREGORIAN, &status);
    if (!own_tools.calendar) return NULL;
    pthread_setspecific(key, &own_tools);
    return &own_tools;
}

/* ---- local time ---- */

static struct period ask_period(UCalendar *calendar, int64_t ms) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar, (UDate)ms, &status);
    struct period period = {.from = INT64_MIN, .to = INT64_MAX};
    period.offset = ucal_get(calendar, UCAL_ZONE_OFFSET, &status);
    period.offset += ucal_get(calendar, UCAL_DST_OFFSET, &status);
    UDate change;
    if (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_NEXT, &change, &status))
        period.to = (int64_t)change;
    if (ucal_getTimeZoneTransitionDate(calendar, UCAL_TZ_TRANSITION_PREVIOUS_INCLUSIVE, &change,
                                       &status))
        period.from = (int64_t)change;
    return period;
}

/* Local time minus UTC at ms, in milliseconds. */
static int64_t zone_offset(struct time_tools *tools, int64_t ms) {
    for (size_t i = 0; i < PERIODS; i++)
        if (ms >= tools->periods[i].from && ms < tools->periods[i].to)
            return tools->periods[i].offset;
    struct period period = ask_period(tools->calendar, ms);
    tools->periods[tools->next_period] = period;
    tools->next_period = (tools->next_period + 1) % PERIODS;
    return period.offset;
}

static int64_t floor_divide(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

/* Years 1 to 9999; times outside are pulled in. */
static int64_t clamp(int64_t ms) {
    const int64_t low = -62135596800000, high = 253402214400000;
    return ms < low ? low : ms > high ? high : ms;
}

struct local_time {
    int64_t day; /* days since 1 January 1970 */
    int64_t ms;  /* since midnight */
    int64_t offset;
    int year, month, date; /* filled by name_day; month from 1 */
};

static struct local_time local_time(struct time_tools *tools, struct when when) {
    int64_t ms = clamp(when.ms);
    struct local_time t = {.offset = zone_offset(tools, ms)};
    t.day = floor_divide(ms + t.offset, DAY_MS);
    t.ms = ms + t.offset - t.day * DAY_MS;
    return t;
}

/* The Gregorian date of a day number, counted in cycles of 400 years that begin on 1 March. */
static void name_day(struct local_time *t) {
    enum { CYCLE_DAYS = 146097, MARCH_OF_YEAR_0 = 719468 };
    int64_t days = t->day + MARCH_OF_YEAR_0;
    int64_t cycle = floor_divide(days, CYCLE_DAYS);
    int64_t in_cycle = days - cycle * CYCLE_DAYS;
    int64_t year = (in_cycle - in_cycle / 1460 + in_cycle / 36524 - in_cycle / 146096) / 365;
    int64_t in_year = in_cycle - (365 * year + year / 4 - year / 100);
    int64_t month = (5 * in_year + 2) / 153; /* 0 is March */
    t->date = (int)(in_year - (153 * month + 2) / 5) + 1;
    t->month = (int)(month < 10 ? month + 3 : month - 9);
    t->year = (int)(year + cycle * 400 + (t->month <= 2));
}

/* ---- writing ---- */

static void read_names(struct names *names, enum lang lang) {
    static const UDateFormatSymbolType kinds[] = {UDAT_MONTHS, UDAT_SHORT_MONTHS};
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format =
        udat_open(UDAT_LONG, UDAT_LONG, locales[lang], ZONE, -1, NULL, 0, &status);
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (int month = 0; month < MONTHS; month++) {
            UChar wide[NAME_LONGEST];
            int32_t n = udat_getSymbols(format, kinds[kind], month, wide, COUNT(wide), &status);
            u_strToUTF8(names->months[kind][month], NAME_LONGEST, NULL, wide, n, &status);
        }
    if (format) udat_close(format);
    names->read = U_SUCCESS(status);
}

static void add_two(struct buf *out, int64_t value) {
    buf_add_char(out, (char)('0' + value / 10 % 10));
    buf_add_char(out, (char)('0' + value % 10));
}

static void add_offset(struct buf *out, int64_t offset) {
    int64_t size = offset < 0 ? -offset : offset;
    buf_add_char(out, offset < 0 ? '-' : '+');
    add_two(out, size / HOUR_MS);
    buf_add_char(out, ':');
    add_two(out, size / MINUTE_MS % 60);
}

static void add_field(struct buf *out, const struct names *names, const struct local_time *t,
                      char field) {
    switch (field) {
    case 'd':
        buf_add_i64(out, t->date);
        break;
    case 'e':
        add_two(out, t->date);
        break;
    case 'm':
        add_two(out, t->month);
        break;
    case 'B':
        buf_add(out, str_from(names->months[0][t->month - 1]));
        break;
    case 'b':
        buf_add(out, str_from(names->months[1][t->month - 1]));
        break;
    case 'Y':
        add_two(out, t->year / 100);
        add_two(out, t->year % 100);
        break;
    case 'H':
        add_two(out, t->ms / HOUR_MS);
        break;
    case 'M':
        add_two(out, t->ms / MINUTE_MS % 60);
        break;
    case 'S':
        add_two(out, t->ms / SECOND_MS % 60);
        break;
    default:
        add_offset(out, t->offset);
    }
}

void text_add_when(struct buf *out, enum lang lang, struct when when, enum when_format format) {
    assert((unsigned)lang < LANG__N && (unsigned)format < WHEN__N);
    struct time_tools *tools = thread_tools();
    struct names *names = tools ? &tools->names[lang] : NULL;
    if (names && !names->read) read_names(names, lang);
    if (!names || !names->read) {
        out->failed = true;
        return;
    }
    struct local_time t = local_time(tools, when);
    name_day(&t);
    for (const char *at = patterns[format][lang]; *at; at++) {
        if (*at == '%')
            add_field(out, names, &t, *++at);
        else
            buf_add_char(out, *at);
    }
}

struct when text_day_start(struct when when, int days) {
    struct time_tools *tools = thread_tools();
    if (!tools) return when;
    int64_t midnight = (local_time(tools, when).day + days) * DAY_MS;
    int64_t near = midnight - zone_offset(tools, midnight);
    return (struct when){midnight - zone_offset(tools, near)};
}

/* Whole local days from the day of now to the day of when. */
static int64_t days_between(int64_t now_ms, struct when when) {
    struct time_tools *tools = thread_tools();
    if (!tools) return AGO_DAYS + 1;
    int64_t today = local_time(tools, (struct when){now_ms}).day;
    return local_time(tools, when).day - today;
}

void text_add_ago(struct buf *out, enum lang lang, struct when when, int64_t now_ms) {
    int64_t days = days_between(now_ms, when);
    if (days < -AGO_DAYS || days > AGO_DAYS) {
        text_add_when(out, lang, when, WHEN_SHORT);
        return;
    }
    static const enum text_id near[] = {T_time_yesterday, T_time_today, T_time_tomorrow};
    if (days >= -1 && days <= 1) {
        buf_add(out, text_of(lang, near[days + 1]));
        if (days < 0) return;
        buf_add_char(out, ' ');
        text_add_when(out, lang, when, WHEN_TIME);
        return;
    }
    enum text_id id = days < 0 ? T_time_days_ago : T_time_in_days;
    buf_add(out, TEXT(out->arena, lang, id, ARG("days", days < 0 ? -days : days)));
}

/* ---- reading ---- */

static bool take_digits(struct str *rest, size_t n, char before, int *value) {
    size_t lead = before != '\0';
    if (rest->n < n + lead || (lead && rest->p[0] != before)) return false;
    int64_t number = 0;
    struct str digits = str_slice(*rest, lead, lead + n);
    if (digits.p[0] == '-' || str_to_i64(digits, &number) != RC_OK) return false;
    *value = (int)number;
    *rest = str_slice(*rest, lead + n, rest->n);
    return true;
}

struct clock_time {
    int year, month, day, hour, minute, second;
};

static enum rc read_clock_time(struct str rest, struct clock_time *t) {
    *t = (struct clock_time){0};
    if (!take_digits(&rest, 4, '\0', &t->year) || !take_digits(&rest, 2, '-', &t->month) ||
        !take_digits(&rest, 2, '-', &t->day))
        return RC_INVALID;
    if (rest.n) {
        if (!take_digits(&rest, 2, 'T', &t->hour) || !take_digits(&rest, 2, ':', &t->minute))
            return RC_INVALID;
        if (rest.n && !take_digits(&rest, 2, ':', &t->second)) return RC_INVALID;
    }
    bool fits = rest.n == 0 && t->year >= 1900 && t->year <= 2200 && t->hour < 24 &&
                t->minute < 60 && t->second < 60;
    return fits ? RC_OK : RC_INVALID;
}

enum rc text_when_from_local(struct str text, struct when *when) {
    struct clock_time t;
    TRY(read_clock_time(text, &t));
    struct time_tools *tools = thread_tools();
    if (!tools) return RC_BROKEN;
    UCalendar *tool = tools->calendar;
    UErrorCode status = U_ZERO_ERROR;
    ucal_clear(tool);
    ucal_setAttribute(tool, UCAL_LENIENT, 0);
    ucal_setAttribute(tool, UCAL_REPEATED_WALL_TIME, UCAL_WALLTIME_FIRST);
    ucal_setDateTime(tool, t.year, t.month - 1, t.day, t.hour, t.minute, t.second, &status);
    UDate ms = ucal_getMillis(tool, &status);
    ucal_setAttribute(tool, UCAL_LENIENT, 1);
    if (U_FAILURE(status)) return RC_INVALID;
    *when = (struct when){(int64_t)ms};
    return RC_OK;
}
