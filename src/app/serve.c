/* samskab serve: start everything in order, wait for a signal, stop it in the opposite order. */
#include "kit/serve.h"

#include "app/features.h"
#include "app/first.h"
#include "app/journal.h"
#include "app/site.h"
#include "app/work.h"
#include "platform/clock.h"
#include "platform/jobs.h"
#include "platform/kept.h"
#include "platform/live.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { SERVE_MEMORY = 64 * 1024 * 1024, STOP_MS = 10000, FILES_BESIDE = 256, RESULTS_KEPT = 64 };

struct running {
    struct opened opened;
    struct job_runner *jobs;
    struct server *server;
    struct control_server *control;
    struct str address;
    struct work_place place;
};

/* ---- signals ---- */

/* Before any thread starts, so that all inherit it and the signals wait for us. */
static void hold_signals(sigset_t *set) {
    (void)sigemptyset(set);
    (void)sigaddset(set, SIGTERM);
    (void)sigaddset(set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, set, NULL);
}

static int wait_for_signal(const sigset_t *set) {
    int which = 0;
    while (sigwait(set, &which) != 0) continue;
    return which;
}

/* From now on a second signal ends the program at once. */
static void let_signals_kill(const sigset_t *set) {
    (void)signal(SIGTERM, SIG_DFL);
    (void)signal(SIGINT, SIG_DFL);
    (void)pthread_sigmask(SIG_UNBLOCK, set, NULL);
}

/* ---- starting ---- */

/* systemd hands over a listening socket as descriptor 3 (socket activation). */
static int inherited_socket(void) {
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    if (!pid || !count || strcmp(count, "1") != 0) return -1;
    return strtol(pid, NULL, 10) == (long)getpid() ? 3 : -1;
}

/* Each connection is a file; what the system allows at most is asked for. */
static void raise_file_limit(int64_t connections) {
    const rlim_t wanted = (rlim_t)connections + FILES_BESIDE;
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= wanted) return;
    files.rlim_cur = files.rlim_max < wanted ? files.rlim_max : wanted;
    if (setrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur < wanted)
        complain("the system allows %llu open files, fewer than %lld connections need; raise "
                 "LimitNOFILE or ulimit -n",
                 (unsigned long long)files.rlim_cur, (long long)connections);
}

static void publish(void *data, struct str topic, struct str payload) {
    live_publish(data, topic, payload);
}

static enum rc start_web(struct arena *arena, struct running *running,
                         const struct options *options) {
    struct site *site = &running->opened.site;
    const struct config *config = &options->config;
    struct serve_options serve = {.port = (int)config->port,
                                  .everywhere = config->lan,
                                  .socket = inherited_socket(),
                                  .threads = (unsigned)config->threads,
                                  .connections = (unsigned)config->connections,
                                  .no_limits = !config->rate_limits};
    /* The rest is for pages: a listening telephone also asks for them. */
    const struct live_options live = {.clients_max =
                                          (unsigned)(config->connections - config->connections / 8),
                                      .per_key_max = config->rate_limits ? 0 : UINT_MAX};
    raise_file_limit(config->connections);
    TRY(live_start(arena, &live, &site->live));
    site->results = kept_new(arena, RESULTS_KEPT);
    database_set_listener(site->database, publish, site->live);
    /* Links in answers need an address before the port is known, so port 0 has none until then. */
    if (!site->base_url.n && config->lan)
        site->base_url = site_address(arena, config, (int)config->port);
    enum rc rc = serve_start(arena, site, &serve, &running->server);
    if (rc == RC_CONFLICT)
        complain("port %d is taken: stop the other program, or choose another with --port",
                 (int)config->port);
    TRY(rc);
    running->address = site_address(arena, config, serve_port(running->server));
    return RC_OK;
}

static enum rc start_rest(struct arena *arena, struct running *running,
                          const struct options *options) {
    struct site *site = &running->opened.site;
    const struct job_kind *const *kinds = features_jobs(arena);
    if (!kinds) return RC_BROKEN;
    TRY(jobs_start(&running->jobs, site->database, kinds, site));
    running->place = (struct work_place){site, running->address};
    enum rc rc =
        control_start(arena, options->data_folder, work_serve, &running->place, &running->control);
    if (rc != RC_OK) complain("cannot listen on %s/control", options->data_folder);
    return rc;
}

static void print_welcome(struct arena *arena, const struct running *running,
                          const struct options *options) {
    struct str link = {0};
    (void)printf("Samskab %s serves %s at %.*s\n", SAMSKAB_VERSION, options->data_folder,
                 STR_ARG(running->address));
    if (options->config.lan)
        (void)printf("It listens on every interface. Without a proxy that speaks https, use it in "
                     "a network you trust.\n");
    enum rc rc = first_link(arena, &running->opened.site, clock_now_ms(), &link);
    if (rc != RC_OK)
        (void)printf("No link for the first administrator could be made (%s); try: samskab user "
                     "create --administrator MAIL NAME\n",
                     rc_name(rc));
    else if (link.n)
        (void)printf("\nNobody runs this site yet. This link works once and makes whoever opens it "
                     "administrator:\n  %.*s%.*s\n\n",
                     STR_ARG(running->address), STR_ARG(link));
    (void)printf("Stop it with Ctrl-C.\n");
    (void)fflush(stdout);
}

/* ---- stopping ---- */

/* Whatever was started, newest first. False when a request had to be left behind. */
static bool stop(struct running *running) {
    bool clean = true;
    struct site *site = &running->opened.site;
    if (running->control) control_stop(running->control);
    if (running->jobs) jobs_stop(running->jobs);
    if (site->live) live_stop(site->live);
    if (running->server) clean = serve_stop(running->server, STOP_MS);
    if (!clean) return false;
    site_close(&running->opened);
    if (site->live) live_close(site->live);
    return true;
}

static int serve(struct arena *arena, const struct options *options) {
    struct running running = {0};
    sigset_t signals;
    hold_signals(&signals);
    enum rc rc = site_open(&running.opened, options, DATABASE_MIGRATE);
    if (rc != RC_OK) return exit_code_of(rc);
    rc = start_web(arena, &running, options);
    if (rc == RC_OK) rc = start_rest(arena, &running, options);
    if (rc != RC_OK) {
        (void)stop(&running);
        return exit_code_of(rc);
    }
    print_welcome(arena, &running, options);
    journal_write(JOURNAL_INFO, "serving", "version=%s database=\"%s\" port=%d", SAMSKAB_VERSION,
                  database_engine(running.opened.site.database), serve_port(running.server));
    int which = wait_for_signal(&signals);
    journal_write(JOURNAL_INFO, "stopping", "signal=%d", which);
    let_signals_kill(&signals);
    bool clean = stop(&running);
    journal_write(clean ? JOURNAL_INFO : JOURNAL_ERROR, "stopped", "clean=%s",
                  clean ? "yes" : "no");
    if (!clean) _exit(EXIT_FAILED); /* a thread still waits for its request; nothing may be freed */
    return EXIT_DONE;
}

int serve_main(int argc, char **argv) {
    struct arena arena;
    struct options options;
    struct command_line line = {
        .about = "Run the site until SIGTERM or Ctrl-C. Every configuration key below works as a "
                 "flag, and as \"key = value\" in samskab.conf of the data folder.",
        .lists_keys = true};
    arena_init(&arena, SERVE_MEMORY);
    int code = EXIT_WRONG;
    if (options_parse(&options, &arena, &line, argc, argv)) code = serve(&arena, &options);
    arena_release(&arena);
    return code;
}
