/* A short list of texts, oldest out first. Looked through from end to end: it is short. */
#include "platform/kept.h"

#include <pthread.h>
#include <string.h>

struct kept_one {
    char key[KEPT_KEY_MAX];
    size_t key_n; /* 0: empty */
    struct str text;
    struct arena memory; /* of the text alone: given back with it */
    uint64_t used;
};

struct kept {
    pthread_mutex_t lock;
    uint64_t clock; /* counts what was asked for */
    size_t n;
    struct kept_one *ones;
};

static void release(void *data) {
    struct kept *kept = data;
    for (size_t i = 0; i < kept->n; i++) arena_release(&kept->ones[i].memory);
    pthread_mutex_destroy(&kept->lock);
}

struct kept *kept_new(struct arena *arena, size_t n) {
    struct kept *kept = arena_new(arena, struct kept);
    struct kept_one *ones = arena_new_array(arena, n, struct kept_one);
    if (!kept || !ones || n == 0 || pthread_mutex_init(&kept->lock, NULL) != 0) return NULL;
    kept->n = n;
    kept->ones = ones;
    for (size_t i = 0; i < n; i++) arena_init(&ones[i].memory, 2 * KEPT_TEXT_MAX);
    return arena_defer(arena, release, kept) ? kept : NULL;
}

static struct kept_one *find(struct kept *kept, struct str key) {
    for (size_t i = 0; i < kept->n; i++) {
        struct kept_one *one = &kept->ones[i];
        if (one->key_n && str_is((struct str){one->key, one->key_n}, key)) return one;
    }
    return NULL;
}

bool kept_get(struct kept *kept, struct arena *arena, struct str key, struct str *text) {
    if (!kept) return false;
    pthread_mutex_lock(&kept->lock);
    struct kept_one *one = find(kept, key);
    if (one) {
        one->used = ++kept->clock;
        *text = str_copy(arena, one->text);
    }
    pthread_mutex_unlock(&kept->lock);
    return one && text->p;
}

static struct kept_one *oldest(struct kept *kept) {
    struct kept_one *found = &kept->ones[0];
    for (size_t i = 1; i < kept->n; i++)
        if (kept->ones[i].used < found->used) found = &kept->ones[i];
    return found;
}

static void replace(struct kept *kept, struct kept_one *one, struct str key, struct str text) {
    arena_release(&one->memory);
    arena_init(&one->memory, 2 * KEPT_TEXT_MAX);
    one->used = ++kept->clock;
    one->key_n = 0;
    one->text = str_copy(&one->memory, text);
    if (!one->text.p) return;
    memcpy(one->key, key.p, key.n);
    one->key_n = key.n;
}

void kept_put(struct kept *kept, struct str key, struct str text) {
    if (!kept || !key.n || key.n > KEPT_KEY_MAX || !text.n || text.n > KEPT_TEXT_MAX) return;
    pthread_mutex_lock(&kept->lock);
    struct kept_one *one = find(kept, key);
    replace(kept, one ? one : oldest(kept), key, text);
    pthread_mutex_unlock(&kept->lock);
}
