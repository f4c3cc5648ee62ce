/*
 * Panels: what one feature shows on the page of a place (an organisation or an initiative) that
 * another feature owns. app/features.c lists them in the order in which the pages show them, after
 * the panel of meetings. core/place_panels.h writes them.
 */
#ifndef KIT_PANEL_H
#define KIT_PANEL_H

#include "platform/page.h"

struct panel_place; /* core/meeting/place_panel.h: the place, and what the asker is to it */
struct request;

struct panel {
    const char *name;
    /* Writes one <section> whose heading is <h2 class="h3">, or nothing when it has nothing to
       say. Reads request->db; asks for the place with one or two statements. */
    enum rc (*write)(struct request *request, struct page *page, const struct panel_place *place);
};

#endif
