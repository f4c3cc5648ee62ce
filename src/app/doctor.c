/* samskab doctor: looks at everything the site stands on and says what to do about what is wrong.
 */
#include "app/doctor.h"

#include "app/features.h"
#include "app/site.h"
#include "platform/clock.h"

#include <errno.h>
#include <netdb.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

void doctor_say(struct doctor *doctor, enum finding finding, const char *format, ...) {
    static const char *const words[] = {"ok", "warn", "bad"};
    char text[1024];
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    (void)printf("%-5s%-15s%s\n", words[finding], doctor->subject, text);
    doctor->counts[finding]++;
}

/* ---- the machine ---- */

static void check_clock(struct doctor *doctor) {
    /* The program was written in November 2026; no clock is right that shows an earlier time. */
    const int64_t written = INT64_C(1793491200000);
    int64_t now = clock_now_ms();
    if (now < written)
        doctor_say(doctor, FOUND_BAD,
                   "the clock is years behind: set it, and keep it right by NTP "
                   "(timedatectl set-ntp true)");
    else
        doctor_say(doctor, FOUND_OK, "the clock shows a time that can be right");
}

static void check_disk(struct doctor *doctor) {
    struct statvfs disk;
    if (statvfs(doctor->options->data_folder, &disk) != 0) {
        doctor_say(doctor, FOUND_BAD, "cannot ask how full the disk is: %s", strerror(errno));
        return;
    }
    unsigned long long free_mb =
        (unsigned long long)disk.f_bavail * (unsigned long long)disk.f_frsize / 1000000;
    if (disk.f_files && disk.f_favail == 0)
        doctor_say(doctor, FOUND_BAD, "the disk has no room for another file: delete some");
    else if (free_mb < 100)
        doctor_say(doctor, FOUND_BAD, "only %llu MB free: make room before writes fail", free_mb);
    else if (free_mb < 1000)
        doctor_say(doctor, FOUND_WARN, "%llu MB free: make room soon", free_mb);
    else
        doctor_say(doctor, FOUND_OK, "%llu MB free", free_mb);
}

/* ---- the folder ---- */

static void check_mode(struct doctor *doctor, const char *path, const struct stat *facts,
                       unsigned right) {
    if (facts->st_uid != geteuid() && geteuid() != 0)
        doctor_say(doctor, FOUND_BAD,
                   "%s belongs to another user: chown it to the one that runs "
                   "samskab",
                   path);
    else if (facts->st_mode & 077)
        doctor_say(doctor, FOUND_BAD, "%s may be used by others (mode %o): chmod %o %s", path,
                   (unsigned)facts->st_mode & 0777u, right, path);
    else
        doctor_say(doctor, FOUND_OK, "only this user can read %s", path);
}

static void check_folder(struct doctor *doctor) {
    const char *path = doctor->options->data_folder;
    struct stat facts;
    if (stat(path, &facts) != 0)
        doctor_say(doctor, FOUND_BAD, "%s: %s; samskab init --data %s makes one", path,
                   strerror(errno), path);
    else if (!S_ISDIR(facts.st_mode))
        doctor_say(doctor, FOUND_BAD, "%s is no folder", path);
    else if (access(path, R_OK | W_OK | X_OK) != 0)
        doctor_say(doctor, FOUND_BAD, "cannot write in %s: %s", path, strerror(errno));
    else
        check_mode(doctor, path, &facts, 0700);
}

static void check_key(struct doctor *doctor) {
    const char *path = options_path(doctor->options, "key");
    struct stat facts;
    unsigned char key[SECRET_KEY_BYTES];
    if (!path || stat(path, &facts) != 0) {
        doctor_say(doctor, FOUND_BAD, "the server's key is missing: restore %s from a backup",
                   path);
        return;
    }
    check_mode(doctor, path, &facts, 0600);
    enum rc rc = secret_key_read(doctor->options->data_folder, key);
    if (rc != RC_OK && rc != RC_DENIED)
        doctor_say(doctor, FOUND_BAD, "the server's key is damaged: restore %s from a backup",
                   path);
}

/* ---- the database ---- */

/* check-queries tells them one by one. */
static void ignore_fault(void *data, const char *text) {
    (void)data;
    (void)text;
}

static void check_database(struct doctor *doctor) {
    struct db_problem problem = {""};
    struct database *database = NULL;
    const struct database_options wanted = {.url = options_database_url(doctor->options),
                                            .use = DATABASE_READ,
                                            .migrations =
                                                features_migrations(doctor->options->arena),
                                            .now = clock_now_ms()};
    enum rc rc = database_open(&database, &wanted, &problem);
    if (rc == RC_CONFLICT)
        doctor_say(doctor, FOUND_BAD, "%s; samskab migrate, or the program that fits",
                   problem.text);
    else if (rc != RC_OK)
        doctor_say(doctor, FOUND_BAD, "%s", problem.text);
    if (rc != RC_OK) return;
    const struct db_report report = {ignore_fault, NULL};
    const struct db_queries *const *queries = features_queries(doctor->options->arena);
    size_t faults = queries ? database_check_queries(database, queries, &report) : 1;
    if (faults == 0)
        doctor_say(doctor, FOUND_OK, "%s answers, and its tables fit this program",
                   database_engine(database));
    else
        doctor_say(doctor, FOUND_BAD,
                   "%zu statements do not fit %s: samskab check-queries names them; report it",
                   faults, database_engine(database));
    database_close(database);
}

/* ---- configuration ---- */

static void check_sources(struct doctor *doctor) {
    const struct options *options = doctor->options;
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++) {
        struct config_origin origin = options->config.origins[i];
        struct str value = config_value(options->arena, &options->config, i);
        if (origin.flag)
            doctor_say(doctor, FOUND_OK, "%s = %.*s (flag)", keys[i].name, STR_ARG(value));
        else if (origin.line)
            doctor_say(doctor, FOUND_OK, "%s = %.*s (%s:%d)", keys[i].name, STR_ARG(value),
                       options->config_file, origin.line);
        else
            doctor_say(doctor, FOUND_OK, "%s = %.*s (default)", keys[i].name, STR_ARG(value));
    }
}

/* What does not go together. */
static void check_config(struct doctor *doctor) {
    const struct config *c = &doctor->options->config;
    bool https = str_starts(c->base_url, STR("https://"));
    bool nobody = !c->contact_name.n || (!c->contact_phone.n && !c->contact_mail.n);
    const struct {
        bool found;
        enum finding finding;
        const char *text;
    } faults[] = {
        {nobody, FOUND_WARN,
         "nobody is named to ask: set contact-name, contact-phone and contact-mail"},
        {c->behind_tls && c->base_url.n && !https, FOUND_BAD,
         "behind-tls is on, but base-url begins with http://"},
        {https && !c->behind_tls, FOUND_BAD,
         "base-url begins with https://: set behind-tls = yes, so that cookies never leave over "
         "http"},
        {!c->rate_limits, FOUND_BAD,
         "rate-limits is off, which is for measurements only: anyone may try passwords without "
         "end"},
        {c->trust_forwarded && c->lan, FOUND_WARN,
         "trust-forwarded with lan: anyone who reaches the port directly can choose the address "
         "that limits go by"},
        {c->smtp_url.n && !c->base_url.n, FOUND_BAD,
         "letters have links, so smtp-url needs base-url"},
        {c->smtp_url.n && !c->smtp_from.n, FOUND_BAD, "smtp-url needs smtp-from"},
    };
    check_sources(doctor);
    for (size_t i = 0; i < COUNT(faults); i++)
        if (faults[i].found) doctor_say(doctor, faults[i].finding, "%s", faults[i].text);
}

/* ---- mail ---- */

/* Host and port of "smtp://host:port". */
static bool mail_host(struct arena *arena, struct str url, const char **host, const char **port) {
    bool tls = str_starts(url, STR("smtps://"));
    struct str rest = str_slice(url, tls ? 8 : 7, url.n);
    rest = str_slice(rest, 0, str_find(rest, '/', 0));
    size_t colon = str_find(rest, ':', 0);
    *host = str_c(arena, str_slice(rest, 0, colon));
    *port = colon < rest.n ? str_c(arena, str_slice(rest, colon + 1, rest.n)) : tls ? "465" : "25";
    return *host && *port;
}

static bool can_connect(const struct addrinfo *at) {
    struct timeval patience = {.tv_sec = 5};
    int fd = socket(at->ai_family, at->ai_socktype | SOCK_CLOEXEC, at->ai_protocol);
    if (fd < 0) return false;
    (void)setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    bool good = connect(fd, at->ai_addr, at->ai_addrlen) == 0;
    (void)close(fd);
    return good;
}

static void check_mail(struct doctor *doctor) {
    struct str url = doctor->options->config.smtp_url;
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    const char *host, *port;
    bool good = false;
    if (!url.n) {
        doctor_say(doctor, FOUND_OK, "no mail server: one-time links are shown to administrators");
        return;
    }
    if (!mail_host(doctor->options->arena, url, &host, &port)) return;
    if (getaddrinfo(host, port, &wanted, &found) != 0) {
        doctor_say(doctor, FOUND_BAD, "%s cannot be found: look at smtp-url", host);
        return;
    }
    for (const struct addrinfo *at = found; at && !good; at = at->ai_next) good = can_connect(at);
    freeaddrinfo(found);
    if (good)
        doctor_say(doctor, FOUND_OK, "%s answers on port %s", host, port);
    else
        doctor_say(doctor, FOUND_BAD, "%s does not answer on port %s: %s", host, port,
                   strerror(errno));
}

/* ---- all of it ---- */

static const struct check {
    const char *subject;
    void (*run)(struct doctor *doctor);
} checks[] = {
    {"clock", check_clock}, {"folder", check_folder},        {"disk", check_disk},
    {"key", check_key},     {"configuration", check_config}, {"database", check_database},
    {"mail", check_mail},
};

static int examine(const struct options *options) {
    struct doctor doctor = {.options = options};
    if (secret_start() != RC_OK) return EXIT_FAILED;
    for (size_t i = 0; i < COUNT(checks); i++) {
        const int bad_before = doctor.counts[FOUND_BAD];
        doctor.subject = checks[i].subject;
        checks[i].run(&doctor);
        /* Without a folder there is nothing more to look at. */
        if (checks[i].run == check_folder && doctor.counts[FOUND_BAD] > bad_before) break;
    }
    int warnings = doctor.counts[FOUND_WARN];
    (void)printf("%d ok, %d %s, %d bad\n", doctor.counts[FOUND_OK], warnings,
                 warnings == 1 ? "warning" : "warnings", doctor.counts[FOUND_BAD]);
    return doctor.counts[FOUND_BAD] ? EXIT_FAILED : EXIT_DONE;
}

int doctor_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct command_line line = {
        .about = "Look at clock, folder, disk, key, configuration, database and mail server, and "
                 "say what to do about what is wrong. Works beside a running server and changes "
                 "nothing. Exit code 1 when something is bad."};
    arena_init(&arena, 4 << 20);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) code = examine(&options);
    arena_release(&arena);
    return code;
}
