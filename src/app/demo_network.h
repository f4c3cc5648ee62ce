/* Contact persons and their network in the demonstration: made through the same functions as real
 * ones, by invented people. */
#ifndef APP_DEMO_NETWORK_H
#define APP_DEMO_NETWORK_H

#include "core/ref.h"
#include "platform/db.h"

#include <jansson.h>

struct demo_network {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    int64_t now; /* when the demonstration is made */
    /* The keys of the JSON; 0 when there is none. */
    int64_t (*organisation)(const void *data, const char *key);
    int64_t (*person)(const void *data, const char *key);
    const void *data;
};
/* "network" in assets/demo/lindsoe.json. */
enum rc demo_add_network(const struct demo_network *demo, const json_t *root) MUST_CHECK;

#endif
