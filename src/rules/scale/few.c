/* The small-number rule. The reasoning is in few.h. */
#include "rules/scale/few.h"

#include <assert.h>

int scale_k(int wanted) {
    if (wanted == 0) return SCALE_K_DEFAULT;
    return wanted < SCALE_K_LEAST ? SCALE_K_LEAST : wanted;
}

enum scale_why scale_may_show(int n, int total, int k) {
    assert(n >= 0 && n <= total);
    k = scale_k(k);
    if (total < k) return SCALE_ROOM_SMALL;
    if (n < k) return SCALE_GROUP_SMALL;
    return n == total || total - n >= k ? SCALE_SHOWN : SCALE_REST_SMALL;
}

bool scale_may_show_family(const uint32_t *sets, size_t n, int k, int *smallest) {
    size_t least = n;
    for (size_t i = 0; i < n; i++) {
        size_t alike = 0;
        for (size_t j = 0; j < n; j++) alike += sets[j] == sets[i];
        if (alike < least) least = alike;
    }
    if (smallest) *smallest = (int)least;
    return least >= (size_t)scale_k(k);
}

/* The smallest group shown alone, the later of equals; split->n when none is. */
static size_t smallest_alone(const struct scale_split *split, const int *n_of_group) {
    size_t found = split->n;
    for (size_t i = 0; i < split->n; i++) {
        if (split->place[i] != SCALE_PLACE_ALONE) continue;
        if (found == split->n || n_of_group[i] <= n_of_group[found]) found = i;
    }
    return found;
}

static void move_to_others(struct scale_split *split, size_t group, int n) {
    split->place[group] = SCALE_PLACE_OTHERS;
    split->others += n;
}

static void hide(struct scale_split *split, enum scale_why why, int found) {
    split->why = why;
    split->found = found;
    split->alone = 0;
    split->others = 0;
    for (size_t i = 0; i < split->n; i++)
        if (split->place[i] != SCALE_PLACE_NOBODY) split->place[i] = SCALE_PLACE_HIDDEN;
}

/* Every group where it belongs by its own number. Returns the answers in all. */
static int64_t place_each(struct scale_split *split, const int *n_of_group) {
    int64_t total = 0;
    for (size_t i = 0; i < split->n; i++) {
        int n = n_of_group[i];
        assert(n >= 0);
        total += n;
        if (n == 0) {
            split->place[i] = SCALE_PLACE_NOBODY;
        } else if (n < split->k) {
            move_to_others(split, i, n);
        } else {
            split->place[i] = SCALE_PLACE_ALONE;
            split->alone++;
        }
    }
    return total;
}

void scale_split_groups(const int *n_of_group, size_t groups, int k, struct scale_split *split) {
    assert(groups <= SCALE_GROUPS_MAX);
    *split = (struct scale_split){.k = scale_k(k), .n = groups};
    int64_t total = place_each(split, n_of_group);
    if (total < split->k) {
        hide(split, SCALE_ROOM_SMALL, (int)total);
        return;
    }
    int small = split->others;
    while (split->others > 0 && split->others < split->k && split->alone > 0) {
        size_t group = smallest_alone(split, n_of_group);
        move_to_others(split, group, n_of_group[group]);
        split->alone--;
    }
    size_t shown = split->alone + (split->others > 0);
    if (shown < 2) hide(split, small ? SCALE_GROUP_SMALL : SCALE_ONE_GROUP, small);
}

enum scale_why scale_split_on_axis(const struct scale_split *split, const int *answered) {
    int64_t others = 0;
    if (split->why != SCALE_SHOWN) return split->why;
    for (size_t i = 0; i < split->n; i++) {
        assert(answered[i] >= 0);
        if (split->place[i] == SCALE_PLACE_OTHERS)
            others += answered[i];
        else if (answered[i] > 0 && answered[i] < split->k)
            return SCALE_GROUP_SMALL;
    }
    return others > 0 && others < split->k ? SCALE_GROUP_SMALL : SCALE_SHOWN;
}

enum scale_mode scale_mode_for(int people, int k, bool chosen) {
    if (people < scale_k(k)) return SCALE_CONSENSUS_FEW;
    return chosen ? SCALE_CONSENSUS_CHOSEN : SCALE_EACH;
}
