/*
 * Dates and times in the site's time zone, by ICU. Opening a formatter costs milliseconds, so each
 * thread keeps its own and frees them when it ends.
 */
#include "platform/text.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucal.h>
#include <unicode/udat.h>
#include <unicode/ustring.h>

enum { DAY_MS = 86400000, AGO_DAYS = 7 };

#define ZONE u"Europe/Copenhagen"

static const UChar *const patterns[WHEN__N][LANG__N] = {
    [WHEN_FULL] = {u"'den' d. MMMM y 'kl.' HH.mm", u"d MMMM y 'at' HH:mm"},
    [WHEN_DATE] = {u"'den' d. MMMM y", u"d MMMM y"},
    [WHEN_SHORT] = {u"d. MMM y", u"d MMM y"},
    [WHEN_TIME] = {u"HH.mm", u"HH:mm"},
    [WHEN_AGO] = {u"d. MMM y", u"d MMM y"},
    [WHEN_ISO] = {u"yyyy-MM-dd'T'HH:mm:ssxxx", u"yyyy-MM-dd'T'HH:mm:ssxxx"},
    [WHEN_LOCAL] = {u"yyyy-MM-dd'T'HH:mm", u"yyyy-MM-dd'T'HH:mm"},
    [WHEN_DAY] = {u"yyyy-MM-dd", u"yyyy-MM-dd"},
};
static const char *const locales[LANG__N] = {"da_DK", "en_GB"};

struct time_tools {
    UDateFormat *formats[WHEN__N][LANG__N];
    UCalendar *calendar;
};

static pthread_once_t key_once = PTHREAD_ONCE_INIT;
static pthread_key_t key;

static void free_tools(void *data) {
    struct time_tools *tools = data;
    for (unsigned i = 0; i < WHEN__N; i++)
        for (unsigned j = 0; j < LANG__N; j++)
            if (tools->formats[i][j]) udat_close(tools->formats[i][j]);
    if (tools->calendar) ucal_close(tools->calendar);
    free(tools);
}

/* The main thread does not run key destructors at exit, so it is told to. */
static void free_at_exit(void) {
    struct time_tools *tools = pthread_getspecific(key);
    if (!tools) return;
    pthread_setspecific(key, NULL);
    free_tools(tools);
}

static void make_key(void) {
    int failed = pthread_key_create(&key, free_tools);
    assert(!failed);
    atexit(free_at_exit);
}

static struct time_tools *thread_tools(void) {
    pthread_once(&key_once, make_key);
    struct time_tools *tools = pthread_getspecific(key);
    if (!tools) {
        tools = calloc(1, sizeof *tools);
        if (tools) pthread_setspecific(key, tools);
    }
    return tools;
}

static UDateFormat *formatter(enum lang lang, enum when_format format) {
    struct time_tools *tools = thread_tools();
    if (!tools) return NULL;
    UDateFormat **slot = &tools->formats[format][lang];
    UErrorCode status = U_ZERO_ERROR;
    if (!*slot)
        *slot = udat_open(UDAT_PATTERN, UDAT_PATTERN, locales[lang], ZONE, -1,
                          patterns[format][lang], -1, &status);
    return *slot;
}

static UCalendar *calendar(void) {
    struct time_tools *tools = thread_tools();
    if (!tools) return NULL;
    UErrorCode status = U_ZERO_ERROR;
    if (!tools->calendar) tools->calendar = ucal_open(ZONE, -1, "da_DK", UCAL_GREGORIAN, &status);
    return tools->calendar;
}

void text_add_when(struct buf *out, enum lang lang, struct when when, enum when_format format) {
    assert((unsigned)lang < LANG__N && (unsigned)format < WHEN__N);
    UDateFormat *tool = formatter(lang, format);
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[96];
    char text[sizeof wide * 2];
    int32_t n = tool ? udat_format(tool, (UDate)when.ms, wide, COUNT(wide), NULL, &status) : 0;
    if (!tool || U_FAILURE(status)) {
        out->failed = true;
        return;
    }
    u_strToUTF8(text, sizeof text, &n, wide, n, &status);
    if (U_SUCCESS(status)) buf_add(out, (struct str){text, (size_t)n});
}

struct when text_day_start(struct when when, int days) {
    UCalendar *tool = calendar();
    UErrorCode status = U_ZERO_ERROR;
    if (!tool) return when;
    ucal_setMillis(tool, (UDate)when.ms, &status);
    ucal_set(tool, UCAL_HOUR_OF_DAY, 0);
    ucal_set(tool, UCAL_MINUTE, 0);
    ucal_set(tool, UCAL_SECOND, 0);
    ucal_set(tool, UCAL_MILLISECOND, 0);
    ucal_add(tool, UCAL_DATE, days, &status);
    UDate start = ucal_getMillis(tool, &status);
    return U_SUCCESS(status) ? (struct when){(int64_t)start} : when;
}

/* Whole local days from the day of now to the day of when. Days are 23 to 25 hours long, so noon to
   noon is rounded. */
static int64_t days_between(int64_t now_ms, struct when when) {
    int64_t from = text_day_start((struct when){now_ms}, 0).ms;
    int64_t to = text_day_start(when, 0).ms;
    int64_t half = to >= from ? DAY_MS / 2 : -(DAY_MS / 2);
    return (to - from + half) / DAY_MS;
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
    UCalendar *tool = calendar();
    if (!tool) return RC_BROKEN;
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
