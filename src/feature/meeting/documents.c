/* The documents of a meeting: leaders lay them before it, everybody with the address reads them. */
#include "feature/meeting/inner.h"

#include "core/meeting/document.h"
#include "kit/upload.h"

#include <unistd.h>

enum { PIECE = 64 * 1024 };

struct draft {
    struct str bytes;
    const char *type;
};

/* ---- lists ---- */

static struct str size_text(struct arena *arena, int64_t size) {
    if (size < 1024 * 1024) return str_format(arena, "%lld kB", (long long)(size + 1023) / 1024);
    return str_format(arena, "%lld MB", (long long)(size + 512 * 1024) / (1024 * 1024));
}

enum rc documents_view(struct request *request, const struct meeting *meeting,
                       struct meeting_documents *view) {
    struct document_list list = {0};
    TRY(document_list(request->db, request->arena, meeting->id, &list));
    struct meeting_document *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct meeting_document);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct document *from = &list.rows.v[i];
        rows[i] = (struct meeting_document){
            .name = from->name,
            .size = size_text(request->arena, from->size),
            .at = {from->created_at},
            .url = meeting_page_of(request, "/documents/", from->public_id, "")};
        if (meeting_asker_may(request, MAY_MANAGE))
            rows[i].remove_url =
                meeting_page_of(request, "/documents/", from->public_id, "/remove");
    }
    view->rows.v = rows;
    view->rows.n = list.rows.n;
    return RC_OK;
}

enum rc show_documents(struct request *request) {
    static const struct field field = {.name = "file",
                                       .required = true,
                                       .label = T_meeting_document_file,
                                       .hint = T_meeting_document_hint};
    const struct meeting *meeting = meeting_asked(request);
    struct meeting_documents_view view = {
        .errors = form_errors(request, &field, 1),
        .title = meeting->title,
        .lang = meeting->lang,
        .file = form_view(request, &field, NULL),
        .post_url = meeting_page(request, "/documents"),
        .back_url = meeting_page(request, meeting->state == MEETING_CLOSED ? "/after" : "/lead"),
    };
    view.file.type = STR("file");
    view.file.accept = STR(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt");
    TRY(documents_view(request, meeting, &view.documents));
    view.is_full = view.documents.rows.n >= DOCUMENTS_MAX;
    struct page page;
    page_start(request, &page);
    meeting_documents_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_documents_title);
    return answer_page(request, &page, &head);
}

/* ---- adding, removing ---- */

static enum rc read_bytes(const struct upload *upload, struct arena *arena, struct str *bytes) {
    char *to = arena_alloc(arena, (size_t)upload->size);
    size_t n = 0;
    if (!to) return RC_LIMIT;
    while (n < (size_t)upload->size) {
        size_t left = (size_t)upload->size - n;
        ssize_t got = read(upload->fd, to + n, left < PIECE ? left : PIECE);
        if (got <= 0) return RC_BROKEN;
        n += (size_t)got;
    }
    *bytes = (struct str){to, n};
    return RC_OK;
}

static enum rc refuse(struct request *request, enum text_id why) {
    form_error(request, "file", why);
    return RC_INVALID;
}

enum rc prepare_document(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    const struct upload *upload = request->upload;
    if (!draft) return RC_LIMIT;
    request->state = draft;
    if (!upload || upload->size == 0) return refuse(request, T_meeting_document_missing);
    TRY(read_bytes(upload, request->arena, &draft->bytes));
    draft->type = document_type(draft->bytes);
    return draft->type ? RC_OK : refuse(request, T_meeting_document_kind);
}

enum rc apply_document(struct request *request) {
    const struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    struct str name = str_trim(request->upload->name);
    const struct file_facts facts = {.name = name.n ? name : STR("bilag"),
                                     .type = str_from(draft->type),
                                     .owner = request->asker.id,
                                     .now = request->now};
    enum rc rc = document_add(request, meeting->id, &facts, draft->bytes);
    if (rc == RC_LIMIT) return refuse(request, T_meeting_document_full);
    TRY(rc);
    return meeting_tell_all(request, meeting->public_id);
}

enum rc apply_document_remove(struct request *request) {
    uint64_t id;
    TRY(meeting_param_id(request, "document", &id));
    return document_remove(request, meeting_asked(request)->id, id);
}

enum rc answer_documents(struct request *request) {
    bool removed = str_ends(request->path, STR("/remove"));
    return answer_redirect(request, meeting_page(request, "/documents"),
                           removed ? T_meeting_document_removed : T_meeting_document_added);
}

/* Always as a download: nothing that somebody brought runs in our pages. */
enum rc answer_document(struct request *request) {
    struct document document;
    struct file file;
    struct str bytes;
    uint64_t id;
    TRY(meeting_param_id(request, "document", &id));
    TRY(document_find(request->db, request->arena, meeting_asked(request)->id, id, &document));
    TRY(file_load(request->db, request->arena, document.file, &file));
    TRY(file_read(request->db, request->arena, &file, DOCUMENT_BYTES_MAX, &bytes));
    return answer_bytes(request, str_c(request->arena, file.type), file.name, bytes);
}
