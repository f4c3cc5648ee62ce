/*
 * The steward's own box. It is found by the person who is steward and by nobody else: for all
 * others, administrators too, there is no such page. What is opened lives in the memory of that one
 * request. Two queries to show it, three to open it.
 */
#include "feature/steward/inner.h"

struct opening {
    uint64_t key;
    struct str passphrase;
    struct steward steward;
    struct steward_key of; /* the key that is opened */
    LIST(struct steward_letter) letters;
};
static const struct field open_fields[] = {
    {.name = "key",
     .kind = FIELD_ID,
     .required = true,
     .offset = offsetof(struct opening, key),
     .label = T_steward_field_key},
    {.name = "passphrase",
     .kind = FIELD_SECRET,
     .required = true,
     .max = STEWARD_PASSPHRASE_MAX,
     .offset = offsetof(struct opening, passphrase),
     .label = T_steward_field_passphrase},
};

static enum rc find_box(struct request *request, struct db *db, struct steward *steward) {
    uint64_t id;
    if (id_parse(request_param(request, "box"), &id) != RC_OK) return RC_ABSENT;
    return steward_find(db, request->arena, request->asker.id, id, steward);
}

static struct steward_box_line line_of(struct request *request, const struct steward *steward) {
    return (struct steward_box_line){
        .organisation = steward->organisation_name,
        .lang = steward->organisation_lang,
        .since = {steward->from_at},
        .until = {steward->to_at},
        .has_key = steward->key != 0,
        .is_ended = steward->to_at != 0,
        .url =
            url_format(request->arena, "/me/steward/%s", steward_id(request, steward->public_id)),
    };
}

static struct url below(struct request *request, const char *rest) {
    struct url url = url_format(request->arena, "/me/steward/%s", request_param(request, "box"));
    url.path = str_format(request->arena, "%.*s%s", STR_ARG(url.path), rest);
    return url;
}

/* ---- the list, and one box ---- */

enum rc steward_show_boxes(struct request *request) {
    struct steward_list list = {0};
    TRY(steward_of_person(request->db, request->arena, request->asker.id, &list));
    struct steward_box_line *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct steward_box_line);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) rows[i] = line_of(request, &list.rows.v[i]);
    struct steward_boxes view = {0};
    view.boxes.v = rows;
    view.boxes.n = list.rows.n;
    struct page page;
    page_start(request, &page);
    steward_boxes_html(&page, &view);
    struct page_head head = steward_head_me(request, T_steward_boxes_title);
    return answer_page(request, &page, &head);
}

/* Passphrases that have messages; the one there is when there is but one. */
static enum rc view_keys(struct request *request, const struct steward_keys *keys,
                         struct steward_box *view) {
    struct form_field *field = arena_new(request->arena, struct form_field);
    struct field_option *options =
        arena_new_array(request->arena, keys->rows.n + 1, struct field_option);
    if (!field || !options) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < keys->rows.n; i++) {
        const struct steward_key *key = &keys->rows.v[i];
        view->box.messages.value += key->messages;
        if (!key->messages) continue;
        struct when made = {key->made_at};
        view->made = made;
        options[n++] = (struct field_option){
            .value = steward_id(request, key->public_id),
            .label_text = TEXT(request->arena, request->lang, T_steward_key_of,
                               ARG("n", key->messages), ARG("when", made))};
    }
    *field = form_view(request, &open_fields[0], NULL);
    for (size_t i = 0; i < n; i++)
        options[i].chosen = field->value.n ? str_is(options[i].value, field->value) : i == 0;
    field->is_choice = true;
    field->options.v = options;
    field->options.n = n;
    view->is_empty = n == 0;
    if (n > 1) view->key = field;
    if (n == 1) view->only_key = options[0].value;
    return RC_OK;
}

enum rc steward_show_box(struct request *request) {
    struct steward steward;
    struct steward_keys keys = {0};
    TRY(find_box(request, request->db, &steward));
    TRY(steward_keys_read(request->db, request->arena, steward.id, &keys));
    struct steward_box view = {
        .box = line_of(request, &steward),
        .errors = form_errors(request, open_fields, COUNT(open_fields)),
        .passphrase = form_view(request, &open_fields[1], NULL),
        .open_url = below(request, ""),
        .key_url = below(request, "/key"),
        .write_url = url_format(request->arena, "/o/%s/steward",
                                steward_id(request, steward.organisation_public_id)),
    };
    view.passphrase.autocomplete = STR("off");
    TRY(view_keys(request, &keys, &view));
    struct page page;
    page_start(request, &page);
    steward_box_html(&page, &view);
    struct page_head head = steward_head_me(request, T_steward_box_title);
    return answer_page(request, &page, &head);
}

/* ---- opening ---- */

static enum rc read_sealed(struct request *request, struct opening *opening,
                           struct steward_messages *messages) {
    struct steward_keys keys = {0};
    struct db *db;
    TRY(db_read_begin(request->site->database, &db));
    enum rc rc = find_box(request, db, &opening->steward);
    if (rc == RC_OK) rc = steward_keys_read(db, request->arena, opening->steward.id, &keys);
    for (size_t i = 0; rc == RC_OK && i < keys.rows.n; i++)
        if (keys.rows.v[i].public_id == opening->key) opening->of = keys.rows.v[i];
    if (rc == RC_OK && !opening->of.id) rc = RC_ABSENT;
    if (rc == RC_OK) rc = steward_messages_read(db, request->arena, opening->of.id, messages);
    db_read_end(db);
    return rc;
}

static enum rc unseal(struct request *request, struct opening *opening,
                      const struct steward_messages *messages) {
    const struct sealed_key key = {opening->of.public_key, opening->of.private_key};
    const struct sealed_opened *opened;
    TRY(sealed_open(request->arena, &key, opening->passphrase, &opened));
    struct steward_letter *rows =
        arena_new_array(request->arena, messages->rows.n + 1, struct steward_letter);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < messages->rows.n; i++) {
        const struct steward_message *message = &messages->rows.v[i];
        rows[i].id = steward_id(request, message->id);
        rows[i].day = (struct when){message->day};
        enum rc rc = sealed_read(request->arena, opened, message->sealed, &rows[i].text);
        rows[i].is_damaged = rc == RC_BROKEN;
        if (rc != RC_BROKEN) TRY(rc);
    }
    opening->letters.v = rows;
    opening->letters.n = messages->rows.n;
    return RC_OK;
}

enum rc steward_prepare_open(struct request *request) {
    struct opening *opening = arena_new(request->arena, struct opening);
    struct steward_messages messages = {0};
    if (!opening) return RC_LIMIT;
    request->state = opening;
    TRY(form_read(request, open_fields, COUNT(open_fields), opening));
    TRY(limit_take(request, LIMIT_SIGN_IN, steward_limit_key(request, "open")));
    TRY(read_sealed(request, opening, &messages));
    enum rc rc = unseal(request, opening, &messages);
    sealed_wipe(opening->passphrase);
    if (rc != RC_DENIED) return rc;
    form_error(request, "passphrase", T_steward_passphrase_wrong);
    return RC_INVALID;
}

enum rc steward_answer_open(struct request *request) {
    const struct opening *opening = request->state;
    struct steward_opened view = {
        .box = line_of(request, &opening->steward),
        .key = steward_id(request, opening->of.public_id),
        .delete_url = below(request, "/delete"),
        .back_url = below(request, ""),
    };
    view.letters.v = opening->letters.v;
    view.letters.n = opening->letters.n;
    struct page page;
    page_start(request, &page);
    steward_opened_html(&page, &view);
    struct page_head head = steward_head_me(request, T_steward_opened_title);
    return answer_page(request, &page, &head);
}

/* ---- deleting ---- */

struct deleting {
    uint64_t key, message;
    bool all;
};
static const struct field delete_fields[] = {
    {.name = "key",
     .kind = FIELD_ID,
     .required = true,
     .offset = offsetof(struct deleting, key),
     .label = T_steward_field_key},
    {.name = "message",
     .kind = FIELD_ID,
     .offset = offsetof(struct deleting, message),
     .label = T_steward_field_message},
    {.name = "all",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct deleting, all),
     .label = T_steward_field_all},
};

enum rc steward_prepare_delete(struct request *request) {
    struct deleting *deleting = arena_new(request->arena, struct deleting);
    if (!deleting) return RC_LIMIT;
    request->state = deleting;
    TRY(form_read(request, delete_fields, COUNT(delete_fields), deleting));
    return deleting->all == (deleting->message == 0) ? RC_OK : RC_INVALID;
}

enum rc steward_apply_delete(struct request *request) {
    const struct deleting *deleting = request->state;
    struct steward steward;
    struct steward_keys keys = {0};
    TRY(find_box(request, request->db, &steward));
    TRY(steward_keys_read(request->db, request->arena, steward.id, &keys));
    for (size_t i = 0; i < keys.rows.n; i++)
        if (keys.rows.v[i].public_id == deleting->key)
            return steward_message_remove(request, keys.rows.v[i].id, deleting->message);
    return RC_ABSENT;
}

enum rc steward_answer_delete(struct request *request) {
    return answer_redirect(request, below(request, ""), T_steward_deleted);
}
