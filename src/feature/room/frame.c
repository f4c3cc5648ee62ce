/* The light frame of the participants' pages, and the parts that the script fetches. */
#include "feature/room/inner.h"

#include "kit/layout.h"
#include "platform/files.h"

void room_page_start(struct request *request, struct page *page) {
    page_start(request, page);
    if (room_asks_part(request)) page->form_token = (struct str){0};
}

static enum rc answer_part(struct request *request, struct page *page) {
    struct str packed;
    if (!buf_ok(page->out)) return RC_BROKEN;
    TRY(gzip_pack(request->arena, page_html(page).text, &packed));
    answer_header(request, "Content-Encoding", STR("gzip"));
    answer_header(request, "Cache-Control", STR("no-store"));
    return answer_bytes(request, "text/html; charset=utf-8", (struct str){0}, packed);
}

static void fill_languages(struct request *request, struct room_frame *frame) {
    struct url here = url_of_path(request->arena, request->path);
    const struct layout_language *list = layout_languages(request->arena, request->lang, here);
    struct room_language *own = arena_new_array(request->arena, LANG__N, struct room_language);
    if (!list || !own) return;
    for (int i = 0; i < LANG__N; i++)
        own[i] = (struct room_language){list[i].code, list[i].name, list[i].url, list[i].here};
    frame->languages.v = own;
    frame->languages.n = LANG__N;
}

static void fill_notice(struct request *request, struct room_frame *frame) {
    enum text_id text = answer_notice(request);
    struct notice *notice = text != T_none ? arena_new(request->arena, struct notice) : NULL;
    if (!notice) return;
    *notice = (struct notice){.is_success = true, .title = text};
    frame->notice = notice;
}

enum rc room_answer(struct request *request, struct page *page, struct room_frame *frame) {
    if (room_asks_part(request)) return answer_part(request, page);
    struct page whole;
    frame->site_name = request->site->name;
    frame->body = page_html(page);
    fill_languages(request, frame);
    fill_notice(request, frame);
    page_start(request, &whole);
    room_frame_html(&whole, frame);
    if (!buf_ok(page->out) || !buf_ok(whole.out)) return RC_BROKEN;
    return answer_bytes(request, "text/html; charset=utf-8", (struct str){0},
                        page_html(&whole).text);
}

/* What of the address has to stay: the part of one's own pace, and that no script runs. */
static struct url phone_url(struct request *request) {
    struct str meeting = room_id(request->arena, room_meeting(request)->public_id);
    struct str phase = form_value(request->query, "p");
    struct str exercise =
        phase.n && request->method == POST ? request_param(request, "exercise") : (struct str){0};
    bool is_part = room_asks_part(request);
    if (exercise.n && is_part)
        return url_format(request->arena, "/m/%s?e=%s&p=%s&part=live", meeting, exercise, phase);
    if (exercise.n) return url_format(request->arena, "/m/%s?e=%s&p=%s", meeting, exercise, phase);
    if (is_part) return url_format(request->arena, "/m/%s?part=live", meeting);
    if (form_value(request->query, "auto").n)
        return url_format(request->arena, "/m/%s?auto=1", meeting);
    return url_format(request->arena, "/m/%s", meeting);
}

enum rc room_back(struct request *request, enum text_id notice) {
    return answer_redirect(request, phone_url(request), room_asks_part(request) ? T_none : notice);
}
