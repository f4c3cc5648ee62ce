/*
 * Counting a participatory budget (borgerbudget): reading and writing .pb files, the rules that
 * pick the winners, and the numbers that explain the result to a citizen. For the result page, the
 * import and `samskab recount`. Everything is pure: values in, values out, memory from the
 * caller's arena, exact arithmetic. docs/budget-rules.md says the same in words.
 *
 * Money is a whole number of minor units: 1 / election->money_scale of the currency unit, so
 * "3160164.47" is 316016447 with money_scale 100. budget_money() writes it back.
 */
#ifndef RULES_BUDGET_BUDGET_H
#define RULES_BUDGET_BUDGET_H

#include "base/buf.h"

/* ---- the election -------------------------------------------------------------------------- */

enum budget_votes {
    BUDGET_VOTES_APPROVAL,
    BUDGET_VOTES_CHOOSE_1,
    BUDGET_VOTES_ORDINAL,    /* best first */
    BUDGET_VOTES_CUMULATIVE, /* points that the voter shares out */
    BUDGET_VOTES_SCORING,    /* points for each project on its own */
    BUDGET_VOTES__N
};

struct budget_pair {
    struct str key, value;
};

struct budget_project {
    struct str id;
    struct str name;           /* the file's name, or the id where it has none */
    struct str category;       /* as written, a comma-separated list; empty when absent */
    struct str district;       /* district, else neighborhood; empty when absent */
    const struct str *cells;   /* one per election->project_columns, as written */
    int64_t cost;              /* minor units */
    int64_t score;             /* sum of points in 1 / points_scale; see pb_read */
    uint32_t support;          /* ballots that list it */
    int selected_by_organiser; /* the file's "selected" column: 0, 1, 2, 3; -1 when absent */
    bool withdrawn;            /* cost 999999999: the format's mark for a withdrawn project */
};

/* Equal ballots are merged into classes. Class c was cast count[c] times and lists
   project[start[c]] .. project[start[c + 1] - 1]: ascending, except best first for ordinal votes.
   points stands beside project, NULL when the vote type has none. An empty ballot is a class
   without projects. The order of the classes says nothing about the order of voting. */
struct budget_ballots {
    uint32_t classes;
    const uint32_t *start;
    const uint32_t *count;
    const uint32_t *project;
    const int64_t *points; /* in 1 / points_scale */
};

struct budget_tally {
    struct str value;
    uint32_t count;
};

struct budget_election {
    LIST(struct budget_pair) meta; /* in the order of the file */
    LIST(struct str) project_columns;
    LIST(struct str) voter_columns;           /* names only: voters' own data is not kept */
    LIST(struct budget_project) projects;     /* in the order of the file */
    LIST(struct budget_tally) voting_methods; /* "paper", "internet" …; empty without the column */
    struct budget_ballots ballots;
    uint32_t voters; /* all ballots, the empty ones too: the n of the rules */
    uint32_t empty_ballots;
    enum budget_votes vote_type;
    int64_t budget; /* minor units */
    int64_t money_scale;
    int64_t points_scale;
    int64_t default_score;   /* of projects that a scoring ballot leaves out; 1 / points_scale */
    int64_t score_threshold; /* min_project_score_threshold, 1 / points_scale; -1 when absent */
};

/* The value of a META key (any case), or the empty slice. */
struct str budget_meta(const struct budget_election *election, const char *key);

/* ---- reading and writing .pb --------------------------------------------------------------- */

/* Why a file was refused. The comment shows what text and number hold. */
enum pb_reason {
    PB_OK,
    PB_NOT_UTF8,
    PB_EMPTY_FILE,
    PB_SECTION_EXPECTED, /* text: the section title that should stand here */
    PB_SECTION_MISSING,  /* text: the section that the file ends without */
    PB_SECTION_TWICE,    /* text: the section */
    PB_HEADER_MISSING,   /* text: the section whose header line is missing */
    PB_FIRST_COLUMN,     /* text: the column that must come first */
    PB_COLUMN_MISSING,   /* text: the column */
    PB_COLUMN_TWICE,     /* text: the column */
    PB_TOO_FEW_FIELDS,   /* number: fields that the header names */
    PB_TOO_MANY_FIELDS,  /* number: fields that the header names */
    PB_QUOTE_OPEN,       /* a quoted field does not end on its line */
    PB_LINE_TOO_LONG,    /* number: bytes allowed */
    PB_KEY_MISSING,      /* text: the META key */
    PB_KEY_TWICE,        /* text: the META key */
    PB_VOTE_TYPE,        /* text: the unknown vote type */
    PB_NUMBER,           /* text: what should be a plain decimal number, zero or more */
    PB_NUMBER_TOO_LARGE, /* text: the number */
    PB_ID_EMPTY,         /* a project without an id */
    PB_ID_TWICE,         /* text: the project id */
    PB_ID_UNKNOWN,       /* text: an id in a vote that is no project */
    PB_POINTS_COUNT,     /* number: points given; text: the ballot's list of projects */
    PB_COUNT_PROJECTS,   /* number: projects found; text: num_projects */
    PB_COUNT_VOTES,      /* number: ballots found; text: num_votes */
    PB_NO_PROJECTS,
    PB_NO_BALLOTS,
    PB_TOO_LARGE, /* the arena is full, or over 10,000 projects or 1,000 META keys */
    PB__N
};

struct pb_error {
    enum pb_reason reason;
    uint32_t line;   /* from 1 */
    uint32_t column; /* character in the line, from 1 */
    int64_t number;
    struct str text;  /* in the arena, cut at 80 bytes */
    struct str field; /* the column or META key where it happened; may be empty */
};

/* One short English sentence for logs and the command line; never NULL. Pages translate by reason.
 */
struct str pb_error_text(struct arena *arena, const struct pb_error *error);
/* The reason's fixed name for translations and tests, e.g. "id-unknown". */
const char *pb_reason_name(enum pb_reason reason);

/* Reads a .pb file given in pieces of any size: begin, feed each piece, end. Pieces are not kept.
   Results live in the arena. score is the sum of points for cumulative and scoring votes (with
   default_score) and for ordinal votes with a points column; other ordinal votes get Borda points
   (max_length or the longest ballot, minus the place); for approval it equals support.
   RC_INVALID: the file is refused, *error says why. RC_LIMIT: the arena is full (PB_TOO_LARGE). */
struct pb_reader;
struct pb_reader *pb_begin(struct arena *arena); /* NULL when the arena is full */
enum rc pb_feed(struct pb_reader *reader, struct str piece, struct pb_error *error) MUST_CHECK;
enum rc pb_end(struct pb_reader *reader, struct budget_election *election,
               struct pb_error *error) MUST_CHECK;

/* The three steps at once for a file in memory. */
enum rc pb_read(struct arena *arena, struct str file, struct budget_election *election,
                struct pb_error *error) MUST_CHECK;

/* Writes the election as .pb: META and PROJECTS as read; ballots without voters' own data, numbered
   anew and in an order that tells nothing, so that the file may be published. Reading it again
   gives an equal election except voter_columns and voting_methods. */
enum rc pb_write(struct buf *out, const struct budget_election *election) MUST_CHECK;

/* ---- options ------------------------------------------------------------------------------- */

/* Each enum starts with _AUTO: "not given"; budget_defaults() fills it from the file. */
enum budget_rule {
    BUDGET_RULE_AUTO,
    BUDGET_GREEDY,           /* most support first, skip what does not fit */
    BUDGET_GREEDY_NO_SKIP,   /* stop at the first that does not fit */
    BUDGET_GREEDY_THRESHOLD, /* only projects with the file's min_project_score_threshold */
    BUDGET_EQUAL_SHARES,
    BUDGET_PHRAGMEN,
    BUDGET_RULE__N
};
enum budget_utility {
    BUDGET_UTILITY_AUTO,
    BUDGET_COST,
    BUDGET_CARDINALITY,
    BUDGET_POINTS, /* needs a vote type with points */
    BUDGET_UTILITY__N
};
enum budget_rank { BUDGET_RANK_AUTO, BUDGET_BY_SUPPORT, BUDGET_BY_SCORE, BUDGET_RANK__N };
enum budget_completion {
    BUDGET_COMPLETION_AUTO,
    BUDGET_COMPLETION_NONE,
    BUDGET_COMPLETION_GREEDY,
    BUDGET_COMPLETION_ADD1,
    BUDGET_COMPLETION_ADD1_GREEDY,
    BUDGET_COMPLETION__N
};
enum budget_stop_rule {
    BUDGET_STOP_RULE_AUTO,
    BUDGET_STOP_EXHAUSTIVE,
    BUDGET_STOP_OVERSPEND,
    BUDGET_STOP_RULE__N
};
enum budget_endowment {
    BUDGET_ENDOWMENT_AUTO,
    BUDGET_ENDOWMENT_EXACT,
    BUDGET_ENDOWMENT_INTEGRAL,
    BUDGET_ENDOWMENT__N
};
enum budget_ties {
    BUDGET_TIES_AUTO,
    BUDGET_TIES_ID,
    BUDGET_TIES_COST_VOTES_ID,
    BUDGET_TIES_COST_VOTES_LOT,
    BUDGET_TIES__N
};

struct budget_options {
    enum budget_rule rule;
    enum budget_utility utility;
    enum budget_rank rank;
    enum budget_completion completion;
    enum budget_stop_rule stop;
    enum budget_endowment endowment;
    enum budget_ties ties;
    struct str seed;     /* bytes of the lot's published seed; 1 to 64 of them with ties by lot */
    uint32_t jump_after; /* increments counted one by one before jumping; 0: the usual number */
    bool never_jump;     /* count every increment; for tests of the jump */
};

/* The options as names: one row per option, for command lines, forms and JSON. */
struct budget_option_name {
    const char *option;       /* "rule", "utility" … */
    const char *const *names; /* names[value]; [0] is "auto"; NULL at the end */
    size_t n;
};
enum budget_option {
    BUDGET_OPTION_RULE,
    BUDGET_OPTION_UTILITY,
    BUDGET_OPTION_RANK,
    BUDGET_OPTION_COMPLETION,
    BUDGET_OPTION_STOP,
    BUDGET_OPTION_ENDOWMENT,
    BUDGET_OPTION_TIES,
    BUDGET_OPTION__N
};
extern const struct budget_option_name budget_option_names[BUDGET_OPTION__N];

/* The value of one option, and its name ("equal-shares"). */
unsigned budget_option_get(const struct budget_options *options, enum budget_option option);
const char *budget_option_text(const struct budget_options *options, enum budget_option option);
/* Sets an option by name; RC_INVALID when there is no such value. */
enum rc budget_option_set(struct budget_options *options, enum budget_option option,
                          struct str name) MUST_CHECK;

/* Fills every _AUTO: the rule that the file names where it names one of ours, else equal-shares,
   cost, add1-greedy, overspend, exact, cost-votes-id. Greedy ranks by score for cumulative and
   scoring votes. */
void budget_defaults(const struct budget_election *election, struct budget_options *options);

/* True where the rule reads the option (completion means nothing to greedy): for forms and text. */
bool budget_option_matters(const struct budget_options *options, enum budget_option option);

/* Why options do not fit an election, or BUDGET_FITS. */
enum budget_misfit {
    BUDGET_FITS,
    BUDGET_NO_POINTS,    /* points utility, but the ballots carry none */
    BUDGET_NO_THRESHOLD, /* greedy-threshold, but the file names no threshold */
    BUDGET_NO_SEED,      /* ties by lot without a seed (or one longer than 64 bytes) */
};
enum budget_misfit budget_check(const struct budget_election *election,
                                const struct budget_options *options);

/* ---- counting ------------------------------------------------------------------------------ */

enum budget_phase {
    BUDGET_PHASE_FREE,       /* cost 0: funded before Equal Shares starts */
    BUDGET_PHASE_RULE,       /* the rule itself */
    BUDGET_PHASE_COMPLETION, /* greedy on what Equal Shares left */
};

/* One funded project, in the order of funding. */
struct budget_round {
    uint32_t project; /* index into election->projects */
    enum budget_phase phase;
    /* Equal Shares: the most that one supporter pays, in currency units, as a reduced fraction
       "n/d"; with points utility the price of one point. Phragmén: the supporters' load after the
       purchase. Empty elsewhere. */
    struct str max_payment;
    double max_payment_value;   /* the same, rounded, for charts */
    double effective_votes;     /* cost / max_payment (effective points with points utility);
                                   greedy: the number that ranked the project */
    struct str effective_exact; /* the same as a reduced fraction "n/d"; empty for greedy by cost */
    uint32_t payers_at_max;     /* supporters who pay the full amount; the others pay all they have
                                   left */
    uint32_t payers;            /* supporters who had money left (rule phase of Equal Shares) */
    bool tie;                   /* another project stood exactly as well in this round */
    int64_t left;               /* the pot after this round, minor units */
};

/* Why a project is funded or not. */
enum budget_fate {
    BUDGET_FUNDED,
    BUDGET_NO_SUPPORT,      /* nobody voted for it */
    BUDGET_WITHDRAWN,       /* not funded, and marked as withdrawn in the file */
    BUDGET_OVER_BUDGET,     /* costs more than the whole budget */
    BUDGET_UNDER_THRESHOLD, /* greedy: too few votes or points */
    BUDGET_NO_ROOM,         /* did not fit what was left when its turn came */
    BUDGET_AFTER_STOP,      /* the list had stopped before its turn came */
    BUDGET_SUPPORT_SPENT,   /* Equal Shares: its supporters' remaining money did not cover it */
    BUDGET_FATE__N
};

/* What a voter of a losing project paid for an earlier winner. */
struct budget_loss {
    uint32_t project;       /* the winner */
    uint32_t shared_voters; /* supporters of both */
    int64_t paid;           /* by those, minor units, rounded */
};

struct budget_account {
    enum budget_fate fate;
    uint32_t round; /* FUNDED: its round. Else: funded projects when it was out */
    int64_t left;   /* the pot when it was out (or before its round), minor units */
    /* Equal Shares: what its supporters had left when it was out or, for a winner, just before its
       round. Minor units, rounded down; share is that over cost. */
    int64_t supporters_left;
    double share;
    LIST(struct budget_loss) losses; /* SUPPORT_SPENT: biggest first, at most 5 */
};

/* Why counting ended. */
enum budget_stop {
    BUDGET_STOP_NONE,            /* no increments: every project had its turn */
    BUDGET_STOPPED_EXHAUSTIVE,   /* no supported project fits any more */
    BUDGET_STOPPED_NEXT_OVER,    /* one unit more per voter would spend too much */
    BUDGET_STOPPED_BUDGET_SPENT, /* cost equals the budget */
    BUDGET_STOPPED_ALL_SELECTED, /* every supported project is selected */
    BUDGET_STOPPED_NO_ROOM,      /* greedy-no-skip, Phragmén: the next did not fit */
    BUDGET_STOP__N
};

struct budget_result {
    struct budget_options options; /* as used: nothing is _AUTO */
    LIST(struct budget_round) rounds;
    LIST(struct budget_account) accounts; /* one per project */
    int64_t cost;                         /* of all winners, minor units */
    uint64_t increments;                  /* Add1: units per voter above the start */
    enum budget_stop stop;
    struct str endowment;      /* Equal Shares: money per voter, currency units, "n/d" */
    double endowment_value;    /* the same, rounded */
    uint64_t runs;             /* Equal Shares runs made */
    uint32_t ties;             /* rounds with a tie, in the returned run */
    uint32_t denominator_bits; /* largest common denominator, over all runs */
};

/* Called now and then with the share done (0 to 1000, a guess); false cancels: RC_BUSY. */
struct budget_progress {
    bool (*report)(void *data, int permille);
    void *data;
};

/* Counts. Options that are _AUTO are filled first. progress may be NULL. RC_INVALID: the options
   do not fit (ask budget_check). RC_LIMIT: memory, or numbers beyond 6144 bits. The same election
   and options give the same result everywhere. */
enum rc budget_count(struct arena *arena, const struct budget_election *election,
                     const struct budget_options *options, const struct budget_progress *progress,
                     struct budget_result *result) MUST_CHECK;

/* "reason-like" fixed names: "funded", "no-room" …; "exhaustive", "next_infeasible" … */
const char *budget_fate_name(enum budget_fate fate);
const char *budget_stop_name(enum budget_stop stop);
const char *budget_votes_name(enum budget_votes votes); /* as in META vote_type */

/* ---- explaining ---------------------------------------------------------------------------- */

/* Two results of one election, seen by its voters: who has more approved winners under which. */
struct budget_comparison {
    uint32_t prefer_first, prefer_second, same; /* voters */
    LIST(uint32_t) only_first, only_second;     /* projects funded by one of the two */
};
enum rc budget_compare(struct arena *arena, const struct budget_election *election,
                       const struct budget_result *first, const struct budget_result *second,
                       struct budget_comparison *comparison) MUST_CHECK;

struct budget_metrics {
    uint32_t excluded; /* voters without any approved winner, empty ballots too */
    uint32_t excluded_2plus, voters_2plus;    /* the same among ballots with two projects or more */
    uint64_t sum_winners;                     /* approved winners, summed over voters */
    struct str sum_cost;                      /* cost of approved winners, summed over voters */
    double average_winners, average_cost;     /* per voter; cost in currency units */
    double gini_cost;                         /* of the cost of approved winners; -1: undefined */
    LIST(uint32_t) histogram;                 /* [k]: voters with exactly k approved winners */
    LIST(uint32_t) ejr_cost, ejr_cardinality; /* projects that break EJR+ up to one */
};
enum rc budget_measure(struct arena *arena, const struct budget_election *election,
                       const struct budget_result *result,
                       struct budget_metrics *metrics) MUST_CHECK;

/* ---- text ---------------------------------------------------------------------------------- */

/* Minor units as a plain decimal: "3160164.47", "0.5", "12". */
void budget_money(struct buf *out, int64_t amount, int64_t money_scale);

/* The result as JSON, one object: what `recount --format json` prints and the page offers. Money
   and fractions are strings, exact. */
void budget_json(struct buf *out, const struct budget_election *election,
                 const struct budget_result *result);

#endif
