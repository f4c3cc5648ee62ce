/* Fuzz driver of the .pb reader, and of the rules behind it. What is read must come back the same
   from pieces and from its own writing; what is small is counted under every rule. */
#include "rules/budget/budget.h"

#include <assert.h>
#include <string.h>

enum { MEMORY = 1 << 26, SMALL_VOTERS = 200, SMALL_PROJECTS = 40, SMALL_RUNS = 300 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str written(struct arena *arena, const struct budget_election *election) {
    struct buf out;
    buf_init(&out, arena, MEMORY / 4);
    return pb_write(&out, election) == RC_OK ? buf_str(&out) : (struct str){0};
}

static enum rc read_pieces(struct arena *arena, struct str file, size_t size,
                           struct budget_election *election, struct pb_error *error) {
    struct pb_reader *reader = pb_begin(arena);
    if (!reader) return RC_LIMIT;
    for (size_t at = 0; at < file.n; at += size)
        TRY(pb_feed(reader, str_slice(file, at, at + size), error));
    return pb_end(reader, election, error);
}

static bool count_runs(void *data, int permille) {
    assert(permille >= 0 && permille <= 1000);
    return ++*(int *)data < SMALL_RUNS / 16;
}

static void check_result(const struct budget_election *e, const struct budget_result *r) {
    int64_t cost = 0;
    for (size_t i = 0; i < r->rounds.n; i++) {
        const struct budget_project *p = &e->projects.v[r->rounds.v[i].project];
        assert(p->support > 0 || p->score > 0);
        cost += p->cost;
    }
    assert(cost == r->cost && cost <= e->budget);
    for (size_t p = 0; p < r->accounts.n; p++) assert(r->accounts.v[p].fate < BUDGET_FATE__N);
}

static void count_all(struct arena *arena, const struct budget_election *e, uint8_t choice) {
    for (unsigned rule = BUDGET_GREEDY; rule < BUDGET_RULE__N; rule++) {
        struct budget_options options = {
            .rule = rule,
            .utility = BUDGET_COST + choice % 3,
            .stop = BUDGET_STOP_EXHAUSTIVE + choice / 3 % 2,
            .endowment = BUDGET_ENDOWMENT_EXACT + choice / 6 % 2,
            .ties = BUDGET_TIES_ID + choice / 12 % 3,
            .seed = STR("seed"),
            .jump_after = 1 + choice / 36,
        };
        struct arena_mark mark = arena_mark(arena);
        struct budget_result result;
        struct budget_metrics metrics;
        int runs = 0;
        struct budget_progress progress = {count_runs, &runs};
        if (budget_count(arena, e, &options, &progress, &result) == RC_OK) {
            check_result(e, &result);
            (void)!budget_measure(arena, e, &result, &metrics);
            struct buf out;
            buf_init(&out, arena, MEMORY / 8);
            budget_json(&out, e, &result);
        }
        arena_back(arena, mark);
    }
}

static void check(struct arena *arena, struct str file, uint8_t choice) {
    struct budget_election election, pieces, again;
    struct pb_error error, other = {0};
    enum rc rc = pb_read(arena, file, &election, &error);
    enum rc rc_pieces = read_pieces(arena, file, 1 + choice, &pieces, &other);
    if (rc == RC_LIMIT || rc_pieces == RC_LIMIT) return;
    assert(rc == rc_pieces && (rc == RC_OK) == (error.reason == PB_OK));
    if (rc != RC_OK) {
        assert(error.reason == other.reason && error.line == other.line);
        assert(error.column == other.column && error.line > 0 && error.column > 0);
        struct str sentence = pb_error_text(arena, &error);
        assert(str_is_utf8(sentence));
        return;
    }
    struct str first = written(arena, &election);
    if (!first.p) return;
    assert(str_is(first, written(arena, &pieces)));
    rc = pb_read(arena, first, &again, &error);
    assert(rc == RC_OK || rc == RC_LIMIT);
    if (rc == RC_OK) assert(str_is(first, written(arena, &again)));
    if (election.voters <= SMALL_VOTERS && election.projects.n <= SMALL_PROJECTS)
        count_all(arena, &election, choice);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    if (size == 0) return 0;
    arena_init(&arena, MEMORY);
    check(&arena, (struct str){(const char *)data + 1, size - 1}, data[0]);
    arena_release(&arena);
    return 0;
}
