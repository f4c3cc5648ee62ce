/* The result of a perspective exercise: a table of perspectives and questions, the chair's links in
   words, and the ideas that can be carried on. */
#include "feature/perspectives/perspectives.h"

#include "feature/perspectives/views.h"
#include "templates.h"

/* In the order of perspectives_tool.steps. */
enum { STEP_MATRIX, STEP_LINKS, STEP_IDEAS };
enum { QUESTIONS = 3 };

static const struct {
    const char *region;
    enum text_id label, of;
} questions[QUESTIONS] = {{"occupied", T_perspectives_occupied, T_perspectives_of_occupied},
                          {"worried", T_perspectives_worried, T_perspectives_of_worried},
                          {"ideas", T_perspectives_ideas, T_perspectives_of_ideas}};

struct work {
    struct request *request;
    struct arena *arena;
    const struct board_view *view;
    struct perspectives_view *out;
};

static bool wants(const struct work *work, int step) {
    return work->view->step == step || work->view->step < 0;
}

/* ---- the table ---- */

static enum rc fill_notes(const struct work *work, const char *region,
                          const struct content_axis *axis, struct result_notes *notes) {
    struct str key = result_region(work->arena, region, axis);
    return key.p ? result_notes(work->arena, work->view->board, key, notes) : RC_LIMIT;
}

static enum rc fill_row(struct work *work, const struct content_axis *axis,
                        struct perspectives_row *row) {
    struct perspectives_cell *cells =
        arena_new_array(work->arena, QUESTIONS, struct perspectives_cell);
    struct result_notes notes;
    if (!cells) return RC_LIMIT;
    for (size_t i = 0; i < QUESTIONS; i++) {
        TRY(fill_notes(work, questions[i].region, axis, &notes));
        cells[i].question = questions[i].label;
        cells[i].notes.v = notes.rows.v;
        cells[i].notes.n = notes.rows.n;
    }
    TRY(fill_notes(work, "fair", axis, &notes));
    *row = (struct perspectives_row){.label = axis->label, .help = axis->help};
    row->cells.v = cells;
    row->cells.n = QUESTIONS;
    row->fair.v = notes.rows.v;
    row->fair.n = notes.rows.n;
    if (notes.rows.n) work->out->has_fair = true;
    return RC_OK;
}

static enum rc show_matrix(struct work *work) {
    const struct content *content = work->view->content;
    struct perspectives_column *columns =
        arena_new_array(work->arena, QUESTIONS, struct perspectives_column);
    struct perspectives_row *rows =
        arena_new_array(work->arena, content->axes.n + 1, struct perspectives_row);
    if (!columns || !rows) return RC_LIMIT;
    for (size_t i = 0; i < QUESTIONS; i++) columns[i].question = questions[i].label;
    for (size_t i = 0; i < content->axes.n; i++) TRY(fill_row(work, &content->axes.v[i], &rows[i]));
    work->out->columns.v = columns;
    work->out->columns.n = QUESTIONS;
    work->out->rows.v = rows;
    work->out->rows.n = content->axes.n;
    work->out->shows_matrix = true;
    return RC_OK;
}

/* ---- links ---- */

/* A worry stands before the idea that answers it. */
static size_t question_of(const struct board_note *note) {
    size_t i = 0;
    while (i < QUESTIONS && !str_starts(note->note.region, str_from(questions[i].region))) i++;
    return i;
}

/* "Relative's worry"; empty for a note of another kind. */
static struct str whose(const struct work *work, const struct board_note *note) {
    int axis = result_note_axis(work->view->content, note->note.region);
    if (axis < 0) return (struct str){0};
    struct str label = work->view->content->axes.v[axis].label;
    size_t question = question_of(note);
    if (question == QUESTIONS) return label;
    return TEXT(work->arena, work->request->lang, questions[question].of, ARG("who", label));
}

static enum rc show_links(struct work *work) {
    const struct board *board = work->view->board;
    struct perspectives_link *links =
        arena_new_array(work->arena, board->links.n + 1, struct perspectives_link);
    if (!links) return RC_LIMIT;
    work->out->links.v = links;
    for (size_t i = 0; i < board->links.n; i++) {
        const struct board_link *from = &board->links.v[i];
        const struct board_note *a = result_note_of(board, from->a);
        const struct board_note *b = result_note_of(board, from->b);
        if (!a || !b || (unsigned)from->kind >= LINK_KIND__N) continue;
        if (question_of(a) > question_of(b)) {
            const struct board_note *later = a;
            a = b;
            b = later;
        }
        links[work->out->links.n++] = (struct perspectives_link){.kind = link_labels[from->kind],
                                                                 .a_of = whose(work, a),
                                                                 .a = a->note.text,
                                                                 .a_lang = a->note.lang,
                                                                 .b_of = whose(work, b),
                                                                 .b = b->note.text,
                                                                 .b_lang = b->note.lang,
                                                                 .text = from->text};
    }
    work->out->shows_links = true;
    return RC_OK;
}

/* ---- ideas ---- */

static bool is_linked(const struct board *board, uint64_t id) {
    for (size_t i = 0; i < board->links.n; i++)
        if (board->links.v[i].a == id || board->links.v[i].b == id) return true;
    return false;
}

static enum rc show_ideas(struct work *work) {
    const struct board *board = work->view->board;
    const struct content *content = work->view->content;
    struct perspectives_idea *ideas =
        arena_new_array(work->arena, board->notes.n + 1, struct perspectives_idea);
    if (!ideas) return RC_LIMIT;
    work->out->ideas.v = ideas;
    for (size_t i = 0; i < board->notes.n; i++) {
        const struct note *note = &board->notes.v[i].note;
        int axis = result_note_axis(content, note->region);
        if (axis < 0 || !str_starts(note->region, STR("ideas:"))) continue;
        ideas[work->out->ideas.n++] =
            (struct perspectives_idea){.text = note->text,
                                       .lang = note->lang,
                                       .who = content->axes.v[axis].label,
                                       .is_linked = is_linked(board, note->id)};
    }
    work->out->shows_ideas = true;
    return RC_OK;
}

enum rc perspectives_result(struct request *request, struct page *page,
                            const struct board_view *view) {
    struct perspectives_view out = {
        .lang = view->content->lang, .is_big = view->is_big, .has_titles = view->step < 0};
    struct work work = {request, request->arena, view, &out};
    if (wants(&work, STEP_MATRIX)) TRY(show_matrix(&work));
    if (wants(&work, STEP_LINKS)) TRY(show_links(&work));
    if (wants(&work, STEP_IDEAS)) TRY(show_ideas(&work));
    out.hidden.v = result_hidden(request->arena, view->board, &out.hidden.n);
    if (!out.hidden.v) return RC_LIMIT;
    perspectives_result_html(page, &out);
    return RC_OK;
}
