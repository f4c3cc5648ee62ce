/* Token buckets as one time each: when the bucket would be full again (GCRA, ITU-T I.371). */
#include "platform/limits.h"

#include <pthread.h>
#include <sodium.h>

enum { WAYS = 8, LOCKS = 32 };

struct bucket {
    uint64_t key; /* 0: never used */
    int64_t full; /* when the bucket is full again, UTC milliseconds */
};

struct limits {
    unsigned char seed[crypto_shorthash_KEYBYTES]; /* so that nobody can aim at a bucket */
    pthread_mutex_t locks[LOCKS];
    size_t n_sets; /* a power of two */
    struct bucket (*sets)[WAYS];
};

struct limits *limits_new(struct arena *arena, size_t n) {
    struct limits *limits = arena_new(arena, struct limits);
    size_t sets = 1;
    while (sets * WAYS < n) sets *= 2;
    struct bucket(*table)[WAYS] = arena_array(arena, sets, sizeof *table);
    if (!limits || !table) return NULL;
    limits->n_sets = sets;
    limits->sets = table;
    randombytes_buf(limits->seed, sizeof limits->seed);
    for (size_t i = 0; i < LOCKS; i++) pthread_mutex_init(&limits->locks[i], NULL);
    return limits;
}

/* The key's bucket, or the one of its set that has been quiet longest. */
static struct bucket *find_bucket(struct bucket *set, uint64_t key) {
    struct bucket *quietest = &set[0];
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key) return &set[i];
        if (set[i].full < quietest->full) quietest = &set[i];
    }
    *quietest = (struct bucket){.key = key};
    return quietest;
}

static int64_t take(struct bucket *bucket, const struct limit_rule *rule, int64_t now, bool look) {
    int64_t every = rule->every;
    int64_t most = now + (int64_t)rule->burst * every;
    int64_t full = bucket->full < now ? now : bucket->full;
    if (full > most) bucket->full = full = most; /* the clock went back */
    if (full > most - every) return full - (most - every);
    if (!look) bucket->full = full + every;
    return 0;
}

static int64_t ask(struct limits *limits, const struct limit_rule *rule, struct str key,
                   int64_t now, bool look) {
    uint64_t hash;
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key.p, key.n, limits->seed);
    if (hash == 0) hash = 1;
    size_t set = hash & (limits->n_sets - 1);
    pthread_mutex_t *lock = &limits->locks[set % LOCKS];
    pthread_mutex_lock(lock);
    int64_t wait = take(find_bucket(limits->sets[set], hash), rule, now, look);
    pthread_mutex_unlock(lock);
    return wait;
}

int64_t limits_take(struct limits *limits, const struct limit_rule *rule, struct str key,
                    int64_t now) {
    return ask(limits, rule, key, now, false);
}

int64_t limits_wait(struct limits *limits, const struct limit_rule *rule, struct str key,
                    int64_t now) {
    return ask(limits, rule, key, now, true);
}
