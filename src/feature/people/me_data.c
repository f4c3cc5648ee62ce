/* Everything the site knows about a person: to read, to take along, and to erase. */
#include "core/log.h"
#include "core/own_data.h"
#include "feature/people/inner.h"

/* ---- to read ---- */

/* What the log tells of her; the logs of places name the others. */
static struct str deed(struct request *request, const struct own_data_value *value) {
    struct str she = request->asker.name, other = text_of(request->lang, T_data_somebody);
    return value->number ? log_sentence(request, value->text, she, STR("…"))
                         : log_sentence(request, value->text, other, she);
}

static struct people_data_value value_of(struct request *request,
                                         const struct own_data_value *value) {
    struct people_data_value view = {.label = value->label};
    switch (value->kind) {
    case OWN_STR:
        view.text = value->text;
        break;
    case OWN_WORD:
        view.word = value->word;
        break;
    case OWN_DEED:
        view.text = deed(request, value);
        break;
    case OWN_FLAG:
        view.word = value->number ? T_yes : T_no;
        break;
    case OWN_WHEN:
        view.when.ms = value->number;
        break;
    case OWN_INT:
        view.text = str_format(request->arena, "%lld", (long long)value->number);
        break;
    }
    view.is_empty = !view.text.n && !view.word && !view.when.ms;
    return view;
}

static enum rc view_row(struct request *request, const struct own_data_record *record,
                        struct people_data_row *row) {
    size_t n = 0;
    for (const struct own_data_value *value = record->values; value; value = value->next) n++;
    struct people_data_value *values =
        arena_new_array(request->arena, n + 1, struct people_data_value);
    if (!values) return RC_LIMIT;
    n = 0;
    for (const struct own_data_value *value = record->values; value; value = value->next)
        values[n++] = value_of(request, value);
    row->values.v = values;
    row->values.n = n;
    return RC_OK;
}

static enum rc view_section(struct request *request, const struct own_data_section *from,
                            struct people_data_section *section) {
    struct people_data_row *rows =
        arena_new_array(request->arena, from->n + 1, struct people_data_row);
    if (!rows) return RC_LIMIT;
    section->title = from->title;
    section->rows.v = rows;
    for (const struct own_data_record *record = from->rows; record; record = record->next)
        TRY(view_row(request, record, &rows[section->rows.n++]));
    return RC_OK;
}

enum rc show_data(struct request *request) {
    const struct own_data_section *gathered;
    struct people_data view = {0};
    size_t n = 0;
    TRY(own_data_gather(request->db, request->arena, request->asker.id, own_data_stores,
                        &gathered));
    for (const struct own_data_section *from = gathered; from; from = from->next) n++;
    struct people_data_section *sections =
        arena_new_array(request->arena, n + 1, struct people_data_section);
    if (!sections) return RC_LIMIT;
    for (const struct own_data_section *from = gathered; from; from = from->next)
        TRY(view_section(request, from, &sections[view.sections.n++]));
    view.sections.v = sections;
    struct page page;
    page_start(request, &page);
    people_data_html(&page, &view);
    struct page_head head = head_below_me(request, T_data_title);
    return answer_page(request, &page, &head);
}

enum rc show_data_json(struct request *request) {
    const struct own_data_section *gathered;
    struct str json;
    TRY(own_data_gather(request->db, request->arena, request->asker.id, own_data_stores,
                        &gathered));
    TRY(own_data_json(request->arena, gathered, &json));
    answer_header(request, "Cache-Control", STR("no-store"));
    return answer_bytes(request, "application/json", STR("samskab-data.json"), json);
}

/* ---- to erase ---- */

struct erasure {
    bool confirm;
};
static const struct field fields[] = {
    {.name = "confirm",
     .kind = FIELD_CHECK,
     .required = true,
     .offset = offsetof(struct erasure, confirm),
     .label = T_field_confirm_erase},
};

enum rc show_erase(struct request *request) {
    struct people_erase view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .confirm = form_view(request, &fields[0], NULL),
    };
    TRY(read_memberships(request, request->asker.id, true, &view.memberships.v,
                         &view.memberships.n));
    struct page page;
    page_start(request, &page);
    people_erase_html(&page, &view);
    struct page_head head = head_below_me(request, T_erase_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_erase(struct request *request) {
    struct erasure *erasure = arena_new(request->arena, struct erasure);
    if (!erasure) return RC_LIMIT;
    return form_read(request, fields, COUNT(fields), erasure);
}

enum rc apply_erase(struct request *request) {
    enum rc rc = person_erase(request->db, request->arena, request->asker.id, request->now);
    if (rc != RC_CONFLICT) return rc;
    form_error(request, "confirm", T_erase_last_administrator);
    return RC_INVALID;
}

enum rc answer_erase(struct request *request) {
    answer_cookie(request, (struct str){0});
    return answer_redirect(request, url_format(request->arena, "/"), T_erase_done);
}
