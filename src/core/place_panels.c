/* Writes the panels of features on the page of a place. See place_panels.h. */
#include "core/place_panels.h"

#include "kit/answer.h"
#include "kit/site.h"

enum rc place_panels_write(struct request *request, const struct panel_place *place,
                           struct html *panels) {
    const struct panel *const *all = request->site->panels;
    struct page page;
    page_start(request, &page);
    for (size_t i = 0; all && all[i]; i++) TRY(all[i]->write(request, &page, place));
    *panels = page_html(&page);
    return RC_OK;
}
