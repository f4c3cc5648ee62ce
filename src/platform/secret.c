/* Random bytes, ids, keyed hashes and the key file: see secret.h. */
#include "platform/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum rc secret_start(void) {
    return sodium_init() < 0 ? RC_BROKEN : RC_OK;
}

/* --- The server's key --- */

static bool key_path(const char *folder, char *path, size_t n) {
    int length = snprintf(path, n, "%s/key", folder);
    return length > 0 && (size_t)length < n;
}

enum rc secret_key_create(const char *folder) {
    char path[4096];
    unsigned char key[SECRET_KEY_BYTES];
    if (!key_path(folder, path, sizeof path)) return RC_INVALID;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) return errno == EEXIST ? RC_CONFLICT : RC_BROKEN;
    secret_random(key, sizeof key);
    bool written = write(file, key, sizeof key) == (ssize_t)sizeof key && !fsync(file);
    sodium_memzero(key, sizeof key);
    if (close(file)) written = false;
    if (!written) unlink(path);
    return written ? RC_OK : RC_BROKEN;
}

static enum rc read_key(int file, unsigned char key[SECRET_KEY_BYTES]) {
    struct stat facts;
    if (fstat(file, &facts)) return RC_BROKEN;
    if (facts.st_mode & (S_IRWXG | S_IRWXO)) return RC_DENIED;
    if (!S_ISREG(facts.st_mode) || facts.st_size != SECRET_KEY_BYTES) return RC_BROKEN;
    return read(file, key, SECRET_KEY_BYTES) == SECRET_KEY_BYTES ? RC_OK : RC_BROKEN;
}

enum rc secret_key_read(const char *folder, unsigned char key[SECRET_KEY_BYTES]) {
    char path[4096];
    if (!key_path(folder, path, sizeof path)) return RC_INVALID;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return errno == ENOENT ? RC_ABSENT : RC_BROKEN;
    enum rc rc = read_key(file, key);
    close(file);
    return rc;
}

/* --- Ids --- */

void secret_random(void *bytes, size_t n) {
    randombytes_buf(bytes, n);
}

uint64_t id_random(void) {
    uint64_t id = 0;
    while (id == 0) secret_random(&id, sizeof id);
    return id;
}

static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

void id_text(uint64_t id, char text[ID_TEXT_BYTES + 1]) {
    text[ID_TEXT_BYTES] = '\0';
    for (int i = ID_TEXT_BYTES - 1; i >= 0; i--, id >>= 5) text[i] = digits[id & 31];
}

static int digit_value(char c) {
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if (c == 'o') c = '0';
    if (c == 'i' || c == 'l') c = '1';
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

enum rc id_parse(struct str text, uint64_t *id) {
    uint64_t value = 0;
    *id = 0;
    if (text.n != ID_TEXT_BYTES) return RC_INVALID;
    for (size_t i = 0; i < text.n; i++) {
        int digit = digit_value(text.p[i]);
        if (digit < 0 || (i == 0 && digit > 15)) return RC_INVALID; /* 65 bits: one too many */
        value = value << 5 | (uint64_t)digit;
    }
    if (!value) return RC_INVALID;
    *id = value;
    return RC_OK;
}

/* --- Tokens --- */

struct str secret_token(struct arena *arena) {
    unsigned char bytes[SECRET_TOKEN_BYTES];
    secret_random(bytes, sizeof bytes);
    return str_hex(arena, bytes, sizeof bytes);
}

void secret_hash(const unsigned char key[SECRET_KEY_BYTES], struct str token,
                 unsigned char hash[SECRET_HASH_BYTES]) {
    crypto_generichash(hash, SECRET_HASH_BYTES, (const unsigned char *)token.p, token.n, key,
                       SECRET_KEY_BYTES);
}

bool secret_equal(struct str a, struct str b) {
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}
