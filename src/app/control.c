/* The lines of the control socket: reading and writing JSON by jansson. See control.h. */
#include "app/control.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

struct str control_value(const struct control_values *values, const char *name) {
    for (size_t i = 0; i < values->n; i++)
        if (str_is(values->v[i].name, str_from(name))) return values->v[i].value;
    return (struct str){0};
}

void control_add(struct control_values *values, const char *name, struct str value) {
    assert(values->n < CONTROL_VALUES_MAX);
    values->v[values->n++] = (struct control_value){str_from(name), value};
}

/* ---- reading ---- */

static bool is_command(struct str s) {
    if (s.n == 0 || s.n > 32) return false;
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= 'a' && s.p[i] <= 'z') && s.p[i] != '-') return false;
    return true;
}

static enum rc read_text(struct arena *arena, const json_t *json, struct str *text) {
    if (!json_is_string(json)) return RC_INVALID;
    struct str found = {json_string_value(json), json_string_length(json)};
    *text = str_copy(arena, found);
    return text->p ? RC_OK : RC_BROKEN;
}

static enum rc read_values(struct arena *arena, json_t *json, struct control_values *values) {
    const char *name;
    json_t *value;
    if (!json_is_object(json) || json_object_size(json) > CONTROL_VALUES_MAX) return RC_INVALID;
    json_object_foreach(json, name, value) {
        struct control_value *to = &values->v[values->n];
        to->name = str_copy(arena, str_from(name));
        if (!to->name.p) return RC_BROKEN;
        TRY(read_text(arena, value, &to->value));
        values->n++;
    }
    return RC_OK;
}

static enum rc fill_request(struct arena *arena, json_t *json, struct control_request *request) {
    json_t *values = json_object_get(json, "values");
    if (json_object_size(json) != (values ? 2u : 1u)) return RC_INVALID;
    TRY(read_text(arena, json_object_get(json, "command"), &request->command));
    if (!is_command(request->command)) return RC_INVALID;
    return values ? read_values(arena, values, &request->values) : RC_OK;
}

static enum rc read_code(const json_t *json, enum rc *code) {
    const char *name = json_string_value(json);
    if (!name) return RC_INVALID;
    for (int i = RC_OK + 1; i < RC__N; i++) {
        if (strcmp(name, rc_name((enum rc)i)) != 0) continue;
        *code = (enum rc)i;
        return RC_OK;
    }
    return RC_INVALID;
}

static enum rc fill_answer(struct arena *arena, json_t *json, struct control_answer *answer) {
    json_t *progress = json_object_get(json, "progress");
    json_t *result = json_object_get(json, "result");
    json_t *error = json_object_get(json, "error");
    size_t n = json_object_size(json);
    if (progress && n == 1) {
        json_t *done = json_array_get(progress, 0), *all = json_array_get(progress, 1);
        answer->kind = CONTROL_PROGRESS;
        if (json_array_size(progress) != 2 || !json_is_integer(done) || !json_is_integer(all))
            return RC_INVALID;
        answer->done = json_integer_value(done);
        answer->all = json_integer_value(all);
        return RC_OK;
    }
    if (result && n == 1) {
        answer->kind = CONTROL_RESULT;
        return read_values(arena, result, &answer->values);
    }
    if (!error || n != 2) return RC_INVALID;
    answer->kind = CONTROL_ERROR;
    TRY(read_code(error, &answer->code));
    return read_text(arena, json_object_get(json, "text"), &answer->text);
}

/* The line as one JSON object, or NULL. */
static json_t *load(struct str line) {
    if (line.n == 0 || line.n > CONTROL_LINE_MAX) return NULL;
    json_t *json = json_loadb(line.p, line.n, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json)) return json;
    json_decref(json);
    return NULL;
}

enum rc control_read_request(struct arena *arena, struct str line,
                             struct control_request *request) {
    *request = (struct control_request){0};
    json_t *json = load(line);
    if (!json) return RC_INVALID;
    enum rc rc = fill_request(arena, json, request);
    json_decref(json);
    return rc;
}

enum rc control_read_answer(struct arena *arena, struct str line, struct control_answer *answer) {
    *answer = (struct control_answer){0};
    json_t *json = load(line);
    if (!json) return RC_INVALID;
    enum rc rc = fill_answer(arena, json, answer);
    json_decref(json);
    return rc;
}

/* ---- writing ---- */

static int add_piece(const char *bytes, size_t n, void *data) {
    struct buf *out = data;
    buf_add(out, (struct str){bytes, n});
    return buf_ok(out) ? 0 : -1;
}

/* Takes the object over. An object that could not be made, or a text that is not UTF-8, fails the
   buffer. */
static void write_line(struct buf *out, json_t *json) {
    if (!json || json_dump_callback(json, add_piece, out, JSON_COMPACT) != 0) out->failed = true;
    buf_add_char(out, '\n');
    json_decref(json);
}

static json_t *make_values(const struct control_values *values) {
    json_t *json = json_object();
    for (size_t i = 0; json && i < values->n; i++) {
        const struct control_value *v = &values->v[i];
        json_t *text = json_stringn(v->value.p ? v->value.p : "", v->value.n);
        if (text && json_object_setn_new(json, v->name.p, v->name.n, text) == 0) continue;
        json_decref(json);
        return NULL;
    }
    return json;
}

void control_write_request(struct buf *out, const struct control_request *request) {
    write_line(out, json_pack("{s:s%,s:o}", "command", request->command.p, request->command.n,
                              "values", make_values(&request->values)));
}

void control_write_answer(struct buf *out, const struct control_answer *answer) {
    json_t *json = NULL;
    switch (answer->kind) {
    case CONTROL_PROGRESS:
        json =
            json_pack("{s:[I,I]}", "progress", (json_int_t)answer->done, (json_int_t)answer->all);
        break;
    case CONTROL_RESULT:
        json = json_pack("{s:o}", "result", make_values(&answer->values));
        break;
    case CONTROL_ERROR:
        json = json_pack("{s:s,s:s%}", "error", rc_name(answer->code), "text",
                         answer->text.p ? answer->text.p : "", answer->text.n);
        break;
    }
    write_line(out, json);
}
