/*
 * What meetings have left at a place: the latest meetings with their promises, the newest results,
 * open actions, and which tool may come next. For the pages of organisations and initiatives:
 * {{> place_panel meetings}}.
 */
#ifndef CORE_MEETING_PLACE_PANEL_H
#define CORE_MEETING_PLACE_PANEL_H

#include "core/meeting/action.h"
#include "platform/page.h"

struct panel_meeting {
    struct str title, lang;
    struct when at;
    bool is_open, is_planned, is_closed, is_promise_late;
    struct str next_text, next_who;
    struct when next_at;
    struct url url; /* empty: only for those who belong to the place */
};
struct panel_result {
    struct str title;
    struct when at;
    struct url url;
};
struct panel_action {
    struct str text, owner;
    struct when due;
    enum text_id state;
    bool is_late;
};
struct place_panel {
    bool is_any, may_hold;
    LIST(struct panel_meeting) meetings;
    LIST(struct panel_result) results;
    LIST(struct panel_action) actions;
    struct url hold_url;
    enum text_id next_tool; /* 0: none */
    struct url next_url;
};

/* belongs: whether the asker is a member or a party, and may follow links to meetings, whose
   addresses are the keys to what was written there; results are linked for whoever may read them:
   everybody at an initiative, members at an organisation. may_hold: she may hold a meeting here. */
struct panel_place {
    struct ref ref;
    uint64_t public_id;
    bool belongs, may_hold;
};
enum rc place_panel_read(const struct request *request, const struct panel_place *place,
                         struct place_panel *panel) MUST_CHECK;

#endif
