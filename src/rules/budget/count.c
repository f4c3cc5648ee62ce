/* The count: options, contest, rule, result. */
#include "rules/budget/contest.h"

/* Fates that greedy or Phragmén did not settle cannot remain; a loser of Equal Shares keeps
   SUPPORT_SPENT unless the file or the pot says something plainer. */
static void settle(struct tally *tally) {
    const struct budget_election *election = tally->contest->election;
    for (uint32_t p = 0; p < tally->contest->projects; p++) {
        struct budget_account *account = &tally->accounts[p];
        const struct budget_project *project = &election->projects.v[p];
        if (account->fate != BUDGET_SUPPORT_SPENT) continue;
        if (project->withdrawn)
            account->fate = BUDGET_WITHDRAWN;
        else if (project->cost > election->budget)
            account->fate = BUDGET_OVER_BUDGET;
    }
}

static enum rc count(struct tally *tally, const struct budget_progress *progress) {
    switch (tally->contest->options->rule) {
    case BUDGET_GREEDY:
    case BUDGET_GREEDY_NO_SKIP:
    case BUDGET_GREEDY_THRESHOLD:
        return greedy_count(tally);
    case BUDGET_EQUAL_SHARES:
        return shares_count(tally, progress);
    case BUDGET_PHRAGMEN:
        return phragmen_count(tally);
    case BUDGET_RULE_AUTO:
    case BUDGET_RULE__N:
        break;
    }
    return RC_INVALID;
}

enum rc budget_count(struct arena *arena, const struct budget_election *election,
                     const struct budget_options *options, const struct budget_progress *progress,
                     struct budget_result *result) {
    *result = (struct budget_result){.options = *options};
    budget_defaults(election, &result->options);
    if (budget_check(election, &result->options) != BUDGET_FITS) return RC_INVALID;
    struct contest *contest = arena_new(arena, struct contest);
    if (!contest) return RC_LIMIT;
    TRY(contest_init(contest, arena, election, &result->options));
    struct tally tally;
    TRY(tally_init(&tally, contest, result));
    TRY(count(&tally, progress));
    settle(&tally);
    result->rounds.v = tally.rounds;
    result->rounds.n = tally.funded;
    result->accounts.v = tally.accounts;
    result->accounts.n = contest->projects;
    result->cost = election->budget - tally.left;
    return RC_OK;
}
