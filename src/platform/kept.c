/* A short list of texts, oldest out first. Looked through from end to end: it is short. */
#include "platform/kept.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct kept_one {
    char key[KEPT_KEY_MAX];
    size_t key_n; /* 0: empty */
    char *text;
    size_t text_n;
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
    for (size_t i = 0; i < kept->n; i++) free(kept->ones[i].text);
    pthread_mutex_destroy(&kept->lock);
}

struct kept *kept_new(struct arena *arena, size_t n) {
    struct kept *kept = arena_new(arena, struct kept);
    struct kept_one *ones = arena_new_array(arena, n, struct kept_one);
    if (!kept || !ones || n == 0 || pthread_mutex_init(&kept->lock, NULL) != 0) return NULL;
    kept->n = n;
    kept->ones = ones;
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
        *text = str_copy(arena, (struct str){one->text, one->text_n});
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

/* free and malloc, not realloc: the old text is of no use. */
static void replace(struct kept *kept, struct kept_one *one, struct str key, struct str text) {
    free(one->text);
    *one = (struct kept_one){.text = malloc(text.n), .used = ++kept->clock};
    if (!one->text) return;
    memcpy(one->key, key.p, key.n);
    memcpy(one->text, text.p, text.n);
    one->key_n = key.n;
    one->text_n = text.n;
}

void kept_put(struct kept *kept, struct str key, struct str text) {
    if (!kept || !key.n || key.n > KEPT_KEY_MAX || !text.n || text.n > KEPT_TEXT_MAX) return;
    pthread_mutex_lock(&kept->lock);
    struct kept_one *one = find(kept, key);
    replace(kept, one ? one : oldest(kept), key, text);
    pthread_mutex_unlock(&kept->lock);
}
