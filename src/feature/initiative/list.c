/* The list of initiatives: search, filters, paging. For everyone. */
#include "feature/initiative/pages.h"

#include "kit/limit.h"
#include "platform/secret.h"

/* "any" comes first, so the index is one above the stage's number and the same as the theme's,
   where "no theme" is nothing to look for. */
static const char *const theme_filters[THEME__N + 1] = {
    "any",  "elderly", "children", "school", "health",  "disability", "social",
    "work", "culture", "nature",   "town",   "traffic", "democracy"};
static const enum text_id theme_filter_labels[THEME__N] = {
    T_theme_any,        T_theme_elderly, T_theme_children, T_theme_school,  T_theme_health,
    T_theme_disability, T_theme_social,  T_theme_work,     T_theme_culture, T_theme_nature,
    T_theme_town,       T_theme_traffic, T_theme_democracy};
static const char *const stage_filters[STAGE__N + 2] = {
    "any", "idea", "framing", "designing", "doing", "evaluating", "closed"};
static const enum text_id stage_filter_labels[STAGE__N + 1] = {
    T_stage_any,   T_stage_idea,       T_stage_framing, T_stage_designing,
    T_stage_doing, T_stage_evaluating, T_stage_closed};

struct list_draft {
    struct str words;
    int theme, stage;
    bool mine;
};
enum { WORDS, THEME, STAGE, MINE };
static const struct field list_fields[] = {
    [WORDS] = {.name = "q",
               .kind = FIELD_LINE,
               .max = 200,
               .offset = offsetof(struct list_draft, words),
               .label = T_list_words},
    [THEME] = {.name = "theme",
               .kind = FIELD_CHOICE,
               .choices = theme_filters,
               .labels = theme_filter_labels,
               .offset = offsetof(struct list_draft, theme),
               .label = T_list_theme},
    [STAGE] = {.name = "stage",
               .kind = FIELD_CHOICE,
               .choices = stage_filters,
               .labels = stage_filter_labels,
               .offset = offsetof(struct list_draft, stage),
               .label = T_list_stage},
    [MINE] = {.name = "mine",
              .kind = FIELD_CHECK,
              .offset = offsetof(struct list_draft, mine),
              .label = T_list_mine},
};

static const struct empty_state no_hits = {
    .title = T_list_no_hits, .text = T_list_no_hits_text, .action = T_list_show_all};
static const struct empty_state nothing_yet = {
    .title = T_list_nothing_yet, .text = T_list_nothing_yet_text, .action = T_list_start};

static enum rc find(struct request *request, const struct list_draft *draft,
                    const struct page_place *place, struct initiative_list *list) {
    const struct initiative_filter filter = {
        .theme = draft->theme ? draft->theme : -1,
        .stage = draft->stage - 1,
        .mine = draft->mine && request->asker.id,
        .words = draft->words,
    };
    if (draft->words.n) TRY(limit_take(request, LIMIT_SEARCH, (struct str){0}));
    return initiative_list(request, &filter, place, list);
}

static struct initiative_row row_of(struct request *request, const struct initiative_line *line) {
    return (struct initiative_row){
        .title = line->title,
        .lang = lang_code((enum lang)line->lang),
        .area = line->area,
        .owner = line->owner_name,
        .url = initiative_url(request->arena, line->public_id),
        .stage = stage_labels[line->stage],
        .theme = line->theme ? theme_labels[line->theme] : T_none,
        .seen_by = line->visibility ? visibility_labels[line->visibility] : T_none,
        .active = {line->active_at},
    };
}

static struct form_field filter_view(struct request *request, int field,
                                     const struct list_draft *draft) {
    struct form_field view = form_view(request, &list_fields[field], draft);
    if (field == THEME || field == STAGE) {
        view.is_choice = false;
        view.is_select = true;
    }
    return view;
}

enum rc initiative_show_list(struct request *request) {
    struct list_draft draft = {0};
    query_read(request, list_fields, COUNT(list_fields), &draft);
    struct page_place place = paging_place(request);
    struct initiative_list list = {0};
    TRY(find(request, &draft, &place, &list));
    struct initiative_row *rows =
        arena_new_array(request->arena, list.rows.n, struct initiative_row);
    if (list.rows.n && !rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) rows[i] = row_of(request, &list.rows.v[i]);

    struct form_field mine = filter_view(request, MINE, &draft);
    bool filtered = draft.words.n || draft.theme || draft.stage || draft.mine;
    struct empty_state empty = filtered ? no_hits : nothing_yet;
    empty.url = filtered ? url_format(request->arena, "/i") : url_format(request->arena, "/i/new");
    struct initiative_index view = {
        .words = filter_view(request, WORDS, &draft),
        .theme = filter_view(request, THEME, &draft),
        .stage = filter_view(request, STAGE, &draft),
        .mine = request->asker.id ? &mine : NULL,
        .is_filtered = filtered,
        .rows = {rows, list.rows.n},
        .pager = paging_view(request, &place, &list.page),
        .empty = list.rows.n ? NULL : &empty,
    };
    struct page page;
    page_start(request, &page);
    initiative_list_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_initiatives),
                                   .search_index = filtered ? STR("noindex") : (struct str){0}};
    return answer_page(request, &page, &head);
}
