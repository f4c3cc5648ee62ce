/* Passwords by Argon2id, a few at a time: each takes 19 MiB and tens of milliseconds, so that a
   flood of sign-ins would otherwise stop the server. */
#include "platform/secret.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

enum {
    AT_ONCE = 2,
    WAITING_MAX = 32,
    PASSES = 2,
    MEMORY = 19456 * 1024,
    KEY_PASSES = 3,
    KEY_MEMORY = 64 * 1024 * 1024
};

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t left;
    int inside, waiting;
} gate = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, 0};

static enum rc gate_enter(void) {
    pthread_mutex_lock(&gate.mutex);
    bool full = gate.inside >= AT_ONCE && gate.waiting >= WAITING_MAX;
    if (!full) {
        gate.waiting++;
        while (gate.inside >= AT_ONCE) pthread_cond_wait(&gate.left, &gate.mutex);
        gate.waiting--;
        gate.inside++;
    }
    pthread_mutex_unlock(&gate.mutex);
    return full ? RC_BUSY : RC_OK;
}

static void gate_leave(void) {
    pthread_mutex_lock(&gate.mutex);
    gate.inside--;
    pthread_cond_signal(&gate.left);
    pthread_mutex_unlock(&gate.mutex);
}

enum rc password_hash(struct arena *arena, struct str password, struct str *hash) {
    char text[crypto_pwhash_STRBYTES];
    TRY(gate_enter());
    int failed = crypto_pwhash_str_alg(text, password.p ? password.p : "", password.n, PASSES,
                                       MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    gate_leave();
    if (failed) return RC_BROKEN;
    *hash = str_copy(arena, str_from(text));
    return hash->p ? RC_OK : RC_LIMIT;
}

/* Of a random password that nobody knows, with the cost above. */
static const char of_nobody[] = "$argon2id$v=19$m=19456,t=2,p=1$GzI7qmpRgFd3Jy6UOfwsEw"
                                "$0W2uSldIeDxP1wR0pyKgw6Cvwqb0jEWIw9x/n2MhnWk";

enum rc password_verify(struct str hash, struct str password) {
    char text[crypto_pwhash_STRBYTES] = "";
    bool known = hash.n > 0 && hash.n < sizeof text;
    memcpy(text, known ? hash.p : of_nobody, known ? hash.n : sizeof of_nobody);
    TRY(gate_enter());
    int differs = crypto_pwhash_str_verify(text, password.p ? password.p : "", password.n);
    gate_leave();
    return known && !differs ? RC_OK : RC_DENIED;
}

enum rc passphrase_key(struct str passphrase, const unsigned char salt[PASSPHRASE_SALT_BYTES],
                       unsigned char key[SECRET_KEY_BYTES]) {
    _Static_assert(PASSPHRASE_SALT_BYTES == crypto_pwhash_SALTBYTES, "the salt that Argon2 takes");
    TRY(gate_enter());
    int failed =
        crypto_pwhash(key, SECRET_KEY_BYTES, passphrase.p ? passphrase.p : "", passphrase.n, salt,
                      KEY_PASSES, KEY_MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    gate_leave();
    return failed ? RC_BROKEN : RC_OK;
}
