/* Rounds and accounts of one run of Equal Shares. Who lost when is decided exactly; the sums of
   money spent on others are rounded, they are for reading. */
#include "rules/budget/explain.h"

enum { LOSSES_SHOWN = 5, LOSSES_PROJECTS_MAX = 1024 };

struct explain {
    struct tally *tally;
    struct shares *shares;
    const struct contest *contest;
    bool *out;          /* per project: its supporters can no longer pay, or it has won */
    double *spent;      /* [p * projects + winner]: what p's supporters paid for the winner */
    uint32_t *together; /* the same way: supporters of both who paid */
    uint32_t free;      /* free projects, funded before the first round */
};

static enum rc fund_free(struct explain *x) {
    for (uint32_t i = 0; i < x->free; i++) {
        uint32_t p = x->shares->winners[i];
        struct budget_round *round = tally_fund(x->tally, p, BUDGET_PHASE_FREE);
        round->max_payment = STR("0/1");
        round->effective_votes = x->contest->election->projects.v[p].support;
        x->out[p] = true;
    }
    return RC_OK;
}

enum rc explain_begin(struct explain **explain, struct tally *tally, struct shares *shares) {
    const struct contest *contest = tally->contest;
    struct arena *arena = contest->arena;
    size_t n = contest->projects;
    struct explain *x = arena_new(arena, struct explain);
    if (!x) return RC_LIMIT;
    *x = (struct explain){.tally = tally, .shares = shares, .contest = contest};
    x->out = arena_new_array(arena, n, bool);
    if (!x->out) return RC_LIMIT;
    if (n <= LOSSES_PROJECTS_MAX) {
        x->spent = arena_new_array(arena, n * n, double);
        x->together = arena_new_array(arena, n * n, uint32_t);
        if (!x->spent || !x->together) return RC_LIMIT;
    }
    *explain = x;
    return RC_OK;
}

/* The project's biggest losses so far, biggest first. */
static enum rc list_losses(const struct explain *x, uint32_t p, struct budget_account *account) {
    if (!x->spent) return RC_OK;
    size_t n = x->contest->projects;
    struct budget_loss *losses =
        arena_new_array(x->contest->arena, LOSSES_SHOWN, struct budget_loss);
    if (!losses) return RC_LIMIT;
    size_t kept = 0;
    for (uint32_t w = 0; w < n; w++) {
        int64_t paid = (int64_t)(x->spent[p * n + w] + 0.5);
        if (paid <= 0) continue;
        size_t at = kept;
        while (at > 0 && losses[at - 1].paid < paid) at--;
        if (at == LOSSES_SHOWN) continue;
        if (kept < LOSSES_SHOWN) kept++;
        for (size_t i = kept - 1; i > at; i--) losses[i] = losses[i - 1];
        losses[at] = (struct budget_loss){w, x->together[p * n + w], paid};
    }
    account->losses.v = losses;
    account->losses.n = kept;
    return RC_OK;
}

/* Notes what p's supporters have left now. True when it covers the cost. */
static bool weigh(struct explain *x, uint32_t p) {
    struct shares *s = x->shares;
    struct budget_account *account = &x->tally->accounts[p];
    int64_t cost = x->contest->election->projects.v[p].cost;
    shares_stake(s, p);
    account->supporters_left = big_quotient(&s->stake, &s->denominator);
    struct big whole;
    big_set(&whole, 0);
    big_add_product(&whole, &s->denominator, (uint64_t)cost);
    account->share = big_ratio(&s->stake, &whole);
    return big_compare(&s->stake, &whole) >= 0;
}

/* Finds the projects that are out before the coming round. */
static enum rc find_losers(struct explain *x) {
    const struct budget_election *election = x->contest->election;
    for (uint32_t p = 0; p < x->contest->projects; p++) {
        if (x->out[p] || x->contest->mass[p] == 0) continue;
        double error, left = shares_stake_rounded(x->shares, p, &error);
        if (left - error > (double)election->projects.v[p].cost || weigh(x, p)) continue;
        x->out[p] = true;
        tally_refuse(x->tally, p, BUDGET_SUPPORT_SPENT);
        TRY(list_losses(x, p, &x->tally->accounts[p]));
    }
    return RC_OK;
}

/* Adds what each class pays for the winner to the losses of the other projects it supports. */
static void add_losses(struct explain *x, uint32_t winner) {
    const struct contest *contest = x->contest;
    const struct shares *s = x->shares;
    if (!x->spent) return;
    struct big unit;
    big_copy(&unit, &s->denominator);
    big_multiply(&unit, s->best.mass);
    double price = big_ratio(&s->best.num, &unit);
    size_t n = contest->projects;
    for (uint32_t i = contest->from[winner]; i < contest->from[winner + 1]; i++) {
        uint32_t class = contest->class_of[i];
        unsigned char payer = s->payer[i - contest->from[winner]];
        if (payer == PAYER_BROKE) continue;
        double weight = contest->class_weight ? (double)contest->class_weight[i] : 1;
        double paid = payer == PAYER_POOR ? s->money[class] : price * weight;
        for (uint32_t k = contest->start[class]; k < contest->start[class + 1]; k++) {
            size_t at = contest->project[k] * n + winner;
            x->spent[at] += paid * contest->count[class];
            x->together[at] += contest->count[class];
        }
    }
}

static void count_payers(const struct explain *x, struct budget_round *round) {
    const struct contest *contest = x->contest;
    uint32_t from = contest->from[round->project], to = contest->from[round->project + 1];
    for (uint32_t i = from; i < to; i++) {
        unsigned char payer = x->shares->payer[i - from];
        uint32_t voters = contest->count[contest->class_of[i]];
        if (payer == PAYER_BROKE) continue;
        round->payers += voters;
        if (payer != PAYER_POOR) round->payers_at_max += voters;
    }
}

/* The exact price in currency units, and cost over price. */
static enum rc write_price(const struct explain *x, struct budget_round *round) {
    const struct shares *s = x->shares;
    const struct budget_election *election = x->contest->election;
    struct big num, unit, whole;
    struct buf price, votes;
    buf_init(&price, x->contest->arena, 8192);
    buf_init(&votes, x->contest->arena, 8192);
    big_copy(&num, &s->best.num);
    big_copy(&unit, &s->denominator);
    big_multiply(&unit, s->best.mass);
    if (x->contest->weight) { /* the price of one point, not of one unit of weight */
        big_multiply(&num, (uint64_t)election->points_scale);
        big_multiply(&unit, x->contest->weight_unit);
    }
    big_copy(&whole, &unit);
    big_multiply(&unit, (uint64_t)election->money_scale);
    big_write_ratio(&price, &num, &unit);
    round->max_payment_value = big_ratio(&num, &unit);
    big_multiply(&whole, (uint64_t)election->projects.v[round->project].cost);
    big_write_ratio(&votes, &whole, &num);
    round->effective_votes = big_ratio(&whole, &num);
    round->max_payment = buf_str(&price);
    round->effective_exact = buf_str(&votes);
    return buf_ok(&price) && buf_ok(&votes) ? RC_OK : RC_LIMIT;
}

enum rc explain_round(void *data, uint32_t project, bool tie) {
    struct explain *x = data;
    if (x->tally->funded == 0) {
        x->free = x->shares->funded;
        TRY(fund_free(x));
    }
    TRY(find_losers(x));
    (void)weigh(x, project);
    add_losses(x, project);
    struct budget_round *round = tally_fund(x->tally, project, BUDGET_PHASE_RULE);
    x->out[project] = true;
    round->tie = tie;
    count_payers(x, round);
    return write_price(x, round);
}

static enum rc write_endowment(struct explain *x) {
    const struct shares *s = x->shares;
    struct budget_result *result = x->tally->result;
    struct big unit;
    struct buf text;
    buf_init(&text, x->contest->arena, 8192);
    big_copy(&unit, &s->denominator);
    big_multiply(&unit, (uint64_t)x->contest->election->money_scale);
    big_write_ratio(&text, &s->endowment, &unit);
    result->endowment = buf_str(&text);
    result->endowment_value = big_ratio(&s->endowment, &unit);
    return buf_ok(&text) ? RC_OK : RC_LIMIT;
}

enum rc explain_end(struct explain *x) {
    if (x->tally->funded == 0) {
        x->free = x->shares->funded;
        TRY(fund_free(x));
    }
    TRY(find_losers(x));
    for (uint32_t p = 0; p < x->contest->projects; p++)
        if (x->contest->mass[p] == 0) tally_refuse(x->tally, p, BUDGET_NO_SUPPORT);
    return write_endowment(x);
}
