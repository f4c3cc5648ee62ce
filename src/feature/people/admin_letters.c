/*
 * Letters that are not out yet. Without a mail server administrators hand over their links; with
 * one the page shows what could not be sent, and no links.
 */
#include "feature/people/inner.h"
#include "platform/mail.h"

static const enum text_id failure_labels[MAIL_FAILURE__N] = {
    [MAIL_NO_FAILURE] = T_none,        [MAIL_NO_SERVER] = T_mail_no_server,
    [MAIL_NO_TRUST] = T_mail_no_trust, [MAIL_REFUSED] = T_mail_refused,
    [MAIL_LATER] = T_mail_later,       [MAIL_BROKEN] = T_mail_broken,
};

static enum rc view_letter(struct request *request, const struct letter *letter,
                           struct people_letter *view) {
    *view = (struct people_letter){
        .letter = letter_labels[letter->kind],
        .address = letter->address,
        .receiver = letter->receiver,
        .created = {letter->created_at},
        .failure = failure_labels[letter->failure],
        .attempts = letter->attempts,
        .done_url = url_format(request->arena, "/people/letters/%s", letter->id),
    };
    if (request->site->mail) return RC_OK;
    TRY(letter_url(request->db, request->arena, request->site, letter, request->now, &view->url));
    if (str_starts(view->url, STR("/")))
        view->url = str_format(request->arena, "%.*s%.*s", STR_ARG(request_base(request)),
                               STR_ARG(view->url));
    view->is_handed_over = view->url.n && letter->kind != LETTER_NO_ACCOUNT;
    return RC_OK;
}

enum rc show_letters(struct request *request) {
    struct page_place place = paging_place(request);
    struct letter_list list;
    struct outbox_counts counts;
    TRY(outbox_count(request->db, request->arena, &counts));
    TRY(outbox_waiting(request->db, request->arena, place.is_set ? place.id : 0, PAGE_ROWS + 1,
                       &list));
    size_t n = list.rows.n < PAGE_ROWS ? list.rows.n : PAGE_ROWS;
    struct people_letter *letters = arena_new_array(request->arena, n + 1, struct people_letter);
    if (!letters) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(view_letter(request, &list.rows.v[i], &letters[i]));
    struct page_rows rows = {.n = list.rows.n};
    if (n) rows.first.id = list.rows.v[0].id, rows.last.id = list.rows.v[n - 1].id;
    struct people_letters view = {
        .by_mail = request->site->mail != NULL,
        .waiting = {counts.waiting},
        .failed = {counts.failed},
        .sent = {counts.sent},
        .pager = paging_view(request, &place, &rows),
        .none = {.title = T_letters_none, .text = T_letters_none_text},
    };
    view.pager.previous = (struct url){0}; /* this list goes forwards only */
    view.letters.v = letters;
    view.letters.n = n;
    struct page page;
    page_start(request, &page);
    people_letters_html(&page, &view);
    struct page_head head = head_below_people(request, text_of(request->lang, T_letters_title));
    return answer_page(request, &page, &head);
}

enum rc apply_letter_done(struct request *request) {
    struct letter letter;
    int64_t id;
    if (str_to_i64(request_param(request, "letter"), &id) != RC_OK) return RC_ABSENT;
    TRY(outbox_find(request->db, request->arena, id, &letter));
    return outbox_done(request->db, id, request->now);
}

enum rc answer_letters(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/people/letters"), T_letter_done);
}
