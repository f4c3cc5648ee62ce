/* For the files of this folder: as many pairs as possible where not everybody may meet everybody.
   Edmonds' blossom algorithm (1965), one search per person left over. */
#ifndef RULES_GROUPING_MATCHING_H
#define RULES_GROUPING_MATCHING_H

#include "rules/grouping/meetings.h"

struct matching {
    const struct meetings *meetings;
    int *mate;      /* [n] -1: alone; -2: takes no part */
    unsigned times; /* who may meet: those who have met so often or less, */
    bool across;    /* and then only across sectors */
    /* of the search */
    int *parent, *base, *queue;
    bool *outer, *blossom, *path;
    bool *dead; /* nobody reaches a free person from here */
};

enum { MATCHING_ALONE = -1, MATCHING_OUT = -2 };

/* Everybody alone. */
enum rc matching_init(struct arena *arena, const struct meetings *meetings,
                      struct matching *matching) MUST_CHECK;
/* Adds pairs until there are as many as can be, keeping everyone who has one in some pair. People
   are served in the order given (n places), and choose in that order too. */
void matching_fill(struct matching *matching, const int *order);

static inline bool matching_allowed(const struct matching *m, int a, int b) {
    const struct meetings *met = m->meetings;
    return met->times[(size_t)a * met->n + (size_t)b] <= m->times && a != b &&
           !(m->across && met->sector[a] == met->sector[b]);
}

#endif
