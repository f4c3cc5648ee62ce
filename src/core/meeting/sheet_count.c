/* Counting sheets so that small groups stay hidden: rules/scale does the sums and says what may be
   shown; here answers become its values, and its figures a result. */
#include "core/meeting/sheet.h"

#include "rules/scale/few.h"
#include "rules/scale/scale.h"

#include <assert.h>

/* A split of the answers: by sector or by subgroup. */
enum { SPLIT_SECTOR, SPLIT_GROUP, SPLIT__N };
/* Subgroups with a name; beside them are "not said", and "others" as the last set of a split. */
enum { GROUPS_NAMED = SCALE_GROUPS_MAX - 2 };

static const enum text_id reasons[SCALE_WHY__N] = {
    [SCALE_SHOWN] = T_none,
    [SCALE_ROOM_SMALL] = T_few_room,
    [SCALE_GROUP_SMALL] = T_few_group,
    [SCALE_REST_SMALL] = T_few_rest,
    [SCALE_ONE_GROUP] = T_few_one_group,
};

struct split {
    const char *key; /* "sector" or "group" */
    size_t n_groups; /* the last is "not said" */
    struct str keys[SCALE_GROUPS_MAX], labels[SCALE_GROUPS_MAX];
    int *group_of; /* for each answer */
    struct scale_split decision;
    bool is_shown;
};

struct counting {
    struct arena *arena;
    enum lang lang;
    const struct content *content;
    const struct sheet_rows *rows;
    struct scale_axis scale;
    int k;
    bool is_agreed; /* consensus: everything is shown */
    struct split splits[SPLIT__N];
};

/* Which answers of an axis are meant. */
enum values { VALUES_SELF, VALUES_GUESS, VALUES_REACH };

static int value_at(const struct sheet_row *row, enum values values, size_t axis) {
    const struct sheet *sheet = &row->sheet;
    if (values == VALUES_SELF && axis < sheet->self.n) return sheet->self.v[axis];
    if (values == VALUES_GUESS && axis < sheet->colleagues.n) return sheet->colleagues.v[axis];
    if (values == VALUES_REACH && axis < sheet->reach.n) return sheet->reach.v[axis];
    return SHEET_UNANSWERED;
}

/* ---- splitting ---- */

static void split_sectors(const struct counting *counting, struct split *split) {
    split->key = "sector";
    split->n_groups = SECTOR__N + 1;
    for (size_t i = 0; i < SECTOR__N; i++) {
        split->keys[i] = str_from(sector_choices[i]);
        split->labels[i] = text_of(counting->lang, sector_labels[i]);
    }
    split->keys[SECTOR__N] = STR("unsaid");
    split->labels[SECTOR__N] = text_of(counting->lang, T_part_unsaid);
    for (size_t i = 0; i < counting->rows->rows.n; i++) {
        int sector = counting->rows->rows.v[i].sector;
        split->group_of[i] = sector >= 0 && sector < SECTOR__N ? sector : SECTOR__N;
    }
}

/* The place of a subgroup among those named, in the order of their names; a new one is put there.
   -1: it is none, or there are too many. */
static int add_group(const struct counting *counting, struct split *split, struct str name) {
    size_t at = 0;
    if (!name.n) return -1;
    while (at < split->n_groups && text_collate(counting->lang, split->keys[at], name) < 0) at++;
    if (at < split->n_groups && str_is(split->keys[at], name)) return (int)at;
    if (split->n_groups == GROUPS_NAMED) return -1;
    for (size_t i = split->n_groups++; i > at; i--) split->keys[i] = split->keys[i - 1];
    split->keys[at] = name;
    return (int)at;
}

static int find_group(const struct split *split, struct str name) {
    for (size_t i = 0; i < split->n_groups; i++)
        if (str_is(split->keys[i], name)) return (int)i;
    return -1;
}

static void split_groups(const struct counting *counting, struct split *split) {
    const struct sheet_rows *rows = counting->rows;
    split->key = "group";
    for (size_t i = 0; i < rows->rows.n; i++) add_group(counting, split, rows->rows.v[i].subgroup);
    const int unsaid = (int)split->n_groups;
    for (size_t i = 0; i < rows->rows.n; i++) {
        int found = find_group(split, rows->rows.v[i].subgroup);
        split->group_of[i] = found >= 0 ? found : unsaid;
    }
    for (int i = 0; i < unsaid; i++) split->labels[i] = split->keys[i];
    split->n_groups++;
    split->keys[unsaid] = STR("unsaid");
    split->labels[unsaid] = text_of(counting->lang, T_part_unsaid);
}

static void count_split(const struct counting *counting, const struct split *split, int *counts) {
    for (size_t i = 0; i < SCALE_GROUPS_MAX; i++) counts[i] = 0;
    for (size_t i = 0; i < counting->rows->rows.n; i++) counts[split->group_of[i]]++;
}

static int place_of(const struct split *split, size_t row) {
    return (int)split->decision.place[split->group_of[row]];
}

/* The bit of the shown set that an answer lies in, within its split; -1: none. */
static int set_of(const struct split *split, size_t row) {
    int place = place_of(split, row);
    if (place == SCALE_PLACE_ALONE) return split->group_of[row];
    return place == SCALE_PLACE_OTHERS ? SCALE_GROUPS_MAX - 1 : -1;
}

/* Both splits at once: do their crossings tell nobody? axis -1: of all who answered at all. */
static bool crossings_are_safe(const struct counting *counting, enum values values, int axis) {
    size_t n = 0;
    uint32_t *sets = arena_new_array(counting->arena, counting->rows->rows.n + 1, uint32_t);
    if (!sets) return false;
    for (size_t i = 0; i < counting->rows->rows.n; i++) {
        uint32_t bits = 0;
        if (axis >= 0 && value_at(&counting->rows->rows.v[i], values, (size_t)axis) < 0) continue;
        for (int s = 0; s < SPLIT__N; s++) {
            const struct split *split = &counting->splits[s];
            int set = split->is_shown ? set_of(split, i) : -1;
            if (set >= 0) bits |= UINT32_C(1) << (set + s * SCALE_GROUPS_MAX);
        }
        sets[n++] = bits;
    }
    return scale_may_show_family(sets, n, counting->k, NULL);
}

static enum rc decide_splits(struct counting *counting) {
    int counts[SCALE_GROUPS_MAX];
    for (int s = 0; s < SPLIT__N; s++) {
        struct split *split = &counting->splits[s];
        split->group_of = arena_new_array(counting->arena, counting->rows->rows.n + 1, int);
        if (!split->group_of) return RC_LIMIT;
        if (s == SPLIT_SECTOR)
            split_sectors(counting, split);
        else
            split_groups(counting, split);
        count_split(counting, split, counts);
        scale_split_groups(counts, split->n_groups, counting->k, &split->decision);
        split->is_shown = split->decision.why == SCALE_SHOWN && !counting->is_agreed;
    }
    struct split *sector = &counting->splits[SPLIT_SECTOR], *group = &counting->splits[SPLIT_GROUP];
    if (sector->is_shown && group->is_shown && !crossings_are_safe(counting, VALUES_SELF, -1)) {
        group->is_shown = false; /* one of the two; which does not depend on what was answered */
        group->decision.why = SCALE_REST_SMALL;
        group->decision.found = 0;
    }
    return RC_OK;
}

/* ---- one axis of one part ---- */

/* Who is in the part: everybody (split NULL), or one set of a split. */
struct part_of {
    const struct split *split;
    int set;
};

static bool is_in(const struct part_of *part, size_t row) {
    return !part->split || set_of(part->split, row) == part->set;
}

static enum rc summarise(const struct counting *counting, const struct part_of *part,
                         enum values values, size_t axis, struct scale_summary *summary) {
    const struct sheet_rows *rows = counting->rows;
    struct scale_answer *answers =
        arena_new_array(counting->arena, rows->rows.n + 1, struct scale_answer);
    size_t n = 0;
    if (!answers) return RC_LIMIT;
    for (size_t i = 0; i < rows->rows.n; i++) {
        int value = value_at(&rows->rows.v[i], values, axis);
        if (!is_in(part, i)) continue;
        answers[n++] = (struct scale_answer){value == SHEET_UNANSWERED  ? SCALE_EMPTY
                                             : value == SHEET_DONT_KNOW ? SCALE_DONT_KNOW
                                                                        : SCALE_VALUE,
                                             value >= 0 ? value : 0};
    }
    return scale_summarise(&counting->scale, answers, n, summary);
}

static enum rc keep_counts(const struct counting *counting, const struct scale_summary *summary,
                           const int64_t **counts, size_t *n) {
    *n = (size_t)scale_axis_steps(&counting->scale);
    int64_t *made = arena_new_array(counting->arena, *n, int64_t);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < *n; i++) made[i] = summary->count[i];
    *counts = made;
    return RC_OK;
}

/* How many of each group have a value on the axis. */
static void count_answered(const struct counting *counting, const struct split *split,
                           enum values values, size_t axis, int *answered) {
    for (size_t i = 0; i < SCALE_GROUPS_MAX; i++) answered[i] = 0;
    for (size_t i = 0; i < counting->rows->rows.n; i++)
        if (value_at(&counting->rows->rows.v[i], values, axis) >= 0) answered[split->group_of[i]]++;
}

/* May this part be shown on this axis? The whole room: enough answers. A part: the split holds
   among those who answered this axis, also crossed with the other split. */
static enum scale_why why_not(const struct counting *counting, const struct part_of *part,
                              enum values values, size_t axis) {
    int answered[SCALE_GROUPS_MAX], all = 0;
    if (counting->is_agreed) return SCALE_SHOWN;
    count_answered(counting, part->split ? part->split : counting->splits, values, axis, answered);
    for (size_t i = 0; i < SCALE_GROUPS_MAX; i++) all += answered[i];
    if (!part->split) return scale_may_show(all, all, counting->k);
    enum scale_why why = scale_split_on_axis(&part->split->decision, answered);
    if (why != SCALE_SHOWN) return why;
    bool both = counting->splits[SPLIT_SECTOR].is_shown && counting->splits[SPLIT_GROUP].is_shown;
    return !both || crossings_are_safe(counting, values, (int)axis) ? SCALE_SHOWN
                                                                    : SCALE_REST_SMALL;
}

static enum rc count_self(const struct counting *counting, const struct part_of *part, size_t at,
                          struct axis_result *axis) {
    struct scale_summary summary;
    TRY(summarise(counting, part, VALUES_SELF, at, &summary));
    enum scale_why why = summary.n ? why_not(counting, part, VALUES_SELF, at) : SCALE_SHOWN;
    axis->hidden_because = reasons[why];
    if (why != SCALE_SHOWN) return RC_OK;
    axis->n = summary.n;
    axis->dont_know = summary.dont_know;
    axis->median4 = summary.median;
    axis->q1_4 = summary.q1;
    axis->q3_4 = summary.q3;
    return keep_counts(counting, &summary, &axis->counts.v, &axis->counts.n);
}

static enum rc count_guess(const struct counting *counting, const struct part_of *part, size_t at,
                           struct axis_result *axis) {
    struct scale_summary summary;
    TRY(summarise(counting, part, VALUES_GUESS, at, &summary));
    if (!summary.n || why_not(counting, part, VALUES_GUESS, at) != SCALE_SHOWN) return RC_OK;
    axis->guess_n = summary.n;
    axis->guess4 = summary.median;
    return keep_counts(counting, &summary, &axis->guess_counts.v, &axis->guess_counts.n);
}

static void count_reach(const struct counting *counting, const struct part_of *part, size_t at,
                        struct axis_result *axis) {
    if (why_not(counting, part, VALUES_REACH, at) != SCALE_SHOWN) return;
    for (size_t i = 0; i < counting->rows->rows.n; i++) {
        int value = value_at(&counting->rows->rows.v[i], VALUES_REACH, at);
        if (!is_in(part, i) || value < 0 || value >= SHEET_REACH__N) continue;
        axis->reach[value]++;
    }
}

static enum rc count_axes(const struct counting *counting, const struct part_of *which,
                          struct sheet_part *part) {
    const struct content *content = counting->content;
    struct axis_result *axes =
        arena_new_array(counting->arena, content->axes.n + 1, struct axis_result);
    if (!axes) return RC_LIMIT;
    part->axes.v = axes;
    part->axes.n = content->axes.n;
    for (size_t i = 0; i < content->axes.n; i++) {
        axes[i].key = content->axes.v[i].key;
        axes[i].label = content->axes.v[i].label;
        axes[i].aspect = content->axes.v[i].aspect;
        TRY(count_self(counting, which, i, &axes[i]));
        TRY(count_guess(counting, which, i, &axes[i]));
        count_reach(counting, which, i, &axes[i]);
    }
    return RC_OK;
}

/* ---- parts ---- */

struct parts {
    struct sheet_part *v;
    size_t n;
};

static enum rc add_part(const struct counting *counting, const struct part_of *which,
                        struct parts *parts) {
    const struct split *split = which->split;
    struct sheet_part *part = &parts->v[parts->n++];
    bool is_others = which->set == SCALE_GROUPS_MAX - 1 && split->decision.others > 0;
    struct str key = is_others ? STR("others") : split->keys[which->set];
    part->key = str_format(counting->arena, "%s:%.*s", split->key, STR_ARG(key));
    part->label = is_others ? text_of(counting->lang, T_part_others) : split->labels[which->set];
    if (!part->key.p) return RC_LIMIT;
    for (size_t i = 0; i < counting->rows->rows.n; i++) part->n += is_in(which, i);
    return count_axes(counting, which, part);
}

/* All parts of a split, or one that says why there are none. Nothing where there is nothing to
   compare, or where the whole room is hidden. */
static enum rc add_split(const struct counting *counting, const struct split *split,
                         struct parts *parts) {
    enum scale_why why = split->decision.why;
    if (!split->is_shown) {
        if (counting->is_agreed || why == SCALE_ONE_GROUP || why == SCALE_ROOM_SMALL) return RC_OK;
        parts->v[parts->n++] = (struct sheet_part){.key = str_from(split->key),
                                                   .label = {0},
                                                   .hidden_because = reasons[why],
                                                   .found = split->decision.found};
        return RC_OK;
    }
    for (int g = 0; (size_t)g < split->n_groups; g++)
        if (split->decision.place[g] == SCALE_PLACE_ALONE)
            TRY(add_part(counting, &(struct part_of){split, g}, parts));
    if (split->decision.others)
        TRY(add_part(counting, &(struct part_of){split, SCALE_GROUPS_MAX - 1}, parts));
    return RC_OK;
}

static enum rc add_all(const struct counting *counting, struct parts *parts) {
    const int n = (int)counting->rows->rows.n;
    const struct part_of everybody = {NULL, -1};
    struct sheet_part *room = &parts->v[parts->n++];
    enum scale_why why = counting->is_agreed ? SCALE_SHOWN : scale_may_show(n, n, counting->k);
    if (why != SCALE_SHOWN) {
        room->hidden_because = reasons[why];
        room->found = n;
        return RC_OK;
    }
    room->n = n;
    TRY(count_axes(counting, &everybody, room));
    for (int s = 0; s < SPLIT__N; s++) TRY(add_split(counting, &counting->splits[s], parts));
    return RC_OK;
}

enum rc sheet_count_rows(struct arena *arena, const struct sheet_counting *what,
                         struct sheet_result *result) {
    const struct exercise *exercise = what->exercise;
    const struct content *content = what->content;
    const struct sheet_rows *rows = what->rows;
    struct counting counting = {.arena = arena,
                                .lang = what->lang,
                                .content = content,
                                .rows = rows,
                                .scale = {content->min, content->max, content->step, 0},
                                .k = scale_k(exercise->k),
                                .is_agreed = exercise->is_consensus};
    struct parts parts = {
        arena_new_array(arena, 1 + SPLIT__N * (SCALE_GROUPS_MAX + 1), struct sheet_part), 0};
    if (!parts.v) return RC_LIMIT;
    *result = (struct sheet_result){.tool = exercise->tool,
                                    .title = exercise->title,
                                    .min = content->min,
                                    .max = content->max,
                                    .k = counting.k,
                                    .is_consensus = exercise->is_consensus,
                                    .was_small = exercise->was_small};
    result->aspects.v = content->aspects.v;
    result->aspects.n = content->aspects.n;
    TRY(decide_splits(&counting));
    TRY(add_all(&counting, &parts));
    result->n = (int64_t)rows->rows.n;
    result->parts.v = parts.v;
    result->parts.n = parts.n;
    return RC_OK;
}
