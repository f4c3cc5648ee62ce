/* Lines and dots of the pictures, for the picture_… files alone: SVG path data in a buffer. */
#ifndef CORE_PICTURE_PATH_H
#define CORE_PICTURE_PATH_H

#include "core/picture.h"

#include <stdlib.h>
#include <string.h>

struct place {
    double x, y;
};

/* The marks of the first, second and third series: told apart without colour. */
enum dot_shape { DOT_ROUND, DOT_SQUARE, DOT_TRIANGLE };

/* An empty path; ask buf_ok at the end. */
void path_start(struct buf *path, struct arena *arena);
/* command is one of SVG's that take a point: M, L. */
void path_to(struct buf *path, char command, struct place place);
void path_dot(struct buf *path, struct place at, enum dot_shape shape);

/* A value in units as people read it. */
struct decimal picture_units(int value, const struct scale_axis *axis);

#endif
