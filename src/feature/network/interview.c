/*
 * Talks with contact persons: the list, a new one typed in by the caller, and one of them with its
 * quotes. Everything asks interview_may_call first and then only gives what the asker may read.
 * The list costs two queries, a new one two, one of them three.
 */
#include "feature/network/interview.h"

#include "feature/network/inner.h"

enum { F_WORKPLACE, F_WHO, F_HELD, F_CONSENT, F_VERSION, F_ANSWERS };

struct draft {
    uint64_t workplace;
    struct str who, held;
    int64_t held_at, version;
    int consent;
    struct str answers[GUIDE_QUESTIONS_MAX];
};

#define ANSWER(i)                                                                                  \
    [F_ANSWERS + (i)] = {.name = "a" #i,                                                           \
                         .kind = FIELD_TEXT,                                                       \
                         .max = INTERVIEW_ANSWER_MAX,                                              \
                         .offset = offsetof(struct draft, answers[i])}
static const struct field fields[] = {
    [F_WORKPLACE] = {.name = "workplace",
                     .kind = FIELD_ID,
                     .required = true,
                     .offset = offsetof(struct draft, workplace),
                     .label = T_network_field_workplace},
    [F_WHO] = {.name = "who",
               .kind = FIELD_LINE,
               .required = true,
               .max = INTERVIEW_WHO_MAX,
               .offset = offsetof(struct draft, who),
               .label = T_network_field_who},
    [F_HELD] = {.name = "held",
                .kind = FIELD_LINE,
                .required = true,
                .max = 20,
                .offset = offsetof(struct draft, held),
                .label = T_network_field_held},
    [F_CONSENT] = {.name = "consent",
                   .kind = FIELD_CHOICE,
                   .required = true,
                   .choices = consent_choices,
                   .offset = offsetof(struct draft, consent),
                   .label = T_network_field_consent,
                   .hint = T_network_hint_consent,
                   .labels = consent_labels},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .max = INT32_MAX,
                   .offset = offsetof(struct draft, version)},
    ANSWER(0),
    ANSWER(1),
    ANSWER(2),
    ANSWER(3),
    ANSWER(4),
    ANSWER(5),
    ANSWER(6),
    ANSWER(7),
    ANSWER(8),
    ANSWER(9),
    ANSWER(10),
    ANSWER(11),
    ANSWER(12),
    ANSWER(13),
    ANSWER(14),
};
_Static_assert(GUIDE_QUESTIONS_MAX == 15, "one field for each question");

static enum rc must_call(const struct request *request) {
    return interview_may_call(network_organisation(request)) ? RC_OK : RC_DENIED;
}

static struct str version_text(const struct request *request, int64_t version) {
    return str_format(request->arena, "%lld", (long long)version);
}

/* ---- the list ---- */

static struct url url_of(const struct request *request, uint64_t id, const char *after) {
    struct str before =
        str_format(request->arena, "%.*s/", STR_ARG(network_page(request, "/interviews").path));
    return network_url_with_id(request->arena, before.p, id, after);
}

enum rc network_show_interviews(struct request *request) {
    const struct organisation *organisation = network_organisation(request);
    struct interview_list list = {0};
    struct guide guide;
    TRY(must_call(request));
    TRY(interview_list_read(request, organisation, &list));
    TRY(guide_read(request, organisation->id, GUIDE_NEWEST, &guide));
    struct network_interview_row *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_interview_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct interview *row = &list.rows.v[i];
        rows[i] = (struct network_interview_row){
            .workplace = row->workplace_name,
            .who = person_name(request->lang, row->who),
            .caller = person_name(request->lang, row->caller_name),
            .held = {row->held_at},
            .consent = consent_labels[row->consent],
            .url = url_of(request, row->public_id, ""),
        };
    }
    struct network_interviews view = {
        .organisation = organisation->name,
        .lang = organisation->lang,
        .rows = {rows, list.rows.n},
        .may_change_guide = organisation->asker_manages,
        .version = version_text(request, guide.version),
        .is_ours = guide.version == 0,
        .new_url = network_page(request, "/interviews/new"),
        .guide_url = network_page(request, "/interviews/guide"),
        .back_url = organisation_url(request->arena, organisation->public_id),
        .quotes_url = url_format(request->arena, "/network/quotes"),
        .none = {.title = T_network_no_interviews, .text = T_network_no_interviews_text},
    };
    struct page page;
    page_start(request, &page);
    network_interviews_html(&page, &view);
    struct page_head head = network_head_below_organisation(request, T_network_interviews_title);
    return answer_page(request, &page, &head);
}

/* ---- a new one ---- */

static enum rc view_workplaces(struct request *request, struct form_field *field) {
    struct workplaces list = {0};
    TRY(interview_workplaces(request, network_organisation(request)->id, &list));
    struct field_option *options =
        arena_new_array(request->arena, list.rows.n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    *field = form_view(request, &fields[F_WORKPLACE], NULL);
    options[0] = (struct field_option){.label = T_network_choose, .chosen = !field->value.n};
    for (size_t i = 0; i < list.rows.n; i++) {
        char id[ID_TEXT_BYTES + 1];
        id_text(list.rows.v[i].public_id, id);
        options[i + 1] = (struct field_option){.value = str_copy(request->arena, str_from(id)),
                                               .label_text = list.rows.v[i].name};
        options[i + 1].chosen = str_is(options[i + 1].value, field->value);
    }
    field->is_select = true;
    field->options.v = options;
    field->options.n = list.rows.n + 1;
    return RC_OK;
}

/* After an error the version that was asked with, else the newest. */
static int64_t version_asked(const struct request *request) {
    int64_t version;
    struct str text = request->form ? form_value(request->form, "version") : (struct str){0};
    bool is_number = text.n && str_to_i64(text, &version) == RC_OK && version >= 0;
    return is_number ? version : GUIDE_NEWEST;
}

enum rc network_show_interview_new(struct request *request) {
    const struct organisation *organisation = network_organisation(request);
    struct guide guide;
    TRY(must_call(request));
    TRY(guide_read(request, organisation->id, version_asked(request), &guide));
    struct form_field *answers =
        arena_new_array(request->arena, guide.questions.n + 1, struct form_field);
    if (!answers) return RC_LIMIT;
    for (size_t i = 0; i < guide.questions.n; i++) {
        answers[i] = form_view(request, &fields[F_ANSWERS + i], NULL);
        answers[i].label_text = guide.questions.v[i];
        answers[i].rows = 4;
    }
    struct network_interview_form view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .organisation = organisation->name,
        .lang = guide.lang,
        .version = version_text(request, guide.version),
        .is_ours = guide.version == 0,
        .who = form_view(request, &fields[F_WHO], NULL),
        .held = form_view(request, &fields[F_HELD], NULL),
        .consent = form_view(request, &fields[F_CONSENT], NULL),
        .answers = {answers, guide.questions.n},
        .post_url = network_page(request, "/interviews/new"),
        .back_url = network_page(request, "/interviews"),
    };
    view.held.type = STR("date");
    view.held.longest = 0;
    if (!request->form) view.held.value = network_day_text(request, request->now);
    TRY(view_workplaces(request, &view.workplace));
    struct page page;
    page_start(request, &page);
    network_interview_form_html(&page, &view);
    struct page_head head = network_head_below_organisation(request, T_network_interview_new_title);
    return answer_page(request, &page, &head);
}

enum rc network_prepare_interview(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    TRY(network_day(request, "held", draft->held, &draft->held_at));
    if (draft->held_at <= request->now) return RC_OK;
    form_error(request, "held", T_network_held_later);
    return RC_INVALID;
}

/* The workplace's contact person that day, when it is her name that was written. */
static enum rc find_contact(const struct request *request, struct interview *interview) {
    struct contact contact;
    enum rc rc = contact_current(request->db, request->arena, interview->workplace,
                                 interview->held_at, &contact);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    if (str_is_nocase(contact.name, interview->who)) interview->person = contact.person;
    return RC_OK;
}

static enum rc find_workplace(struct request *request, uint64_t asked, int64_t *id) {
    struct workplaces list = {0};
    TRY(interview_workplaces(request, network_organisation(request)->id, &list));
    for (size_t i = 0; i < list.rows.n; i++)
        if (list.rows.v[i].public_id == asked) *id = list.rows.v[i].id;
    if (*id) return RC_OK;
    form_error(request, "workplace", T_network_workplace_wrong);
    return RC_INVALID;
}

/* Each question with what was written; those without an answer are left out. */
static enum rc pair_answers(const struct request *request, const struct draft *draft,
                            const struct guide *guide, struct interview_answers *answers) {
    size_t n = 0;
    struct interview_answer *rows =
        arena_new_array(request->arena, guide->questions.n + 1, struct interview_answer);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < guide->questions.n; i++)
        if (draft->answers[i].n)
            rows[n++] = (struct interview_answer){guide->questions.v[i], draft->answers[i]};
    answers->rows.v = rows;
    answers->rows.n = n;
    return RC_OK;
}

enum rc network_apply_interview(struct request *request) {
    const struct draft *draft = request->state;
    const struct organisation *organisation = network_organisation(request);
    struct interview_answers answers = {0};
    struct guide guide;
    struct interview interview = {.organisation = organisation->id,
                                  .who = draft->who,
                                  .held_at = draft->held_at,
                                  .guide_version = draft->version,
                                  .consent = draft->consent,
                                  .consent_at = draft->held_at};
    TRY(must_call(request));
    TRY(find_workplace(request, draft->workplace, &interview.workplace));
    TRY(guide_read(request, organisation->id, draft->version, &guide));
    TRY(pair_answers(request, draft, &guide, &answers));
    TRY(find_contact(request, &interview));
    return interview_add(request, &interview, &answers);
}

enum rc network_answer_interview(struct request *request) {
    return answer_redirect(request, network_page(request, "/interviews"), T_network_saved);
}

/* ---- one of them, and its quotes ---- */

struct quoting {
    int kind;
    struct str text;
};
static const struct field quote_fields[] = {
    {.name = "kind",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = quote_kind_choices,
     .offset = offsetof(struct quoting, kind),
     .label = T_network_field_quote_kind,
     .labels = quote_kind_labels},
    {.name = "text",
     .kind = FIELD_TEXT,
     .required = true,
     .max = QUOTE_TEXT_MAX,
     .offset = offsetof(struct quoting, text),
     .label = T_network_field_quote},
};

static enum rc find_asked(const struct request *request, struct interview *interview) {
    uint64_t id;
    TRY(must_call(request));
    if (id_parse(request_param(request, "interview"), &id) != RC_OK) return RC_ABSENT;
    return interview_find(request, network_organisation(request), id, interview);
}

static struct network_quote quote_view(const struct request *request, const struct quote *quote) {
    return (struct network_quote){
        .text = quote->text,
        .lang = quote->lang,
        .who = quote->who,
        .is_named = quote->consent == CONSENT_NAMED,
        .is_story = quote->kind == QUOTE_STORY,
        .workplace = quote->workplace_name,
        .workplace_lang = quote->workplace_lang,
        .workplace_url = organisation_url(request->arena, quote->workplace_public_id),
        .consented = {quote->consent_at},
    };
}

static enum rc view_quotes(struct request *request, const struct interview *interview,
                           struct network_interview *view) {
    struct quote_list list = {0};
    TRY(quote_of_interview(request->db, request->arena, interview->id, &list));
    struct network_quote *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_quote);
    if (!rows) return RC_LIMIT;
    struct str before = str_format(request->arena, "%.*s/quote/",
                                   STR_ARG(url_of(request, interview->public_id, "").path));
    for (size_t i = 0; i < list.rows.n; i++) {
        rows[i] = quote_view(request, &list.rows.v[i]);
        rows[i].withdraw_url =
            network_url_with_id(request->arena, before.p, list.rows.v[i].public_id, "/withdraw");
    }
    view->quotes.v = rows;
    view->quotes.n = list.rows.n;
    return RC_OK;
}

static enum rc view_answers(struct request *request, const struct interview *interview,
                            struct network_interview *view) {
    struct interview_answers answers = {0};
    TRY(interview_answers_read(request, interview->id, &answers));
    struct network_answer *rows =
        arena_new_array(request->arena, answers.rows.n + 1, struct network_answer);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < answers.rows.n; i++)
        rows[i] = (struct network_answer){answers.rows.v[i].question, answers.rows.v[i].answer};
    view->answers.v = rows;
    view->answers.n = answers.rows.n;
    return RC_OK;
}

enum rc network_show_interview(struct request *request) {
    struct interview interview;
    TRY(find_asked(request, &interview));
    struct network_interview view = {
        .errors = form_errors(request, quote_fields, COUNT(quote_fields)),
        .workplace = interview.workplace_name,
        .lang = interview.workplace_lang,
        .who = person_name(request->lang, interview.who),
        .caller = person_name(request->lang, interview.caller_name),
        .version = version_text(request, interview.guide_version),
        .is_ours = interview.guide_version == 0,
        .held = {interview.held_at},
        .consented = {interview.consent_at},
        .consent = consent_labels[interview.consent],
        .may_quote = interview.consent != CONSENT_NONE,
        .kind = form_view(request, &quote_fields[0], NULL),
        .text = form_view(request, &quote_fields[1], NULL),
        .quote_url = url_of(request, interview.public_id, "/quote"),
        .erase_url = url_of(request, interview.public_id, "/erase"),
        .back_url = network_page(request, "/interviews"),
    };
    TRY(view_answers(request, &interview, &view));
    TRY(view_quotes(request, &interview, &view));
    struct page page;
    page_start(request, &page);
    network_interview_html(&page, &view);
    struct page_head head = network_head_below_organisation(request, T_network_interview_title);
    return answer_page(request, &page, &head);
}

enum rc network_prepare_quote(struct request *request) {
    struct quoting *quoting = arena_new(request->arena, struct quoting);
    if (!quoting) return RC_LIMIT;
    request->state = quoting;
    return form_read(request, quote_fields, COUNT(quote_fields), quoting);
}

enum rc network_apply_quote(struct request *request) {
    const struct quoting *quoting = request->state;
    struct interview interview;
    TRY(find_asked(request, &interview));
    struct quote quote = {.interview = interview.id,
                          .organisation = interview.organisation,
                          .workplace = interview.workplace,
                          .person = interview.person,
                          .who = interview.who,
                          .kind = quoting->kind,
                          .text = quoting->text,
                          .lang = lang_code(request->lang),
                          .consent = interview.consent,
                          .consent_at = interview.consent_at};
    enum rc rc = quote_add(request, &quote);
    if (rc != RC_DENIED) return rc;
    form_error(request, "text", T_network_no_consent);
    return RC_INVALID;
}

enum rc network_apply_withdraw(struct request *request) {
    struct interview interview;
    uint64_t id;
    TRY(find_asked(request, &interview));
    if (id_parse(request_param(request, "quote"), &id) != RC_OK) return RC_ABSENT;
    return quote_withdraw(request->db, request->arena, interview.id, id);
}

enum rc network_answer_quote(struct request *request) {
    uint64_t id;
    if (id_parse(request_param(request, "interview"), &id) != RC_OK) return RC_ABSENT;
    return answer_redirect(request, url_of(request, id, ""), T_network_saved);
}

enum rc network_apply_interview_erase(struct request *request) {
    struct interview interview;
    TRY(find_asked(request, &interview));
    return interview_erase(request->db, interview.id);
}

/* ---- the catalogue of quotes: one query ---- */

enum rc network_show_quotes(struct request *request) {
    enum { SHOWN = 200 };
    struct quote_list list = {0};
    TRY(quote_published(request->db, request->arena, 0, SHOWN, &list));
    struct network_quote *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct network_quote);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) rows[i] = quote_view(request, &list.rows.v[i]);
    struct network_quotes view = {
        .quotes = {rows, list.rows.n},
        .none = {.title = T_network_no_quotes, .text = T_network_no_quotes_text},
    };
    struct page page;
    page_start(request, &page);
    network_quotes_html(&page, &view);
    struct page_head head = network_head(request, T_network_quotes_title);
    head.search_index = (struct str){0};
    return answer_page(request, &page, &head);
}
