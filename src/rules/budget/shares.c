/* One run of the Method of Equal Shares. The round: look at open projects in the order of their
   lower bounds until no other can be cheaper, settle what the doubles leave open, buy. */
#include "rules/budget/shares.h"

#include <math.h>
#include <string.h>

enum { TRAIL_ROOM_MAX = 1 << 20 };

#define ROUNDING 2.3e-16 /* a little more than half a unit in the last place of 1 */

static int64_t cost_of(const struct shares *s, uint32_t p) {
    return s->contest->election->projects.v[p].cost;
}

/* Projects are compared by price / key: cost utility weighs a price by the cost. */
static double key_divisor(const struct shares *s, uint32_t p) {
    return s->contest->options->utility == BUDGET_COST ? (double)cost_of(s, p) : 1;
}

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

/* ---- the trail ---- */

static bool grow_trail(struct shares *s, struct shares_trail *trail) {
    size_t room = trail->room ? 2 * trail->room : 1024, each = sizeof *trail->word;
    uint64_t *grown = NULL;
    if (room <= TRAIL_ROOM_MAX)
        grown = arena_grow(s->contest->arena, trail->word, trail->room * each, room * each);
    if (!grown) return false;
    trail->word = grown;
    trail->room = room;
    return true;
}

/* A trail that does not fit counts as different from every other. */
static void note(struct shares *s, uint64_t word) {
    struct shares_trail *trail = s->write;
    if (!trail || trail->overflow) return;
    if (trail->n == trail->room && !grow_trail(s, trail)) {
        trail->overflow = true;
        s->differs = true;
        return;
    }
    const struct shares_trail *other = s->against;
    if (other && (trail->n >= other->n || other->word[trail->n] != word)) s->differs = true;
    trail->word[trail->n++] = word;
}

enum note_kind { NOTE_LOOK, NOTE_OUT, NOTE_BUY };

static void note_bits(struct shares *s, uint32_t p, enum note_kind kind) {
    if (!s->write) return;
    uint32_t n = s->contest->from[p + 1] - s->contest->from[p];
    note(s, (uint64_t)p << 8 | kind);
    for (uint32_t i = 0; i < n / 64 + 1; i++) note(s, s->bits[i]);
}

static bool give_up(const struct shares *s) {
    return s->differs && s->abort_when_different;
}

/* ---- exact money ---- */

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
static bool is_affordable(struct shares *s, uint32_t p) {
    shares_stake(s, p);
    big_set(&s->left, 0);
    big_add_product(&s->left, &s->denominator, (uint64_t)cost_of(s, p));
    return big_compare(&s->stake, &s->left) >= 0;
}

/* ---- looking at a project, rounded ---- */

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

/* Bounds p's key from both sides. The lower bound is always that of the last look, never an older
   one: the proof in addone.c needs one certificate per project. False: its supporters cannot pay.
 */
static bool look(struct shares *s, uint32_t p) {
    double cost = (double)cost_of(s, p), divisor = key_divisor(s, p);
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
    if (surplus <= error && !is_affordable(s, p)) return false;
    double below = (f.poor_heads * s->margin + rounding) / f.mass + f.price * 4 * ROUNDING;
    double low = (f.price - below) / divisor * (1 - 4 * ROUNDING);
    bool sound = f.price >= s->low[p] * divisor; /* else rounding has eaten the bound */
    s->low[p] = low;
    s->high[p] = sound ? upper_price(s, &f, error) / divisor * (1 + 4 * ROUNDING) : INFINITY;
    return true;
}

/* ---- looking exactly ---- */

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
    big_add_product(&price->num, &s->denominator, (uint64_t)cost_of(s, p));
    big_subtract_product(&price->num, &s->stake, 1);
    price->mass = mass;
}

/* Sorts p's supporters into surely poor, surely rich and maybe; counts the poor as the stake. */
static uint32_t sort_payers(struct shares *s, uint32_t p, uint64_t *mass) {
    const struct contest *contest = s->contest;
    double divisor = key_divisor(s, p);
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
static void price_exactly(struct shares *s, uint32_t p, struct shares_price *price) {
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

static void note_payers(struct shares *s, uint32_t p) {
    if (!s->write) return;
    uint32_t n = s->contest->from[p + 1] - s->contest->from[p];
    memset(s->bits, 0, (n / 64 + 1) * sizeof *s->bits);
    for (uint32_t i = 0; i < n; i++)
        if (s->payer[i] == PAYER_POOR) s->bits[i / 64] |= UINT64_C(1) << i % 64;
    note_bits(s, p, NOTE_BUY);
    for (uint32_t i = 0; i < n; i++)
        if (s->payer[i] == PAYER_EVEN) note(s, i);
}

/* Compares two exact keys: price / cost, or price. */
static int compare_prices(struct shares *s, uint32_t p, const struct shares_price *a, uint32_t q,
                          const struct shares_price *b) {
    big_copy(&s->left, &a->num);
    big_copy(&s->right, &b->num);
    big_multiply(&s->left, b->mass);
    big_multiply(&s->right, a->mass);
    if (s->contest->options->utility == BUDGET_COST) {
        big_multiply(&s->left, (uint64_t)cost_of(s, q));
        big_multiply(&s->right, (uint64_t)cost_of(s, p));
    }
    return big_compare(&s->left, &s->right);
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
        s->open[p] = look(s, p);
        note_bits(s, p, s->open[p] ? NOTE_LOOK : NOTE_OUT);
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
            if (rivals > 1) price_exactly(s, p, &s->best);
            if (rivals > 1) note_payers(s, p);
            continue;
        }
        price_exactly(s, p, &s->other);
        note_payers(s, p);
        int order = compare_prices(s, p, &s->other, best, &s->best);
        if (order <= 0) *tie = order == 0;
        if (order > 0 || (order == 0 && s->contest->tie_rank[p] > s->contest->tie_rank[best]))
            continue;
        best = p;
        s->best.mass = s->other.mass;
        big_copy(&s->best.num, &s->other.num);
    }
    if (best == SHARES_NOT_WON) return best;
    price_exactly(s, best, &s->best); /* also leaves its payers in s->payer */
    note_payers(s, best);
    note(s, *tie);
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
    s->cost += cost_of(s, p);
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
        if (!s->open[p] || cost_of(s, p) > 0) continue;
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
        s->low[p] = mass > 0 ? (double)cost_of(s, p) / mass / key_divisor(s, p) : 0;
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
