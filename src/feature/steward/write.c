/*
 * Writing to the steward, for anybody with the address: an employee, a seat in a meeting, without
 * an account. The message is sealed before it reaches the writer's thread; nothing says who wrote.
 * Three queries to show the form or to take a message.
 */
#include "feature/steward/inner.h"

struct draft {
    uint64_t key; /* of this form, so that sending it twice is sending it once */
    uint64_t steward;
    struct str text;
    struct steward to;
    struct steward_message message;
    bool is_full;
};
enum { F_KEY, F_STEWARD, F_TEXT };
static const struct field fields[] = {
    [F_KEY] = {.name = "key",
               .kind = FIELD_ID,
               .required = true,
               .offset = offsetof(struct draft, key)},
    [F_STEWARD] = {.name = "steward",
                   .kind = FIELD_ID,
                   .required = true,
                   .offset = offsetof(struct draft, steward),
                   .label = T_steward_field_who},
    [F_TEXT] = {.name = "text",
                .kind = FIELD_TEXT,
                .required = true,
                .max = STEWARD_TEXT_MAX,
                .offset = offsetof(struct draft, text),
                .label = T_steward_field_text,
                .hint = T_steward_hint_text},
};

/* ---- the form ---- */

static enum rc view_stewards(struct request *request, const struct steward_list *list,
                             struct steward_write *view) {
    struct form_field *field = arena_new(request->arena, struct form_field);
    struct field_option *options =
        arena_new_array(request->arena, list->rows.n + 1, struct field_option);
    if (!field || !options) return RC_LIMIT;
    *field = form_view(request, &fields[F_STEWARD], NULL);
    for (size_t i = 0; i < list->rows.n; i++) {
        struct str value = steward_id(request, list->rows.v[i].public_id);
        options[i] =
            (struct field_option){.value = value,
                                  .label_text = person_name(request->lang, list->rows.v[i].name),
                                  .chosen = str_is(value, field->value)};
    }
    field->is_choice = true;
    field->options.v = options;
    field->options.n = list->rows.n;
    view->can_write = list->rows.n > 0;
    if (list->rows.n > 1) view->steward = field;
    if (list->rows.n != 1) return RC_OK;
    view->only = options[0].label_text;
    view->only_value = options[0].value;
    view->only_since = (struct when){list->rows.v[0].from_at};
    view->only_made = (struct when){list->rows.v[0].key_made_at};
    return RC_OK;
}

enum rc steward_show_write(struct request *request) {
    const struct organisation *place = steward_place(request);
    struct steward_list list = {0}, all = {0};
    TRY(steward_reachable(request->db, request->arena, place->id, &list));
    if (!list.rows.n) TRY(steward_list_read(request->db, request->arena, place->id, &all));
    const struct draft draft = {.key = id_random()};
    struct steward_write view = {
        .organisation = place->name,
        .lang = place->lang,
        .is_signed_in = request->asker.id != 0,
        .is_named = all.rows.n > 0,
        .asker = request->asker.name,
        .errors = form_errors(request, fields, COUNT(fields)),
        .key = form_view(request, &fields[F_KEY], &draft).value,
        .text = form_view(request, &fields[F_TEXT], NULL),
        .post_url =
            url_format(request->arena, "/o/%s/steward", steward_id(request, place->public_id)),
        .back_url = organisation_url(request->arena, place->public_id),
    };
    view.text.rows = 10;
    TRY(view_stewards(request, &list, &view));
    struct page page;
    page_start(request, &page);
    steward_write_html(&page, &view);
    struct page_head head = steward_head(request, T_steward_title);
    return answer_page(request, &page, &head);
}

/* ---- taking it ---- */

static enum rc find_chosen(struct request *request, struct draft *draft) {
    struct steward_list list = {0};
    struct db *db;
    TRY(db_read_begin(request->site->database, &db));
    enum rc rc = steward_reachable(db, request->arena, steward_place(request)->id, &list);
    db_read_end(db);
    TRY(rc);
    for (size_t i = 0; i < list.rows.n; i++)
        if (list.rows.v[i].public_id == draft->steward) draft->to = list.rows.v[i];
    if (draft->to.id) return RC_OK;
    form_error(request, "steward", T_form_choose);
    return RC_INVALID;
}

/* Neither who nor when can be read from it: keyed by the server, and by a number that only the
   writer's page had. */
static uint64_t message_id(const struct request *request, const struct draft *draft) {
    unsigned char hash[SECRET_HASH_BYTES];
    uint64_t id = 0;
    struct str keyed = str_format(request->arena, "%llx %.*s", (unsigned long long)draft->key,
                                  STR_ARG(draft->text));
    secret_hash(request->site->secret, keyed, hash);
    sealed_wipe(keyed);
    for (size_t i = 0; i < sizeof id; i++) id = id << 8 | hash[i];
    return id ? id : 1;
}

enum rc steward_prepare_write(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    TRY(limit_take(request, LIMIT_MAIL, (struct str){0}));
    TRY(find_chosen(request, draft));
    draft->message.id = message_id(request, draft);
    draft->message.day = text_day_start((struct when){request->now}, 0).ms;
    return sealed_write(request->arena, draft->to.public_key, draft->text, &draft->message.sealed);
}

enum rc steward_apply_write(struct request *request) {
    const struct draft *draft = request->state;
    enum rc rc = steward_message_add(request, &draft->to, &draft->message);
    if (rc != RC_LIMIT) return rc;
    form_error(request, "text", T_steward_box_full);
    return RC_INVALID;
}

enum rc steward_answer_write(struct request *request) {
    const struct draft *draft = request->state;
    struct str id = steward_id(request, steward_place(request)->public_id);
    sealed_wipe(draft->text);
    return answer_redirect(request, url_format(request->arena, "/o/%s/steward/sent", id), T_none);
}

enum rc steward_show_sent(struct request *request) {
    const struct organisation *place = steward_place(request);
    const struct steward_sent view = {
        .organisation = place->name,
        .lang = place->lang,
        .again_url =
            url_format(request->arena, "/o/%s/steward", steward_id(request, place->public_id)),
        .back_url = organisation_url(request->arena, place->public_id),
    };
    struct page page;
    page_start(request, &page);
    steward_sent_html(&page, &view);
    struct page_head head = steward_head(request, T_steward_sent_title);
    return answer_page(request, &page, &head);
}
