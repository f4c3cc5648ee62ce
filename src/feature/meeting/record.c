/*
 * What remains of a meeting: its exercises with result and notes, agreed actions, and the promise.
 * The follow-up page, the minutes and the plain text are all written from this.
 */
#include "feature/meeting/inner.h"

#include "core/meeting/view_board.h"

enum { EARLIER_MAX = 2 };

/* ---- notes ---- */

static enum rc read_notes(struct request *request, const struct agenda_item *item,
                          struct note_seen *seen) {
    *seen = (struct note_seen){0};
    if (!item->tool || item->exercise.state == EXERCISE_PLANNED) return RC_OK;
    return note_read(request, &item->exercise, seat_of_asker(request), seen);
}

static struct meeting_note view_note(struct request *request, const struct note *note,
                                     bool may_act) {
    struct meeting_note view = {.id = meeting_id_text(request->arena, note->id),
                                .text = note->text,
                                .lang = note->lang,
                                .nickname = note->nickname,
                                .is_reported = note->is_reported};
    if (may_act) {
        view.action_url = meeting_page(request, "/actions?note=");
        view.action_url.path =
            str_format(request->arena, "%.*s%.*s", STR_ARG(view.action_url.path), STR_ARG(view.id));
    }
    return view;
}

/* The notes of one region together, in the order in which the regions come. */
static enum rc group_notes(struct request *request, const struct agenda_item *item,
                           const struct note_list *list, struct meeting_exercise_record *record) {
    struct content content;
    size_t n = list->rows.n;
    bool may_act = meeting_asker_may(request, MAY_MANAGE);
    struct meeting_note_group *groups =
        arena_new_array(request->arena, n + 1, struct meeting_note_group);
    struct meeting_note *notes = arena_new_array(request->arena, n + 1, struct meeting_note);
    bool *taken = arena_new_array(request->arena, n + 1, bool);
    if (!groups || !notes || !taken) return RC_LIMIT;
    TRY(exercise_content(request->arena, request->site, request->lang, &item->exercise, &content));
    size_t n_groups = 0, n_notes = 0;
    for (size_t i = 0; i < n; i++) {
        if (taken[i]) continue;
        struct meeting_note_group *group = &groups[n_groups++];
        group->title = region_label(request, item->tool, &content, list->rows.v[i].region);
        group->lang = content.lang;
        group->notes.v = &notes[n_notes];
        for (size_t j = i; j < n; j++) {
            if (taken[j] || !str_is(list->rows.v[j].region, list->rows.v[i].region)) continue;
            taken[j] = true;
            notes[n_notes++] = view_note(request, &list->rows.v[j], may_act);
            group->notes.n++;
        }
    }
    record->groups.v = groups;
    record->groups.n = n_groups;
    return RC_OK;
}

static enum rc count_hidden(struct request *request, const struct note_seen *seen,
                            struct meeting_exercise_record *record) {
    struct meeting_hidden *hidden =
        arena_new_array(request->arena, NOTE_HIDDEN__N, struct meeting_hidden);
    if (!hidden) return RC_LIMIT;
    for (size_t i = NOTE_SHOWN + 1; i < NOTE_HIDDEN__N; i++)
        if (seen->hidden[i])
            hidden[record->hidden.n++] =
                (struct meeting_hidden){note_hidden_labels[i], seen->hidden[i]};
    record->hidden.v = hidden;
    return RC_OK;
}

/* The endings of cards by sentence, their words, and five by lot. */
static enum rc view_endings(struct request *request, const struct agenda_item *item,
                            const struct note_seen *seen, struct meeting_exercise_record *record) {
    struct content content;
    struct view_wall *wall = arena_new(request->arena, struct view_wall);
    if (!wall) return RC_LIMIT;
    TRY(exercise_content(request->arena, request->site, request->lang, &item->exercise, &content));
    const struct view_wall_data data = {
        .exercise = &item->exercise, .content = &content, .seen = seen, .step = WALL_ALL};
    TRY(view_wall(request, &data, wall));
    record->wall = wall;
    return RC_OK;
}

/* ---- results ---- */

static enum rc earlier_results(struct request *request, const struct agenda_item *item,
                               const struct snapshot *now, struct result_view *view,
                               struct meeting_dates *dates) {
    struct snapshot_list list = {0};
    struct meeting_date_link *links =
        arena_new_array(request->arena, EARLIER_MAX, struct meeting_date_link);
    if (!links) return RC_LIMIT;
    const struct snapshot_filter same = {item->exercise.place, item->exercise.tool, 20};
    TRY(snapshot_list(request->db, request->arena, &same, &list));
    size_t n = 0;
    for (size_t i = 0; i < list.rows.n && n < EARLIER_MAX; i++) {
        const struct snapshot *row = &list.rows.v[i];
        if (row->exercise == now->exercise || row->at > now->at) continue;
        struct sheet_result *result = arena_new(request->arena, struct sheet_result);
        if (!result) return RC_LIMIT;
        TRY(sheet_result_read(request->arena, row->json, result));
        view->earlier[n] = result;
        view->earlier_at[n] = row->at;
        links[n++] = (struct meeting_date_link){.at = {row->at}};
    }
    dates->rows.v = links;
    dates->rows.n = n;
    return RC_OK;
}

static void put_axis(struct request *request, struct buf *out, const struct axis_result *axis) {
    buf_format(out, "  %.*s: ", STR_ARG(axis->label));
    if (axis->hidden_because != T_none || !axis->n) {
        buf_lit(out, "–\n");
        return;
    }
    int64_t hundredths = (int64_t)axis->median4 * 25;
    int places = hundredths % 100 == 0 ? 0 : hundredths % 10 == 0 ? 1 : 2;
    int64_t units = places == 0 ? hundredths / 100 : places == 1 ? hundredths / 10 : hundredths;
    text_add_decimal(out, request->lang, (struct decimal){units, places});
    buf_format(out, " (n = %lld)\n", (long long)axis->n);
}

/* The medians of everybody, a line for each axis. */
static enum rc figures_text(struct request *request, const struct sheet_result *result,
                            struct str *figures) {
    struct buf out;
    if (!result->parts.n) return RC_OK;
    const struct sheet_part *all = &result->parts.v[0];
    buf_init(&out, request->arena, 64 * 1024);
    if (all->hidden_because != T_none) {
        buf_add(&out, text_of(request->lang, all->hidden_because));
        buf_lit(&out, "\n");
    } else {
        buf_add(&out, text_of(request->lang, T_meeting_text_medians));
        buf_lit(&out, "\n");
    }
    for (size_t i = 0; i < all->axes.n; i++) put_axis(request, &out, &all->axes.v[i]);
    *figures = buf_str(&out);
    return buf_ok(&out) ? RC_OK : RC_LIMIT;
}

/* A board as its tool shows it, or the board itself; and each note as a line of text. */
static enum rc board_result(struct request *request, const struct agenda_item *item,
                            struct record_figures *to) {
    struct board board;
    struct content content;
    struct view_board view;
    struct page page;
    struct str id = str_format(request->arena, "x%lld-", (long long)item->exercise.id);
    if (item->exercise.state == EXERCISE_PLANNED) return RC_OK;
    TRY(board_read(request, &item->exercise, NULL, -1, &board));
    TRY(exercise_content(request->arena, request->site, request->lang, &item->exercise, &content));
    const struct view_board_data data = {.exercise = &item->exercise,
                                         .tool = item->tool,
                                         .content = &content,
                                         .board = &board,
                                         .axis = -1,
                                         .is_plain = true,
                                         .is_written_only = true,
                                         .id = id};
    TRY(view_board(request, &data, &view));
    TRY(board_text(request, &view, &to->text));
    page_start(request, &page);
    const struct board_view result = {
        .exercise = &item->exercise, .content = &content, .board = &board, .step = -1, .id = id};
    if (item->tool->board_result)
        TRY(item->tool->board_result(request, &page, &result));
    else
        view_board_html(&page, &view);
    to->html = page_html(&page);
    return buf_ok(page.out) ? RC_OK : RC_LIMIT;
}

enum rc record_result(struct request *request, const struct agenda_item *item, bool earlier,
                      struct record_figures *to) {
    struct snapshot snapshot;
    struct sheet_result result;
    struct content content;
    if (item->tool && item->tool->engine == ENGINE_BOARD) return board_result(request, item, to);
    if (!item->tool || !item->tool->result) return RC_OK;
    enum rc rc = snapshot_of(request->db, request->arena, item->exercise.id, &snapshot);
    if (rc == RC_ABSENT) return RC_OK;
    TRY(rc);
    TRY(sheet_result_read(request->arena, snapshot.json, &result));
    TRY(exercise_content(request->arena, request->site, request->lang, &item->exercise, &content));
    TRY(figures_text(request, &result, &to->text));
    struct result_view view = {
        .content = &content,
        .result = &result,
        .at = snapshot.at,
        .step = -1,
        .id = str_format(request->arena, "x%lld", (long long)item->exercise.id)};
    if (earlier) TRY(earlier_results(request, item, &snapshot, &view, &to->earlier));
    struct page page;
    page_start(request, &page);
    TRY(item->tool->result(request, &page, &view));
    to->html = page_html(&page);
    return RC_OK;
}

/* ---- one exercise, one meeting ---- */

static enum rc link_pictures(struct request *request, uint64_t exercise, struct html html,
                             struct meeting_exercise_record *record) {
    size_t n = picture_count(html);
    struct meeting_picture_link *links =
        arena_new_array(request->arena, n + 1, struct meeting_picture_link);
    if (!links) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        struct str end = str_format(request->arena, "/picture.svg?n=%zu", i + 1);
        const char *after = str_c(request->arena, end);
        if (!after) return RC_LIMIT;
        links[i] = (struct meeting_picture_link){
            .number = (int)i + 1, .url = meeting_page_of(request, "/files/", exercise, after)};
    }
    record->pictures.v = links;
    record->pictures.n = n;
    return RC_OK;
}

static enum rc view_exercise(struct request *request, const struct agenda_item *item,
                             struct meeting_exercise_record *record) {
    struct note_seen seen;
    struct record_figures figures = {0};
    uint64_t id = item->exercise.public_id;
    record->tool = item->tool->title;
    if (str_is(item->title, text_of(request->lang, item->tool->title))) record->tool = T_none;
    record->is_closed = item->exercise.state == EXERCISE_CLOSED;
    record->is_named = item->exercise.is_named;
    record->has_scores = item->tool->engine == ENGINE_SHEET;
    record->is_board = item->tool->engine == ENGINE_BOARD;
    if (item->tool->engine == ENGINE_BOARD)
        record->board_url =
            url_format(request->arena, "/m/%s/e/%s/board/print",
                       meeting_id_text(request->arena, meeting_asked(request)->public_id),
                       meeting_id_text(request->arena, id));
    TRY(record_result(request, item, false, &figures));
    record->result = figures.html;
    record->figures = figures.text;
    TRY(read_notes(request, item, &seen));
    record->notes = (int64_t)seen.notes.rows.n;
    TRY(group_notes(request, item, &seen.notes, record));
    TRY(count_hidden(request, &seen, record));
    record->notes_url = meeting_page_of(request, "/files/", id, "/notes.csv");
    record->scores_url = meeting_page_of(request, "/files/", id, "/scores.csv");
    record->json_url = meeting_page_of(request, "/files/", id, "/result.json");
    TRY(link_pictures(request, id, figures.html, record));
    record->may_act = seen.notes.rows.n && meeting_asker_may(request, MAY_MANAGE);
    if (item->tool->engine != ENGINE_CARDS) return RC_OK;
    return view_endings(request, item, &seen, record);
}

static enum rc view_items(struct request *request, const struct agenda *agenda,
                          struct meeting_record *record) {
    struct meeting_exercise_record *rows =
        arena_new_array(request->arena, agenda->rows.n + 1, struct meeting_exercise_record);
    if (!rows) return RC_LIMIT;
    size_t n = 0;
    for (size_t i = 0; i < agenda->rows.n; i++) {
        const struct agenda_item *item = &agenda->rows.v[i];
        bool is_plain = item->tool == NULL;
        if (is_plain ? !item->item.is_done && !item->item.text.n
                     : item->exercise.state == EXERCISE_PLANNED)
            continue;
        rows[n] = (struct meeting_exercise_record){
            .title = item->title,
            .lang = meeting_asked(request)->lang,
            .anchor = str_format(request->arena, "item-%zu", i + 1),
            .is_plain = is_plain,
            .text = item->item.text};
        if (!is_plain) TRY(view_exercise(request, item, &rows[n]));
        n++;
    }
    record->exercises.v = rows;
    record->exercises.n = n;
    return RC_OK;
}

enum rc record_read(struct request *request, const struct meeting *meeting,
                    struct meeting_record *record) {
    struct agenda agenda;
    *record = (struct meeting_record){
        .title = meeting->title,
        .lang = meeting->lang,
        .place = meeting->place_title,
        .purpose = meeting->purpose,
        .where = meeting->where_text,
        .place_url = meeting_place_url(request->arena, meeting),
        .starts = {meeting->starts_at},
        .opened = {meeting->opened_at},
        .closed = {meeting->closed_at},
        .is_closed = meeting->state == MEETING_CLOSED,
        .next_text = meeting->next_text,
        .next_who = meeting->next_who,
        .next_at = {meeting->next_at},
        .erase = {meeting->erase_at},
    };
    TRY(seat_count(request->db, request->arena, meeting->id, &record->seats));
    TRY(agenda_read(request, meeting, &agenda));
    TRY(view_items(request, &agenda, record));
    return record_actions(request, meeting, meeting_asker_may(request, MAY_MANAGE),
                          &record->actions);
}

/* ---- actions, with the notes that caused them ---- */

struct all_notes {
    const struct note *v[64];
    size_t counts[64];
    size_t n;
};

static enum rc read_all(struct request *request, const struct meeting *meeting,
                        struct all_notes *all) {
    struct agenda agenda;
    TRY(agenda_read(request, meeting, &agenda));
    for (size_t i = 0; i < agenda.rows.n && all->n < COUNT(all->v); i++) {
        struct note_seen seen;
        TRY(read_notes(request, &agenda.rows.v[i], &seen));
        all->v[all->n] = seen.notes.rows.v;
        all->counts[all->n++] = seen.notes.rows.n;
    }
    return RC_OK;
}

static struct str text_of_note(const struct all_notes *all, uint64_t id) {
    for (size_t i = 0; i < all->n; i++)
        for (size_t j = 0; j < all->counts[i]; j++)
            if (all->v[i][j].id == id) return all->v[i][j].text;
    return (struct str){0};
}

enum rc record_note_text(struct request *request, const struct meeting *meeting, uint64_t note,
                         struct str *text) {
    struct all_notes *all = arena_new(request->arena, struct all_notes);
    if (!all) return RC_LIMIT;
    TRY(read_all(request, meeting, all));
    *text = text_of_note(all, note);
    return RC_OK;
}

static enum rc view_causes(struct request *request, const struct all_notes *all,
                           const struct action *action, struct meeting_action_line *line) {
    struct str *texts = arena_new_array(request->arena, action->notes.n + 1, struct str);
    if (!texts) return RC_LIMIT;
    for (size_t i = 0; i < action->notes.n; i++) {
        struct str text = text_of_note(all, action->notes.v[i]);
        if (text.n) texts[line->notes.n++] = text;
    }
    line->notes.v = texts;
    return RC_OK;
}

enum rc record_actions(struct request *request, const struct meeting *meeting, bool may_edit,
                       struct meeting_actions *view) {
    struct action_list list = {0};
    struct all_notes *all = arena_new(request->arena, struct all_notes);
    TRY(action_of_meeting(request->db, request->arena, meeting->id, &list));
    struct meeting_action_line *lines =
        arena_new_array(request->arena, list.rows.n + 1, struct meeting_action_line);
    if (!lines || !all) return RC_LIMIT;
    if (list.rows.n) TRY(read_all(request, meeting, all));
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct action *action = &list.rows.v[i];
        bool is_open = action->state == ACTION_AGREED || action->state == ACTION_STARTED;
        lines[i] = (struct meeting_action_line){
            .text = action->text,
            .owner = action->owner,
            .lang = meeting->lang,
            .outcome = action->outcome,
            .due = {action->due_at},
            .state = action_labels[action->state],
            .is_done = action->state == ACTION_DONE,
            .is_dropped = action->state == ACTION_DROPPED,
            .is_late = is_open && action->due_at &&
                       text_day_start((struct when){action->due_at}, 1).ms <= request->now};
        TRY(view_causes(request, all, action, &lines[i]));
        if (may_edit) lines[i].url = meeting_page_of(request, "/actions/", action->public_id, "");
    }
    view->lines.v = lines;
    view->lines.n = list.rows.n;
    return RC_OK;
}
