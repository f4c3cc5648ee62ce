/* Who is here: seats with their numbers, people without a telephone, and the lists for paper. */
#include "feature/meeting/lead.h"

static const char *const device_choices[] = {"proxy", "paper", "table", NULL};
static const int device_of[] = {SEAT_PROXY, SEAT_PAPER, SEAT_TABLE};
static const enum text_id device_labels[] = {T_meeting_device_proxy, T_meeting_device_paper,
                                             T_meeting_device_table};
enum { ADDED_MAX = 30 };

struct draft {
    struct str nickname;
    int sector, device;
    int64_t count;
};
enum { F_NICKNAME, F_SECTOR, F_DEVICE, F_COUNT };
static const struct field fields[] = {
    [F_NICKNAME] = {.name = "nickname",
                    .kind = FIELD_LINE,
                    .max = SEAT_NICKNAME_MAX,
                    .offset = offsetof(struct draft, nickname),
                    .label = T_meeting_field_nickname,
                    .hint = T_meeting_hint_nickname},
    [F_SECTOR] = {.name = "sector",
                  .kind = FIELD_CHOICE,
                  .choices = sector_choices,
                  .offset = offsetof(struct draft, sector),
                  .label = T_meeting_field_sector,
                  .labels = sector_labels},
    [F_DEVICE] = {.name = "device",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = device_choices,
                  .offset = offsetof(struct draft, device),
                  .label = T_meeting_field_device,
                  .labels = device_labels},
    [F_COUNT] = {.name = "count",
                 .kind = FIELD_NUMBER,
                 .required = true,
                 .min = 1,
                 .max = ADDED_MAX,
                 .offset = offsetof(struct draft, count),
                 .label = T_meeting_field_count,
                 .hint = T_meeting_hint_count},
};

enum rc show_seats(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    const struct draft fresh = {.count = 1, .sector = SECTOR_OTHER};
    struct seat_list seats = {0};
    TRY(seat_list(request->db, request->arena, meeting->id, &seats));
    struct meeting_seat_line *lines =
        arena_new_array(request->arena, seats.rows.n + 1, struct meeting_seat_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < seats.rows.n; i++) {
        const struct seat *seat = &seats.rows.v[i];
        lines[i] = (struct meeting_seat_line){
            .number = seat->number,
            .nickname = seat->nickname,
            .subgroup = seat->subgroup,
            .sector = seat->sector >= 0 ? sector_labels[seat->sector] : T_none,
            .has_left = seat->has_left,
            .is_without_phone = seat->device != SEAT_PHONE};
        if (seat->device != SEAT_PHONE && meeting->state == MEETING_OPEN)
            lines[i].enter_url = meeting_page_of(request, "/enter/", seat->public_id, "");
    }
    struct meeting_seats_view view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .seats = {.v = lines, .n = seats.rows.n},
        .nickname = form_view(request, &fields[F_NICKNAME], &fresh),
        .sector = form_view(request, &fields[F_SECTOR], NULL),
        .device = form_view(request, &fields[F_DEVICE], &fresh),
        .count = form_view(request, &fields[F_COUNT], &fresh),
        .may_add = meeting->state != MEETING_CLOSED,
        .post_url = meeting_page(request, "/seats"),
        .back_url = meeting_page(request, "/lead"),
        .pairs_url = meeting_page(request, "/pairs"),
    };
    view.sector.is_choice = false;
    view.sector.is_select = true;
    view.count.type = STR("number");
    struct page page;
    page_start(request, &page);
    meeting_seats_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_seats_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_seats(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->sector = -1;
    return form_read(request, fields, COUNT(fields), draft);
}

enum rc apply_seats(struct request *request) {
    const struct draft *draft = request->state;
    for (int64_t i = 0; i < draft->count; i++) {
        struct seat seat = {.meeting = meeting_asked(request)->id,
                            .nickname = draft->count == 1 ? draft->nickname : (struct str){0},
                            .sector = draft->sector,
                            .device = device_of[draft->device]};
        TRY(seat_take(request, &seat));
    }
    return meeting_tell_room(request, meeting_asked(request)->public_id);
}

enum rc answer_seats(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/seats"), T_meeting_seats_added);
}

/* ---- for paper ---- */

static struct str names_in(struct request *request, const struct exercise_group *group) {
    struct buf out;
    buf_init(&out, request->arena, 4096);
    for (size_t i = 0; i < group->seats.n; i++) {
        if (i) buf_lit(&out, " + ");
        buf_format(&out, "%d", group->seats.v[i].number);
        if (group->seats.v[i].nickname.n)
            buf_format(&out, " (%.*s)", STR_ARG(group->seats.v[i].nickname));
    }
    return buf_str(&out);
}

static enum rc view_round(struct request *request, const struct exercise_groups *from,
                          struct meeting_pair_round *to) {
    struct meeting_pair_row *rows =
        arena_new_array(request->arena, from->rows.n + 1, struct meeting_pair_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < from->rows.n; i++)
        rows[i] =
            (struct meeting_pair_row){from->rows.v[i].number, names_in(request, &from->rows.v[i])};
    *to = (struct meeting_pair_round){.round = from->round + 1, .rows = {rows, from->rows.n}};
    return RC_OK;
}

static enum rc view_rounds(struct request *request, const struct exercise *exercise,
                           struct meeting_pairs_view *view) {
    struct exercise_rounds rounds = {0};
    TRY(exercise_rounds(request->db, request->arena, exercise, &rounds));
    struct meeting_pair_round *to =
        arena_new_array(request->arena, rounds.rows.n + 1, struct meeting_pair_round);
    if (!to) return RC_LIMIT;
    for (size_t i = 0; i < rounds.rows.n; i++) TRY(view_round(request, &rounds.rows.v[i], &to[i]));
    view->rounds.v = to;
    view->rounds.n = rounds.rows.n;
    return RC_OK;
}

enum rc show_pairs(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    struct meeting_pairs_view view = {.title = meeting->title,
                                      .lang = meeting->lang,
                                      .back_url = meeting_page(request, "/paper")};
    TRY(agenda_read(request, meeting, &agenda));
    if (agenda.now && agenda.now->tool && agenda.now->exercise.state == EXERCISE_RUNNING) {
        view.exercise = agenda.now->title;
        TRY(view_rounds(request, &agenda.now->exercise, &view));
    }
    struct page page;
    page_start(request, &page);
    meeting_pairs_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_pairs_title);
    return answer_page(request, &page, &head);
}

enum rc show_paper(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct agenda agenda;
    TRY(agenda_read(request, meeting, &agenda));
    struct meeting_paper_line *lines =
        arena_new_array(request->arena, agenda.rows.n + 1, struct meeting_paper_line);
    if (!lines) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < agenda.rows.n; i++) {
        const struct agenda_item *row = &agenda.rows.v[i];
        if (!row->tool) continue;
        lines[n++] = (struct meeting_paper_line){
            .title = row->title,
            .tool = str_is(row->title, text_of(request->lang, row->tool->title)) ? T_none
                                                                                 : row->tool->title,
            .print_url = url_format(request->arena, "/tools/%s/print?code=%s",
                                    str_from(row->tool->key), meeting_asked(request)->code)};
    }
    const struct meeting_paper_view view = {.title = meeting->title,
                                            .lang = meeting->lang,
                                            .code =
                                                meeting_code_spaced(request->arena, meeting->code),
                                            .lines = {.v = lines, .n = n},
                                            .pairs_url = meeting_page(request, "/pairs"),
                                            .enter_url = meeting_page(request, "/seats"),
                                            .back_url = meeting_page(request, "/lead")};
    struct page page;
    page_start(request, &page);
    meeting_paper_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_paper_title);
    return answer_page(request, &page, &head);
}
