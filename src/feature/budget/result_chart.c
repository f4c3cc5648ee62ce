/* The two pictures of the result page: the bar of the money, and the columns of voters. */
#include "feature/budget/result_parts.h"

enum { BAR_WIDTH = 1000, CHART_HEIGHT = 180, CHART_FLOOR = 190, BARS_MAX = 9, BAR_STEP = 70 };

size_t result_segments(const struct result *result, struct budget_segment *segments) {
    int64_t pot = result->summary.amount > 0 ? result->summary.amount : 1;
    __int128 spent = 0;
    int x = 0;
    size_t n = 0;
    for (size_t i = 0; i < result->funded; i++) {
        const struct budget_line *line = result->order[i];
        spent += line->cost;
        int end = (int)(spent * BAR_WIDTH / pot);
        if (end > BAR_WIDTH) end = BAR_WIDTH;
        segments[n++] = (struct budget_segment){
            .x = x, .width = end - x, .name = line->name, .cost = result_money(result, line->cost)};
        x = end;
    }
    if (x < BAR_WIDTH)
        segments[n++] = (struct budget_segment){
            .x = x,
            .width = BAR_WIDTH - x,
            .is_rest = true,
            .cost = result_money(result, result->summary.amount - result->summary.cost)};
    return n;
}

/* "5,3,1" into counts; all from the last column on are added up there. Returns the columns used. */
static size_t read_histogram(struct str text, int64_t counts[BARS_MAX]) {
    struct str part;
    size_t n = 0;
    for (size_t i = 0; str_cut(&text, ',', &part); i++) {
        int64_t count;
        if (str_to_i64(part, &count) != RC_OK) continue;
        size_t at = i < BARS_MAX ? i : BARS_MAX - 1;
        counts[at] += count;
        if (at + 1 > n) n = at + 1;
    }
    return n;
}

static int height_of(int64_t count, int64_t most) {
    return most ? (int)(count * CHART_HEIGHT / most) : 0;
}

enum rc result_bars(const struct result *result, struct budget_result_view *view) {
    int64_t this[BARS_MAX] = {0}, greedy[BARS_MAX] = {0}, most = 0;
    size_t n = read_histogram(result->summary.histogram, this);
    size_t m = read_histogram(result->summary.greedy_histogram, greedy);
    if (m > n) n = m;
    struct budget_bar *bars = arena_new_array(result->arena, n, struct budget_bar);
    if (!bars) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        if (this[i] > most) most = this[i];
        if (greedy[i] > most) most = greedy[i];
    }
    for (size_t i = 0; i < n; i++) {
        int x = 10 + (int)i * BAR_STEP;
        int high = height_of(this[i], most), low = height_of(greedy[i], most);
        bars[i] = (struct budget_bar){
            .label = str_format(result->arena, i + 1 == BARS_MAX ? "%zu+" : "%zu", i),
            .this = {this[i]},
            .greedy = {greedy[i]},
            .x = x,
            .this_y = CHART_FLOOR - high,
            .this_height = high,
            .greedy_x = x + 24,
            .greedy_y = CHART_FLOOR - low,
            .greedy_height = low,
            .label_x = x + 23,
        };
    }
    view->bars.v = bars;
    view->bars.n = n;
    return RC_OK;
}
