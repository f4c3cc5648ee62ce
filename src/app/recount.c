/* samskab recount FILE.pb: counts an election with the rule that the file names or the one asked
   for, and prints the result as text or JSON. It needs no data folder and no server. */
#include "app/recount.h"

#include "app/command.h"
#include "app/progress.h"
#include "rules/budget/budget.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { MEMORY_MAX = 1 << 30, OUTPUT_MAX = 1 << 28, PIECE = 1 << 16, SEED_MAX = 64 };
enum { KEY_SEED = 's', KEY_FORMAT = 'f', KEY_FIRST_OPTION = 1000 };

struct recount {
    struct arena arena;
    const char *file;
    struct budget_options options;
    bool json;
    char seed[SEED_MAX];
};

static const struct argp_option argp_options[] = {
    {"rule", KEY_FIRST_OPTION + BUDGET_OPTION_RULE, "RULE", 0,
     "greedy, greedy-no-skip, greedy-threshold, equal-shares or phragmen", 0},
    {"utility", KEY_FIRST_OPTION + BUDGET_OPTION_UTILITY, "UTILITY", 0,
     "cost, cardinality or points", 0},
    {"rank", KEY_FIRST_OPTION + BUDGET_OPTION_RANK, "RANK", 0,
     "support or score: what greedy sorts by when voters gave points", 0},
    {"completion", KEY_FIRST_OPTION + BUDGET_OPTION_COMPLETION, "HOW", 0,
     "none, greedy, add1 or add1-greedy: what equal-shares does with money left over", 0},
    {"stop", KEY_FIRST_OPTION + BUDGET_OPTION_STOP, "WHEN", 0,
     "exhaustive or overspend: when add1 ends", 0},
    {"endowment", KEY_FIRST_OPTION + BUDGET_OPTION_ENDOWMENT, "START", 0,
     "exact or integral: each voter's first share of the budget", 0},
    {"ties", KEY_FIRST_OPTION + BUDGET_OPTION_TIES, "ORDER", 0,
     "id, cost-votes-id or cost-votes-lot", 0},
    {"seed", KEY_SEED, "HEX", 0, "the published random seed of the lot, 1 to 64 bytes", 0},
    {"format", KEY_FORMAT, "FORMAT", 0, "text or json", 0},
    {0},
};

static const char about[] =
    "Counts the election in FILE.pb exactly and prints the winners in order.\v"
    "Without options: the rule that the file names where it is one of ours, else "
    "equal-shares with cost, add1-greedy, overspend, exact and cost-votes-id. "
    "Exit code 0, or 2 for a bad file or option. docs/budget-rules.md defines every rule to the "
    "last case.";

static void refuse_value(struct argp_state *state, const struct budget_option_name *row,
                         const char *value) {
    char names[256] = "";
    size_t n = 0;
    for (size_t i = 1; i < row->n; i++) {
        int more = snprintf(names + n, sizeof names - n, "%s%s", i > 1 ? ", " : "", row->names[i]);
        if (more > 0) n += (size_t)more;
    }
    argp_error(state, "--%s cannot be \"%s\"; it is one of: %s", row->option, value, names);
}

static void parse_seed(struct argp_state *state, struct recount *recount, const char *hex) {
    struct str text = str_from(hex);
    size_t n = text.n / 2;
    if (n == 0 || n > SEED_MAX || str_unhex(text, recount->seed, n) != RC_OK)
        argp_error(state, "--seed must be 1 to %d bytes in hexadecimal", SEED_MAX);
    recount->options.seed = (struct str){recount->seed, n};
}

static error_t parse(int key, char *arg, struct argp_state *state) {
    struct recount *recount = state->input;
    if (key >= KEY_FIRST_OPTION && key < KEY_FIRST_OPTION + BUDGET_OPTION__N) {
        enum budget_option option = (enum budget_option)(key - KEY_FIRST_OPTION);
        if (budget_option_set(&recount->options, option, str_from(arg)) != RC_OK)
            refuse_value(state, &budget_option_names[option], arg);
        return 0;
    }
    switch (key) {
    case KEY_SEED:
        parse_seed(state, recount, arg);
        return 0;
    case KEY_FORMAT:
        recount->json = strcmp(arg, "json") == 0;
        if (!recount->json && strcmp(arg, "text") != 0)
            argp_error(state, "--format is text or json");
        return 0;
    case ARGP_KEY_ARG:
        if (recount->file) argp_error(state, "one file at a time");
        recount->file = arg;
        return 0;
    case ARGP_KEY_NO_ARGS:
        argp_error(state, "name the file to count");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* ---- reading ---- */

static int complain_of_file(struct recount *recount, const struct pb_error *error) {
    struct str text = pb_error_text(&recount->arena, error);
    complain("%s: %.*s", recount->file, STR_ARG(text));
    return EXIT_WRONG;
}

static enum rc read_pieces(struct recount *recount, FILE *file, struct budget_election *election,
                           struct pb_error *error) {
    static char piece[PIECE];
    *error = (struct pb_error){.reason = PB_TOO_LARGE, .line = 1, .column = 1};
    struct pb_reader *reader = pb_begin(&recount->arena);
    if (!reader) return RC_LIMIT;
    size_t n;
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        TRY(pb_feed(reader, (struct str){piece, n}, error));
    return ferror(file) ? RC_BROKEN : pb_end(reader, election, error);
}

static int read_election(struct recount *recount, struct budget_election *election) {
    FILE *file = fopen(recount->file, "rbe");
    if (!file) {
        complain("%s: %s", recount->file, strerror(errno));
        return EXIT_WRONG;
    }
    struct pb_error error;
    enum rc rc = read_pieces(recount, file, election, &error);
    int why = errno;
    (void)fclose(file);
    if (rc == RC_BROKEN) complain("%s: %s", recount->file, strerror(why));
    if (rc == RC_BROKEN) return EXIT_WRONG;
    return rc == RC_OK ? EXIT_DONE : complain_of_file(recount, &error);
}

/* ---- writing ---- */

static void write_options(struct buf *out, const struct budget_options *options) {
    buf_format(out, "Rule: %s", budget_option_text(options, BUDGET_OPTION_RULE));
    for (enum budget_option o = BUDGET_OPTION_UTILITY; o < BUDGET_OPTION__N; o++)
        if (budget_option_matters(options, o))
            buf_format(out, ", %s %s", budget_option_names[o].option,
                       budget_option_text(options, o));
    buf_add_char(out, '\n');
}

static void write_money(struct buf *out, const struct budget_election *election, int64_t amount) {
    char text[32];
    struct arena scratch;
    struct buf money;
    arena_init(&scratch, 4096);
    buf_init(&money, &scratch, 64);
    budget_money(&money, amount, election->money_scale);
    (void)snprintf(text, sizeof text, "%.*s", STR_ARG(buf_str(&money)));
    arena_release(&scratch);
    buf_format(out, "%14s", text);
}

static void write_winners(struct buf *out, const struct budget_election *election,
                          const struct budget_result *result) {
    buf_format(out, "\n%5s  %-12s%14s%9s%14s  %s\n", "order", "id", "cost", "votes", "effective",
               "name");
    for (size_t i = 0; i < result->rounds.n; i++) {
        const struct budget_round *round = &result->rounds.v[i];
        const struct budget_project *project = &election->projects.v[round->project];
        buf_format(out, "%5zu  %-12.*s", i + 1, STR_ARG(project->id));
        write_money(out, election, project->cost);
        buf_format(out, "%9u%14.2f  %.*s%s\n", project->support, round->effective_votes,
                   STR_ARG(project->name),
                   round->phase == BUDGET_PHASE_COMPLETION ? " (completion)" : "");
    }
}

static void write_losers(struct buf *out, const struct budget_election *election,
                         const struct budget_result *result) {
    buf_lit(out, "\nNot funded\n");
    for (uint32_t p = 0; p < result->accounts.n; p++) {
        const struct budget_account *account = &result->accounts.v[p];
        const struct budget_project *project = &election->projects.v[p];
        if (account->fate == BUDGET_FUNDED) continue;
        buf_format(out, "       %-12.*s", STR_ARG(project->id));
        write_money(out, election, project->cost);
        buf_format(out, "%9u  %-16s%.*s\n", project->support, budget_fate_name(account->fate),
                   STR_ARG(project->name));
    }
}

static void write_text(struct buf *out, const struct budget_election *election,
                       const struct budget_result *result) {
    struct str title = budget_meta(election, "description");
    buf_format(out, "%.*s\n", STR_ARG(title));
    write_options(out, &result->options);
    buf_format(out, "Ballots: %u\nBudget:", election->voters);
    write_money(out, election, election->budget);
    buf_lit(out, "\nSpent: ");
    write_money(out, election, result->cost);
    buf_add_char(out, '\n');
    if (result->endowment.n)
        buf_format(out, "Money per voter: %.2f, increments %llu, stop %s\n",
                   result->endowment_value, (unsigned long long)result->increments,
                   budget_stop_name(result->stop));
    write_winners(out, election, result);
    write_losers(out, election, result);
}

static int print(struct recount *recount, const struct budget_election *election,
                 const struct budget_result *result) {
    struct buf out;
    buf_init(&out, &recount->arena, OUTPUT_MAX);
    if (recount->json)
        budget_json(&out, election, result);
    else
        write_text(&out, election, result);
    bool written = buf_ok(&out) && fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0;
    if (!written) complain("the result could not be written");
    return written ? EXIT_DONE : EXIT_FAILED;
}

/* ---- counting ---- */

static bool show_progress(void *data, int permille) {
    progress_show(data, permille, 1000);
    return true;
}

static int complain_of_options(enum budget_misfit misfit) {
    static const char *const texts[] = {
        [BUDGET_FITS] = "the options do not fit this file",
        [BUDGET_NO_POINTS] = "--utility points needs ballots with points, and this file has none",
        [BUDGET_NO_THRESHOLD] =
            "--rule greedy-threshold needs min_project_score_threshold in the file",
        [BUDGET_NO_SEED] = "--ties cost-votes-lot needs --seed HEX",
    };
    complain("%s", texts[misfit]);
    return EXIT_WRONG;
}

static int count_and_print(struct recount *recount, const struct budget_election *election) {
    enum budget_misfit misfit = budget_check(election, &recount->options);
    if (misfit != BUDGET_FITS) return complain_of_options(misfit);
    struct progress bar;
    struct budget_progress progress = {show_progress, &bar};
    struct budget_result result;
    progress_start(&bar, "Counting");
    enum rc rc = budget_count(&recount->arena, election, &recount->options, &progress, &result);
    progress_end(&bar);
    if (rc == RC_OK) return print(recount, election, &result);
    complain("%s: the election is too large to count (%s)", recount->file, rc_name(rc));
    return EXIT_WRONG;
}

int recount_main(int argc, char **argv) {
    static const struct argp argp = {argp_options, parse, "FILE.pb", about, NULL, NULL, NULL};
    static struct recount recount;
    recount = (struct recount){0};
    arena_init(&recount.arena, MEMORY_MAX);
    argp_err_exit_status = EXIT_WRONG;
    int code = EXIT_WRONG;
    if (argp_parse(&argp, argc, argv, 0, NULL, &recount) == 0) {
        struct budget_election election;
        code = read_election(&recount, &election);
        if (code == EXIT_DONE) code = count_and_print(&recount, &election);
    }
    arena_release(&recount.arena);
    return code;
}
