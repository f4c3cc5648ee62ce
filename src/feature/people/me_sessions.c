/* Where a person is signed in, and ending it. */
#include "feature/people/inner.h"

static struct people_session view_of(struct request *request, const struct session *session) {
    char id[ID_TEXT_BYTES + 1];
    id_text(session->public_id, id);
    return (struct people_session){
        .device = device_labels[session->device],
        .is_this = session->id == request->asker.session,
        .by_link = session->by_link,
        .begun = {session->created_at},
        .seen = {session->seen_at},
        .name = str_copy(request->arena, str_from(id)),
    };
}

enum rc show_sessions(struct request *request) {
    struct people_sessions view = {0};
    struct session_list list;
    TRY(session_list_read(request->db, request->arena, request->asker.id, &list));
    struct people_session *sessions =
        arena_new_array(request->arena, list.rows.n + 1, struct people_session);
    if (!sessions) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct session *session = &list.rows.v[i];
        if (!session_is_alive(request->now, session->created_at, session->seen_at,
                              request->asker.is_administrator) &&
            session->id != request->asker.session)
            continue;
        sessions[view.sessions.n++] = view_of(request, session);
    }
    view.sessions.v = sessions;
    view.has_others = view.sessions.n > 1;
    struct page page;
    page_start(request, &page);
    people_sessions_html(&page, &view);
    struct page_head head = head_below_me(request, T_sessions_title);
    return answer_page(request, &page, &head);
}

enum rc apply_end_others(struct request *request) {
    return session_end_all(request->db, request->asker.id, request->asker.session);
}

enum rc apply_end_session(struct request *request) {
    uint64_t public_id;
    if (id_parse(request_param(request, "session"), &public_id) != RC_OK) return RC_ABSENT;
    return session_end(request->db, request->arena, request->asker.id, public_id);
}

enum rc answer_sessions(struct request *request) {
    return answer_redirect(request, url_format(request->arena, "/me/sessions"), T_sessions_ended);
}
