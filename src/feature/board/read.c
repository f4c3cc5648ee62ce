/* Who asks for which board, and the light frame of its pages. */
#include "feature/board/inner.h"

#include "kit/layout.h"

static enum rc find_exercise(struct request *request, struct board_ask *ask) {
    uint64_t id;
    if (id_parse(request_param(request, "exercise"), &id) != RC_OK) return RC_ABSENT;
    TRY(exercise_by_public_id(request->db, request->arena, ask->meeting->id, id, &ask->exercise));
    ask->tool = exercise_tool(request->site, &ask->exercise);
    return ask->tool && ask->tool->engine == ENGINE_BOARD ? RC_OK : RC_ABSENT;
}

/* The telephone's own table, and the axis that it has. */
static enum rc find_place(struct request *request, struct board_ask *ask) {
    struct exercise_place place = {0};
    const struct tool_phase *phase = ask->phase;
    bool has_groups = phase && (phase->mode == MODE_GROUP || phase->mode == MODE_CAFE);
    if (!ask->seat || !has_groups || ask->exercise.pace != PACE_LIVE) return RC_OK;
    TRY(exercise_place(request, &ask->exercise, ask->seat->number, &place));
    bool has_axis = phase->axis_by_group || phase->mode == MODE_CAFE;
    if (has_axis && place.group > 0)
        ask->axis = board_axis(&ask->exercise, &ask->content, place.group);
    if (ask->tool->is_board_each && place.group > 0 && ask->group < 0) ask->group = place.group;
    return RC_OK;
}

static void read_where(const struct form *from, struct board_ask *ask) {
    int64_t group = -1;
    if (str_to_i64(form_value(from, "group"), &group) == RC_OK && group >= 0 &&
        group <= MEETING_SEATS_MAX)
        ask->group = (int)group;
    if (str_is(form_value(from, "view"), STR("board"))) ask->is_grid = true;
}

enum rc board_ask_read(struct request *request, struct board_ask *ask) {
    *ask = (struct board_ask){
        .meeting = request_object(request, OBJECT_MEETING)->row, .group = -1, .axis = -1};
    TRY(find_exercise(request, ask));
    TRY(exercise_content(request->arena, request->site, request->lang, &ask->exercise,
                         &ask->content));
    const struct exercise *exercise = &ask->exercise;
    if (exercise->state == EXERCISE_RUNNING) ask->phase = exercise_phase(request->site, exercise);
    ask->leads = ask->meeting->asker_leads;
    ask->seat = ask->leads ? NULL : seat_of_asker(request);
    bool is_open = ask->meeting->state != MEETING_CLOSED && exercise->state != EXERCISE_CLOSED;
    ask->may_act = is_open && (ask->leads || ask->seat);
    read_where(request->query, ask);
    if (request->form) read_where(request->form, ask);
    return find_place(request, ask);
}

enum rc board_ask_board(const struct request *request, const struct board_ask *ask,
                        struct board *board) {
    int group = ask->tool->is_board_each ? ask->group : -1;
    return board_read(request, &ask->exercise, ask->seat, group, board);
}

struct url board_here(struct request *request, const struct board_ask *ask, const char *below) {
    struct url url = board_url(request->arena, &ask->exercise);
    struct buf out;
    buf_init(&out, request->arena, 1024);
    buf_format(&out, "%.*s%s", STR_ARG(url.path), below);
    char join = '?';
    if (ask->is_grid) {
        buf_format(&out, "%cview=board", join);
        join = '&';
    }
    if (ask->group >= 0) buf_format(&out, "%cgroup=%d", join, ask->group);
    url.path = buf_str(&out);
    return url;
}

bool board_may_write(const struct board_ask *ask, struct str region) {
    const struct tool_phase *phase = ask->phase;
    if (!ask->may_act) return false;
    if (ask->leads) return true;
    bool takes = phase && phase->input == INPUT_NOTE;
    const struct tool_region *wanted = board_region(ask->tool, region);
    if (ask->exercise.pace == PACE_OWN) takes = wanted != NULL;
    if (!takes || !wanted) return false;
    if (ask->exercise.pace == PACE_OWN) return true;
    size_t colon = str_find(region, ':', 0);
    if (ask->axis >= 0 && colon < region.n &&
        !str_is(str_slice(region, colon + 1, region.n), ask->content.axes.v[ask->axis].key))
        return false;
    for (size_t i = 0; i < PHASE_REGIONS_MAX && phase->regions[i].key; i++)
        if (str_is(str_from(phase->regions[i].key), str_slice(region, 0, colon))) return true;
    return false;
}

enum rc board_id_of(const struct form *form, const char *name, uint64_t *id) {
    struct str text = form_value(form, name);
    return id_parse(text, id) == RC_OK ? RC_OK : RC_INVALID;
}

/* ---- the frame ---- */

static void fill_languages(struct request *request, struct board_frame *frame) {
    struct url here = url_of_path(request->arena, request->path);
    const struct layout_language *list = layout_languages(request->arena, request->lang, here);
    struct board_language *own = arena_new_array(request->arena, LANG__N, struct board_language);
    if (!list || !own) return;
    for (int i = 0; i < LANG__N; i++)
        own[i] = (struct board_language){list[i].code, list[i].name, list[i].url, list[i].here};
    frame->languages.v = own;
    frame->languages.n = LANG__N;
}

enum rc board_answer(struct request *request, struct page *page, struct board_frame *frame) {
    const struct meeting *meeting = request_object(request, OBJECT_MEETING)->row;
    struct page whole;
    enum text_id text = answer_notice(request);
    struct notice *notice = arena_new(request->arena, struct notice);
    if (!notice) return RC_LIMIT;
    *notice = (struct notice){.is_success = true, .title = text};
    if (text != T_none) frame->notice = notice;
    frame->site_name = request->site->name;
    frame->body = page_html(page);
    if (!frame->back_url.path.n) {
        frame->back_url = meeting_url(request->arena, meeting->public_id);
        const char *rest = meeting->state == MEETING_CLOSED ? "/after"
                           : meeting->asker_leads           ? "/lead"
                           : seat_of_asker(request)         ? ""
                                                            : "/watch";
        frame->back_url.path =
            str_format(request->arena, "%.*s%s", STR_ARG(frame->back_url.path), rest);
        frame->back = T_board_to_meeting;
    }
    fill_languages(request, frame);
    page_start(request, &whole);
    board_frame_html(&whole, frame);
    if (!buf_ok(page->out) || !buf_ok(whole.out)) return RC_BROKEN;
    return answer_bytes(request, "text/html; charset=utf-8", (struct str){0},
                        page_html(&whole).text);
}
