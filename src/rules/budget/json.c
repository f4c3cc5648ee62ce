/* A result as JSON. Money and fractions are strings, so that no reader rounds them. */
#include "rules/budget/budget.h"

static void add_key(struct buf *out, const char *key) {
    buf_format(out, "\"%s\":", key);
}

static void add_number(struct buf *out, const char *key, uint64_t value) {
    buf_format(out, "\"%s\":%llu", key, (unsigned long long)value);
}

static void add_money(struct buf *out, const char *key, const struct budget_election *election,
                      int64_t amount) {
    add_key(out, key);
    buf_add_char(out, '"');
    budget_money(out, amount, election->money_scale);
    buf_add_char(out, '"');
}

static void add_id(struct buf *out, const char *key, const struct budget_election *election,
                   uint32_t project) {
    add_key(out, key);
    buf_add_json(out, election->projects.v[project].id);
}

static void add_options(struct buf *out, const struct budget_options *options) {
    static const char digits[] = "0123456789abcdef";
    buf_lit(out, "\"rule\":{");
    for (enum budget_option o = 0; o < BUDGET_OPTION__N; o++) {
        const char *name = budget_option_names[o].option;
        buf_format(out, "%s\"%s\":\"%s\"", o ? "," : "", name, budget_option_text(options, o));
    }
    buf_lit(out, ",\"seed\":\"");
    for (size_t i = 0; i < options->seed.n; i++) {
        buf_add_char(out, digits[(unsigned char)options->seed.p[i] >> 4]);
        buf_add_char(out, digits[(unsigned char)options->seed.p[i] & 15]);
    }
    buf_lit(out, "\"}");
}

static void add_selected(struct buf *out, const struct budget_election *election,
                         const struct budget_result *result) {
    buf_lit(out, "\"selected\":[");
    for (size_t i = 0; i < result->rounds.n; i++) {
        if (i) buf_add_char(out, ',');
        buf_add_json(out, election->projects.v[result->rounds.v[i].project].id);
    }
    buf_add_char(out, ']');
}

static void add_round(struct buf *out, const struct budget_election *election,
                      const struct budget_round *round) {
    static const char *const phases[] = {"free", "rule", "completion"};
    buf_add_char(out, '{');
    add_id(out, "project", election, round->project);
    buf_format(out, ",\"phase\":\"%s\",", phases[round->phase]);
    add_money(out, "cost", election, election->projects.v[round->project].cost);
    if (round->max_payment.n) {
        buf_lit(out, ",\"max_payment\":");
        buf_add_json(out, round->max_payment);
        buf_lit(out, ",");
        add_number(out, "payers", round->payers);
        buf_lit(out, ",");
        add_number(out, "payers_at_max", round->payers_at_max);
    } else {
        buf_lit(out, ",\"max_payment\":null");
    }
    buf_format(out, ",\"effective_votes\":%.15g,", round->effective_votes);
    if (round->effective_exact.n) {
        buf_lit(out, "\"effective_votes_exact\":");
        buf_add_json(out, round->effective_exact);
        buf_lit(out, ",");
    }
    buf_format(out, "\"tie\":%s,", round->tie ? "true" : "false");
    add_money(out, "left", election, round->left);
    buf_add_char(out, '}');
}

static void add_trace(struct buf *out, const struct budget_election *election,
                      const struct budget_result *result) {
    buf_lit(out, "\"trace\":[");
    for (size_t i = 0; i < result->rounds.n; i++) {
        buf_add(out, i ? STR(",\n  ") : STR("\n  "));
        add_round(out, election, &result->rounds.v[i]);
    }
    buf_add_char(out, ']');
}

static void add_account(struct buf *out, const struct budget_election *election,
                        const struct budget_account *account, uint32_t project) {
    const struct budget_project *p = &election->projects.v[project];
    buf_add_char(out, '{');
    add_id(out, "project", election, project);
    buf_lit(out, ",");
    add_money(out, "cost", election, p->cost);
    buf_lit(out, ",");
    add_number(out, "support", p->support);
    buf_format(out, ",\"fate\":\"%s\",", budget_fate_name(account->fate));
    add_number(out, "round", account->round);
    buf_lit(out, ",");
    add_money(out, "left", election, account->left);
    buf_lit(out, ",");
    add_money(out, "supporters_left", election, account->supporters_left);
    buf_format(out, ",\"share\":%.9g}", account->share);
}

static void add_projects(struct buf *out, const struct budget_election *election,
                         const struct budget_result *result) {
    buf_lit(out, "\"projects\":[");
    for (uint32_t p = 0; p < result->accounts.n; p++) {
        buf_add(out, p ? STR(",\n  ") : STR("\n  "));
        add_account(out, election, &result->accounts.v[p], p);
    }
    buf_add_char(out, ']');
}

void budget_json(struct buf *out, const struct budget_election *election,
                 const struct budget_result *result) {
    buf_lit(out, "{");
    add_options(out, &result->options);
    buf_lit(out, ",\n");
    add_selected(out, election, result);
    buf_lit(out, ",\n");
    add_money(out, "cost", election, result->cost);
    buf_lit(out, ",");
    add_money(out, "budget", election, election->budget);
    buf_lit(out, ",");
    add_number(out, "voters", election->voters);
    buf_lit(out, ",");
    add_number(out, "increments", result->increments);
    buf_format(out, ",\"stop\":\"%s\",", budget_stop_name(result->stop));
    add_number(out, "ties", result->ties);
    if (result->endowment.n) {
        buf_lit(out, ",\"endowment\":");
        buf_add_json(out, result->endowment);
    }
    buf_lit(out, ",\n");
    add_trace(out, election, result);
    buf_lit(out, ",\n");
    add_projects(out, election, result);
    buf_lit(out, "}\n");
}
