/*
 * The small-number rule: which figures may be shown so that nobody's answer can be told from them.
 * For every picture, table and download that holds answers of people.
 *
 * The rule. k is the least number of answers a figure may stand on (5 unless the organisation says
 * otherwise, never under 3). A figure is treated as if it told its whole distribution. Whoever sees
 * several figures can add and subtract them; what comes out is constant on the atoms of the shown
 * sets, that is the groups of answers that lie in exactly the same shown sets. So every set of
 * answers that can be told apart is a union of atoms, and it is enough that
 * every atom is empty or holds at least k answers. The whole room counts as one of the shown sets:
 * those who are in no shown group are an atom as well (the complement). This holds for any number
 * of overlays, for splits in two ways at once (sector and shift: the atoms are their crossings),
 * and for versions of one figure over time: a figure that was shown and is shown again with three
 * late answers tells those three. Such answers, and changed ones, are atoms of
 * scale_may_show_family too.
 *
 * What it does not do: if all of a group answered the same, the figure says what each of them
 * answered. And a person can always take her own answer out of a group she is in.
 */
#ifndef RULES_SCALE_FEW_H
#define RULES_SCALE_FEW_H

#include "base/rc.h"

#include "base/count.h"

enum { SCALE_K_DEFAULT = 5, SCALE_K_LEAST = 3, SCALE_GROUPS_MAX = 16 };

/* The k to use where an organisation chose wanted (0: it chose nothing). The functions below pass
   their k through this, so that none can be talked below 3. */
int scale_k(int wanted);

enum scale_why {
    SCALE_SHOWN,
    SCALE_ROOM_SMALL,  /* fewer than k answers in all */
    SCALE_GROUP_SMALL, /* the group itself has fewer than k */
    SCALE_REST_SMALL,  /* those who are not in the group are fewer than k, and would be told too */
    SCALE_ONE_GROUP,   /* only one group has answered: there is nothing to compare */
    SCALE_WHY__N
};

/* May a figure of n of the total answers be shown, besides the figure of all? n = total asks for
   the whole room. */
enum scale_why scale_may_show(int n, int total, int k);

/* May all these sets be shown at once, besides the figure of all? sets[i] has bit j set when answer
   i lies in shown set j. *smallest (if not NULL) is the size of the smallest atom; 0 without
   answers. */
bool scale_may_show_family(const uint32_t *sets, size_t n, int k, int *smallest);

/* ---- split by sector, shift or house ---- */

enum scale_place {
    SCALE_PLACE_NOBODY, /* nobody of this group answered */
    SCALE_PLACE_ALONE,  /* shown under its own name */
    SCALE_PLACE_OTHERS, /* shown within "others" */
    SCALE_PLACE_HIDDEN, /* not shown: only the figure of all is */
};

/* why is SCALE_SHOWN when there is a split to show; then every answer is in a group shown alone or
   in others. Otherwise all is hidden, and found is the number that was too small: "4 < 5". */
struct scale_split {
    enum scale_why why;
    int k, found;
    size_t alone; /* groups shown alone */
    int others;   /* answers in "others"; 0: there is no such group */
    size_t n;     /* groups given */
    enum scale_place place[SCALE_GROUPS_MAX];
};

/* Splits a room into its groups by their numbers of answers. Groups under k become "others"; while
   those are under k too, the smallest group that is shown joins them. What would leave nothing to
   compare is not shown at all. The result depends on the numbers alone, never on answers. At most
   SCALE_GROUPS_MAX groups (assert). */
void scale_split_groups(const int *n_of_group, size_t groups, int k, struct scale_split *split);

/* On one axis fewer may have answered (don't know, skipped): may the split be shown on this axis?
   If not, only its figure of all is shown there. answered[] has the answers with a value. */
enum scale_why scale_split_on_axis(const struct scale_split *split, const int *answered);

/* ---- one answer for all ---- */

enum scale_mode {
    SCALE_EACH,             /* everybody answers */
    SCALE_CONSENSUS_FEW,    /* fewer than k are here: the group agrees on one value per axis */
    SCALE_CONSENSUS_CHOSEN, /* the facilitator wants it so */
};

/* In consensus mode no individual value is collected at all, and the agreed values are shown
   however few agreed on them. */
enum scale_mode scale_mode_for(int people, int k, bool chosen);

#endif
