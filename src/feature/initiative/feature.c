/* The pages of initiatives as routes. */
#include "feature/initiative/initiative.h"

#include "feature/initiative/pages.h"
#include "feature/initiative/store.h"

static const struct route routes[] = {
    {GET, "/i", .answer = initiative_show_list, .need = MAY_ANYONE},
    {GET, "/i/new", .answer = initiative_show_start, .need = MAY_BE_PERSON},
    {POST, "/i/new", .prepare = initiative_read_start, .apply = initiative_apply_start,
     .answer = initiative_answer_start, .show = initiative_show_start_again, .need = MAY_BE_PERSON},
    {GET, "/i/:initiative", .answer = initiative_show, .need = MAY_SEE},
    {GET, "/i/:initiative/log", .answer = initiative_show_log, .need = MAY_SEE},

    {GET, "/i/:initiative/edit", .answer = initiative_show_edit, .need = MAY_EDIT},
    {POST, "/i/:initiative/edit", .prepare = initiative_read_edit, .apply = initiative_apply_edit,
     .answer = initiative_answer_edit, .show = initiative_show_edit_again, .need = MAY_EDIT},
    {GET, "/i/:initiative/links", .answer = initiative_show_links, .need = MAY_EDIT},
    {POST, "/i/:initiative/links", .prepare = initiative_read_link, .apply = initiative_apply_link,
     .answer = initiative_answer_links, .show = initiative_show_links_again, .need = MAY_EDIT},
    {POST, "/i/:initiative/links/:link/remove", .apply = initiative_apply_link_remove,
     .answer = initiative_answer_links, .need = MAY_EDIT},

    {GET, "/i/:initiative/settings", .answer = initiative_show_settings, .need = MAY_MANAGE},
    {POST, "/i/:initiative/visibility", .prepare = initiative_read_visibility,
     .apply = initiative_apply_visibility, .answer = initiative_answer_settings,
     .show = initiative_show_settings, .need = MAY_MANAGE},
    {POST, "/i/:initiative/close", .apply = initiative_apply_close,
     .answer = initiative_answer_close, .need = MAY_MANAGE},
    {POST, "/i/:initiative/reopen", .apply = initiative_apply_reopen,
     .answer = initiative_answer_reopen, .need = MAY_MANAGE},

    {GET, "/i/:initiative/parties", .answer = initiative_show_parties, .need = MAY_SEE},
    {POST, "/i/:initiative/parties/:party/remove", .apply = initiative_apply_party_remove,
     .answer = initiative_answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/parties/:party/coordinator", .apply = initiative_apply_party_role,
     .answer = initiative_answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/parties/:party/member", .apply = initiative_apply_party_role,
     .answer = initiative_answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/leave", .apply = initiative_apply_leave,
     .answer = initiative_answer_left, .need = MAY_BE_PERSON},
    {GET, "/i/:initiative/invite", .answer = initiative_show_invite, .need = MAY_MANAGE},
    {POST, "/i/:initiative/invite", .prepare = initiative_read_invite,
     .apply = initiative_apply_invite, .answer = initiative_answer_invite,
     .show = initiative_show_invite_again, .need = MAY_MANAGE},
    {POST, "/i/:initiative/invite/:invitation/revoke", .apply = initiative_apply_revoke,
     .answer = initiative_answer_parties, .need = MAY_MANAGE},

    {GET, "/i/:initiative/activities/:activity", .answer = initiative_show_activity,
     .need = MAY_ARRANGE},
    {POST, "/i/:initiative/activities/:activity", .prepare = initiative_read_activity,
     .apply = initiative_apply_activity, .answer = initiative_answer_activity,
     .show = initiative_show_activity_again, .need = MAY_ARRANGE},
    {GET, "/o/:organisation/activities/:activity", .answer = initiative_show_activity,
     .need = MAY_ARRANGE},
    {POST, "/o/:organisation/activities/:activity", .prepare = initiative_read_activity,
     .apply = initiative_apply_activity, .answer = initiative_answer_activity,
     .show = initiative_show_activity_again, .need = MAY_ARRANGE},

    {GET, "/invitation/:token", .answer = initiative_show_invitation, .need = MAY_ANYONE},
    {POST, "/invitation/:token", .prepare = initiative_read_reply, .apply = initiative_apply_reply,
     .answer = initiative_answer_reply, .show = initiative_show_invitation_again,
     .need = MAY_ANYONE},
    {POST, "/invitation/:token/join", .apply = initiative_apply_join,
     .answer = initiative_answer_join, .need = MAY_BE_PERSON},
};

static const struct db_queries *const queries[] = {&initiative_place_queries, NULL};

const struct feature feature_initiative = {
    .name = "initiative", .routes = routes, .n_routes = COUNT(routes), .queries = queries};
