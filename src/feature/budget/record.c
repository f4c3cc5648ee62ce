/* Makes the stored form of a counted vote. */
#include "feature/budget/record.h"

#include "platform/files.h"

#include <math.h>

enum { TEXT_MAX = 64 * 1024 * 1024 };

struct counted {
    struct budget_result result;
    struct budget_metrics metrics;
};

static int places_of(int64_t scale) {
    int places = 0;
    for (; scale > 1; scale /= 10) places++;
    return places;
}

static int64_t two_places(double value) {
    return isfinite(value) ? llround(value * 100) : 0;
}

static struct str histogram_text(struct arena *arena, const struct budget_metrics *metrics) {
    struct buf out;
    buf_init(&out, arena, 4096);
    for (size_t i = 0; i < metrics->histogram.n; i++)
        buf_format(&out, "%s%u", i ? "," : "", metrics->histogram.v[i]);
    return buf_str(&out);
}

static enum rc count(struct arena *arena, const struct budget_election *election,
                     const struct budget_options *options, const struct budget_progress *progress,
                     struct counted *counted) {
    TRY(budget_count(arena, election, options, progress, &counted->result));
    return budget_measure(arena, election, &counted->result, &counted->metrics);
}

/* Projects whose column "votes" states another number than the ballots hold. */
static int64_t count_differing(const struct budget_election *election) {
    size_t column = 0;
    int64_t differ = 0, stated;
    while (column < election->project_columns.n &&
           !str_is_nocase(election->project_columns.v[column], STR("votes")))
        column++;
    if (column == election->project_columns.n) return 0;
    for (size_t i = 0; i < election->projects.n; i++) {
        const struct budget_project *project = &election->projects.v[i];
        if (str_to_i64(project->cells[column], &stated) == RC_OK)
            differ += stated != project->support;
    }
    return differ;
}

static void summarise_file(const struct budget_election *election, struct budget_summary *summary) {
    summary->country = budget_meta(election, "country");
    summary->unit = budget_meta(election, "unit");
    summary->subunit = budget_meta(election, "subunit");
    summary->instance = budget_meta(election, "instance");
    summary->lang = budget_meta(election, "language");
    summary->currency = budget_meta(election, "currency");
    summary->date_begin = budget_meta(election, "date_begin");
    summary->date_end = budget_meta(election, "date_end");
    summary->rule_in_file = budget_meta(election, "rule");
    summary->vote_type = (int)election->vote_type;
    summary->voters = election->voters;
    summary->empty_ballots = election->empty_ballots;
    summary->projects = (int64_t)election->projects.n;
    summary->places = places_of(election->money_scale);
    summary->amount = election->budget;
    summary->votes_differ = count_differing(election);
}

static void summarise_options(const struct budget_options *options,
                              struct budget_summary *summary) {
    summary->rule = (int)options->rule;
    summary->utility = (int)options->utility;
    summary->ranking = (int)options->rank;
    summary->completion = (int)options->completion;
    summary->stop_rule = (int)options->stop;
    summary->endowment_rule = (int)options->endowment;
    summary->tie_rule = (int)options->ties;
    summary->seed = options->seed;
}

static void summarise_result(struct arena *arena, const struct counted *this,
                             const struct counted *greedy, struct budget_summary *summary) {
    summary->funded = (int64_t)this->result.rounds.n;
    summary->cost = this->result.cost;
    summary->stop = (int)this->result.stop;
    summary->increments = (int64_t)this->result.increments;
    summary->endowment = this->result.endowment;
    summary->endowment_units = two_places(this->result.endowment_value);
    summary->ties = this->result.ties;
    summary->excluded = this->metrics.excluded;
    summary->winners_sum = (int64_t)this->metrics.sum_winners;
    summary->histogram = histogram_text(arena, &this->metrics);
    summary->greedy_cost = greedy->result.cost;
    summary->greedy_funded = (int64_t)greedy->result.rounds.n;
    summary->greedy_excluded = greedy->metrics.excluded;
    summary->greedy_winners_sum = (int64_t)greedy->metrics.sum_winners;
    summary->greedy_histogram = histogram_text(arena, &greedy->metrics);
}

static void fill_round(const struct budget_round *round, size_t place, struct budget_line *line) {
    line->place = (int64_t)place + 1;
    line->phase = (int)round->phase;
    line->pot_left = round->left;
    line->max_payment = round->max_payment;
    line->max_payment_units = two_places(round->max_payment_value);
    line->effective_units = two_places(round->effective_votes);
    line->payers = round->payers;
    line->payers_at_max = round->payers_at_max;
    line->tie = round->tie;
}

static void fill_line(const struct budget_project *project, const struct budget_account *account,
                      struct budget_line *line) {
    line->code = project->id;
    line->name = project->name;
    line->category = project->category;
    line->district = project->district;
    line->cost = project->cost;
    line->votes = project->support;
    line->score = project->score;
    line->organiser = project->selected_by_organiser;
    line->fate = (int)account->fate;
    line->pot_left = account->left;
    line->supporters_left = account->supporters_left;
    if (account->losses.n) {
        line->loss_project = account->losses.v[0].project + 1;
        line->loss_voters = account->losses.v[0].shared_voters;
        line->loss_paid = account->losses.v[0].paid;
    }
}

static enum rc fill_lines(struct arena *arena, const struct budget_election *election,
                          const struct counted *this, const struct counted *greedy,
                          struct budget_record *record) {
    size_t n = election->projects.n;
    struct budget_line *lines = arena_new_array(arena, n, struct budget_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        lines[i].seq = (int64_t)i + 1;
        fill_line(&election->projects.v[i], &this->result.accounts.v[i], &lines[i]);
    }
    for (size_t i = 0; i < this->result.rounds.n; i++)
        fill_round(&this->result.rounds.v[i], i, &lines[this->result.rounds.v[i].project]);
    for (size_t i = 0; i < greedy->result.rounds.n; i++)
        lines[greedy->result.rounds.v[i].project].greedy_place = (int64_t)i + 1;
    record->lines.v = lines;
    record->lines.n = n;
    return RC_OK;
}

enum rc budget_votes_pack(struct arena *arena, const struct budget_election *election,
                          struct str *packed) {
    struct buf text;
    buf_init(&text, arena, TEXT_MAX);
    TRY(pb_write(&text, election));
    return gzip_pack(arena, buf_str(&text), packed);
}

static enum rc pack_result(struct arena *arena, const struct budget_election *election,
                           const struct budget_result *result, struct str *packed) {
    struct buf text;
    buf_init(&text, arena, TEXT_MAX);
    budget_json(&text, election, result);
    if (!buf_ok(&text)) return RC_LIMIT;
    return gzip_pack(arena, buf_str(&text), packed);
}

enum rc budget_record_make(struct arena *arena, const struct budget_election *election,
                           const struct budget_options *options,
                           const struct budget_progress *progress, struct budget_record *record) {
    struct counted this, greedy;
    struct budget_comparison comparison;
    const struct budget_options most_votes = {
        .rule = BUDGET_GREEDY, .rank = BUDGET_BY_SUPPORT, .ties = BUDGET_TIES_COST_VOTES_ID};
    *record = (struct budget_record){0};
    TRY(count(arena, election, options, progress, &this));
    TRY(count(arena, election, &most_votes, NULL, &greedy));
    TRY(budget_compare(arena, election, &this.result, &greedy.result, &comparison));

    struct budget_summary *summary = &record->summary;
    summarise_file(election, summary);
    summarise_options(&this.result.options, summary);
    summarise_result(arena, &this, &greedy, summary);
    summary->prefer_this = comparison.prefer_first;
    summary->prefer_greedy = comparison.prefer_second;
    summary->prefer_same = comparison.same;
    record->title = budget_meta(election, "description");
    TRY(fill_lines(arena, election, &this, &greedy, record));
    TRY(budget_votes_pack(arena, election, &record->votes));
    return pack_result(arena, election, &this.result, &record->result);
}

struct budget_options budget_summary_options(const struct budget_summary *summary) {
    return (struct budget_options){
        .rule = (enum budget_rule)summary->rule,
        .utility = (enum budget_utility)summary->utility,
        .rank = (enum budget_rank)summary->ranking,
        .completion = (enum budget_completion)summary->completion,
        .stop = (enum budget_stop_rule)summary->stop_rule,
        .endowment = (enum budget_endowment)summary->endowment_rule,
        .ties = (enum budget_ties)summary->tie_rule,
        .seed = summary->seed,
    };
}
