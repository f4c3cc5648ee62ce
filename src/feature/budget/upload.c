/* Importing a vote in the browser. The file is read and checked while the person waits, so that she
   hears at once what is wrong with it; only the counting is a job. */
#include "feature/budget/upload.h"

#include "feature/budget/import.h"
#include "feature/budget/place.h"
#include "kit/form.h"
#include "kit/upload.h"
#include "platform/heavy.h"
#include "platform/secret.h"

/* What the form holds. */
struct draft {
    struct str title, source, seed;
    int options[BUDGET_OPTION__N];
};

/* One field per option; the wire values are the names that the command line takes. */
static const enum text_id rule_labels[] = {T_budget_rule_auto,         T_budget_rule_greedy,
                                           T_budget_rule_no_skip,      T_budget_rule_threshold,
                                           T_budget_rule_equal_shares, T_budget_rule_phragmen};
static const enum text_id utility_labels[] = {
    T_budget_auto, T_budget_utility_cost, T_budget_utility_cardinality, T_budget_utility_points};
static const enum text_id rank_labels[] = {T_budget_auto, T_budget_rank_support,
                                           T_budget_rank_score};
static const enum text_id completion_labels[] = {
    T_budget_auto, T_budget_completion_none, T_budget_completion_greedy, T_budget_completion_add1,
    T_budget_completion_add1_greedy};
static const enum text_id stop_labels[] = {T_budget_auto, T_budget_stop_exhaustive,
                                           T_budget_stop_overspend};
static const enum text_id endowment_labels[] = {T_budget_auto, T_budget_endowment_exact,
                                                T_budget_endowment_integral};
static const enum text_id ties_labels[] = {T_budget_auto, T_budget_ties_id, T_budget_ties_votes,
                                           T_budget_ties_lot};

static const struct {
    enum text_id label;
    const enum text_id *values;
} option_labels[BUDGET_OPTION__N] = {
    [BUDGET_OPTION_RULE] = {T_budget_option_rule, rule_labels},
    [BUDGET_OPTION_UTILITY] = {T_budget_option_utility, utility_labels},
    [BUDGET_OPTION_RANK] = {T_budget_option_rank, rank_labels},
    [BUDGET_OPTION_COMPLETION] = {T_budget_option_completion, completion_labels},
    [BUDGET_OPTION_STOP] = {T_budget_option_stop, stop_labels},
    [BUDGET_OPTION_ENDOWMENT] = {T_budget_option_endowment, endowment_labels},
    [BUDGET_OPTION_TIES] = {T_budget_option_ties, ties_labels},
};

enum {
    TITLE_FIELD,
    SOURCE_FIELD,
    SEED_FIELD,
    TEXT_FIELDS,
    FIELDS = TEXT_FIELDS + BUDGET_OPTION__N
};

static const struct field text_fields[TEXT_FIELDS] = {
    [TITLE_FIELD] = {.name = "title",
                     .kind = FIELD_LINE,
                     .max = 120,
                     .offset = offsetof(struct draft, title),
                     .label = T_budget_title,
                     .hint = T_budget_title_hint},
    [SOURCE_FIELD] = {.name = "source",
                      .kind = FIELD_LINE,
                      .required = true,
                      .min = 2,
                      .max = 200,
                      .offset = offsetof(struct draft, source),
                      .label = T_budget_source,
                      .hint = T_budget_source_hint},
    [SEED_FIELD] = {.name = "seed",
                    .kind = FIELD_LINE,
                    .max = 128,
                    .offset = offsetof(struct draft, seed),
                    .label = T_budget_seed,
                    .hint = T_budget_seed_hint},
};

static void make_fields(struct field fields[FIELDS]) {
    for (size_t i = 0; i < TEXT_FIELDS; i++) fields[i] = text_fields[i];
    for (size_t i = 0; i < BUDGET_OPTION__N; i++)
        fields[TEXT_FIELDS + i] = (struct field){
            .name = budget_option_names[i].option,
            .kind = FIELD_CHOICE,
            .choices = budget_option_names[i].names,
            .offset = offsetof(struct draft, options) + i * sizeof(int),
            .label = option_labels[i].label,
            .labels = option_labels[i].values,
        };
}

/* ---- what is wrong with a file ---- */

static const enum text_id reason_texts[PB__N] = {
    [PB_NOT_UTF8] = T_pb_not_utf8,
    [PB_EMPTY_FILE] = T_pb_empty_file,
    [PB_SECTION_EXPECTED] = T_pb_section_expected,
    [PB_SECTION_MISSING] = T_pb_section_missing,
    [PB_SECTION_TWICE] = T_pb_section_twice,
    [PB_HEADER_MISSING] = T_pb_header_missing,
    [PB_FIRST_COLUMN] = T_pb_first_column,
    [PB_COLUMN_MISSING] = T_pb_column_missing,
    [PB_COLUMN_TWICE] = T_pb_column_twice,
    [PB_TOO_FEW_FIELDS] = T_pb_too_few_fields,
    [PB_TOO_MANY_FIELDS] = T_pb_too_many_fields,
    [PB_QUOTE_OPEN] = T_pb_quote_open,
    [PB_LINE_TOO_LONG] = T_pb_line_too_long,
    [PB_KEY_MISSING] = T_pb_key_missing,
    [PB_KEY_TWICE] = T_pb_key_twice,
    [PB_VOTE_TYPE] = T_pb_vote_type,
    [PB_NUMBER] = T_pb_number,
    [PB_NUMBER_TOO_LARGE] = T_pb_number_too_large,
    [PB_ID_EMPTY] = T_pb_id_empty,
    [PB_ID_TWICE] = T_pb_id_twice,
    [PB_ID_UNKNOWN] = T_pb_id_unknown,
    [PB_POINTS_COUNT] = T_pb_points_count,
    [PB_COUNT_PROJECTS] = T_pb_count_projects,
    [PB_COUNT_VOTES] = T_pb_count_votes,
    [PB_NO_PROJECTS] = T_pb_no_projects,
    [PB_NO_BALLOTS] = T_pb_no_ballots,
    [PB_TOO_LARGE] = T_pb_too_large,
};

static const enum text_id misfit_texts[] = {
    [BUDGET_NO_POINTS] = T_budget_no_points,
    [BUDGET_NO_THRESHOLD] = T_budget_no_threshold,
    [BUDGET_NO_SEED] = T_budget_no_seed,
};
static const char *const misfit_fields[] = {
    [BUDGET_NO_POINTS] = "utility",
    [BUDGET_NO_THRESHOLD] = "rule",
    [BUDGET_NO_SEED] = "seed",
};

/* The whole sentence, with line and column in front where they are known. */
static struct str problem_text(struct request *request, const struct pb_error *error) {
    struct str reason = TEXT(request->arena, request->lang, reason_texts[error->reason],
                             ARG("text", error->text), ARG("number", error->number));
    if (!error->line) return reason;
    struct str where =
        TEXT(request->arena, request->lang, T_pb_where, ARG("line", (int64_t)error->line),
             ARG("column", (int64_t)error->column));
    return str_format(request->arena, "%.*s %.*s", STR_ARG(where), STR_ARG(reason));
}

/* ---- posting ---- */

/* What the steps of a post hand on to each other. */
struct post {
    struct draft draft;
    struct budget_options options;
    struct str problem; /* of the file, in the reader's language; empty: none */
    struct str packed;  /* the ballots, ready to store */
    struct budget_upload upload;
};

static enum rc refuse_file(struct request *request, struct post *post, struct str problem) {
    post->problem = problem;
    form_error(request, "file", T_budget_file_refused);
    return RC_INVALID;
}

static enum rc read_options(struct request *request, struct post *post) {
    struct draft *draft = &post->draft;
    unsigned char *seed = arena_alloc(request->arena, 64);
    if (!seed) return RC_LIMIT;
    for (unsigned i = 0; i < BUDGET_OPTION__N; i++) {
        const char *name = budget_option_names[i].names[draft->options[i]];
        if (draft->options[i]) /* 0 is "auto": the file decides */
            TRY(budget_option_set(&post->options, (enum budget_option)i, str_from(name)));
    }
    if (draft->seed.n && str_unhex(draft->seed, seed, draft->seed.n / 2) != RC_OK) {
        form_error(request, "seed", T_budget_no_seed);
        return RC_INVALID;
    }
    post->options.seed = (struct str){(const char *)seed, draft->seed.n / 2};
    return RC_OK;
}

static enum rc check_options(struct request *request, struct post *post,
                             const struct budget_election *election) {
    struct budget_options options = post->options;
    budget_defaults(election, &options);
    enum budget_misfit misfit = budget_check(election, &options);
    if (misfit == BUDGET_FITS) return RC_OK;
    form_error(request, misfit_fields[misfit], misfit_texts[misfit]);
    return RC_INVALID;
}

/* The election is held in an arena of its own, which is larger than a request's. */
static enum rc check_votes(struct request *request, struct post *post, struct arena *arena) {
    struct budget_election election;
    struct pb_error error = {0};
    struct str packed;
    enum rc rc = budget_read_file(arena, request->upload->fd, &election, &error);
    if (rc == RC_INVALID) return refuse_file(request, post, problem_text(request, &error));
    TRY(rc);
    TRY(check_options(request, post, &election));
    TRY(budget_votes_pack(arena, &election, &packed));
    post->packed = str_copy(request->arena, packed);
    return post->packed.p ? RC_OK : RC_LIMIT;
}

static enum rc read_votes(struct request *request, struct post *post) {
    struct arena arena;
    if (!request->upload || request->upload->size == 0) {
        form_error(request, "file", T_budget_file_missing);
        return RC_INVALID;
    }
    TRY(heavy_begin()); /* many large files at once would take all memory and every thread */
    arena_init(&arena, BUDGET_IMPORT_MEMORY);
    enum rc rc = check_votes(request, post, &arena);
    arena_release(&arena);
    heavy_end();
    return rc;
}

enum rc budget_upload_prepare(struct request *request) {
    struct field fields[FIELDS];
    struct post *post = arena_new(request->arena, struct post);
    if (!post) return RC_LIMIT;
    request->state = post;
    make_fields(fields);
    enum rc rc = form_read(request, fields, FIELDS, &post->draft);
    if (rc == RC_OK) rc = read_options(request, post);
    if (rc != RC_OK && rc != RC_INVALID) return rc;
    enum rc file = read_votes(request, post);
    return rc == RC_OK ? file : rc;
}

enum rc budget_upload_apply(struct request *request) {
    struct post *post = request->state;
    struct ref place = budget_place(request).ref;
    post->upload = (struct budget_upload){
        .public_id = id_random(),
        .place_kind = (int)place.kind,
        .place = place.id,
        .person = request->asker.id,
        .acting = request->asker.acting,
        .title = post->draft.title,
        .source = post->draft.source,
        .options = budget_options_text(request->arena, &post->options),
        .created_at = request->now,
    };
    return budget_upload_add(request->db, request->arena, &post->upload, post->packed);
}

enum rc budget_upload_answer(struct request *request) {
    const struct post *post = request->state;
    return answer_redirect(request, budget_url(request, "import/", post->upload.public_id), T_none);
}

/* ---- pages ---- */

static enum rc answer_form(struct request *request, const struct post *post) {
    struct field fields[FIELDS];
    struct budget_place place = budget_place(request);
    struct form_field *options =
        arena_new_array(request->arena, BUDGET_OPTION__N, struct form_field);
    if (!options) return RC_LIMIT;
    make_fields(fields);
    const struct field file = {
        .name = "file", .required = true, .label = T_budget_file, .hint = T_budget_file_hint};
    struct budget_upload_view view = {
        .place_title = place.title,
        .action = url_of_path(request->arena, request->path),
        .errors = form_errors(request, fields, FIELDS),
        .file = form_view(request, &file, NULL),
        .title = form_view(request, &fields[TITLE_FIELD], NULL),
        .source = form_view(request, &fields[SOURCE_FIELD], NULL),
        .seed = form_view(request, &fields[SEED_FIELD], NULL),
    };
    view.file.type = STR("file");
    view.file.accept = STR(".pb");
    if (post && post->problem.n) view.file.error = post->problem;
    for (size_t i = 0; i < BUDGET_OPTION__N; i++) {
        options[i] = form_view(request, &fields[TEXT_FIELDS + i], NULL);
        options[i].is_select = true;
    }
    view.rule = options[0];
    view.options.v = options + 1;
    view.options.n = BUDGET_OPTION__N - 1;

    struct page page;
    page_start(request, &page);
    budget_upload_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, T_budget_import)};
    TRY(budget_crumbs(request, &head));
    return answer_page(request, &page, &head);
}

enum rc budget_upload_form(struct request *request) {
    return answer_form(request, request->state);
}

enum rc budget_waiting_answer(struct request *request) {
    struct budget_upload upload;
    struct activity activity;
    struct job_status job;
    uint64_t id;
    if (id_parse(request_param(request, "import"), &id) != RC_OK) return RC_ABSENT;
    TRY(budget_upload_find(request->db, request->arena, id, &upload));
    if (!ref_is(budget_place(request).ref,
                (struct ref){(enum object_kind)upload.place_kind, upload.place}))
        return RC_ABSENT;
    TRY(job_find(request->db, request->arena, upload.job, &job));

    struct budget_waiting_view view = {
        .title = upload.title,
        .topic = str_format(request->arena, "job/%lld", (long long)upload.job),
        .is_waiting = job.state == JOB_WAITING,
        .is_counting = job.state == JOB_RUNNING,
        .is_failed = job.state == JOB_FAILED,
        .is_done = upload.activity != 0,
        .done = job.progress,
        .total = job.total ? job.total : 1000,
        .self_url = url_of_path(request->arena, request->path),
    };
    view.share = (struct percent){view.total ? view.done * 100 / view.total : 0, 0};
    view.again_url = budget_place(request).url;
    if (upload.activity) {
        TRY(activity_by_id(request->db, request->arena, upload.activity, &activity));
        view.result_url = budget_url(request, "", activity.public_id);
    }
    struct budget_same same;
    enum rc found = budget_upload_same(request->db, request->arena, &upload, &same);
    if (found != RC_OK && found != RC_ABSENT) return found;
    if (found == RC_OK) {
        view.same_url = budget_url(request, "", same.public_id);
        view.same_title = same.title;
    }
    struct page page;
    page_start(request, &page);
    budget_waiting_html(&page, &view);
    struct page_head head = {.title = text_of(request->lang, T_budget_import), .live = true};
    TRY(budget_crumbs(request, &head));
    return answer_page(request, &page, &head);
}
