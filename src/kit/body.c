/* Bodies of forms. */
#include "kit/body.h"

#include "platform/http_upload.h"

static bool type_is(struct str content_type, struct str wanted) {
    return str_is_nocase(str_trim(str_slice(content_type, 0, str_find(content_type, ';', 0))),
                         wanted);
}

/* Only the last part of what may be a path, and nothing that is no text. */
static struct str plain_file_name(struct arena *arena, struct str name) {
    size_t from = 0;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '/' || name.p[i] == '\\') from = i + 1;
    return str_copy(arena, str_slice(name, from, name.n));
}

static enum rc begin_file(struct body *body, const struct multipart_part *part) {
    body->in_file = true;
    if (part->file_name.n == 0) return RC_OK; /* a file field left empty */
    if (body->has_upload) return RC_INVALID;
    if (body->upload_max == 0) return RC_INVALID;
    body->has_upload = true;
    body->upload.name = plain_file_name(body->arena, part->file_name);
    body->upload.type = str_copy(body->arena, part->type);
    return upload_open(body->arena, body->folder, &body->upload.fd);
}

static enum rc begin_part(void *data, const struct multipart_part *part) {
    struct body *body = data;
    body->in_file = false;
    body->part_name = str_copy(body->arena, part->name);
    buf_init(&body->text, body->arena, HTTP_VALUE_MAX + 1);
    return part->is_file ? begin_file(body, part) : RC_OK;
}

static enum rc part_bytes(void *data, struct str piece) {
    struct body *body = data;
    if (!body->in_file) {
        buf_add(&body->text, piece);
        return buf_ok(&body->text) ? RC_OK : RC_LIMIT;
    }
    if (!body->has_upload) return RC_INVALID; /* bytes of a file without a name */
    body->upload.size += (int64_t)piece.n;
    return body->upload.size > body->upload_max ? RC_LIMIT : upload_write(body->upload.fd, piece);
}

static enum rc end_part(void *data) {
    struct body *body = data;
    if (body->in_file) return RC_OK;
    struct str value = buf_str(&body->text);
    if (!str_is_utf8(value)) return RC_INVALID;
    return http_pairs_add(body->arena, &body->form->pairs, body->part_name, value);
}

enum rc body_init(struct body *body, struct arena *arena, struct form *form,
                  struct str content_type) {
    *body = (struct body){.arena = arena, .form = form};
    if (type_is(content_type, STR("application/x-www-form-urlencoded"))) {
        buf_init(&body->text, arena, BODY_FORM_MAX);
        return RC_OK;
    }
    if (!type_is(content_type, STR("multipart/form-data"))) return RC_INVALID;
    body->is_multipart = true;
    body->sink = (struct multipart_sink){begin_part, part_bytes, end_part, body};
    body->parser = arena_new(arena, struct multipart);
    return body->parser ? multipart_init(body->parser, content_type, &body->sink) : RC_LIMIT;
}

int64_t body_max(const struct body *body) {
    return body->is_multipart ? BODY_FORM_MAX + BODY_PART_HEADS + body->upload_max : BODY_FORM_MAX;
}

void body_feed(struct body *body, struct str piece) {
    if (body->rc != RC_OK) return;
    body->received += (int64_t)piece.n;
    if (body->received > body_max(body)) {
        body->rc = RC_LIMIT;
    } else if (body->is_multipart) {
        body->rc = multipart_feed(body->parser, piece);
    } else {
        buf_add(&body->text, piece);
        if (!buf_ok(&body->text)) body->rc = RC_LIMIT;
    }
}

enum rc body_finish(struct body *body) {
    TRY(body->rc);
    if (!body->is_multipart)
        return http_pairs_parse(body->arena, buf_str(&body->text), &body->form->pairs);
    TRY(multipart_finish(body->parser));
    return body->has_upload ? upload_rewind(body->upload.fd) : RC_OK;
}
