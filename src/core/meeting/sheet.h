/*
 * Score sheets: what people answered on the axes of an exercise, counted so that small groups stay
 * hidden, and the snapshot that remains. The statistics are rules/scale.
 */
#ifndef CORE_MEETING_SHEET_H
#define CORE_MEETING_SHEET_H

#include "core/meeting/exercise.h"

/* Stored as these numbers. */
enum answer_origin { ORIGIN_PHONE, ORIGIN_TABLE, ORIGIN_PROXY, ORIGIN_PAPER, ANSWER_ORIGIN__N };

enum { SHEET_UNANSWERED = -1, SHEET_DONT_KNOW = -2 };
enum sheet_reach { REACH_ALL, REACH_SOME, REACH_FEW, REACH_UNKNOWN, SHEET_REACH__N };

/* One person's (or, in consensus mode, one group's) sheet. Values are in the order of the content's
   axes: a value of the scale, SHEET_UNANSWERED or SHEET_DONT_KNOW. */
struct sheet {
    LIST(int) self;
    LIST(int) colleagues; /* tool.asks_colleagues */
    LIST(int) reach;      /* tool.asks_reach; enum sheet_reach or SHEET_UNANSWERED */
};

/* Stored text of a sheet and back; the reader checks everything against content and tool and is
   fuzzed. */
enum rc sheet_write(struct arena *arena, const struct sheet *sheet, struct str *text) MUST_CHECK;
enum rc sheet_read(struct arena *arena, const struct tool *tool, const struct content *content,
                   struct str text, struct sheet *sheet) MUST_CHECK;

/* What a form sends for one value: empty is SHEET_UNANSWERED, "?" SHEET_DONT_KNOW, else a whole
   number of the scale. RC_INVALID: 6, -1 and 2.5 on the star. */
enum rc sheet_value_read(const struct content *content, struct str text, int *value) MUST_CHECK;

/* Saves the seat's sheet (again: replaces it). RC_CONFLICT after the reveal or outside the phase
   and its grace. The last save wins; sending it twice does nothing more. Consensus mode: only a
   seat at a table or a leader saves (RC_DENIED otherwise), one sheet per group. RC_INVALID: values
   beside the scale, a missing one where all are required (tool.asks_colleagues), an empty sheet.
   A leader may enter proxies' and paper sheets also when the time is up, until the reveal. */
struct sheet_save {
    const struct exercise *exercise;
    const struct seat *seat; /* whose */
    const struct sheet *sheet;
    int origin; /* enum answer_origin */
    int group;  /* consensus mode: group number, or 0 for the whole room */
};
enum rc sheet_save(const struct request *request, const struct sheet_save *save) MUST_CHECK;
/* The seat's own sheet; RC_ABSENT when it has none. In consensus mode that of its group, or of the
   whole room. */
enum rc sheet_own(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct sheet *sheet) MUST_CHECK;

/* Every sheet of the exercise, for counting; sector and subgroup as answered. */
struct sheet_row {
    struct sheet sheet;
    int sector;
    struct str subgroup;
    int origin, group;
};
struct sheet_rows {
    LIST(struct sheet_row) rows;
};
enum rc sheet_rows(const struct request *request, const struct exercise *exercise,
                   const struct content *content, struct sheet_rows *rows) MUST_CHECK;
enum rc sheet_count(struct db *db, struct arena *arena, int64_t exercise, int64_t *n) MUST_CHECK;

/* ---- the counted result: made from rows, from invented rows (try it), or read from a snapshot
   ---- */

struct axis_result {
    struct str key, label;
    int aspect;
    LIST(int64_t) counts; /* per value min … max */
    int64_t n, dont_know;
    int median4, q1_4, q3_4;    /* in quarters of a unit; meaningless when n is 0 */
    LIST(int64_t) guess_counts; /* of the colleagues */
    int64_t guess_n;
    int guess4; /* median, in quarters */
    int64_t reach[SHEET_REACH__N];
    enum text_id hidden_because; /* not T_none: too few answered on this axis; all figures are 0 */
};
/* One subset: everybody, a sector, a subgroup. Hidden ones have no axes but a reason. */
struct sheet_part {
    /* "" everybody; "sector:citizen", "sector:others"; "group:aften", "group:others"; a split that
       may not be shown is one hidden part "sector" or "group" */
    struct str key, label;
    int64_t n; /* 0 when hidden */
    LIST(struct axis_result) axes;
    enum text_id hidden_because;
    int64_t found; /* hidden: the number that was too small, for "4 < 5" */
};
struct sheet_result {
    struct str tool, title;
    int64_t at;
    int min, max, k;
    int64_t n;
    bool is_consensus, was_small;
    int64_t notes, hidden_notes; /* how many were written, and of them hidden by the leader */
    LIST(struct content_aspect) aspects;
    LIST(struct sheet_part) parts; /* parts.v[0] is everybody; hidden when n < k */
};
struct sheet_counting {
    enum lang lang; /* of the labels that are not the content's */
    const struct exercise *exercise;
    const struct content *content;
    const struct sheet_rows *rows;
};
enum rc sheet_count_rows(struct arena *arena, const struct sheet_counting *what,
                         struct sheet_result *result) MUST_CHECK;

/* The result as it is now, in the asker's language. Once revealed it is counted once for each version
   of the exercise and kept (site.results): all the telephones of a hall ask for it at once. */
enum rc sheet_result_shown(const struct request *request, const struct exercise *exercise,
                           const struct content *content, struct sheet_result *result) MUST_CHECK;

/* The snapshot's JSON and back (versioned; fuzzed). */
enum rc sheet_result_write(struct arena *arena, const struct sheet_result *result,
                           struct str *json) MUST_CHECK;
enum rc sheet_result_read(struct arena *arena, struct str json,
                          struct sheet_result *result) MUST_CHECK;

/* ---- snapshots ---- */

struct snapshot {
    int64_t exercise;   /* activity.id */
    uint64_t public_id; /* activity's */
    uint64_t meeting_public_id;
    struct str title, tool, json;
    int64_t at;
};
struct snapshot_list {
    LIST(struct snapshot) rows;
};
enum rc snapshot_of(struct db *db, struct arena *arena, int64_t exercise,
                    struct snapshot *snapshot) MUST_CHECK;
/* Of one tool (empty: all) in a place, newest first, at most n: the history. */
struct snapshot_filter {
    struct ref place;
    struct str tool;
    int n;
};
enum rc snapshot_list(struct db *db, struct arena *arena, const struct snapshot_filter *filter,
                      struct snapshot_list *list) MUST_CHECK;

extern const struct db_queries sheet_queries, snapshot_queries;

#endif
