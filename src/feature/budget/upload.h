/* Importing a vote in the browser: the form, and the page that follows the count. */
#ifndef FEATURE_BUDGET_UPLOAD_H
#define FEATURE_BUDGET_UPLOAD_H

#include "kit/request.h"
#include "kit/views.h"

struct budget_upload_view {
    struct str place_title;
    struct url action;
    struct error_summary errors;
    struct form_field file, title, source, rule, seed;
    LIST(struct form_field) options;
};

struct budget_waiting_view {
    struct str title;
    struct str topic; /* of the live updates */
    bool is_waiting, is_counting, is_done, is_failed;
    int64_t done, total;
    struct percent share;
    struct url result_url, again_url, self_url; /* again: the place */
    struct url same_url;                        /* a count of the same ballots, when there is one */
    struct str same_title;
};

enum rc budget_upload_form(struct request *request);
enum rc budget_upload_prepare(struct request *request);
enum rc budget_upload_apply(struct request *request);
enum rc budget_upload_answer(struct request *request);
enum rc budget_waiting_answer(struct request *request);

#endif
