/* One round as text for a database column, and back: "3 7;4 9;1 2 8". */
#include "rules/grouping/grouping.h"

void grouping_write(struct buf *out, const struct grouping_round *round) {
    for (size_t g = 0; g < round->groups.n; g++) {
        const struct grouping_group *group = &round->groups.v[g];
        if (g > 0) buf_add_char(out, ';');
        for (size_t i = 0; i < group->members.n; i++) {
            if (i > 0) buf_add_char(out, ' ');
            buf_add_i64(out, group->members.v[i]);
        }
    }
}

/* As written: digits only, no zero in front. */
static enum rc read_person(struct str digits, size_t people, int *person) {
    size_t value = 0;
    if (digits.n == 0 || digits.n > 4 || (digits.n > 1 && digits.p[0] == '0')) return RC_INVALID;
    for (size_t i = 0; i < digits.n; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9') return RC_INVALID;
        value = 10 * value + (size_t)(digits.p[i] - '0');
    }
    if (value >= people) return RC_INVALID;
    *person = (int)value;
    return RC_OK;
}

struct reading {
    size_t people;
    bool *seen;
    int *next; /* where the next member goes */
};

static enum rc read_group(struct reading *reading, struct str text, struct grouping_group *group) {
    struct str word;
    group->members.v = reading->next;
    if (text.n == 0) return RC_OK;
    while (str_cut(&text, ' ', &word)) {
        int person;
        TRY(read_person(word, reading->people, &person));
        if (reading->seen[person]) return RC_INVALID;
        reading->seen[person] = true;
        *reading->next++ = person;
        group->members.n++;
    }
    return RC_OK;
}

static size_t groups_in(struct str text) {
    size_t n = text.n > 0;
    for (size_t i = 0; i < text.n; i++) n += text.p[i] == ';';
    return n;
}

enum rc grouping_read(struct arena *arena, struct str text, size_t people,
                      struct grouping_round *round) {
    if (people > GROUPING_PEOPLE) return RC_LIMIT;
    *round = (struct grouping_round){0};
    const size_t n = groups_in(text);
    if (n == 0) return RC_OK;
    if (n > GROUPING_PEOPLE) return RC_INVALID;
    struct grouping_group *groups = arena_new_array(arena, n, struct grouping_group);
    struct reading reading = {people, arena_new_array(arena, people + 1, bool),
                              arena_new_array(arena, people + 1, int)};
    if (!groups || !reading.seen || !reading.next) return RC_LIMIT;
    struct str part;
    for (size_t g = 0; str_cut(&text, ';', &part); g++) TRY(read_group(&reading, part, &groups[g]));
    round->groups.v = groups;
    round->groups.n = n;
    return RC_OK;
}
