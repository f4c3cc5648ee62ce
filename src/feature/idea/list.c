/* The bank of ideas as a list: search, filters, paging; also "new since" for whoever comes back.
   For everyone. Three queries: the page, the count, and the asker's session. */
#include "feature/idea/inner.h"

const char *const idea_category_filters[IDEA_CATEGORY__N + 2] = {
    "any",          "neighbours", "associations", "individuals",
    "institutions", "citizens",   "relatives",    "firms"};
const char *const idea_stage_filters[IDEA_STAGE__N + 2] = {"any", "idea", "drawn", "running",
                                                           "ended"};
const enum text_id idea_category_filter_labels[IDEA_CATEGORY__N + 1] = {
    T_idea_category_any,         T_idea_category_neighbours,   T_idea_category_associations,
    T_idea_category_individuals, T_idea_category_institutions, T_idea_category_citizens,
    T_idea_category_relatives,   T_idea_category_firms};
const enum text_id idea_stage_filter_labels[IDEA_STAGE__N + 1] = {
    T_idea_stage_any, T_idea_stage_idea, T_idea_stage_drawn, T_idea_stage_running,
    T_idea_stage_ended};

const struct field idea_ask_fields[ASK__N] = {
    [ASK_WORDS] = {.name = "q",
                   .kind = FIELD_LINE,
                   .max = 200,
                   .offset = offsetof(struct idea_asked, words),
                   .label = T_idea_ask_words},
    [ASK_CATEGORY] = {.name = "category",
                      .kind = FIELD_CHOICE,
                      .required = true,
                      .choices = idea_category_filters,
                      .labels = idea_category_filter_labels,
                      .offset = offsetof(struct idea_asked, category),
                      .label = T_idea_category},
    [ASK_STAGE] = {.name = "stage",
                   .kind = FIELD_CHOICE,
                   .required = true,
                   .choices = idea_stage_filters,
                   .labels = idea_stage_filter_labels,
                   .offset = offsetof(struct idea_asked, stage),
                   .label = T_idea_stage},
    [ASK_SINCE] = {.name = "since",
                   .kind = FIELD_LINE,
                   .max = 10,
                   .offset = offsetof(struct idea_asked, since),
                   .label = T_idea_ask_since},
};

void idea_read_asked(struct request *request, struct idea_asked *asked) {
    struct when since = {0};
    *asked = (struct idea_asked){0};
    query_read(request, idea_ask_fields, ASK__N, asked);
    if (asked->since.n && text_when_from_local(asked->since, &since) != RC_OK)
        since = (struct when){0};
    if (!since.ms) asked->since = (struct str){0};
    asked->filter = (struct idea_filter){.category = asked->category - 1,
                                         .stage = asked->stage - 1,
                                         .since = since.ms > 0 ? since.ms : 0,
                                         .words = asked->words};
}

struct form_field idea_ask_view(struct request *request, int field,
                                const struct idea_asked *asked) {
    struct form_field view = form_view(request, &idea_ask_fields[field], asked);
    view.is_choice = false;
    view.is_select = idea_ask_fields[field].kind == FIELD_CHOICE;
    if (field == ASK_SINCE) {
        view.type = STR("date");
        view.longest = 0; /* HTML knows none for dates */
    }
    if (field == ASK_WORDS) view.type = STR("search");
    return view;
}

static struct idea_row row_of(struct request *request, const struct idea_line *line) {
    const struct idea idea = {.stage = line->stage, .confirmed_at = line->confirmed_at};
    return (struct idea_row){
        .title = line->title,
        .lang = lang_code((enum lang)line->lang),
        .organisation = line->organisation_name,
        .place = line->place,
        .category = idea_category_labels[line->category],
        .stage = idea_stage_labels[line->stage],
        .is_stale = idea_is_stale(&idea, request->now),
        .at = {line->created_at},
        .url = idea_url(request->arena, line->public_id),
    };
}

static struct url with_filter(struct request *request, const char *path,
                              const struct idea_asked *asked) {
    struct str category = str_from(idea_category_filters[asked->category]);
    struct str stage = str_from(idea_stage_filters[asked->stage]);
    if (str_is(str_from(path), STR("print")))
        return url_format(request->arena, "/ideas/print?category=%s&stage=%s", category, stage);
    if (str_is(str_from(path), STR("csv")))
        return url_format(request->arena, "/ideas/ideas.csv?category=%s&stage=%s&since=%s",
                          category, stage, asked->since);
    return url_format(request->arena, "/ideas/ideas.json?category=%s&stage=%s&since=%s", category,
                      stage, asked->since);
}

static const struct empty_state no_hits = {
    .title = T_ideas_no_hits, .text = T_ideas_no_hits_text, .action = T_ideas_show_all};
static const struct empty_state nothing_yet = {
    .title = T_ideas_nothing_yet, .text = T_ideas_nothing_yet_text, .action = T_ideas_enter};

enum rc idea_show_list(struct request *request) {
    struct idea_asked asked;
    idea_read_asked(request, &asked);
    struct page_place place = paging_place(request);
    struct idea_list list;
    if (asked.words.n) TRY(limit_take(request, LIMIT_SEARCH, (struct str){0}));
    TRY(idea_list_read(request->db, request->arena, &asked.filter, &place, &list));
    struct idea_row *rows = arena_new_array(request->arena, list.rows.n + 1, struct idea_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) rows[i] = row_of(request, &list.rows.v[i]);
    bool filtered = asked.words.n || asked.category || asked.stage || asked.filter.since;
    struct empty_state empty = filtered ? no_hits : nothing_yet;
    empty.url =
        filtered ? url_format(request->arena, "/ideas") : url_format(request->arena, "/ideas/new");
    struct idea_index view = {
        .words = idea_ask_view(request, ASK_WORDS, &asked),
        .category = idea_ask_view(request, ASK_CATEGORY, &asked),
        .stage = idea_ask_view(request, ASK_STAGE, &asked),
        .since = idea_ask_view(request, ASK_SINCE, &asked),
        .is_filtered = filtered,
        .is_at_least = list.is_at_least,
        .found = list.found,
        .since_at = {asked.filter.since},
        .rows = {rows, list.rows.n},
        .pager = paging_view(request, &place, &list.page),
        .empty = list.rows.n ? NULL : &empty,
        .print_url = with_filter(request, "print", &asked),
        .csv_url = with_filter(request, "csv", &asked),
        .json_url = with_filter(request, "json", &asked),
    };
    struct page page;
    page_start(request, &page);
    idea_list_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_ideas_title),
                                   .search_index = filtered ? STR("noindex") : (struct str){0}};
    return answer_page(request, &page, &head);
}
