/* Opening and closing the site. See site.h. */
#include "app/site.h"

#include "app/features.h"
#include "app/journal.h"
#include "core/meeting/seat.h"
#include "core/person.h"
#include "core/rights.h"
#include "core/session.h"
#include "platform/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PASSWORD_FILE_MAX = 1024 };

/* ---- parts ---- */

static enum rc check_folder(const struct options *options) {
    struct stat folder;
    if (stat(options->data_folder, &folder) == 0 && S_ISDIR(folder.st_mode)) return RC_OK;
    complain("there is no data folder %s; \"samskab init --data %s\" makes one",
             options->data_folder, options->data_folder);
    return RC_ABSENT;
}

/* An SQLite file that lies in the data folder: its database locks the folder by itself. */
static bool database_locks(const struct options *options) {
    struct str url = str_from(options_database_url(options));
    struct stat folder, other;
    if (!str_starts(url, STR("sqlite:"))) return false;
    struct str path = str_slice(url, 7, url.n);
    while (path.n && path.p[path.n - 1] != '/') path.n--;
    const char *parent = path.n ? str_c(options->arena, path) : ".";
    return parent && stat(parent, &other) == 0 && stat(options->data_folder, &folder) == 0 &&
           folder.st_dev == other.st_dev && folder.st_ino == other.st_ino;
}

static enum rc take_lock(struct opened *opened, const struct options *options,
                         enum database_use use) {
    struct db_problem problem = {""};
    if (use == DATABASE_READ || database_locks(options)) return RC_OK;
    enum rc rc = folder_lock(options->data_folder, &opened->lock, &problem);
    if (rc != RC_OK) opened->lock = -1;
    if (rc != RC_OK && rc != RC_BUSY) complain("%s", problem.text);
    return rc;
}

static enum rc read_key(struct opened *opened, const char *folder) {
    enum rc rc = secret_key_read(folder, opened->key);
    if (rc == RC_ABSENT)
        complain("%s/key is missing: restore it from a backup, or make a new folder with "
                 "samskab init",
                 folder);
    else if (rc == RC_DENIED)
        complain("%s/key may be read by others: chmod 600 %s/key", folder, folder);
    else if (rc != RC_OK)
        complain("%s/key is damaged: restore it from a backup", folder);
    return rc;
}

/* The first line of the file that holds the mail server's password. */
static enum rc read_password(struct arena *arena, struct str file, struct str *password) {
    *password = (struct str){0};
    if (file.n == 0) return RC_OK;
    char bytes[PASSWORD_FILE_MAX];
    const char *path = str_c(arena, file);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    ssize_t n = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
    if (fd >= 0) (void)close(fd);
    if (n < 0) {
        complain("smtp-password-file %s: %s", path ? path : "", strerror(errno));
        return RC_INVALID;
    }
    struct str rest = {bytes, (size_t)n}, line = {0};
    (void)str_cut(&rest, '\n', &line);
    *password = str_copy(arena, str_trim(line));
    return password->p ? RC_OK : RC_BROKEN;
}

static enum rc set_mail(struct opened *opened, const struct options *options) {
    const struct config *config = &options->config;
    if (config->smtp_url.n == 0) return RC_OK;
    if (config->smtp_from.n == 0) {
        complain("smtp-url is set, so smtp-from must be set too");
        return RC_INVALID;
    }
    opened->mail = (struct mail_server){.url = config->smtp_url,
                                        .user = config->smtp_user,
                                        .from = config->smtp_from,
                                        .from_name = config->site_name};
    TRY(read_password(options->arena, config->smtp_password_file, &opened->mail.password));
    opened->site.mail = &opened->mail;
    return RC_OK;
}

/* "m/ID", "m/ID/room" and boards, "m/ID/e/EXERCISE": whoever has a meeting's address may hear that there is news in it. */
static bool hears_meeting(struct request *request, struct str topic) {
    struct str rest = topic, part = {0};
    uint64_t meeting;
    (void)str_cut(&rest, '/', &part);
    bool has_id = str_cut(&rest, '/', &part) && id_parse(part, &meeting) == RC_OK;
    bool is_whole = !rest.p || str_is(rest, STR("room")) || str_starts(rest, STR("e/"));
    return has_id && is_whole && seat_listens(request, meeting) == RC_OK;
}

/* The progress of jobs is a number and a total; people who are signed in may hear it. */
static bool may_listen(struct request *request, struct str topic) {
    if (str_starts(topic, STR("m/"))) return hears_meeting(request, topic);
    return request->asker.id != 0 && str_starts(topic, STR("job/"));
}

/* Links are made by putting paths behind it. */
static enum rc set_base_url(struct opened *opened, const struct config *config) {
    struct str url = config->base_url;
    if (str_ends(url, STR("/"))) url = str_slice(url, 0, url.n - 1);
    size_t host = str_find(url, '/', 0) + 2; /* behind "https://" */
    opened->site.base_url = url;
    if (!url.n || str_find(url, '/', host) == url.n) return RC_OK;
    complain("base-url is scheme and host only, without a path");
    return RC_INVALID;
}

static void set_site(struct opened *opened, const struct options *options) {
    const struct config *config = &options->config;
    opened->site = (struct site){
        .name = config->site_name,
        .contact_name = config->contact_name,
        .contact_phone = config->contact_phone,
        .contact_mail = config->contact_mail,
        .was_url = config->accessibility_url,
        .assessed_on = config->accessibility_date,
        .data_folder = str_from(options->data_folder),
        .behind_tls = config->behind_tls,
        .trust_forwarded = config->trust_forwarded,
        .secret = opened->key,
        .features = all_features,
        .activity_kinds = all_activity_kinds,
        .tools = all_tools,
        .panels = all_panels,
        .navigation = all_navigation,
        .n_navigation = n_navigation,
        .sign_in_path = "/signin",
        .sign_out_path = "/signout",
        .me_path = "/me",
        .load_asker = session_load_asker,
        .touch_sessions = session_touch_all,
        .load_object = rights_load_object,
        .may = rights_may,
        .may_listen = may_listen,
    };
}

static enum rc open_database(struct opened *opened, const struct options *options,
                             enum database_use use) {
    struct db_problem problem = {""};
    struct database_options wanted = {.url = options_database_url(options),
                                      .use = use,
                                      .migrations = features_migrations(options->arena),
                                      .now = clock_now_ms(),
                                      .log = journal_warning};
    if (!wanted.url || !wanted.migrations) return RC_BROKEN;
    enum rc rc = database_open(&opened->site.database, &wanted, &problem);
    if (rc != RC_OK && rc != RC_BUSY) complain("%s", problem.text);
    return rc;
}

/* ---- all of it ---- */

static enum rc open_parts(struct opened *opened, const struct options *options,
                          enum database_use use) {
    if (secret_start() != RC_OK) {
        complain("this machine gives no random numbers");
        return RC_BROKEN;
    }
    journal_set_level((enum journal_level)options->config.log_level);
    set_site(opened, options);
    TRY(set_base_url(opened, &options->config));
    TRY(check_folder(options));
    TRY(take_lock(opened, options, use));
    TRY(read_key(opened, options->data_folder));
    TRY(set_mail(opened, options));
    return open_database(opened, options, use);
}

enum rc site_try_open(struct opened *opened, const struct options *options, enum database_use use) {
    *opened = (struct opened){.lock = -1};
    enum rc rc = open_parts(opened, options, use);
    if (rc != RC_OK) site_close(opened);
    return rc;
}

enum rc site_open(struct opened *opened, const struct options *options, enum database_use use) {
    enum rc rc = site_try_open(opened, options, use);
    if (rc == RC_BUSY)
        complain("another process has %s (a running samskab serve?)", options->data_folder);
    return rc;
}

void site_close(struct opened *opened) {
    if (opened->site.database) database_close(opened->site.database);
    if (opened->lock >= 0) folder_unlock(opened->lock);
    opened->site.database = NULL;
    opened->lock = -1;
}
