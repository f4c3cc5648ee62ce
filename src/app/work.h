/*
 * Work that writes, asked for on the command line. When a server has the data folder, the work is
 * handed to it over the control socket; otherwise this process takes the folder's lock and does it
 * itself. Either way the same function does it.
 */
#ifndef APP_WORK_H
#define APP_WORK_H

#include "app/control.h"
#include "app/options.h"
#include "kit/site.h"

/* What a piece of work gets and gives. It fills result, or returns a code and says why in problem
   (English, for the terminal). */
struct work {
    struct arena *arena;
    const struct site *site;
    struct str address; /* for links that leave the site, without slash at the end */
    const struct control_values *values;
    int file; /* or -1 */
    int64_t now;
    struct control_values result;
    struct str problem;
    void (*progress)(void *data, int64_t done, int64_t all);
    void *progress_data;
};

struct work_kind {
    const char *name;
    enum rc (*run)(struct work *work);
};

/* Each by its command. */
enum rc import_work(struct work *work);
enum rc user_create_work(struct work *work);
enum rc user_link_work(struct work *work);

/* Does the work here or through the server. what is shown beside the progress bar. Complains and
   returns an exit code; with EXIT_DONE the result is in answer->values. */
int work_do(const struct options *options, const struct control_request *request, int file,
            const char *what, struct control_answer *answer);

/* For control_start: does what a call asks. data is const struct work_place *. */
struct work_place {
    const struct site *site;
    struct str address;
};
void work_serve(struct control_call *call);

#endif
