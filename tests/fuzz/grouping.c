/* The text of a round: what is read comes back as it was written, and anything read can be planned
   on. The first byte says how many people there are, the second what is asked for. */
#include "rules/grouping/grouping.h"

#include <stdlib.h>

enum { MEMORY = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds) {
    if (!holds) abort();
}

static void check_round(const struct grouping_round *round, size_t people) {
    bool seen[256] = {false};
    for (size_t g = 0; g < round->groups.n; g++)
        for (size_t i = 0; i < round->groups.v[g].members.n; i++) {
            const int person = round->groups.v[g].members.v[i];
            must(person >= 0 && (size_t)person < people && !seen[person]);
            seen[person] = true;
        }
}

static void check_plan(const struct grouping_plan *plan, size_t people) {
    for (size_t r = 0; r < plan->rounds.n; r++) {
        size_t seated = 0;
        check_round(&plan->rounds.v[r], people);
        for (size_t g = 0; g < plan->rounds.v[r].groups.n; g++)
            seated += plan->rounds.v[r].groups.v[g].members.n;
        must(seated == people);
    }
}

static void plan_on(struct arena *arena, const struct grouping_round *round, size_t people,
                    uint8_t choice) {
    int sectors[256];
    struct grouping_plan plan;
    for (size_t p = 0; p < people; p++) sectors[p] = (int)(p % (1 + choice / 16U));
    struct grouping_task task = {.seed = choice,
                                 .people = people,
                                 .sectors = sectors,
                                 .groups = 1 + choice % 5,
                                 .rounds = 1 + choice % 3};
    task.mix = (enum grouping_mix)(choice % GROUPING_MIX__N);
    task.history.rounds.v = round;
    task.history.rounds.n = 1;
    if (grouping_pairs(arena, &task, &plan) == RC_OK) check_plan(&plan, people);
    if (grouping_groups(arena, &task, &plan) == RC_OK) check_plan(&plan, people);
}

static void wait_for(struct arena *arena, const struct grouping_round *talking, size_t people,
                     uint8_t choice) {
    struct grouping_waiting waiting[256];
    bool talks[256] = {false};
    size_t n = 0;
    for (size_t g = 0; g < talking->groups.n; g++)
        for (size_t i = 0; i < talking->groups.v[g].members.n; i++)
            talks[talking->groups.v[g].members.v[i]] = true;
    for (size_t p = 0; p < people; p++)
        if (!talks[p]) waiting[n++] = (struct grouping_waiting){(int)p, (int)(p * 37 % 90)};
    const struct grouping_ready in = {people, {waiting, n}, *talking, {{talking, 1}}, choice % 90};
    struct grouping_now now;
    if (grouping_ready(arena, &in, &now) != RC_OK) return;
    check_round(&now.groups, people);
    must(now.joins.n <= 1);
    if (now.joins.n > 0) must(talking->groups.v[now.joins.v[0].talk].members.n == 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct grouping_round round;
    if (size < 2) return 0;
    const size_t people = data[0];
    const struct str text = {(const char *)data + 2, size - 2};
    arena_init(&arena, MEMORY);
    if (grouping_read(&arena, text, people, &round) == RC_OK) {
        struct buf out;
        buf_init(&out, &arena, MEMORY / 4);
        grouping_write(&out, &round);
        must(buf_ok(&out) && str_is(buf_str(&out), text));
        check_round(&round, people);
        if (people <= 24 && data[1] % 32 < 2) plan_on(&arena, &round, people, data[1]);
        wait_for(&arena, &round, people, data[1]);
    }
    arena_release(&arena);
    return 0;
}
