/*
 * Texts that cost much to make and are the same for many who ask, kept for a while in bounded
 * memory: the counted result that three hundred telephones fetch at once. Thread-safe. A key must
 * name everything that the text depends on, a version too, so that nothing in here is ever out of
 * date; each node keeps its own.
 */
#ifndef PLATFORM_KEPT_H
#define PLATFORM_KEPT_H

#include "base/str.h"

enum { KEPT_KEY_MAX = 96, KEPT_TEXT_MAX = 64 * 1024 };

struct kept;

/* Room for n texts, in the arena; the room of a text is taken when it is first needed, and given
   back with the arena. NULL when out of memory. */
struct kept *kept_new(struct arena *arena, size_t n);

/* A copy of the text in the arena; false when it is not there (kept may be NULL). */
bool kept_get(struct kept *kept, struct arena *arena, struct str key, struct str *text);

/* Keeps the text in place of the one that nobody asked for longest. Too long a key or text is not
   kept, and without memory nothing is. */
void kept_put(struct kept *kept, struct str key, struct str text);

#endif
