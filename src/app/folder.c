/* Making the data folder. See folder.h. */
#include "app/folder.h"

#include "platform/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool folder_holds_site(const struct options *options) {
    const char *key = options_path(options, "key");
    return key && access(key, F_OK) == 0;
}

/* The example file with the flags that were given as values at its end. */
static bool write_config(const struct options *options, struct buf *out) {
    size_t n;
    bool first = true;
    const struct config_key *keys = config_keys(&n);
    config_write_example(out);
    for (size_t i = 0; i < n; i++) {
        if (!options->flags[i]) continue;
        if (first) buf_lit(out, "\n# As given to samskab init:\n");
        first = false;
        buf_format(out, "%s = %s\n", keys[i].name, options->flags[i]);
    }
    return buf_ok(out);
}

static int create_config(const struct options *options) {
    struct buf out;
    buf_init(&out, options->arena, 1 << 20);
    if (!write_config(options, &out)) return EXIT_FAILED;
    int fd = open(options->config_file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) return EXIT_DONE;
    bool good = fd >= 0 && write(fd, out.p, out.n) == (ssize_t)out.n;
    if (!good) complain("cannot write %s: %s", options->config_file, strerror(errno));
    if (fd >= 0 && close(fd) != 0) good = false;
    return good ? EXIT_DONE : EXIT_FAILED;
}

int folder_create(const struct options *options) {
    if (folder_holds_site(options)) {
        complain("%s holds a site already", options->data_folder);
        return EXIT_REFUSED;
    }
    if (mkdir(options->data_folder, 0700) != 0 && errno != EEXIST) {
        complain("cannot make %s: %s", options->data_folder, strerror(errno));
        return EXIT_FAILED;
    }
    int code = create_config(options);
    if (code != EXIT_DONE) return code;
    if (secret_start() == RC_OK && secret_key_create(options->data_folder) == RC_OK)
        return EXIT_DONE;
    complain("cannot write %s/key: %s", options->data_folder, strerror(errno));
    return EXIT_FAILED;
}
