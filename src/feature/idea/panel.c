/* The newest ideas of an organisation on its page. One query; nothing where there is none and the
   asker does not belong there. */
#include "feature/idea/idea.h"

#include "core/meeting/place_panel.h"
#include "feature/idea/inner.h"

enum { SHOWN = 5 };

static enum rc write_panel(struct request *request, struct page *page,
                           const struct panel_place *place) {
    struct idea_list list = {0};
    if (place->ref.kind != OBJECT_ORGANISATION) return RC_OK;
    TRY(idea_of_organisation(request->db, request->arena, place->ref.id, SHOWN, &list));
    if (!list.rows.n && !place->belongs) return RC_OK;
    struct idea_row *rows = arena_new_array(request->arena, list.rows.n + 1, struct idea_row);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct idea_line *line = &list.rows.v[i];
        rows[i] = (struct idea_row){.title = line->title,
                                    .lang = lang_code((enum lang)line->lang),
                                    .stage = idea_stage_labels[line->stage],
                                    .url = idea_url(request->arena, line->public_id)};
    }
    struct idea_panel view = {.rows = {rows, list.rows.n}};
    if (place->belongs)
        view.new_url =
            url_format(request->arena, "/o/%s/ideas/new", idea_id(request, place->public_id));
    idea_panel_html(page, &view);
    return RC_OK;
}

const struct panel idea_panel = {.name = "idea", .write = write_panel};
