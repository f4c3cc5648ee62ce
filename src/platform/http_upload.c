/* Unlinked files for uploads. */
#include "platform/http_upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

static void close_descriptor(void *data) {
    close((int)(intptr_t)data);
}

/* For file systems without O_TMPFILE. */
static int open_and_unlink(struct arena *arena, struct str folder) {
    struct str pattern = str_format(arena, "%.*s/upload-XXXXXX", STR_ARG(folder));
    char *path = arena_alloc(arena, pattern.n + 1);
    if (!path || !pattern.p) return -1;
    for (size_t i = 0; i < pattern.n; i++) path[i] = pattern.p[i];
    int fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

enum rc upload_open(struct arena *arena, struct str folder, int *fd) {
    const char *path = str_c(arena, folder.n ? folder : STR("."));
    if (!path) return RC_BROKEN;
    *fd = open(path, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (*fd < 0) *fd = open_and_unlink(arena, folder);
    if (*fd < 0) return RC_BROKEN;
    return arena_defer(arena, close_descriptor, (void *)(intptr_t)*fd) ? RC_OK : RC_LIMIT;
}

enum rc upload_write(int fd, struct str bytes) {
    while (bytes.n) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return RC_BROKEN;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return RC_OK;
}

enum rc upload_rewind(int fd) {
    return lseek(fd, 0, SEEK_SET) == 0 ? RC_OK : RC_BROKEN;
}
