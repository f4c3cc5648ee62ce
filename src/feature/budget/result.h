/* What the result page of a budget shows: for a citizen on a phone, and for a journalist. */
#ifndef FEATURE_BUDGET_RESULT_H
#define FEATURE_BUDGET_RESULT_H

#include "kit/request.h"
#include "kit/views.h"

/* A funded project in the order of funding. */
struct budget_winner {
    int64_t place;
    int64_t anchor; /* of its sentence further down */
    struct str name;
    struct money cost;
    struct number votes;
    bool has_round; /* funded in a round of Equal Shares or Phragmén: the figures below stand */
    struct decimal effective;
    struct money max_payment;
    struct money pot_left;
};

/* A piece of the bar of the money; positions in thousandths of its width. */
struct budget_segment {
    int x, width;
    bool is_rest;
    struct str name;
    struct money cost;
};

/* Any project with the reason of its fate. Exactly one of the bools from is_won on is true. */
struct budget_story {
    int64_t anchor; /* the element's id is "p" and this */
    struct str name, district;
    struct money cost;
    struct number votes;
    bool is_funded;
    int64_t place;
    bool organiser_differs;
    bool is_won_by_shares, is_won_by_load, is_won_by_votes, is_won_with_rest, is_won_free;
    bool is_unsupported, is_withdrawn, is_over_budget, is_under_threshold, is_no_room,
        is_after_stop, is_spent;
    struct money supporters_left, max_payment, pot_left, missing;
    struct percent share; /* supporters' money of the cost */
    struct str loss_name; /* the winner its voters had paid most for; empty: none */
    struct number loss_voters;
    struct money loss_paid;
};

/* One column of the two-coloured chart: voters with k funded projects. */
struct budget_bar {
    struct str label; /* "0", "1" … "6+" */
    struct number this, greedy;
    int x, this_y, this_height, greedy_x, greedy_y, greedy_height, label_x;
};

struct budget_name {
    int64_t anchor;
    struct str name;
    struct money cost;
};

struct budget_side {
    struct number funded;
    struct money cost;
    struct percent spent;
    struct number served; /* voters with at least one funded project */
    struct percent served_share;
    struct decimal average;
};

/* The rule in plain words; which parts hold is told by the bools. */
struct budget_rule_text {
    bool is_shares, is_greedy, is_no_skip, is_threshold, is_phragmen;
    bool by_score, by_cost, by_cardinality, by_points;
    bool adds_one, adds_greedy, is_exhaustive, is_integral;
    bool ties_by_id, ties_by_lot;
    struct money share, added; /* each voter's share at the end, and what was added to it */
    struct money step;         /* what is added at a time */
    bool has_added;
    bool stopped_exhaustive, stopped_next_over, stopped_spent, stopped_all, stopped_no_room;
    struct number ties;
    struct str seed; /* hexadecimal */
};

struct budget_result_view {
    struct str title;
    struct str names_lang; /* of the project names; empty: unknown */
    struct str unit, subunit, instance, country, source, rule_in_file;
    struct when begins, ends; /* begins is empty when it was one day */
    struct str dates;         /* as written in the file, when they are no dates */
    struct number voters, projects;
    struct money amount, left;
    struct budget_side this, greedy;
    bool is_most_votes; /* the rule used is most-votes-wins itself: no comparison */
    LIST(struct budget_winner) winners;
    LIST(struct budget_segment) segments;
    LIST(struct budget_story) stories;
    LIST(struct budget_bar) bars;
    struct number prefer_this, prefer_greedy, prefer_same;
    LIST(struct budget_name) only_this;
    LIST(struct budget_name) only_greedy;
    bool has_rounds;
    bool has_organiser; /* the file tells what the organiser decided */
    struct number organiser_same, organiser_differ;
    struct budget_rule_text rule;
    LIST(struct str) command; /* word by word with their values, not to be broken */
    struct number votes_differ;
    struct url votes_url, table_url, json_url;
    struct url withdraw_url; /* for those who run the place */
    struct when counted_at;
};

enum rc budget_result_answer(struct request *request);

#endif
