/* Looking at one project with doubles: bounds of its price, with the rounding errors counted in. */
#include "rules/budget/shares.h"

#include <math.h>
#include <string.h>

/* What water-filling leaves: `n` items who pay in full, and the price. */
struct filling {
    uint32_t n;
    double price, mass, paid, poor_heads;
};

static uint32_t gather(struct shares *s, uint32_t p, double *mass) {
    const struct contest *contest = s->contest;
    uint32_t n = 0, from = contest->from[p], to = contest->from[p + 1];
    double sum = 0;
    memset(s->bits, 0, ((to - from) / 64 + 1) * sizeof *s->bits);
    for (uint32_t i = from; i < to; i++) {
        uint32_t class = contest->class_of[i];
        double money = s->money[class];
        if (money < 0) continue;
        double heads = contest->count[class];
        double weight = contest->class_weight ? (double)contest->class_weight[i] : 1;
        s->items[n++] = (struct shares_item){money, heads, weight, i - from};
        sum += heads * weight;
    }
    *mass = sum;
    return n;
}

/* Everybody with less than the price pays all and leaves; the others share the rest; again until
   nobody leaves. Stops before the last would leave. */
static void fill(struct shares *s, double cost, double at_least, struct filling *f) {
    for (;;) {
        double share = (cost - f->paid) / f->mass;
        f->price = share > at_least ? share : at_least;
        double paid = 0, mass = 0, heads = 0;
        uint32_t kept = 0, leaving = 0;
        for (uint32_t i = 0; i < f->n; i++)
            leaving += s->items[i].money < f->price * s->items[i].weight;
        if (leaving == f->n) break;
        if (leaving == 0 && f->price > share) { /* at_least was only a start */
            at_least = 0;
            continue;
        }
        if (leaving == 0) break;
        for (uint32_t i = 0; i < f->n; i++) {
            struct shares_item item = s->items[i];
            if (item.money < f->price * item.weight) {
                paid += item.money * item.heads;
                mass += item.weight * item.heads;
                heads += item.heads;
                s->bits[item.at / 64] |= UINT64_C(1) << item.at % 64;
            } else {
                s->items[kept++] = item;
            }
        }
        f->n = kept;
        f->paid += paid;
        f->mass -= mass;
        f->poor_heads += heads;
    }
    f->price = (cost - f->paid) / f->mass;
}

/* An upper bound of the true price: raising the price by `step` brings in at least what rounding
   may have hidden. Infinite when none is found: then the exact look decides. */
static double upper_price(const struct shares *s, const struct filling *f, double hidden) {
    double step = 4 * hidden / f->mass;
    for (int tries = 0; tries < 4; tries++, step *= 16) {
        double price = f->price + step, mass = 0;
        for (uint32_t i = 0; i < f->n; i++)
            if (s->items[i].money - s->margin >= price * s->items[i].weight)
                mass += s->items[i].heads * s->items[i].weight;
        if (mass * step >= 2 * hidden) return price * (1 + 4 * ROUNDING);
    }
    return INFINITY;
}

bool shares_look(struct shares *s, uint32_t p) {
    double cost = (double)shares_cost(s, p), divisor = shares_key(s, p);
    struct filling f = {0};
    f.n = gather(s, p, &f.mass);
    uint32_t all = f.n;
    if (all == 0) return false;
    double heads = 0, rest = 0;
    fill(s, cost, s->low[p] * divisor, &f);
    for (uint32_t i = 0; i < f.n; i++) {
        rest += s->items[i].money * s->items[i].heads;
        heads += s->items[i].heads;
    }
    double rounding = (f.paid + rest + cost) * ((double)all + 8) * ROUNDING;
    double error = (f.poor_heads + heads) * s->margin + rounding;
    double surplus = f.paid + rest - cost;
    if (surplus < -error) return false;
    if (surplus <= error && !shares_can_pay(s, p)) return false;
    double below = (f.poor_heads * s->margin + rounding) / f.mass + f.price * 4 * ROUNDING;
    double low = (f.price - below) / divisor * (1 - 4 * ROUNDING);
    bool sound = f.price >= s->low[p] * divisor; /* else rounding has eaten the bound */
    s->low[p] = low;
    s->high[p] = sound ? upper_price(s, &f, error) / divisor * (1 + 4 * ROUNDING) : INFINITY;
    return true;
}
