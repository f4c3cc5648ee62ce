/*
 * The four conditions for change and what tends to happen when one is missing: five rows, of which
 * the one that fits the answers is lit up, as a question. The picture is a table already: marks in
 * SVG stand in its cells with their word beside.
 */
#ifndef CORE_PICTURE_MATRIX_H
#define CORE_PICTURE_MATRIX_H

#include "core/picture.h"
#include "rules/scale/reading.h"

struct matrix_data {
    struct str id, title;
    struct str conditions[SCALE_CONDITION__N];
    struct str lasting;                          /* what happens when all are there */
    struct str consequences[SCALE_CONDITION__N]; /* and when this one is missing */
    const struct scale_readiness *readiness;     /* NULL: a blank matrix, nothing lit */
    struct picture_reason reason;                /* is_any: the matrix is blank, and this is why */
};

/* ---- the view of picture_matrix.html; filled by picture_matrix ---- */

struct matrix_cell {
    struct str condition;
    bool is_missing;
};
struct matrix_row {
    struct str outcome;
    bool fits;
    LIST(struct matrix_cell) cells;
};
struct picture_matrix {
    struct str id, title;
    struct picture_reason reason;
    bool has_reading, is_unknown, is_several;
    LIST(struct str) conditions;
    LIST(struct matrix_row) rows;
    LIST(struct str) contested; /* names of the conditions people see differently */
    LIST(struct str) outcomes;  /* what the lit rows say */
};

/* RC_LIMIT when memory is out. */
enum rc picture_matrix(struct arena *arena, const struct matrix_data *data,
                       struct picture_matrix *view) MUST_CHECK;

#endif
