/* Reads forms by their tables of fields. */
#include "kit/form_data.h"

#include "platform/secret.h"

#include <string.h>

/* Fields that kit itself adds to forms. */
static const struct str own_fields[] = {STR_INIT(FORM_TOKEN_FIELD), STR_INIT("next")};

static const struct http_pair *find_pair(const struct form *form, struct str name) {
    for (size_t i = 0; form && i < form->pairs.n; i++)
        if (str_is(form->pairs.v[i].name, name)) return &form->pairs.v[i];
    return NULL;
}

struct str form_value(const struct form *form, const char *name) {
    const struct http_pair *pair = find_pair(form, str_from(name));
    return pair ? pair->value : (struct str){0};
}

static void add_problem(struct request *request, struct str field, struct str message) {
    struct form *form = request->form;
    for (size_t i = 0; i < form->n_problems; i++)
        if (field.n && str_is(form->problems[i].field, field)) return; /* the first one counts */
    if (!form->problems)
        form->problems = arena_new_array(request->arena, HTTP_PAIRS_MAX, struct form_problem);
    if (!form->problems || form->n_problems == HTTP_PAIRS_MAX) return;
    form->problems[form->n_problems++] = (struct form_problem){field, message};
}

void form_error(struct request *request, const char *field, enum text_id message) {
    add_problem(request, str_from(field), text_of(request->lang, message));
}

/* ---- one field ---- */

/* What reading one field needs to know, and what it found wrong. */
struct reading {
    struct arena *arena;
    enum lang lang;
    const struct field *field;
    void *to;
    struct str problem; /* p is NULL: none */
};

static enum rc wrong(struct reading *reading, enum text_id message) {
    reading->problem = TEXT(reading->arena, reading->lang, message, ARG("min", reading->field->min),
                            ARG("max", reading->field->max));
    return RC_INVALID;
}

/* C0 but those allowed, DEL, and C1 (U+0080 to U+009F). */
static bool has_control(struct str text, const char *allowed) {
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        unsigned char after = i + 1 < text.n ? (unsigned char)text.p[i + 1] : 0;
        if (c == 0xC2 && after < 0xA0) return true;
        if (c == 127 || (c < 32 && (!c || !strchr(allowed, c)))) return true;
    }
    return false;
}

static enum rc check_length(struct reading *reading, struct str text) {
    const struct field *field = reading->field;
    int64_t length = (int64_t)str_length(text);
    if (field->max && length > field->max) return wrong(reading, T_form_too_long);
    if (text.n && length < field->min) return wrong(reading, T_form_too_short);
    *(struct str *)reading->to = text;
    return RC_OK;
}

static enum rc read_line(struct reading *reading, struct str value) {
    value = str_trim(value);
    if (has_control(value, "")) return wrong(reading, T_form_control);
    return check_length(reading, value);
}

static enum rc read_text(struct reading *reading, struct str value) {
    char *to = arena_alloc(reading->arena, value.n + 1);
    size_t n = 0;
    if (!to) return RC_LIMIT;
    for (size_t i = 0; i < value.n; i++) {
        bool pair = value.p[i] == '\r' && i + 1 < value.n && value.p[i + 1] == '\n';
        if (!pair) to[n++] = value.p[i] == '\r' ? '\n' : value.p[i];
    }
    struct str text = str_trim((struct str){to, n});
    if (has_control(text, "\n\t")) return wrong(reading, T_form_control);
    return check_length(reading, text);
}

static bool is_mail(struct str mail) {
    size_t at = str_find(mail, '@', 0);
    struct str host = str_slice(mail, at + 1, mail.n);
    if (at == 0 || at > 64 || mail.n > 254 || !host.n) return false;
    if (str_find(host, '@', 0) < host.n || str_find(host, '.', 0) == host.n) return false;
    if (host.p[0] == '.' || str_ends(host, STR("."))) return false;
    for (size_t i = 0; i < mail.n; i++)
        if ((unsigned char)mail.p[i] <= ' ' || strchr("\"(),:;<>[\\]\x7f", mail.p[i])) return false;
    return true;
}

static enum rc read_mail(struct reading *reading, struct str value) {
    struct str mail = str_copy(reading->arena, str_trim(value));
    char *p = (char *)(uintptr_t)mail.p;
    if (mail.n && !is_mail(mail)) return wrong(reading, T_form_mail);
    for (size_t i = 0; i < mail.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] - 'A' + 'a');
    return check_length(reading, mail);
}

static enum rc read_phone(struct reading *reading, struct str value) {
    struct str phone = str_trim(value);
    size_t digits = 0;
    for (size_t i = 0; i < phone.n; i++) {
        bool digit = phone.p[i] >= '0' && phone.p[i] <= '9';
        if (!digit && phone.p[i] != ' ' && !(i == 0 && phone.p[i] == '+'))
            return wrong(reading, T_form_phone);
        digits += digit;
    }
    if (phone.n && (digits < 3 || digits > 15)) return wrong(reading, T_form_phone);
    return check_length(reading, phone);
}

static enum rc read_secret(struct reading *reading, struct str value) {
    return check_length(reading, value);
}

static enum rc read_choice(struct reading *reading, struct str value) {
    const char *const *choices = reading->field->choices;
    if (!value.n) return RC_OK;
    for (int i = 0; choices[i]; i++) {
        if (!str_is(str_from(choices[i]), value)) continue;
        *(int *)reading->to = i;
        return RC_OK;
    }
    return wrong(reading, T_form_choose);
}

static enum rc read_check(struct reading *reading, struct str value) {
    *(bool *)reading->to = value.n > 0;
    return RC_OK;
}

static enum rc read_number(struct reading *reading, struct str value) {
    const struct field *field = reading->field;
    struct str digits = str_trim(value);
    int64_t number;
    if (!digits.n) return RC_OK;
    if (str_to_i64(digits, &number) != RC_OK) return wrong(reading, T_form_number);
    bool limited = field->min || field->max;
    if (limited && (number < field->min || number > field->max))
        return wrong(reading, T_form_range);
    *(int64_t *)reading->to = number;
    return RC_OK;
}

static enum rc read_id(struct reading *reading, struct str value) {
    if (!value.n) return RC_OK;
    return id_parse(value, reading->to) == RC_OK ? RC_OK : wrong(reading, T_form_choose);
}

static enum rc (*const readers[])(struct reading *reading, struct str value) = {
    [FIELD_LINE] = read_line,   [FIELD_TEXT] = read_text,     [FIELD_MAIL] = read_mail,
    [FIELD_PHONE] = read_phone, [FIELD_SECRET] = read_secret, [FIELD_CHOICE] = read_choice,
    [FIELD_CHECK] = read_check, [FIELD_NUMBER] = read_number, [FIELD_ID] = read_id,
};

static enum text_id missing_text(enum field_kind kind) {
    if (kind == FIELD_CHOICE || kind == FIELD_ID) return T_form_choose;
    return kind == FIELD_CHECK ? T_form_check : T_form_required;
}

static enum rc read_field(struct request *request, const struct form *form,
                          const struct field *field, void *draft, struct str *problem) {
    struct str value = form_value(form, field->name);
    struct reading reading = {.arena = request->arena,
                              .lang = request->lang,
                              .field = field,
                              .to = (char *)draft + field->offset};
    enum rc rc = readers[field->kind](&reading, value);
    bool blank = field->kind == FIELD_SECRET ? !value.n : !str_trim(value).n;
    if (rc == RC_OK && field->required && blank) rc = wrong(&reading, missing_text(field->kind));
    *problem = reading.problem;
    return rc;
}

/* ---- whole forms ---- */

static bool is_known(const struct field *fields, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_is(str_from(fields[i].name), name)) return true;
    for (size_t i = 0; i < COUNT(own_fields); i++)
        if (str_is(own_fields[i], name)) return true;
    return false;
}

enum rc form_read(struct request *request, const struct field *fields, size_t n, void *draft) {
    struct form *form = request->form;
    for (size_t i = 0; i < form->pairs.n; i++)
        if (!is_known(fields, n, form->pairs.v[i].name))
            add_problem(request, (struct str){0}, text_of(request->lang, T_form_unknown));
    for (size_t i = 0; i < n; i++) {
        struct str problem;
        enum rc rc = read_field(request, form, &fields[i], draft, &problem);
        if (rc != RC_OK && rc != RC_INVALID) return rc;
        if (rc == RC_INVALID) add_problem(request, str_from(fields[i].name), problem);
    }
    return form->n_problems ? RC_INVALID : RC_OK;
}

void query_read(struct request *request, const struct field *fields, size_t n, void *draft) {
    for (size_t i = 0; i < n; i++) {
        struct str problem;
        (void)!read_field(request, request->query, &fields[i], draft, &problem);
    }
}
