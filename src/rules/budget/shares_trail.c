/* The trail of a run: the decisions that make it what it is. Two runs with equal trails are the
   same run, and so are all between them; addone.c tells why. */
#include "rules/budget/shares.h"

#include <string.h>

enum { TRAIL_ROOM_MAX = 1 << 20 };

static bool grow_trail(struct shares *s, struct shares_trail *trail) {
    size_t room = trail->room ? 2 * trail->room : 1024, each = sizeof *trail->word;
    uint64_t *grown = NULL;
    if (room <= TRAIL_ROOM_MAX)
        grown = arena_grow(s->contest->arena, trail->word, trail->room * each, room * each);
    if (!grown) return false;
    trail->word = grown;
    trail->room = room;
    return true;
}

/* A trail that does not fit counts as different from every other. */
void shares_note(struct shares *s, uint64_t word) {
    struct shares_trail *trail = s->write;
    if (!trail || trail->overflow) return;
    if (trail->n == trail->room && !grow_trail(s, trail)) {
        trail->overflow = true;
        s->differs = true;
        return;
    }
    const struct shares_trail *other = s->against;
    if (other && (trail->n >= other->n || other->word[trail->n] != word)) s->differs = true;
    trail->word[trail->n++] = word;
}

void shares_note_bits(struct shares *s, uint32_t p, enum shares_note kind) {
    if (!s->write) return;
    uint32_t n = s->contest->from[p + 1] - s->contest->from[p];
    shares_note(s, (uint64_t)p << 8 | kind);
    for (uint32_t i = 0; i < n / 64 + 1; i++) shares_note(s, s->bits[i]);
}

void shares_note_payers(struct shares *s, uint32_t p) {
    if (!s->write) return;
    uint32_t n = s->contest->from[p + 1] - s->contest->from[p];
    memset(s->bits, 0, (n / 64 + 1) * sizeof *s->bits);
    uint32_t even = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (s->payer[i] == PAYER_POOR) s->bits[i / 64] |= UINT64_C(1) << i % 64;
        even += s->payer[i] == PAYER_EVEN;
    }
    shares_note_bits(s, p, NOTE_BUY);
    shares_note(s, even);
    for (uint32_t i = 0; i < n; i++)
        if (s->payer[i] == PAYER_EVEN) shares_note(s, i);
}
