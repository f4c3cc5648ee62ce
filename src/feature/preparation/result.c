/* The result of a preparatory talk: a panel for each question, and the lists of what is agreed,
   what worries, whom to talk to first, and where the limit of volunteering goes. */
#include "feature/preparation/preparation.h"

#include "feature/preparation/views.h"
#include "templates.h"

/* In the order of preparation_tool.steps. */
enum { STEP_PANELS, STEP_AGREED };

struct work {
    struct arena *arena;
    const struct board_view *view;
    struct preparation_view *out;
};

static bool wants(const struct work *work, int step) {
    return work->view->step == step || work->view->step < 0;
}

static enum rc show_panels(struct work *work) {
    const struct content *content = work->view->content;
    struct preparation_panel *panels =
        arena_new_array(work->arena, content->axes.n + 1, struct preparation_panel);
    if (!panels) return RC_LIMIT;
    for (size_t i = 0; i < content->axes.n; i++) {
        const struct content_axis *axis = &content->axes.v[i];
        struct result_notes notes;
        TRY(result_notes(work->arena, work->view->board, result_region(work->arena, "answer", axis),
                         &notes));
        panels[i].question = axis->label;
        panels[i].id = str_format(work->arena, "%.*spanel%zu", STR_ARG(work->view->id), i);
        panels[i].notes.v = notes.rows.v;
        panels[i].notes.n = notes.rows.n;
    }
    work->out->panels.v = panels;
    work->out->panels.n = content->axes.n;
    work->out->shows_panels = true;
    return RC_OK;
}

#define FILL(work, region, member)                                                                 \
    do {                                                                                           \
        struct result_notes found_;                                                                \
        TRY(result_notes((work)->arena, (work)->view->board, region, &found_));                    \
        (work)->out->member.v = found_.rows.v;                                                     \
        (work)->out->member.n = found_.rows.n;                                                     \
    } while (0)

static enum rc show_agreed(struct work *work) {
    const struct content *content = work->view->content;
    FILL(work, STR("agree"), agreed);
    FILL(work, STR("worries"), worries);
    FILL(work, STR("first"), first);
    FILL(work, STR("answer:limit"), limits);
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(content->axes.v[i].key, STR("limit"))) work->out->has_limits = true;
    work->out->shows_agreed = true;
    return RC_OK;
}

enum rc preparation_result(struct request *request, struct page *page,
                           const struct board_view *view) {
    struct preparation_view out = {
        .lang = view->content->lang, .is_big = view->is_big, .has_titles = view->step < 0};
    struct work work = {request->arena, view, &out};
    if (wants(&work, STEP_PANELS)) TRY(show_panels(&work));
    if (wants(&work, STEP_AGREED)) TRY(show_agreed(&work));
    out.hidden.v = result_hidden(request->arena, view->board, &out.hidden.n);
    if (!out.hidden.v) return RC_LIMIT;
    preparation_result_html(page, &out);
    return RC_OK;
}
