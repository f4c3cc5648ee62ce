/* The result page of a budget. Two reads (summary, projects) beside what the request loaded; all
   figures were made when the vote was counted, so the cost is linear in the projects. */
#include "feature/budget/result_parts.h"

#include "core/activity.h"
#include "core/rights.h"
#include "feature/budget/download.h"
#include "feature/budget/place.h"
#include "feature/budget/withdraw.h"
#include "kit/answer.h"
#include "kit/route.h"

#include <stdlib.h>

struct money result_money(const struct result *result, int64_t units) {
    return (struct money){units, result->summary.places, result->summary.currency};
}

static struct money rounded_money(const struct result *result, int64_t units) {
    return (struct money){units, 2, result->summary.currency};
}

/* In tenths of a percent, rounded. */
static struct percent share_of(int64_t part, int64_t whole) {
    if (whole <= 0) return (struct percent){0, 1};
    __int128 tenths = ((__int128)part * 2000 + whole) / (2 * (__int128)whole);
    return (struct percent){(int64_t)tenths, 1};
}

/* The same rounded down, so that what falls short never reads as the whole. */
static struct percent share_below(int64_t part, int64_t whole) {
    if (whole <= 0) return (struct percent){0, 1};
    return (struct percent){(int64_t)((__int128)part * 1000 / whole), 1};
}

static int by_place_then_votes(const void *a, const void *b) {
    const struct budget_line *x = *(const struct budget_line *const *)a;
    const struct budget_line *y = *(const struct budget_line *const *)b;
    if (x->place && y->place) return x->place < y->place ? -1 : 1;
    if (x->place || y->place) return x->place ? -1 : 1;
    if (x->votes != y->votes) return x->votes > y->votes ? -1 : 1;
    return x->seq < y->seq ? -1 : 1;
}

static enum rc put_in_order(struct result *result) {
    size_t n = result->lines.rows.n;
    result->order = arena_new_array(result->arena, n + 1, const struct budget_line *);
    if (!result->order) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        result->order[i] = &result->lines.rows.v[i];
        result->funded += result->order[i]->place > 0;
    }
    qsort(result->order, n, sizeof *result->order, by_place_then_votes);
    return RC_OK;
}

static bool has_payments(const struct budget_summary *summary) {
    return summary->rule == BUDGET_EQUAL_SHARES || summary->rule == BUDGET_PHRAGMEN;
}

static struct budget_winner winner_of(const struct result *result, const struct budget_line *line) {
    return (struct budget_winner){
        .place = line->place,
        .name = line->name,
        .anchor = line->seq,
        .cost = result_money(result, line->cost),
        .votes = {line->votes},
        .has_round = has_payments(&result->summary) && line->phase == BUDGET_PHASE_RULE,
        .effective = {line->effective_units, 2},
        .max_payment = rounded_money(result, line->max_payment_units),
        .pot_left = result_money(result, line->pot_left),
    };
}

static enum rc fill_winners(const struct result *result, struct budget_result_view *view) {
    struct budget_winner *winners =
        arena_new_array(result->arena, result->funded, struct budget_winner);
    struct budget_segment *segments =
        arena_new_array(result->arena, result->funded + 1, struct budget_segment);
    if (!winners || !segments) return RC_LIMIT;
    for (size_t i = 0; i < result->funded; i++) winners[i] = winner_of(result, result->order[i]);
    view->winners.v = winners;
    view->winners.n = result->funded;
    view->segments.v = segments;
    view->segments.n = result_segments(result, segments);
    return RC_OK;
}

static void set_won(const struct result *result, const struct budget_line *line,
                    struct budget_story *story) {
    story->is_funded = true;
    story->place = line->place;
    if (line->phase == BUDGET_PHASE_FREE)
        story->is_won_free = true;
    else if (line->phase == BUDGET_PHASE_COMPLETION)
        story->is_won_with_rest = true;
    else if (result->summary.rule == BUDGET_EQUAL_SHARES)
        story->is_won_by_shares = true;
    else if (result->summary.rule == BUDGET_PHRAGMEN)
        story->is_won_by_load = true;
    else
        story->is_won_by_votes = true;
}

static void set_fate(const struct result *result, const struct budget_line *line,
                     struct budget_story *story) {
    switch ((enum budget_fate)line->fate) {
    case BUDGET_FUNDED:
        set_won(result, line, story);
        break;
    case BUDGET_NO_SUPPORT:
        story->is_unsupported = true;
        break;
    case BUDGET_WITHDRAWN:
        story->is_withdrawn = true;
        break;
    case BUDGET_OVER_BUDGET:
        story->is_over_budget = true;
        break;
    case BUDGET_UNDER_THRESHOLD:
        story->is_under_threshold = true;
        break;
    case BUDGET_NO_ROOM:
        story->is_no_room = true;
        break;
    case BUDGET_AFTER_STOP:
        story->is_after_stop = true;
        break;
    case BUDGET_SUPPORT_SPENT:
        story->is_spent = true;
        break;
    case BUDGET_FATE__N:
        break;
    }
}

static struct budget_story story_of(const struct result *result, const struct budget_line *line) {
    struct budget_story story = {
        .anchor = line->seq,
        .name = line->name,
        .district = line->district,
        .cost = result_money(result, line->cost),
        .votes = {line->votes},
        .organiser_differs = line->organiser >= 0 && (line->organiser > 0) != (line->place > 0),
        .supporters_left = result_money(result, line->supporters_left),
        .max_payment = rounded_money(result, line->max_payment_units),
        .pot_left = result_money(result, line->pot_left),
        .missing = result_money(result, line->cost - line->supporters_left),
        .share = share_below(line->supporters_left, line->cost),
        .loss_voters = {line->loss_voters},
        .loss_paid = result_money(result, line->loss_paid),
    };
    if (line->loss_project > 0 && (size_t)line->loss_project <= result->lines.rows.n)
        story.loss_name = result->lines.rows.v[line->loss_project - 1].name;
    set_fate(result, line, &story);
    return story;
}

static enum rc fill_stories(const struct result *result, struct budget_result_view *view) {
    size_t n = result->lines.rows.n;
    struct budget_story *stories = arena_new_array(result->arena, n, struct budget_story);
    if (!stories) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        stories[i] = story_of(result, result->order[i]);
        int organiser = result->order[i]->organiser;
        view->has_organiser |= organiser >= 0;
        view->organiser_differ.value += stories[i].organiser_differs;
        view->organiser_same.value += organiser >= 0 && !stories[i].organiser_differs;
    }
    view->stories.v = stories;
    view->stories.n = n;
    return RC_OK;
}

static struct budget_side side_of(const struct result *result, int64_t funded, int64_t cost,
                                  int64_t excluded, int64_t winners_sum) {
    int64_t voters = result->summary.voters;
    return (struct budget_side){
        .funded = {funded},
        .cost = result_money(result, cost),
        .spent = share_of(cost, result->summary.amount),
        .served = {voters - excluded},
        .served_share = share_of(voters - excluded, voters),
        .average = {voters ? (winners_sum * 200 + voters) / (2 * voters) : 0, 2},
    };
}

static void fill_sides(const struct result *result, struct budget_result_view *view) {
    const struct budget_summary *s = &result->summary;
    view->this = side_of(result, s->funded, s->cost, s->excluded, s->winners_sum);
    view->greedy = side_of(result, s->greedy_funded, s->greedy_cost, s->greedy_excluded,
                           s->greedy_winners_sum);
    view->is_most_votes = s->rule == BUDGET_GREEDY && s->ranking == BUDGET_BY_SUPPORT;
    view->prefer_this.value = s->prefer_this;
    view->prefer_greedy.value = s->prefer_greedy;
    view->prefer_same.value = s->prefer_same;
}

/* Names of the projects funded by one of the two counts only. */
static size_t only_in(const struct result *result, bool in_this, struct budget_name *names) {
    size_t n = 0;
    for (size_t i = 0; i < result->lines.rows.n; i++) {
        const struct budget_line *line = result->order[i];
        bool here = line->place > 0, there = line->greedy_place > 0;
        if (here == there || here != in_this) continue;
        names[n++] = (struct budget_name){line->seq, line->name, result_money(result, line->cost)};
    }
    return n;
}

static enum rc fill_only(const struct result *result, struct budget_result_view *view) {
    size_t n = result->lines.rows.n;
    struct budget_name *here = arena_new_array(result->arena, n, struct budget_name);
    struct budget_name *there = arena_new_array(result->arena, n, struct budget_name);
    if (!here || !there) return RC_LIMIT;
    view->only_this.v = here;
    view->only_this.n = only_in(result, true, here);
    view->only_greedy.v = there;
    view->only_greedy.n = only_in(result, false, there);
    return RC_OK;
}

static void fill_rule(const struct result *result, struct budget_rule_text *rule) {
    const struct budget_summary *s = &result->summary;
    bool shares = s->rule == BUDGET_EQUAL_SHARES;
    bool adds = shares && (s->completion == BUDGET_COMPLETION_ADD1 ||
                           s->completion == BUDGET_COMPLETION_ADD1_GREEDY);
    *rule = (struct budget_rule_text){
        .is_shares = shares,
        .is_greedy = s->rule == BUDGET_GREEDY,
        .is_no_skip = s->rule == BUDGET_GREEDY_NO_SKIP,
        .is_threshold = s->rule == BUDGET_GREEDY_THRESHOLD,
        .is_phragmen = s->rule == BUDGET_PHRAGMEN,
        .by_score = !shares && s->rule != BUDGET_PHRAGMEN && s->ranking == BUDGET_BY_SCORE,
        .by_cost = shares && s->utility == BUDGET_COST,
        .by_cardinality = shares && s->utility == BUDGET_CARDINALITY,
        .by_points = shares && s->utility == BUDGET_POINTS,
        .adds_one = adds,
        .adds_greedy = shares && (s->completion == BUDGET_COMPLETION_GREEDY ||
                                  s->completion == BUDGET_COMPLETION_ADD1_GREEDY),
        .is_exhaustive = adds && s->stop_rule == BUDGET_STOP_EXHAUSTIVE,
        .is_integral = shares && s->endowment_rule == BUDGET_ENDOWMENT_INTEGRAL,
        .ties_by_id = s->tie_rule == BUDGET_TIES_ID,
        .ties_by_lot = s->tie_rule == BUDGET_TIES_COST_VOTES_LOT,
        .share = rounded_money(result, s->endowment_units),
        .added = {s->increments, 0, s->currency},
        .step = {1, 0, s->currency},
        .has_added = s->increments > 0,
        .stopped_exhaustive = s->stop == BUDGET_STOPPED_EXHAUSTIVE,
        .stopped_next_over = s->stop == BUDGET_STOPPED_NEXT_OVER,
        .stopped_spent = s->stop == BUDGET_STOPPED_BUDGET_SPENT,
        .stopped_all = s->stop == BUDGET_STOPPED_ALL_SELECTED,
        .stopped_no_room = s->stop == BUDGET_STOPPED_NO_ROOM,
        .ties = {s->ties},
        .seed = str_hex(result->arena, s->seed.p, s->seed.n),
    };
}

/* samskab recount FILE with every option that the rule reads. */
static enum rc fill_command(const struct result *result, struct budget_result_view *view) {
    struct budget_options options = budget_summary_options(&result->summary);
    struct str *parts = arena_new_array(result->arena, BUDGET_OPTION__N + 3, struct str);
    size_t n = 0;
    if (!parts) return RC_LIMIT;
    struct str file = budget_file_name(result->arena, &result->summary, "votes.pb");
    parts[n++] = STR("samskab recount");
    parts[n++] = file;
    for (unsigned i = 0; i < BUDGET_OPTION__N; i++)
        if (budget_option_matters(&options, (enum budget_option)i))
            parts[n++] = str_format(result->arena, "--%s %s", budget_option_names[i].option,
                                    budget_option_text(&options, (enum budget_option)i));
    if (options.ties == BUDGET_TIES_COST_VOTES_LOT)
        parts[n++] = str_format(result->arena, "--seed %.*s",
                                STR_ARG(str_hex(result->arena, options.seed.p, options.seed.n)));
    view->command.v = parts;
    view->command.n = n;
    return RC_OK;
}

/* "dd.mm.yyyy" as a day, or no time. */
static struct when day_of(const struct result *result, struct str text) {
    struct when when = {0};
    if (text.n != 10) return when;
    struct str local = str_format(result->arena, "%.4s-%.2s-%.2s", text.p + 6, text.p + 3, text.p);
    return text_when_from_local(local, &when) == RC_OK ? when : (struct when){0};
}

static void fill_dates(const struct result *result, struct budget_result_view *view) {
    const struct budget_summary *s = &result->summary;
    bool one_day = str_is(s->date_begin, s->date_end);
    view->begins = one_day ? (struct when){0} : day_of(result, s->date_begin);
    view->ends = day_of(result, s->date_end);
    view->dates = one_day ? s->date_begin
                          : str_format(result->arena, "%.*s – %.*s", STR_ARG(s->date_begin),
                                       STR_ARG(s->date_end));
}

static struct url below(const struct result *result, const char *name) {
    struct url url = url_of_path(result->arena, result->request->path);
    url.path = str_format(result->arena, "%.*s/%s", STR_ARG(url.path), name);
    return url;
}

static void fill_head(const struct result *result, const struct activity *activity,
                      struct budget_result_view *view) {
    const struct budget_summary *s = &result->summary;
    view->title = activity->title;
    view->names_lang = s->lang;
    view->unit = s->unit;
    view->subunit = s->subunit;
    view->instance = s->instance;
    view->country = s->country;
    fill_dates(result, view);
    view->source = s->source;
    view->rule_in_file = s->rule_in_file;
    view->voters.value = s->voters;
    view->projects.value = s->projects;
    view->amount = result_money(result, s->amount);
    view->left = result_money(result, s->amount - s->cost);
    view->has_rounds = result->funded > 0 && has_payments(s);
    view->votes_differ.value = s->votes_differ;
    view->votes_url = below(result, "votes.pb");
    view->table_url = below(result, "projects.csv");
    view->json_url = below(result, "result.json");
    view->counted_at.ms = s->counted_at;
}

static enum rc fill_view(struct result *result, const struct activity *activity,
                         struct budget_result_view *view) {
    TRY(put_in_order(result));
    TRY(fill_command(result, view));
    fill_head(result, activity, view);
    fill_sides(result, view);
    fill_rule(result, &view->rule);
    TRY(fill_winners(result, view));
    TRY(fill_stories(result, view));
    TRY(result_bars(result, view));
    return fill_only(result, view);
}

enum rc budget_result_answer(struct request *request) {
    const struct activity *activity = request_object(request, OBJECT_ACTIVITY)->row;
    struct result result = {.request = request, .arena = request->arena};
    struct budget_result_view view = {0};
    if (activity->state == ACTIVITY_WITHDRAWN) return budget_withdrawn_answer(request, activity);
    TRY(budget_load(request->db, request->arena, activity->id, &result.summary));
    TRY(budget_load_shown(request->db, request->arena, activity->id, &result.lines));
    TRY(fill_view(&result, activity, &view));
    if (rights_may(request, MAY_ARRANGE, &request->objects[0]))
        view.withdraw_url = below(&result, "withdraw");

    struct page page;
    page_start(request, &page);
    budget_result_html(&page, &view);
    struct page_head head = {.title = activity->title};
    TRY(budget_crumbs(request, &head));
    return answer_page(request, &page, &head);
}
