/* All panels of the site on the page of a place; see kit/panel.h. */
#ifndef CORE_PLACE_PANELS_H
#define CORE_PLACE_PANELS_H

#include "core/meeting/place_panel.h"
#include "kit/panel.h"

/* What every panel of request->site->panels writes, in their order; for {{panels}} in a page. */
enum rc place_panels_write(struct request *request, const struct panel_place *place,
                           struct html *panels) MUST_CHECK;

#endif
