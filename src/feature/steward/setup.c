/*
 * Setting the box up: a passphrase that only the steward knows makes a pair of keys. It is kept
 * nowhere, so a lost one cannot be replaced: said before it is chosen. Two queries.
 */
#include "feature/steward/inner.h"

struct draft {
    struct str fresh, again;
    bool understood;
    struct sealed_key key;
};
enum { F_FRESH, F_AGAIN, F_UNDERSTOOD };
static const struct field fields[] = {
    [F_FRESH] = {.name = "fresh",
                 .kind = FIELD_SECRET,
                 .required = true,
                 .max = STEWARD_PASSPHRASE_MAX,
                 .offset = offsetof(struct draft, fresh),
                 .label = T_steward_field_fresh,
                 .hint = T_steward_hint_fresh},
    [F_AGAIN] = {.name = "again",
                 .kind = FIELD_SECRET,
                 .required = true,
                 .max = STEWARD_PASSPHRASE_MAX,
                 .offset = offsetof(struct draft, again),
                 .label = T_steward_field_again},
    [F_UNDERSTOOD] = {.name = "understood",
                      .kind = FIELD_CHECK,
                      .offset = offsetof(struct draft, understood),
                      .label = T_steward_field_understood},
};

static enum rc find_box(struct request *request, struct steward *steward) {
    uint64_t id;
    if (id_parse(request_param(request, "box"), &id) != RC_OK) return RC_ABSENT;
    TRY(steward_find(request->db, request->arena, request->asker.id, id, steward));
    return steward->to_at ? RC_ABSENT : RC_OK; /* nobody writes to who is no longer steward */
}

static struct url box_url(struct request *request) {
    return url_format(request->arena, "/me/steward/%s", request_param(request, "box"));
}

/* Sixty bits at random in groups that are easily written down. */
static struct str suggestion(struct request *request) {
    char id[ID_TEXT_BYTES + 1];
    id_text(id_random(), id);
    return str_format(request->arena, "%.4s-%.4s-%.4s", id + 1, id + 5, id + 9);
}

enum rc steward_show_setup(struct request *request) {
    struct steward steward;
    TRY(find_box(request, &steward));
    struct steward_setup view = {
        .box = {.organisation = steward.organisation_name,
                .lang = steward.organisation_lang,
                .has_key = steward.key != 0},
        .errors = form_errors(request, fields, COUNT(fields)),
        .suggestion = suggestion(request),
        .fresh = form_view(request, &fields[F_FRESH], NULL),
        .again = form_view(request, &fields[F_AGAIN], NULL),
        .understood = form_view(request, &fields[F_UNDERSTOOD], NULL),
        .back_url = box_url(request),
        .post_url = url_format(request->arena, "/me/steward/%s/key", request_param(request, "box")),
    };
    view.fresh.autocomplete = STR("off");
    view.again.autocomplete = STR("off");
    view.understood.required = true;
    struct page page;
    page_start(request, &page);
    steward_setup_html(&page, &view);
    struct page_head head = steward_head_me(request, T_steward_setup_title);
    return answer_page(request, &page, &head);
}

/* Everything that is wrong, so that it is told at once. */
static bool is_good(struct request *request, const struct draft *draft) {
    bool is_short = !str_is_utf8(draft->fresh) || str_length(draft->fresh) < STEWARD_PASSPHRASE_MIN;
    bool differs = !secret_equal(draft->fresh, draft->again);
    if (is_short) form_error(request, "fresh", T_steward_passphrase_short);
    if (differs) form_error(request, "again", T_steward_passphrase_differs);
    if (!draft->understood) form_error(request, "understood", T_steward_not_understood);
    return !is_short && !differs && draft->understood;
}

enum rc steward_prepare_setup(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    if (!is_good(request, draft)) return RC_INVALID;
    TRY(limit_take(request, LIMIT_SIGN_IN, steward_limit_key(request, "key")));
    enum rc rc = sealed_key_make(request->arena, draft->fresh, &draft->key);
    sealed_wipe(draft->fresh);
    sealed_wipe(draft->again);
    return rc;
}

enum rc steward_apply_setup(struct request *request) {
    const struct draft *draft = request->state;
    struct steward steward;
    TRY(find_box(request, &steward));
    enum rc rc = steward_key_add(request, steward.id, &draft->key);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "fresh", T_steward_keys_many);
    return RC_INVALID;
}

enum rc steward_answer_setup(struct request *request) {
    return answer_redirect(request, box_url(request), T_steward_box_ready);
}
