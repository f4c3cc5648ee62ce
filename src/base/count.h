/* Small macros that every floor uses. */
#ifndef BASE_COUNT_H
#define BASE_COUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A counted list inside a struct: LIST(struct row) rows; then rows.v[i] for i < rows.n. */
#define LIST(type)                                                                                 \
    struct {                                                                                       \
        const type *v;                                                                             \
        size_t n;                                                                                  \
    }

#endif
