/*
 * The engine of the Method of Equal Shares: one run with a given endowment. Not for other folders.
 *
 * Exactness. A voter whose money is not used up has paid the full price of every winner that he or
 * she supports, so that his or her money is the endowment minus a sum of at most `longest` prices.
 * Hence the exact state is small: the common denominator, the endowment, and one price per winner.
 * Every decision is first made in doubles with a proven error bound; when the bound does not
 * settle it, it is made with whole numbers.
 */
#ifndef RULES_BUDGET_SHARES_H
#define RULES_BUDGET_SHARES_H

#include "rules/budget/big.h"
#include "rules/budget/contest.h"

enum { SHARES_NOT_WON = UINT32_MAX };

#define ROUNDING 2.3e-16 /* a little more than half a unit in the last place of 1 */

/* What a supporter of the project being looked at pays. */
enum shares_payer {
    PAYER_BROKE, /* had nothing */
    PAYER_POOR,  /* has less than the price: pays all that is left */
    PAYER_EVEN,  /* has exactly the price */
    PAYER_RICH,
    PAYER_MAYBE, /* the doubles cannot tell; only while looking */
};

struct shares_item {
    double money, heads, weight; /* of one voter; voters; points */
    uint32_t at;                 /* place among the project's classes */
};

/* num / (denominator * mass): the price of one unit of weight. */
struct shares_price {
    struct big num;
    uint64_t mass;
};

/* The decisions of a run, to be compared with those of another: see addone.c. */
struct shares_trail {
    uint64_t *word;
    size_t n, room;
    bool overflow;
};

struct shares {
    const struct contest *contest;
    /* exact */
    struct big denominator, endowment;
    struct big **price; /* per winner */
    uint32_t price_room;
    /* rounded */
    double start, margin; /* the endowment; error of any voter's money, at most */
    double *money;        /* per class: of one voter; negative when nothing is left */
    double *low;          /* per project: lower bound of its key */
    double *high;         /* per project looked at in this round: upper bound */
    uint32_t *won;        /* per project: its place among the priced winners, or NOT_WON */
    bool *open;           /* per project: neither won nor out */
    uint32_t *winners;    /* in order; the free ones first */
    uint32_t funded, priced;
    int64_t cost;
    /* scratch */
    struct shares_item *items;
    unsigned char *payer; /* per class of the project looked at */
    uint64_t *bits;       /* dropped classes of the last look */
    uint32_t *maybe, *looked;
    uint64_t *tally; /* per winner: weight counted by stake_add */
    uint64_t heads;  /* voters counted by stake_add */
    struct shares_price best, other;
    struct big left, right, stake;
    /* of this run */
    uint32_t ties, denominator_bits;
    struct shares_trail *write;         /* NULL: no trail */
    const struct shares_trail *against; /* NULL: compare with none */
    bool differs, abort_when_different;
    /* Called before each purchase with the exact price, for traces. NULL for none. */
    enum rc (*notice)(void *data, uint32_t project, bool tie);
    void *notice_data;
};

enum rc shares_init(struct shares *shares, const struct contest *contest) MUST_CHECK;
/* One whole run; units of the currency are added to the start. RC_LIMIT beyond BIG_BITS_MAX. */
enum rc shares_run(struct shares *shares, uint64_t units) MUST_CHECK;

/* ---- inside ---- */

int64_t shares_cost(const struct shares *shares, uint32_t project);
/* Projects are compared by price / key: cost utility weighs a price by the cost. */
double shares_key(const struct shares *shares, uint32_t project);

/* Bounds the project's key from both sides. The lower bound is always that of the last look, never
   an older one: the proof in addone.c needs one certificate per project. False: its supporters
   cannot pay. */
bool shares_look(struct shares *shares, uint32_t project);
/* True when the supporters can pay, exactly. */
bool shares_can_pay(struct shares *shares, uint32_t project);
/* The exact price, and in shares->payer who pays what. Only after a look. */
void shares_price_exactly(struct shares *shares, uint32_t project, struct shares_price *price);
/* Compares the exact keys of two projects. */
int shares_compare_prices(struct shares *shares, uint32_t p, const struct shares_price *p_price,
                          uint32_t q, const struct shares_price *q_price);

enum shares_note { NOTE_LOOK, NOTE_OUT, NOTE_BUY };

/* Write to the trail, where there is one: a word, the dropped classes of a look, the poor and the
   even of an exact price. */
void shares_note(struct shares *shares, uint64_t word);
void shares_note_bits(struct shares *shares, uint32_t project, enum shares_note kind);
void shares_note_payers(struct shares *shares, uint32_t project);

/* Money of p's supporters, exactly: the result is stake / denominator. */
void shares_stake(struct shares *shares, uint32_t project);
/* The same rounded; broke voters have none. */
double shares_stake_rounded(const struct shares *shares, uint32_t project, double *error);

#endif
