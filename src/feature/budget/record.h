/*
 * A counted vote as it is kept: one summary and one row a project, made once from the ballots when
 * they are imported, so that the result page needs two reads and no arithmetic.
 */
#ifndef FEATURE_BUDGET_RECORD_H
#define FEATURE_BUDGET_RECORD_H

#include "rules/budget/budget.h"

/* Amounts are units / 10^places of the currency; "units" of shares and payments have two places. */
struct budget_summary {
    int64_t activity;
    struct str country, unit, subunit, instance, lang, currency, date_begin, date_end;
    struct str rule_in_file, source;
    int vote_type; /* enum budget_votes */
    int64_t voters, empty_ballots, projects, funded;
    int places;
    int64_t amount, cost;
    int rule, utility, ranking, completion, stop_rule, endowment_rule, tie_rule;
    struct str seed;
    int stop; /* enum budget_stop */
    int64_t increments;
    struct str endowment;
    int64_t endowment_units;
    int64_t ties;
    int64_t excluded, winners_sum;
    struct str histogram;
    int64_t greedy_cost, greedy_funded, greedy_excluded, greedy_winners_sum;
    struct str greedy_histogram;
    int64_t prefer_this, prefer_greedy, prefer_same;
    int64_t votes_differ; /* projects whose votes in the file are not those of its ballots */
    int64_t votes_file, result_file;
    int64_t counted_at;
};

struct budget_line {
    int64_t seq;
    struct str code, name, category, district;
    int64_t cost, votes, score;
    int organiser;
    int fate;      /* enum budget_fate */
    int64_t place; /* 0: not funded */
    int phase;     /* enum budget_phase */
    int64_t pot_left, supporters_left;
    struct str max_payment;
    int64_t max_payment_units, effective_units, payers, payers_at_max;
    bool tie;
    int64_t greedy_place;
    int64_t loss_project, loss_voters, loss_paid;
};

struct budget_record {
    struct budget_summary summary;
    LIST(struct budget_line) lines;
    struct str title;  /* the file's description, for the activity's name */
    struct str votes;  /* the ballots without voters' own data, .pb, gzip */
    struct str result; /* JSON, gzip */
};

/* The options of a stored summary, for the recount command and the explanation. */
struct budget_options budget_summary_options(const struct budget_summary *summary);

/* Counts the election by the options (budget_defaults fills what is not given) and by most votes,
   and measures both. progress may be NULL and hears 0 to 1000. RC_INVALID: the options do not fit;
   RC_BUSY: progress cancelled; RC_LIMIT: too large. source and now are left to the caller. */
enum rc budget_record_make(struct arena *arena, const struct budget_election *election,
                           const struct budget_options *options,
                           const struct budget_progress *progress,
                           struct budget_record *record) MUST_CHECK;

/* The ballots as they may be published: .pb without voters' own data, gzip. */
enum rc budget_votes_pack(struct arena *arena, const struct budget_election *election,
                          struct str *packed) MUST_CHECK;

#endif
