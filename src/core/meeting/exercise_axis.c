/* Which axes of a content an exercise uses, how many the people in the room are enough for, and who
   gets which: perspectives that groups take, questions of a café. */
#include "core/meeting/exercise_inner.h"

static const struct db_query set_axes = {
    "exercise_axis.set",
    "UPDATE exercise SET axes = $3, version = version + 1 WHERE id = $1 AND version = $2 "
    "AND state = 0",
    "iit", .writes = true};
_Static_assert(EXERCISE_PLANNED == 0, "the statement names the number");
static const struct db_query *const statements[] = {&set_axes};
const struct db_queries exercise_axis_queries = DB_QUERIES("exercise_axis", statements);

/* ---- which are used ---- */

static bool is_listed(struct str keys, struct str key) {
    struct str rest = keys, part;
    if (!keys.n) return false;
    while (str_cut(&rest, ' ', &part))
        if (str_is(part, key)) return true;
    return false;
}

enum rc exercise_axes_choose(struct arena *arena, const struct tool *tool, struct str keys,
                             struct content *content) {
    size_t n = 0, all = content->axes.n;
    struct content_axis *chosen = arena_new_array(arena, all + 1, struct content_axis);
    if (!chosen) return RC_LIMIT;
    for (size_t i = 0; i < all; i++)
        if (is_listed(keys, content->axes.v[i].key)) chosen[n++] = content->axes.v[i];
    size_t most = tool->axes_default > 0 ? (size_t)tool->axes_default : all;
    for (size_t i = 0; !keys.n && i < all && i < most; i++) chosen[n++] = content->axes.v[i];
    if (!n) return RC_OK;
    content->axes.v = chosen;
    content->axes.n = n;
    return RC_OK;
}

enum rc exercise_set_axes(const struct request *request, struct exercise *exercise,
                          struct str keys) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct content content;
    struct str rest = str_trim(keys), part;
    struct buf buf;
    int n = 0;
    if (!tool || !tool->picks_axes || !rest.n) return RC_INVALID;
    if (exercise->state != EXERCISE_PLANNED) return RC_CONFLICT;
    TRY(exercise_content_whole(request->arena, request->site, request->lang, exercise, &content));
    buf_init(&buf, request->arena, CONTENT_AXES_MAX * 64);
    for (size_t i = 0; i < content.axes.n; i++)
        if (is_listed(rest, content.axes.v[i].key)) {
            if (n++) buf_add_char(&buf, ' ');
            buf_add(&buf, content.axes.v[i].key);
        }
    while (str_cut(&rest, ' ', &part)) n--;
    /* each key was of an axis, and named once */
    if (n || !buf_ok(&buf)) return RC_INVALID;
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &set_axes, &changed, DB_INT(exercise->id),
                   DB_INT(exercise->version), DB_STR(buf_str(&buf))));
    if (!changed) return RC_ABSENT;
    exercise->axes = buf_str(&buf);
    exercise->version++;
    return meeting_tell_all(request, exercise->meeting_public_id);
}

enum rc exercise_axes_wanted(const struct request *request, const struct exercise *exercise,
                             struct exercise_axes *wanted) {
    const struct tool *tool = exercise_tool(request->site, exercise);
    struct content content;
    int64_t seats = 0;
    *wanted = (struct exercise_axes){.is_fine = true};
    if (!tool || !tool->picks_axes) return RC_OK;
    TRY(seat_count(request->db, request->arena, exercise->meeting, &seats));
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    exercise_axes_judge(tool, (int)content.axes.n, (int)seats, exercise->pace == PACE_OWN, wanted);
    return RC_OK;
}

void exercise_axes_judge(const struct tool *tool, int chosen, int seats, bool is_over_days,
                         struct exercise_axes *wanted) {
    int each = is_over_days ? 0 : tool->seats_per_axis;
    int most = tool->axes_max > 0 ? tool->axes_max : CONTENT_AXES_MAX;
    int enough = each > 0 ? seats / each : most;
    *wanted = (struct exercise_axes){.chosen = chosen,
                                     .seats = seats,
                                     .min = tool->axes_min,
                                     .max = most,
                                     .proposed = enough < most ? enough : most};
    wanted->is_below = wanted->proposed < tool->axes_min;
    int least = wanted->is_below ? wanted->proposed : tool->axes_min;
    wanted->is_fine = chosen > 0 && chosen >= least && chosen <= wanted->proposed;
}

/* ---- who gets which ---- */

/* That of its aspect's key: whose part it is in earnest; -1: nobody's. */
static int axis_sector(const struct content *content, size_t axis) {
    int aspect = content->axes.v[axis].aspect;
    if (aspect < 0 || (size_t)aspect >= content->aspects.n) return -1;
    for (int i = 0; i < SECTOR__N; i++)
        if (str_is(content->aspects.v[aspect].key, str_from(sector_choices[i]))) return i;
    return -1;
}

bool exercise_axis_is_hers(const struct content *content, size_t group, int sector) {
    return sector >= 0 && content->axes.n &&
           axis_sector(content, group % content->axes.n) == sector;
}

struct dealing {
    const struct content *content;
    const struct exercise_crowd *crowd;
    const int *people;
    size_t n, groups;
    const size_t *room; /* of each group */
    size_t *taken;      /* how many it has */
    int *group_of;      /* of each of people; -1: none yet */
    bool *seen;         /* groups tried for one person */
};

/* An augmenting path: whoever sits where she could sit moves on to make room (Kuhn). */
static bool find_seat(const struct dealing *dealing, size_t who) {
    int sector = dealing->crowd->sectors[dealing->people[who]];
    for (size_t g = 0; g < dealing->groups; g++) {
        if (dealing->seen[g] || exercise_axis_is_hers(dealing->content, g, sector)) continue;
        dealing->seen[g] = true;
        bool is_free = dealing->taken[g] < dealing->room[g];
        if (is_free) dealing->taken[g]++;
        for (size_t i = 0; !is_free && i < dealing->n; i++)
            is_free = dealing->group_of[i] == (int)g && find_seat(dealing, i);
        if (is_free) {
            dealing->group_of[who] = (int)g;
            return true;
        }
    }
    return false;
}

/* How many sit in a group of their own sector, after dealing into these sizes. */
static size_t deal(const struct dealing *dealing) {
    size_t own = 0;
    for (size_t g = 0; g < dealing->groups; g++) dealing->taken[g] = 0;
    for (size_t i = 0; i < dealing->n; i++) dealing->group_of[i] = -1;
    for (size_t i = 0; i < dealing->n; i++) {
        for (size_t g = 0; g < dealing->groups; g++) dealing->seen[g] = false;
        (void)find_seat(dealing, i);
    }
    for (size_t i = 0, g = 0; i < dealing->n; i++) {
        if (dealing->group_of[i] >= 0) continue;
        while (dealing->taken[g] >= dealing->room[g]) g++;
        dealing->group_of[i] = (int)g;
        dealing->taken[g]++;
        own++;
    }
    return own;
}

static enum rc make_round(struct arena *arena, const struct dealing *dealing,
                          struct grouping_round *round) {
    struct grouping_group *groups = arena_new_array(arena, dealing->groups, struct grouping_group);
    if (!groups) return RC_LIMIT;
    for (size_t g = 0; g < dealing->groups; g++) {
        int *members = arena_new_array(arena, dealing->room[g] + 1, int);
        if (!members) return RC_LIMIT;
        groups[g].members.v = members;
        for (size_t i = 0; i < dealing->n; i++)
            if (dealing->group_of[i] == (int)g) members[groups[g].members.n++] = dealing->people[i];
    }
    round->groups.v = groups;
    round->groups.n = dealing->groups;
    return RC_OK;
}

/* Group sizes differ by at most one; the larger ones begin at group `shift`. */
static size_t deal_from(const struct dealing *dealing, size_t *room, size_t shift) {
    size_t groups = dealing->groups, larger = dealing->n % groups;
    for (size_t g = 0; g < groups; g++)
        room[g] = dealing->n / groups + ((g + groups - shift) % groups < larger);
    return deal(dealing);
}

/* The larger groups first; where somebody would have to play her own part, the larger ones stand
   elsewhere if that helps. */
static void deal_best(const struct dealing *dealing, size_t *room) {
    size_t turns = dealing->n % dealing->groups ? dealing->groups : 1;
    size_t best = SIZE_MAX, best_shift = 0;
    for (size_t shift = 0; shift < turns && best; shift++) {
        size_t own = deal_from(dealing, room, shift);
        if (own >= best) continue;
        best = own;
        best_shift = shift;
    }
    (void)deal_from(dealing, room, best_shift);
}

enum rc exercise_axis_deal(struct arena *arena, const struct exercise_dealing *what,
                           struct grouping_round *round) {
    size_t n = 0, groups = what->groups;
    struct grouping_chance chance = {.state = what->seed};
    int *people = arena_new_array(arena, what->crowd->people + 1, int);
    int *group_of = arena_new_array(arena, what->crowd->people + 1, int);
    size_t *room = arena_new_array(arena, groups + 1, size_t);
    size_t *taken = arena_new_array(arena, groups + 1, size_t);
    bool *seen = arena_new_array(arena, groups + 1, bool);
    if (!people || !group_of || !room || !taken || !seen || !groups) return RC_LIMIT;
    for (size_t i = 1; i < what->crowd->people; i++)
        if (!what->crowd->absent[i]) people[n++] = (int)i;
    if (n) grouping_shuffle(&chance, people, n);
    const struct dealing dealing = {what->content, what->crowd, people,   n,   groups,
                                    room,          taken,       group_of, seen};
    deal_best(&dealing, room);
    return make_round(arena, &dealing, round);
}
