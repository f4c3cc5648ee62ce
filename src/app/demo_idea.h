/* Ideas and a newsletter for the demonstration, made through the same functions as real ones. */
#ifndef APP_DEMO_IDEA_H
#define APP_DEMO_IDEA_H

#include "base/rc.h"

#include <jansson.h>

struct arena;
struct db;
struct site;

struct demo_ideas {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    int64_t now; /* when the demonstration is made */
    /* The internal keys of what the JSON calls by a word; 0: none. */
    int64_t (*organisation)(const void *data, const char *key);
    int64_t (*person)(const void *data, const char *key);
    const void *data;
};
/* "ideas" and "newsletter" of assets/demo/lindsoe.json; ideas stand oldest first. */
enum rc demo_add_ideas(const struct demo_ideas *demo, const json_t *root) MUST_CHECK;

#endif
