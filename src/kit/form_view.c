/* Shows forms: the field structs of kit/views.h from tables, input and drafts. */
#include "kit/form_data.h"

#include "platform/secret.h"

enum { RADIO_MAX = 6 };

static struct str input_type(enum field_kind kind) {
    static const struct str types[] = {
        [FIELD_MAIL] = STR_INIT("email"),
        [FIELD_PHONE] = STR_INIT("tel"),
        [FIELD_SECRET] = STR_INIT("password"),
        [FIELD_ID] = STR_INIT("hidden"),
    };
    return (size_t)kind < COUNT(types) ? types[kind] : (struct str){0};
}

/* The draft's value as the field would send it. */
static struct str draft_value(struct request *request, const struct field *field,
                              const void *draft) {
    const void *from = (const char *)draft + field->offset;
    char id[ID_TEXT_BYTES + 1];
    switch (field->kind) {
    case FIELD_LINE:
    case FIELD_TEXT:
    case FIELD_MAIL:
    case FIELD_PHONE:
        return *(const struct str *)from;
    case FIELD_CHOICE:
        return str_from(field->choices[*(const int *)from]);
    case FIELD_CHECK:
        return *(const bool *)from ? STR("1") : (struct str){0};
    case FIELD_NUMBER:
        return str_format(request->arena, "%lld", (long long)*(const int64_t *)from);
    case FIELD_ID:
        if (!*(const uint64_t *)from) return (struct str){0};
        id_text(*(const uint64_t *)from, id);
        return str_copy(request->arena, str_from(id));
    case FIELD_SECRET:
        break;
    }
    return (struct str){0};
}

static struct str shown_value(struct request *request, const struct field *field,
                              const void *draft) {
    if (field->kind == FIELD_SECRET) return (struct str){0};
    if (request->form) return form_value(request->form, field->name);
    return draft ? draft_value(request, field, draft) : (struct str){0};
}

static void add_options(struct request *request, const struct field *field, struct str value,
                        struct form_field *view) {
    size_t n = 0;
    while (field->choices[n]) n++;
    struct field_option *options = arena_new_array(request->arena, n, struct field_option);
    if (!options) return;
    for (size_t i = 0; i < n; i++) {
        options[i].value = str_from(field->choices[i]);
        options[i].label = field->labels ? field->labels[i] : T_none;
        options[i].chosen = str_is(options[i].value, value);
    }
    view->options.v = options;
    view->options.n = n;
    view->is_choice = n <= RADIO_MAX;
    view->is_select = n > RADIO_MAX;
}

static struct str problem_of(const struct form *form, struct str name) {
    for (size_t i = 0; form && i < form->n_problems; i++)
        if (str_is(form->problems[i].field, name)) return form->problems[i].message;
    return (struct str){0};
}

struct form_field form_view(struct request *request, const struct field *field, const void *draft) {
    struct str value = shown_value(request, field, draft);
    struct form_field view = {
        .name = str_from(field->name),
        .value = value,
        .label = field->label,
        .hint = field->hint,
        .error = problem_of(request->form, str_from(field->name)),
        .required = field->required,
        .is_area = field->kind == FIELD_TEXT,
        .type = input_type(field->kind),
    };
    if (field->kind <= FIELD_SECRET) view.longest = field->max;
    if (field->kind == FIELD_MAIL) view.autocomplete = STR("email");
    if (field->kind == FIELD_PHONE) view.autocomplete = STR("tel");
    if (field->kind == FIELD_CHOICE) add_options(request, field, value, &view);
    if (field->kind == FIELD_CHECK) {
        view.is_check = true;
        view.checked = value.n > 0;
        view.value = STR("1");
    }
    return view;
}

/* "Title: Fill in this field." */
static struct str with_label(struct request *request, const struct field *fields, size_t n,
                             const struct form_problem *problem) {
    for (size_t i = 0; i < n; i++) {
        if (!str_is(str_from(fields[i].name), problem->field)) continue;
        struct str label = text_of(request->lang, fields[i].label);
        return str_format(request->arena, "%.*s: %.*s", STR_ARG(label), STR_ARG(problem->message));
    }
    return problem->message;
}

struct error_summary form_errors(struct request *request, const struct field *fields, size_t n) {
    const struct form *form = request->form;
    struct error_summary summary = {0};
    if (!form || !form->n_problems) return summary;
    struct summary_error *errors =
        arena_new_array(request->arena, form->n_problems, struct summary_error);
    if (!errors) return summary;
    for (size_t i = 0; i < form->n_problems; i++)
        errors[i] = (struct summary_error){form->problems[i].field,
                                           with_label(request, fields, n, &form->problems[i])};
    summary.errors.v = errors;
    summary.errors.n = form->n_problems;
    return summary;
}
