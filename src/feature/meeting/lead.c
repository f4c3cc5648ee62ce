/*
 * The leader's page: one big button, what the room does now, and who is there. Everything on it is
 * read from the database each time, so it works by reloading, on two screens at once, and after the
 * server was started again.
 */
#include "feature/meeting/lead.h"

static void view_addresses(struct request *request, struct meeting_lead *view) {
    view->next_url = meeting_page(request, "/lead/next");
    view->back_url = meeting_page(request, "/lead/back");
    view->clock_url = meeting_page(request, "/lead/clock");
    view->item_url = meeting_page(request, "/lead/item");
    view->screen_url = meeting_page(request, "/screen");
    view->plan_url = meeting_page(request, "/plan");
    view->settings_url = meeting_page(request, "/settings");
    view->documents_url = meeting_page(request, "/documents");
    view->leaders_url = meeting_page(request, "/leaders");
    view->signups_url = meeting_page(request, "/signups");
    view->seats_url = meeting_page(request, "/seats");
    view->paper_url = meeting_page(request, "/paper");
    view->close_url = meeting_page(request, "/close");
    view->actions_url = meeting_page(request, "/actions");
    view->after_url = meeting_page(request, "/after");
}

static bool may_begin(const struct meeting *meeting, const struct agenda_item *row) {
    bool over = row->item.is_done || row->exercise.state == EXERCISE_CLOSED;
    return meeting->state == MEETING_OPEN && meeting->item != row->item.id && !over;
}

enum rc lead_view_items(struct request *request, const struct agenda *agenda,
                        const struct meeting_line **lines, size_t *n) {
    const struct meeting *meeting = meeting_asked(request);
    struct meeting_line *rows =
        arena_new_array(request->arena, agenda->rows.n + 1, struct meeting_line);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < agenda->rows.n; i++) {
        const struct agenda_item *row = &agenda->rows.v[i];
        uint64_t id = row->item.public_id;
        rows[i] = (struct meeting_line){
            .title = row->title,
            .lang = meeting->lang,
            .kind = row->tool ? row->tool->title : T_none,
            .number = (int)i + 1,
            .minutes = row->item.minutes,
            .is_now = meeting->item && meeting->item == row->item.id,
            .is_done = row->item.is_done || row->exercise.state == EXERCISE_CLOSED,
            .may_begin = may_begin(meeting, row),
            .id = meeting_id_text(request->arena, id),
            .is_first = i == 0,
            .is_last = i + 1 == agenda->rows.n,
            .may_change = row->exercise.state == EXERCISE_PLANNED,
            .url = meeting_page_of(request, "/plan/", id, ""),
            .move_url = meeting_page_of(request, "/plan/", id, "/move"),
            .remove_url = meeting_page_of(request, "/plan/", id, "/remove"),
            .begin_url = meeting_page(request, "/lead/item"),
        };
        if (row->tool && str_is(row->title, text_of(request->lang, row->tool->title)))
            rows[i].kind = T_none;
    }
    *lines = rows;
    *n = agenda->rows.n;
    return RC_OK;
}

/* What the page says once, after something was done or came too late. */
static struct str live_topic(struct request *request, bool room) {
    uint64_t id = meeting_asked(request)->public_id;
    return room ? meeting_room_topic(request->arena, id) : meeting_topic(request->arena, id);
}

enum rc show_lead(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    if (meeting->state == MEETING_CLOSED)
        return answer_redirect(request, meeting_page(request, "/after"), T_none);
    struct agenda agenda;
    struct meeting_lead view = {
        .title = meeting->title,
        .place = meeting->place_title,
        .purpose = meeting->purpose,
        .lang = meeting->lang,
        .is_ready = meeting->state == MEETING_PLANNED,
        .is_own_pace = meeting->pace == PACE_OWN,
        .starts = {meeting->starts_at},
        .ends = {meeting->ends_at},
        .code = meeting_code_spaced(request->arena, meeting->code),
        .topic = live_topic(request, false),
        .room_topic = live_topic(request, true),
    };
    view_addresses(request, &view);
    TRY(agenda_read(request, meeting, &agenda));
    TRY(lead_view_items(request, &agenda, &view.items.v, &view.items.n));
    TRY(lead_view_ready(request, &view));
    TRY(lead_view_now(request, &agenda, &view));
    TRY(lead_view_room(request, &agenda, &view.room));
    struct page page;
    page_start(request, &page);
    meeting_lead_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_lead_title);
    head.title = meeting->title;
    head.n_crumbs = 1;
    head.live = true;
    return answer_page(request, &page, &head);
}
