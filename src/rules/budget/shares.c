/* One run of the Method of Equal Shares. The round: look at open projects in the order of their
   lower bounds until no other can be cheaper, settle what the doubles leave open, buy. */
#include "rules/budget/shares.h"

#include <math.h>
#include <string.h>

enum rc shares_init(struct shares *s, const struct contest *contest) {
    struct arena *arena = contest->arena;
    uint32_t n = contest->projects, wide = contest->widest;
    *s = (struct shares){.contest = contest};
    s->price = arena_new_array(arena, n, struct big *);
    s->money = arena_new_array(arena, contest->classes, double);
    s->low = arena_new_array(arena, n, double);
    s->high = arena_new_array(arena, n, double);
    s->won = arena_new_array(arena, n, uint32_t);
    s->open = arena_new_array(arena, n, bool);
    s->winners = arena_new_array(arena, n, uint32_t);
    s->items = arena_new_array(arena, wide, struct shares_item);
    s->payer = arena_new_array(arena, wide, unsigned char);
    s->bits = arena_new_array(arena, wide / 64 + 1, uint64_t);
    s->maybe = arena_new_array(arena, wide, uint32_t);
    s->looked = arena_new_array(arena, n, uint32_t);
    s->tally = arena_new_array(arena, n, uint64_t);
    bool ok = s->price && s->money && s->low && s->high && s->won && s->open && s->winners &&
              s->items && s->payer && s->bits && s->maybe && s->looked && s->tally;
    return ok ? RC_OK : RC_LIMIT;
}

static bool give_up(const struct shares *s) {
    return s->differs && s->abort_when_different;
}

/* ---- the round ---- */

static uint32_t next_to_look(const struct shares *s, double limit) {
    uint32_t next = SHARES_NOT_WON;
    for (uint32_t p = 0; p < s->contest->projects; p++) {
        if (!s->open[p] || s->high[p] >= 0 || s->low[p] > limit) continue;
        if (next == SHARES_NOT_WON || s->low[p] < s->low[next]) next = p;
    }
    return next;
}

/* Looks at every open project that may be the cheapest; returns how many. */
static uint32_t look_around(struct shares *s, double *limit) {
    uint32_t n = 0, p;
    *limit = INFINITY;
    for (uint32_t i = 0; i < s->contest->projects; i++) s->high[i] = -1; /* not looked at */
    while (!give_up(s) && (p = next_to_look(s, *limit)) != SHARES_NOT_WON) {
        s->open[p] = shares_look(s, p);
        shares_note_bits(s, p, s->open[p] ? NOTE_LOOK : NOTE_OUT);
        if (!s->open[p]) continue;
        s->looked[n++] = p;
        if (s->high[p] < *limit) *limit = s->high[p];
    }
    return n;
}

/* The cheapest of those looked at, its exact price in s->best. NOT_WON: there is none. */
static uint32_t choose(struct shares *s, bool *tie) {
    double limit;
    uint32_t n = look_around(s, &limit), best = SHARES_NOT_WON, rivals = 0;
    *tie = false;
    for (uint32_t i = 0; i < n; i++) rivals += s->low[s->looked[i]] <= limit;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t p = s->looked[i];
        if (s->low[p] > limit) continue;
        if (best == SHARES_NOT_WON) {
            best = p;
            if (rivals > 1) shares_price_exactly(s, p, &s->best);
            if (rivals > 1) shares_note_payers(s, p);
            continue;
        }
        shares_price_exactly(s, p, &s->other);
        shares_note_payers(s, p);
        int order = shares_compare_prices(s, p, &s->other, best, &s->best);
        if (order <= 0) *tie = order == 0;
        if (order > 0 || (order == 0 && s->contest->tie_rank[p] > s->contest->tie_rank[best]))
            continue;
        best = p;
        s->best.mass = s->other.mass;
        big_copy(&s->best.num, &s->other.num);
    }
    if (best == SHARES_NOT_WON) return best;
    shares_price_exactly(s, best, &s->best); /* also leaves its payers in s->payer */
    shares_note_payers(s, best);
    shares_note(s, *tie);
    return best;
}

static enum rc keep_price(struct shares *s) {
    uint64_t gcd = big_gcd_small(&s->best.num, s->best.mass), factor = s->best.mass / gcd;
    if (s->priced == s->price_room) {
        s->price[s->price_room] = arena_new(s->contest->arena, struct big);
        if (!s->price[s->price_room]) return RC_LIMIT;
        s->price_room++;
    }
    struct big *price = s->price[s->priced];
    big_copy(price, &s->best.num);
    big_divide_exact(price, gcd);
    big_multiply(&s->denominator, factor);
    big_multiply(&s->endowment, factor);
    for (uint32_t i = 0; i < s->priced; i++) big_multiply(s->price[i], factor);
    uint32_t bits = big_bits(&s->denominator);
    if (bits > s->denominator_bits) s->denominator_bits = bits;
    if (bits > BIG_BITS_MAX || big_bits(&s->endowment) > BIG_BITS_MAX + 64) return RC_LIMIT;
    s->priced++;
    return RC_OK;
}

static enum rc buy(struct shares *s, uint32_t p) {
    const struct contest *contest = s->contest;
    TRY(keep_price(s));
    s->won[p] = s->priced - 1;
    s->open[p] = false;
    s->winners[s->funded++] = p;
    s->cost += shares_cost(s, p);
    double price = big_ratio(s->price[s->priced - 1], &s->denominator);
    for (uint32_t i = contest->from[p]; i < contest->from[p + 1]; i++) {
        unsigned char payer = s->payer[i - contest->from[p]];
        double *money = &s->money[contest->class_of[i]];
        double weight = contest->class_weight ? (double)contest->class_weight[i] : 1;
        if (payer != PAYER_RICH) {
            *money = -1;
            continue;
        }
        *money -= price * weight;
        if (*money < 0) *money = 0;
    }
    return RC_OK;
}

/* ---- the run ---- */

static void set_endowment(struct shares *s, uint64_t units) {
    const struct budget_election *election = s->contest->election;
    uint64_t budget = (uint64_t)election->budget, voters = election->voters;
    uint64_t scale = (uint64_t)election->money_scale;
    if (s->contest->options->endowment == BUDGET_ENDOWMENT_INTEGRAL) {
        units += budget / (voters * scale);
        budget = 0;
    }
    uint64_t a = budget, b = voters;
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    big_set(&s->denominator, voters / a);
    big_set(&s->endowment, budget / a);
    struct big more;
    big_copy(&more, &s->denominator);
    big_multiply(&more, scale);
    big_add_product(&s->endowment, &more, units);
    s->start = big_ratio(&s->endowment, &s->denominator);
    s->margin = s->start * (s->contest->longest + 4.0) * 6e-16;
}

static bool free_first(const void *context, uint32_t a, uint32_t b) {
    const struct contest *contest = context;
    if (contest->mass[a] != contest->mass[b]) return contest->mass[a] > contest->mass[b];
    return contest->tie_rank[a] < contest->tie_rank[b];
}

/* Projects that cost nothing and that somebody wants are funded at once, most wanted first. */
static void fund_free(struct shares *s) {
    for (uint32_t p = 0; p < s->contest->projects; p++) {
        if (!s->open[p] || shares_cost(s, p) > 0) continue;
        s->open[p] = false;
        s->winners[s->funded++] = p;
    }
    contest_sort(s->winners, s->funded, free_first, s->contest);
}

static void begin(struct shares *s, uint64_t units) {
    const struct contest *contest = s->contest;
    set_endowment(s, units);
    s->funded = s->priced = s->ties = s->denominator_bits = 0;
    s->cost = 0;
    s->differs = false;
    if (s->write) s->write->n = 0;
    if (s->write) s->write->overflow = false;
    for (uint32_t c = 0; c < contest->classes; c++) s->money[c] = s->start > 0 ? s->start : -1;
    for (uint32_t p = 0; p < contest->projects; p++) {
        double mass = (double)contest->mass[p];
        s->won[p] = SHARES_NOT_WON;
        s->open[p] = contest->mass[p] > 0;
        s->low[p] = mass > 0 ? (double)shares_cost(s, p) / mass / shares_key(s, p) : 0;
        s->low[p] *= 1 - 8 * ROUNDING;
    }
    fund_free(s);
}

enum rc shares_run(struct shares *s, uint64_t units) {
    begin(s, units);
    for (;;) {
        bool tie;
        uint32_t p = choose(s, &tie);
        if (give_up(s) || p == SHARES_NOT_WON) break;
        if (s->notice) TRY(s->notice(s->notice_data, p, tie));
        s->ties += tie;
        TRY(buy(s, p));
    }
    if (s->against && s->write)
        s->differs |= s->write->n != s->against->n || s->against->overflow || s->write->overflow;
    return RC_OK;
}
