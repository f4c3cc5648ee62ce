/* Money and prices of Equal Shares with whole numbers. A voter whose money is not used up has paid
   the full price of every winner on the ballot, so sums over voters are sums over winners. */
#include "rules/budget/shares.h"

#include <string.h>

int64_t shares_cost(const struct shares *s, uint32_t p) {
    return s->contest->election->projects.v[p].cost;
}

double shares_key(const struct shares *s, uint32_t p) {
    return s->contest->options->utility == BUDGET_COST ? (double)shares_cost(s, p) : 1;
}

static void stake_clear(struct shares *s) {
    s->heads = 0;
    memset(s->tally, 0, s->priced * sizeof *s->tally);
}

/* Counts the voters of one class whose money is not used up. */
static void stake_add(struct shares *s, uint32_t class) {
    const struct contest *contest = s->contest;
    uint64_t count = contest->count[class];
    s->heads += count;
    for (uint32_t i = contest->start[class]; i < contest->start[class + 1]; i++) {
        uint32_t winner = s->won[contest->project[i]];
        if (winner == SHARES_NOT_WON) continue;
        s->tally[winner] += contest->weight ? count * contest->weight[i] : count;
    }
}

/* The money of those counted, times the denominator, into s->stake. */
static void stake_sum(struct shares *s) {
    big_set(&s->stake, 0);
    big_add_product(&s->stake, &s->endowment, s->heads);
    for (uint32_t i = 0; i < s->priced; i++)
        big_subtract_product(&s->stake, s->price[i], s->tally[i]);
}

void shares_stake(struct shares *s, uint32_t p) {
    const struct contest *contest = s->contest;
    stake_clear(s);
    for (uint32_t i = contest->from[p]; i < contest->from[p + 1]; i++)
        if (s->money[contest->class_of[i]] >= 0) stake_add(s, contest->class_of[i]);
    stake_sum(s);
}

double shares_stake_rounded(const struct shares *s, uint32_t p, double *error) {
    const struct contest *contest = s->contest;
    double sum = 0, heads = 0;
    for (uint32_t i = contest->from[p]; i < contest->from[p + 1]; i++) {
        uint32_t class = contest->class_of[i];
        if (s->money[class] < 0) continue;
        sum += s->money[class] * contest->count[class];
        heads += contest->count[class];
    }
    uint32_t n = contest->from[p + 1] - contest->from[p];
    *error = heads * s->margin + sum * ((double)n + 8) * ROUNDING;
    return sum;
}

/* True when p's supporters can pay for it, exactly. */
bool shares_can_pay(struct shares *s, uint32_t p) {
    shares_stake(s, p);
    big_set(&s->left, 0);
    big_add_product(&s->left, &s->denominator, (uint64_t)shares_cost(s, p));
    return big_compare(&s->stake, &s->left) >= 0;
}

/* Compares what a voter of the class has with the price of `weight`. */
static int compare_money(struct shares *s, uint32_t class, uint64_t weight,
                         const struct shares_price *price) {
    const struct contest *contest = s->contest;
    big_set(&s->left, 0);
    big_add_product(&s->left, &s->endowment, 1);
    for (uint32_t i = contest->start[class]; i < contest->start[class + 1]; i++) {
        uint32_t winner = s->won[contest->project[i]];
        if (winner == SHARES_NOT_WON) continue;
        big_subtract_product(&s->left, s->price[winner], contest->weight ? contest->weight[i] : 1);
    }
    big_multiply(&s->left, price->mass);
    big_set(&s->right, 0);
    big_add_product(&s->right, &price->num, weight);
    return big_compare(&s->left, &s->right);
}

static void set_price(struct shares *s, uint32_t p, uint64_t mass, struct shares_price *price) {
    stake_sum(s);
    big_set(&price->num, 0);
    big_add_product(&price->num, &s->denominator, (uint64_t)shares_cost(s, p));
    big_subtract_product(&price->num, &s->stake, 1);
    price->mass = mass;
}

/* Sorts p's supporters into surely poor, surely rich and maybe; counts the poor as the stake. */
static uint32_t sort_payers(struct shares *s, uint32_t p, uint64_t *mass) {
    const struct contest *contest = s->contest;
    double divisor = shares_key(s, p);
    double low = s->low[p] * divisor * (1 - 4 * ROUNDING);
    double high = s->high[p] * divisor * (1 + 4 * ROUNDING);
    uint32_t maybe = 0, from = contest->from[p], to = contest->from[p + 1];
    *mass = 0;
    stake_clear(s);
    for (uint32_t i = from; i < to; i++) {
        uint32_t class = contest->class_of[i];
        double money = s->money[class];
        uint64_t weight = contest->class_weight ? contest->class_weight[i] : 1;
        unsigned char *payer = &s->payer[i - from];
        *payer = PAYER_BROKE;
        if (money < 0) continue;
        *payer = PAYER_POOR;
        if (money + s->margin < low * (double)weight) {
            stake_add(s, class);
            continue;
        }
        *mass += weight * contest->count[class];
        *payer = money - s->margin > high * (double)weight ? PAYER_RICH : PAYER_MAYBE;
        if (*payer == PAYER_MAYBE) s->maybe[maybe++] = i - from;
    }
    return maybe;
}

/* The exact price, and who pays what. The poor found so far are poor at the true price too, since
   prices only rise as they leave; so the loop ends at the true set. */
void shares_price_exactly(struct shares *s, uint32_t p, struct shares_price *price) {
    const struct contest *contest = s->contest;
    uint32_t from = contest->from[p];
    uint64_t mass;
    uint32_t maybe = sort_payers(s, p, &mass);
    bool changed;
    do {
        changed = false;
        set_price(s, p, mass, price);
        for (uint32_t k = 0; k < maybe; k++) {
            uint32_t at = s->maybe[k], class = contest->class_of[from + at];
            if (s->payer[at] == PAYER_POOR) continue;
            uint64_t weight = contest->class_weight ? contest->class_weight[from + at] : 1;
            int order = compare_money(s, class, weight, price);
            s->payer[at] = order < 0 ? PAYER_POOR : order == 0 ? PAYER_EVEN : PAYER_RICH;
            if (order >= 0) continue;
            stake_add(s, class);
            mass -= weight * contest->count[class];
            changed = true;
        }
    } while (changed);
}

/* Compares two exact keys: price / cost, or price. */
int shares_compare_prices(struct shares *s, uint32_t p, const struct shares_price *a, uint32_t q,
                          const struct shares_price *b) {
    big_copy(&s->left, &a->num);
    big_copy(&s->right, &b->num);
    big_multiply(&s->left, b->mass);
    big_multiply(&s->right, a->mass);
    if (s->contest->options->utility == BUDGET_COST) {
        big_multiply(&s->left, (uint64_t)shares_cost(s, q));
        big_multiply(&s->right, (uint64_t)shares_cost(s, p));
    }
    return big_compare(&s->left, &s->right);
}
