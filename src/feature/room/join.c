/* Joining a meeting: by its code, by the QR code, by its address. No account, no mail address. */
#include "feature/room/inner.h"

#include "core/meeting/document.h"

/* ---- the code ---- */

struct code_draft {
    struct str code;
    uint64_t found;
};

static enum rc answer_code_page(struct request *request, struct str typed) {
    struct error_summary errors = form_errors(request, NULL, 0);
    struct room_code view = {.code = typed};
    struct page page;
    if (errors.errors.n) view.error = errors.errors.v[0].text;
    page_start(request, &page);
    room_code_html(&page, &view);
    struct room_frame frame = {.title = text_of(request->lang, T_room_code_title)};
    return room_answer(request, &page, &frame);
}

/* Six boxes or one field: whatever was typed in them, in order. */
static struct str typed_code(struct request *request) {
    const struct form *form = request->form ? request->form : request->query;
    return str_trim(form_value(form, "code"));
}

enum rc room_show_code(struct request *request) {
    return answer_code_page(request, typed_code(request));
}

enum rc room_read_code(struct request *request) {
    struct code_draft *draft = arena_new(request->arena, struct code_draft);
    if (!draft) return RC_LIMIT;
    draft->code = typed_code(request);
    request->state = draft;
    if (draft->code.n && draft->code.n <= 40) return RC_OK;
    form_error(request, "code", T_room_code_missing);
    return RC_INVALID;
}

enum rc room_apply_code(struct request *request) {
    struct code_draft *draft = request->state;
    struct meeting meeting;
    enum rc rc = meeting_by_typed_code(request, draft->code, &meeting);
    if (rc == RC_ABSENT) {
        form_error(request, "code", T_room_code_unknown);
        return RC_INVALID;
    }
    TRY(rc);
    draft->found = meeting.public_id;
    return RC_OK;
}

static struct url join_url(struct request *request, uint64_t meeting) {
    return url_format(request->arena, "/m/%s/join", room_id(request->arena, meeting));
}

enum rc room_answer_code(struct request *request) {
    const struct code_draft *draft = request->state;
    return answer_redirect(request, join_url(request, draft->found), T_none);
}

enum rc room_show_code_again(struct request *request) {
    return answer_code_page(request, typed_code(request));
}

/* GET /j/CODE, from the QR code. */
enum rc room_follow_code(struct request *request) {
    struct str code = request_param(request, "code");
    struct meeting meeting;
    enum rc rc = meeting_by_typed_code(request, code, &meeting);
    if (rc == RC_OK) return answer_redirect(request, join_url(request, meeting.public_id), T_none);
    if (rc != RC_ABSENT) return rc;
    struct room_code view = {.code = code, .error = text_of(request->lang, T_room_code_unknown)};
    struct page page;
    page_start(request, &page);
    room_code_html(&page, &view);
    struct room_frame frame = {.title = text_of(request->lang, T_room_code_title)};
    answer_status(request, 404);
    return room_answer(request, &page, &frame);
}

/* ---- taking a seat ---- */

/* People may take their seats this long before a meeting begins; the leader opens it when she
   begins. */
#define EARLY_MS (24 * 60 * 60 * INT64_C(1000))

static bool is_too_early(const struct request *request, const struct meeting *meeting) {
    return meeting->state == MEETING_PLANNED && meeting->starts_at - request->now > EARLY_MS;
}

struct join_draft {
    struct str nickname;
    int sector; /* read again in apply, where "not said" is told apart */
    struct str subgroup;
    bool is_table, is_auto;
    struct seat seat;
    struct meeting meeting; /* for the cookie */
};
enum { NICKNAME, SECTOR, SUBGROUP, TABLE, AUTO };
static const struct field join_fields[] = {
    [NICKNAME] = {.name = "nickname",
                  .kind = FIELD_LINE,
                  .max = SEAT_NICKNAME_MAX,
                  .offset = offsetof(struct join_draft, nickname),
                  .label = T_room_nickname,
                  .hint = T_room_nickname_hint},
    [SECTOR] = {.name = "sector",
                .kind = FIELD_CHOICE,
                .choices = sector_choices,
                .labels = sector_labels,
                .offset = offsetof(struct join_draft, sector),
                .label = T_room_sector},
    [SUBGROUP] = {.name = "subgroup",
                  .kind = FIELD_LINE,
                  .max = SEAT_SUBGROUP_MAX,
                  .offset = offsetof(struct join_draft, subgroup),
                  .label = T_room_subgroup},
    [TABLE] = {.name = "table",
               .kind = FIELD_CHECK,
               .offset = offsetof(struct join_draft, is_table),
               .label = T_room_table,
               .hint = T_room_table_hint},
    [AUTO] = {.name = "auto",
              .kind = FIELD_CHECK,
              .offset = offsetof(struct join_draft, is_auto),
              .label = T_room_table},
};

static bool is_chosen(const struct request *request, const char *name, struct str value,
                      struct str now) {
    return str_is(request->form ? form_value(request->form, name) : now, value);
}

static struct form_field sector_field(struct request *request, const struct seat *seat) {
    struct field_option *options =
        arena_new_array(request->arena, SECTOR__N + 1, struct field_option);
    struct form_field field = {.name = STR("sector"),
                               .label = T_room_sector,
                               .is_select = true,
                               .hint = T_room_sector_hint};
    if (!options) return field;
    struct str now = {0};
    if (seat && seat->sector >= 0) now = str_from(sector_choices[seat->sector]);
    for (size_t i = 0; i < SECTOR__N; i++) {
        struct str value = str_from(sector_choices[i]);
        options[i] = (struct field_option){.value = value,
                                           .label = sector_labels[i],
                                           .chosen = is_chosen(request, "sector", value, now)};
    }
    field.options.v = options;
    field.options.n = SECTOR__N;
    return field;
}

enum { SUBGROUPS_MAX = 30 };

static struct form_field subgroup_field(struct request *request, const struct meeting *meeting,
                                        const struct seat *seat) {
    struct field_option *options =
        arena_new_array(request->arena, SUBGROUPS_MAX, struct field_option);
    struct form_field field = {
        .name = STR("subgroup"), .label = T_room_subgroup, .is_select = true};
    struct str rest = meeting->subgroups, line;
    size_t n = 0;
    if (!options || !rest.n) return field;
    while (n < SUBGROUPS_MAX && str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!line.n) continue;
        struct str now = seat ? seat->subgroup : (struct str){0};
        options[n++] = (struct field_option){
            .value = line, .label_text = line, .chosen = is_chosen(request, "subgroup", line, now)};
    }
    field.options.v = options;
    field.options.n = n;
    return field;
}

/* One sentence of each tool on the agenda on who can see what. */
static enum rc fill_sees(struct request *request, const struct meeting *meeting,
                         struct room_join *view) {
    struct meeting_items items;
    TRY(meeting_items(request->db, request->arena, meeting->id, &items));
    enum text_id *sees = arena_new_array(request->arena, items.rows.n + 1, enum text_id);
    if (!sees) return RC_LIMIT;
    for (size_t i = 0; i < items.rows.n; i++) {
        const struct tool *tool = tool_find(request->site, items.rows.v[i].tool);
        bool is_new = tool != NULL;
        for (size_t j = 0; tool && j < view->sees.n; j++)
            is_new = is_new && sees[j] != tool->who_sees;
        if (is_new) sees[view->sees.n++] = tool->who_sees;
        view->sees.v = sees;
    }
    return RC_OK;
}

/* What the leaders laid before the meeting, to be read while one waits. */
static enum rc fill_documents(struct request *request, const struct meeting *meeting,
                              struct room_wait *view) {
    struct document_list list = {0};
    TRY(document_list(request->db, request->arena, meeting->id, &list));
    struct room_document *rows =
        arena_new_array(request->arena, list.rows.n + 1, struct room_document);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++)
        rows[i] = (struct room_document){
            list.rows.v[i].name, url_format(request->arena, "/m/%s/documents/%s",
                                            room_id(request->arena, meeting->public_id),
                                            room_id(request->arena, list.rows.v[i].public_id))};
    view->documents.v = rows;
    view->documents.n = list.rows.n;
    return RC_OK;
}

static enum rc answer_wait(struct request *request, const struct meeting *meeting, bool is_full) {
    struct room_wait view = {.title = meeting->title,
                             .place = meeting->place_title,
                             .where_text = meeting->where_text,
                             .starts = {meeting->starts_at},
                             .is_planned = !is_full,
                             .is_full = is_full};
    struct page page;
    if (meeting->online_url.n &&
        url_external(request->arena, meeting->online_url, &view.online) != RC_OK)
        view.online = (struct url){0};
    TRY(fill_documents(request, meeting, &view));
    room_page_start(request, &page);
    room_wait_html(&page, &view);
    struct room_frame frame = {
        .title = meeting->title,
        .is_live = !is_full,
        .topic = meeting_topic(request->arena, meeting->public_id),
        .part_url = room_url(request, "/join?part=live"),
    };
    return room_answer(request, &page, &frame);
}

static enum rc answer_join_page(struct request *request) {
    const struct meeting *meeting = room_meeting(request);
    const struct seat *seat = seat_of_asker(request);
    struct join_draft draft = {0};
    if (seat) {
        draft.nickname = seat->nickname;
        draft.is_table = seat->device == SEAT_TABLE;
    }
    struct room_join view = {
        .title = meeting->title,
        .place = meeting->place_title,
        .action = room_url(request, "/join"),
        .errors = form_errors(request, join_fields, COUNT(join_fields)),
        .nickname = form_view(request, &join_fields[NICKNAME], &draft),
        .sector = sector_field(request, seat),
        .subgroup = subgroup_field(request, meeting, seat),
        .table = form_view(request, &join_fields[TABLE], &draft),
        .has_subgroups = meeting->subgroups.n != 0,
    };
    struct page page;
    view.nickname.autocomplete = STR("nickname");
    TRY(fill_sees(request, meeting, &view));
    page_start(request, &page);
    room_join_html(&page, &view);
    struct room_frame frame = {.title = meeting->title};
    return room_answer(request, &page, &frame);
}

enum rc room_show_join(struct request *request) {
    const struct meeting *meeting = room_meeting(request);
    const struct seat *seat = seat_of_asker(request);
    bool renames = form_value(request->query, "rename").n != 0;
    int64_t seats;
    if (meeting->state == MEETING_CLOSED)
        return answer_redirect(request, room_url(request, "/after"), T_none);
    if (seat && (!renames || room_asks_part(request)))
        return answer_redirect(request, room_url(request, ""), T_none);
    if (!seat && is_too_early(request, meeting)) return answer_wait(request, meeting, false);
    TRY(seat_count(request->db, request->arena, meeting->id, &seats));
    if (!seat && seats >= MEETING_SEATS_MAX) return answer_wait(request, meeting, true);
    return answer_join_page(request);
}

enum rc room_show_join_again(struct request *request) {
    return answer_join_page(request);
}

static int sector_of(struct str value) {
    for (int i = 0; i < SECTOR__N; i++)
        if (str_is(value, str_from(sector_choices[i]))) return i;
    return -1;
}

enum rc room_read_join(struct request *request) {
    struct join_draft *draft = arena_new(request->arena, struct join_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, join_fields, COUNT(join_fields), draft);
}

static bool is_subgroup(const struct meeting *meeting, struct str wanted) {
    struct str rest = meeting->subgroups, line;
    while (rest.n && str_cut(&rest, '\n', &line))
        if (str_is(str_trim(line), wanted)) return true;
    return false;
}

enum rc room_apply_join(struct request *request) {
    struct join_draft *draft = request->state;
    const struct meeting *meeting = room_meeting(request);
    const struct seat *mine = seat_of_asker(request);
    struct seat seat = {.meeting = meeting->id};
    if (meeting->state == MEETING_CLOSED || is_too_early(request, meeting)) return RC_CONFLICT;
    if (mine) seat = *mine;
    seat.nickname = draft->nickname;
    seat.sector = sector_of(form_value(request->form, "sector"));
    if (is_subgroup(meeting, draft->subgroup)) seat.subgroup = draft->subgroup;
    seat.device = draft->is_table ? SEAT_TABLE : SEAT_PHONE;
    TRY(mine ? seat_update(request, &seat) : seat_take(request, &seat));
    draft->seat = seat;
    draft->seat.token = str_copy(request->arena, seat.token);
    draft->meeting = *meeting;
    return RC_OK;
}

enum rc room_answer_join(struct request *request) {
    const struct join_draft *draft = request->state;
    struct url url = room_url(request, draft->is_auto ? "?auto=1" : "");
    seat_cookie(request, &draft->meeting, draft->seat.token);
    return answer_redirect(request, url, T_none);
}

enum rc room_apply_leave(struct request *request) {
    const struct seat *seat = seat_of_asker(request);
    return seat ? seat_leave(request, seat) : RC_OK;
}

enum rc room_answer_leave(struct request *request) {
    return answer_redirect(request, room_url(request, "/join"), T_room_left);
}
