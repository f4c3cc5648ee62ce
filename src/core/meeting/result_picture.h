/*
 * From a counted result (sheet.h) to what pictures are drawn from (core/picture.h). For the
 * features whose tool has a result: the star, the sense of coherence, change readiness.
 */
#ifndef CORE_MEETING_RESULT_PICTURE_H
#define CORE_MEETING_RESULT_PICTURE_H

#include "core/meeting/sheet.h"
#include "core/picture_strip.h"
#include "core/picture_trend.h"

/* The scale that all axes of the result have. */
struct scale_axis result_axis(const struct sheet_result *result);

/* One part's figures, one for each of its axes; guess is empty unless the tool asks for it. */
struct result_figures {
    LIST(struct scale_summary) own, guess;
};
/* RC_INVALID when the counts do not fit the scale, RC_LIMIT when memory is out. */
enum rc result_figures(struct arena *arena, const struct sheet_result *result,
                       const struct sheet_part *part, struct result_figures *figures) MUST_CHECK;

/* May the figure of an axis be shown: enough answers, or a value agreed on aloud. */
bool result_may_show(const struct sheet_result *result, const struct scale_summary *summary);
/* The point of an axis in a web or a line. */
struct picture_point result_point(const struct sheet_result *result,
                                  const struct scale_summary *summary);

/* Why nothing of the whole room may be shown; none when it may. */
struct picture_reason result_reason(const struct sheet_result *result);

/* Parts besides everybody that may be shown; and the others with their reason, for a list. */
struct result_hidden {
    struct str label;
    enum text_id reason;
    int found, k; /* found is fewer than k; 0: not told */
};
struct result_parts {
    LIST(struct sheet_part *) shown; /* as const as every list's rows */
    LIST(struct result_hidden) hidden;
};
enum rc result_parts(struct arena *arena, const struct sheet_result *result,
                     struct result_parts *parts) MUST_CHECK;

/* "den 4. september 2026". */
struct str result_date(struct arena *arena, enum lang lang, int64_t ms);

/* The result and the earlier ones of the view in the order of time, with what they share. */
struct result_dates {
    const struct sheet_result *results[SCALE_SHEETS_MAX];
    int64_t at[SCALE_SHEETS_MAX];
    size_t n;   /* 1: there is nothing to compare */
    size_t now; /* index of the view's own result */
    struct scale_shared shared;
    struct result_figures figures[SCALE_SHEETS_MAX];
    LIST(struct str) left_out; /* names of axes that not all dates have */
};
enum rc result_dates(struct arena *arena, const struct result_view *view,
                     struct result_dates *dates) MUST_CHECK;
/* The medians of the shared axes over the dates, for picture_trend. */
enum rc result_trend(struct request *request, const struct result_dates *dates, struct str id,
                     struct str title, struct picture_trend *trend) MUST_CHECK;

#endif
