/*
 * Equal Shares with its endowment: the plain run, or Add1, which raises the endowment unit by unit
 * until the stop rule ends it.
 *
 * The jump. A run is decided by comparisons of quantities that are affine in the endowment as long
 * as all earlier decisions are the same: what a voter has against a price, what supporters have
 * against a cost, a lower bound of one price against another price. The trail records each of
 * them: the set of voters that a bound or a price was computed with, who was out, who won. When
 * the trails of two endowments are equal, each comparison has the same sign at both ends and
 * therefore everywhere between, so every run between them is the same. Hence: try ever longer
 * steps; while the trail stays the same the runs skipped are known. Each endowment where the trail
 * changes is run, so the first that meets the stop rule is found exactly as by counting every one.
 */
#include "rules/budget/explain.h"
#include "rules/budget/shares.h"

enum { USUAL_JUMP_AFTER = 400 };
#define UNITS_MAX (UINT64_C(1) << 52)

struct addone {
    struct tally *tally;
    const struct contest *contest;
    const struct budget_progress *progress;
    struct shares shares;
    struct shares_trail trails[2], *base;
    uint64_t jump_after, runs, units;
    uint32_t bits;
    uint32_t supported;
    enum budget_stop stop;
};

static enum rc run(struct addone *add, uint64_t units) {
    add->runs++;
    TRY(shares_run(&add->shares, units));
    if (add->shares.denominator_bits > add->bits) add->bits = add->shares.denominator_bits;
    if (!add->progress || add->runs % 16) return RC_OK;
    int64_t budget = add->contest->election->budget;
    double part = budget ? (double)add->shares.cost / (double)budget : 1;
    int permille = part > 1 ? 1000 : (int)(part * 1000);
    return add->progress->report(add->progress->data, permille) ? RC_OK : RC_BUSY;
}

/* True when no supported project that was not chosen fits what is left. */
static bool is_exhaustive(const struct addone *add) {
    const struct shares *s = &add->shares;
    const struct budget_election *election = add->contest->election;
    bool found = false;
    for (uint32_t i = 0; i < add->contest->projects; i++) {
        bool chosen = s->won[i] != SHARES_NOT_WON || election->projects.v[i].cost == 0;
        found |= add->contest->mass[i] && !chosen &&
                 election->projects.v[i].cost <= election->budget - s->cost;
    }
    return !found;
}

/* Why counting ends with the run just made, or NONE. */
static enum budget_stop judge(const struct addone *add) {
    int64_t budget = add->contest->election->budget, cost = add->shares.cost;
    if (cost > budget) return BUDGET_STOPPED_NEXT_OVER;
    if (add->contest->options->stop == BUDGET_STOP_EXHAUSTIVE)
        return is_exhaustive(add) ? BUDGET_STOPPED_EXHAUSTIVE : BUDGET_STOP_NONE;
    if (add->shares.funded == add->supported) return BUDGET_STOPPED_ALL_SELECTED;
    return cost == budget ? BUDGET_STOPPED_BUDGET_SPENT : BUDGET_STOP_NONE;
}

static struct shares_trail *spare(struct addone *add) {
    return add->base == &add->trails[0] ? &add->trails[1] : &add->trails[0];
}

static enum rc start_trails(struct addone *add) {
    add->base = &add->trails[0];
    add->shares.write = add->base;
    return run(add, add->units); /* again, with its trail */
}

/* Moves on to the next endowment whose run differs, or might: makes that run whole. */
static enum rc jump(struct addone *add) {
    struct shares *s = &add->shares;
    uint64_t step = 1;
    bool growing = true;
    for (;;) {
        s->write = spare(add);
        s->against = add->base;
        s->abort_when_different = step > 1;
        if (step > UNITS_MAX - add->units) return RC_LIMIT;
        TRY(run(add, add->units + step));
        bool same = !s->differs;
        if (same || step == 1) add->units += step;
        if (!same && step == 1) {
            add->base = s->write;
            return RC_OK;
        }
        growing = growing && same;
        step = growing ? 2 * step : step > 1 ? step / 2 : 1;
    }
}

static enum rc move_on(struct addone *add) {
    if (add->contest->options->never_jump || add->units < add->jump_after) {
        add->units++;
        return run(add, add->units);
    }
    if (!add->base) TRY(start_trails(add));
    return jump(add);
}

static enum rc raise_endowment(struct addone *add) {
    for (;;) {
        add->stop = judge(add);
        if (add->stop == BUDGET_STOPPED_NEXT_OVER) {
            if (add->units) add->units--;
            return RC_OK;
        }
        if (add->stop != BUDGET_STOP_NONE) return RC_OK;
        TRY(move_on(add));
    }
}

/* The run that is returned, once more and with its trace. */
static enum rc run_for_show(struct addone *add) {
    add->shares.write = NULL;
    add->shares.against = NULL;
    add->shares.abort_when_different = false;
    struct explain *explain;
    TRY(explain_begin(&explain, add->tally, &add->shares));
    add->shares.notice = explain_round;
    add->shares.notice_data = explain;
    TRY(shares_run(&add->shares, add->units));
    return explain_end(explain);
}

static bool adds_units(const struct budget_options *options) {
    return options->completion == BUDGET_COMPLETION_ADD1 ||
           options->completion == BUDGET_COMPLETION_ADD1_GREEDY;
}

static bool ends_greedy(const struct budget_options *options) {
    return options->completion == BUDGET_COMPLETION_GREEDY ||
           options->completion == BUDGET_COMPLETION_ADD1_GREEDY;
}

enum rc shares_count(struct tally *tally, const struct budget_progress *progress) {
    const struct contest *contest = tally->contest;
    const struct budget_options *options = contest->options;
    struct addone *add = arena_new(contest->arena, struct addone);
    if (!add) return RC_LIMIT;
    *add = (struct addone){.tally = tally, .contest = contest, .progress = progress};
    add->jump_after = options->jump_after ? options->jump_after : USUAL_JUMP_AFTER;
    for (uint32_t p = 0; p < contest->projects; p++) add->supported += contest->mass[p] > 0;
    TRY(shares_init(&add->shares, contest));
    if (adds_units(options)) {
        TRY(run(add, 0));
        TRY(raise_endowment(add));
    }
    TRY(run_for_show(add));
    struct budget_result *result = tally->result;
    result->increments = add->units;
    result->stop = add->stop;
    result->runs = add->runs;
    result->ties = add->shares.ties;
    result->denominator_bits =
        add->bits > add->shares.denominator_bits ? add->bits : add->shares.denominator_bits;
    return ends_greedy(options) ? greedy_complete(tally) : RC_OK;
}
