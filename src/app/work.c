/* Doing work here or handing it over. See work.h. */
#include "app/work.h"

#include "app/journal.h"
#include "app/progress.h"
#include "app/site.h"
#include "platform/clock.h"

static const struct work_kind kinds[] = {
    {"import", import_work},
    {"user-create", user_create_work},
    {"user-link", user_link_work},
};

static const struct work_kind *kind_find(struct str name) {
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (str_is(name, str_from(kinds[i].name))) return &kinds[i];
    return NULL;
}

/* Runs it and turns what came out into an answer. */
static void run(const struct control_request *request, struct work *work,
                struct control_answer *answer) {
    const struct work_kind *kind = kind_find(request->command);
    enum rc rc = kind ? kind->run(work) : RC_ABSENT;
    if (!kind) work->problem = STR("this server does not know that work");
    *answer = (struct control_answer){.kind = CONTROL_RESULT, .values = work->result};
    if (rc == RC_OK) return;
    if (!work->problem.n) work->problem = str_from(rc_name(rc));
    *answer = (struct control_answer){.kind = CONTROL_ERROR, .code = rc, .text = work->problem};
}

/* ---- the server's side ---- */

static void pass_progress(void *data, int64_t done, int64_t all) {
    control_progress(data, done, all);
}

void work_serve(struct control_call *call) {
    const struct work_place *place = call->data;
    struct work work = {.arena = call->arena,
                        .site = place->site,
                        .address = place->address,
                        .values = &call->request->values,
                        .file = call->file,
                        .now = clock_now_ms(),
                        .progress = pass_progress,
                        .progress_data = call};
    run(call->request, &work, call->answer);
    journal_write(JOURNAL_INFO, "control", "command=%.*s result=%s",
                  STR_ARG(call->request->command),
                  call->answer->kind == CONTROL_ERROR ? rc_name(call->answer->code) : "ok");
}

/* ---- the command's side ---- */

static void show_progress(void *data, int64_t done, int64_t all) {
    progress_show(data, done, all);
}

static enum rc do_here(const struct options *options, const struct control_request *request,
                       struct work *work, struct control_answer *answer) {
    struct opened opened;
    TRY(site_try_open(&opened, options, DATABASE_WRITE));
    work->site = &opened.site;
    work->address = site_address(options->arena, &options->config, (int)options->config.port);
    run(request, work, answer);
    site_close(&opened);
    return RC_OK;
}

static enum rc hand_over(const struct options *options, const struct control_request *request,
                         const struct work *work, struct control_answer *answer) {
    struct control_client client = {work->file, work->progress, work->progress_data};
    enum rc rc = control_call(options->arena, options->data_folder, request, &client, answer);
    if (rc != RC_ABSENT) return rc;
    complain("another process has %s and takes no calls; try again when it is done",
             options->data_folder);
    return RC_BUSY;
}

int work_do(const struct options *options, const struct control_request *request, int file,
            const char *what, struct control_answer *answer) {
    struct progress bar;
    struct work work = {.arena = options->arena,
                        .values = &request->values,
                        .file = file,
                        .now = clock_now_ms(),
                        .progress = show_progress,
                        .progress_data = &bar};
    progress_start(&bar, what);
    enum rc rc = do_here(options, request, &work, answer);
    if (rc == RC_BUSY) rc = hand_over(options, request, &work, answer);
    progress_end(&bar);
    if (rc != RC_OK) return exit_code_of(rc);
    if (answer->kind != CONTROL_ERROR) return EXIT_DONE;
    complain("%.*s", STR_ARG(answer->text));
    return exit_code_of(answer->code);
}
