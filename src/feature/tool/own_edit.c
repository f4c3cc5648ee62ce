/* The editor of a deck or a star, without scripts: each button sends the whole form. */
#include "feature/tool/own.h"

#include "core/rights.h"

/* What prepare reads, apply saves and answer shows. */
struct edit {
    struct own_draft draft;
    bool is_saving;
    uint64_t saved;
    struct str problem;
};

/* ---- the page ---- */

static struct form_field text_field(const char *name, enum text_id label, struct str value,
                                    int64_t longest) {
    return (struct form_field){
        .name = str_from(name), .label = label, .value = value, .longest = longest};
}

static enum rc aspect_field(struct request *request, const struct content *content, int aspect,
                            struct form_field *field) {
    size_t n = content->aspects.n;
    struct field_option *options = arena_new_array(request->arena, n + 1, struct field_option);
    if (!options) return RC_LIMIT;
    for (size_t i = 0; i < n; i++)
        options[i] = (struct field_option){.value = str_format(request->arena, "%zu", i),
                                           .label_text = content->aspects.v[i].label,
                                           .chosen = (int)i == aspect};
    *field = (struct form_field){.name = STR("aspect"),
                                 .label = T_own_aspect,
                                 .required = true,
                                 .is_select = true,
                                 .options = {options, n}};
    return RC_OK;
}

static enum rc view_row(struct request *request, const struct own_draft *draft, size_t i,
                        const struct content *content, struct own_edit_row *view) {
    const struct own_draft_row *row = &draft->rows[i];
    bool is_cards = draft->tool->engine == ENGINE_CARDS;
    *view = (struct own_edit_row){
        .label = row->label,
        .help = row->help,
        .up = str_format(request->arena, "up-%zu", i),
        .down = str_format(request->arena, "down-%zu", i),
        .remove = str_format(request->arena, "remove-%zu", i),
        .open = str_format(request->arena, "open-%zu", i),
        .is_open = draft->open == (int)i,
        .is_first = i == 0,
        .is_last = i + 1 == draft->n,
        .label_field = text_field("label", is_cards ? T_own_stem : T_own_label, row->label,
                                  is_cards ? CONTENT_STEM_MAX : CONTENT_LABEL_MAX),
        .help_field = text_field("help", T_own_help, row->help, CONTENT_HELP_MAX),
    };
    view->label_field.required = true;
    if (row->aspect >= 0 && (size_t)row->aspect < content->aspects.n)
        view->aspect = content->aspects.v[row->aspect].label;
    return aspect_field(request, content, row->aspect, &view->aspect_field);
}

static enum rc view_rows(struct request *request, const struct own_draft *draft,
                         struct own_edit *view) {
    struct content content;
    TRY(draft->tool->content(request->arena, draft->lang, (struct str){0}, &content));
    struct own_edit_row *rows = arena_new_array(request->arena, draft->n + 1, struct own_edit_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < draft->n; i++) TRY(view_row(request, draft, i, &content, &rows[i]));
    view->rows.v = rows;
    view->rows.n = draft->n;
    view->has_aspects = content.aspects.n > 0;
    return RC_OK;
}

static enum rc show_editor(struct request *request, const struct own_draft *draft,
                           struct str problem) {
    char base[ID_TEXT_BYTES + 1];
    bool is_cards = draft->tool->engine == ENGINE_CARDS;
    id_text(draft->base, base);
    struct own_edit view = {
        .tool = draft->tool->title,
        .is_cards = is_cards,
        .may_add = draft->n < (is_cards ? CONTENT_CARDS_MAX : CONTENT_AXES_MAX),
        .problem = problem,
        .url = own_url(request, "draft"),
        .back_url = draft->base ? own_page_url(request, draft->base, "") : own_url(request, ""),
        .key = str_from(draft->tool->key),
        .lang = lang_code(draft->lang),
        .base = draft->base ? str_copy(request->arena, str_from(base)) : (struct str){0},
        .open = draft->open >= 0 ? str_format(request->arena, "%d", draft->open) : (struct str){0},
        .title = text_field("title", T_own_title, draft->title, CONTENT_LABEL_MAX),
    };
    view.title.required = true;
    TRY(own_draft_write(request->arena, draft, &view.draft));
    TRY(view_rows(request, draft, &view));
    struct page page;
    page_start(request, &page);
    tool_own_edit_html(&page, &view);
    const struct page_head head = own_head(request, text_of(request->lang, T_own_edit_title));
    return answer_page(request, &page, &head);
}

enum rc own_show_new(struct request *request) {
    struct own_draft *draft = arena_new(request->arena, struct own_draft);
    if (!draft) return RC_LIMIT;
    draft->tool = tool_find(request->site, form_value(request->query, "tool"));
    draft->lang = request->lang;
    if (!draft->tool || !draft->tool->may_change_rays) return RC_ABSENT;
    struct content content;
    TRY(tool_built_in(request, draft->tool, &content));
    own_draft_from(draft, &content);
    return show_editor(request, draft, (struct str){0});
}

enum rc own_show_edit(struct request *request) {
    struct own_draft *draft = arena_new(request->arena, struct own_draft);
    struct content_row row;
    struct content content;
    if (!draft) return RC_LIMIT;
    TRY(own_find(request, &row));
    TRY(own_open(request, &row, &draft->tool, &content));
    if (!row.is_newest || row.is_retired) return RC_CONFLICT;
    own_draft_from(draft, &content);
    draft->base = row.public_id;
    if (!lang_from(content.lang, &draft->lang)) draft->lang = request->lang;
    return show_editor(request, draft, (struct str){0});
}

/* ---- a button was pressed ---- */

/* The row that stood open, as it was written. */
static void take_open_row(struct request *request, struct own_draft *draft) {
    int64_t open;
    if (str_to_i64(form_value(request->form, "open"), &open) != RC_OK) return;
    if (open < 0 || open >= (int64_t)draft->n) return;
    struct own_draft_row *row = &draft->rows[open];
    struct str help = str_trim(form_value(request->form, "help"));
    int64_t aspect;
    own_draft_rename(request->arena, draft, (size_t)open,
                     str_trim(form_value(request->form, "label")));
    if (draft->tool->engine == ENGINE_SHEET) row->help = help;
    if (str_to_i64(form_value(request->form, "aspect"), &aspect) == RC_OK && aspect >= 0 &&
        aspect < CONTENT_AXES_MAX)
        row->aspect = (int)aspect;
}

/* Many sentences at once, one on each line. */
static void take_lines(struct request *request, struct own_draft *draft) {
    struct str rest = form_value(request->form, "lines"), line;
    while (draft->tool->engine == ENGINE_CARDS && rest.n && str_cut(&rest, '\n', &line)) {
        line = str_trim(line);
        if (!line.n || draft->n == CONTENT_CARDS_MAX) continue;
        draft->rows[draft->n++] = (struct own_draft_row){.aspect = -1, .source = SOURCE_LOCAL};
        own_draft_rename(request->arena, draft, draft->n - 1, line);
    }
}

enum rc own_read_draft(struct request *request) {
    struct edit *edit = arena_new(request->arena, struct edit);
    if (!edit) return RC_LIMIT;
    struct own_draft *draft = &edit->draft;
    struct str base = form_value(request->form, "base"), verb = form_value(request->form, "do");
    draft->tool = tool_find(request->site, form_value(request->form, "tool"));
    if (!draft->tool || !draft->tool->may_change_rays) return RC_ABSENT;
    if (!lang_from(form_value(request->form, "lang"), &draft->lang)) draft->lang = request->lang;
    if (base.n && id_parse(base, &draft->base) != RC_OK) return RC_ABSENT;
    draft->title = str_trim(form_value(request->form, "title"));
    TRY(own_draft_read(request->arena, form_value(request->form, "rows"), draft));
    take_open_row(request, draft);
    take_lines(request, draft);
    own_draft_do(request->arena, draft, verb);
    edit->is_saving = str_is(verb, STR("save"));
    request->state = edit;
    return RC_OK;
}

enum rc own_apply_draft(struct request *request) {
    struct edit *edit = request->state;
    struct content_row base = {0}, row = {.organisation = own_organisation(request)->id};
    struct content_problem problem;
    if (!edit->is_saving) return RC_OK;
    if (edit->draft.base) {
        TRY(content_by_public_id(request->db, request->arena, edit->draft.base, &base));
        if (base.organisation != row.organisation) return RC_ABSENT;
    }
    row.tool = str_from(edit->draft.tool->key);
    row.title = edit->draft.title;
    row.family = base.family;
    row.version = base.version;
    enum rc rc =
        own_draft_check(request->arena, &edit->draft, base.version + 1, &row.json, &problem);
    if (rc == RC_INVALID) edit->problem = own_problem(request, &problem);
    TRY(rc);
    TRY(content_add(request, &row));
    edit->saved = row.public_id;
    return RC_OK;
}

enum rc own_answer_draft(struct request *request) {
    const struct edit *edit = request->state;
    if (edit->is_saving)
        return answer_redirect(request, own_page_url(request, edit->saved, ""), T_own_saved);
    return show_editor(request, &edit->draft, (struct str){0});
}

/* After a refused save: with what was written. */
enum rc own_show_editor(struct request *request) {
    const struct edit *edit = request->state;
    if (!edit) return RC_INVALID;
    return show_editor(request, &edit->draft, edit->problem);
}
