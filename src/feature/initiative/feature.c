/* The pages of initiatives as routes. */
#include "feature/initiative/initiative.h"

#include "feature/initiative/pages.h"
#include "feature/initiative/store.h"

static const struct route routes[] = {
    {GET, "/i", .answer = show_list, .need = MAY_ANYONE},
    {GET, "/i/new", .answer = show_start, .need = MAY_BE_PERSON},
    {POST, "/i/new", .prepare = read_start, .apply = apply_start, .answer = answer_start,
     .show = show_start_again, .need = MAY_BE_PERSON},
    {GET, "/i/:initiative", .answer = show_initiative, .need = MAY_SEE},
    {GET, "/i/:initiative/log", .answer = show_log, .need = MAY_SEE},

    {GET, "/i/:initiative/edit", .answer = show_edit, .need = MAY_EDIT},
    {POST, "/i/:initiative/edit", .prepare = read_edit, .apply = apply_edit, .answer = answer_edit,
     .show = show_edit_again, .need = MAY_EDIT},
    {GET, "/i/:initiative/links", .answer = show_links, .need = MAY_EDIT},
    {POST, "/i/:initiative/links", .prepare = read_link, .apply = apply_link,
     .answer = answer_links, .show = show_links_again, .need = MAY_EDIT},
    {POST, "/i/:initiative/links/:link/remove", .apply = apply_link_remove, .answer = answer_links,
     .need = MAY_EDIT},

    {GET, "/i/:initiative/settings", .answer = show_settings, .need = MAY_MANAGE},
    {POST, "/i/:initiative/visibility", .prepare = read_visibility, .apply = apply_visibility,
     .answer = answer_settings, .show = show_settings, .need = MAY_MANAGE},
    {POST, "/i/:initiative/close", .apply = apply_close, .answer = answer_close,
     .need = MAY_MANAGE},
    {POST, "/i/:initiative/reopen", .apply = apply_reopen, .answer = answer_reopen,
     .need = MAY_MANAGE},

    {GET, "/i/:initiative/parties", .answer = show_parties, .need = MAY_SEE},
    {POST, "/i/:initiative/parties/:party/remove", .apply = apply_party_remove,
     .answer = answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/parties/:party/coordinator", .apply = apply_party_role,
     .answer = answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/parties/:party/member", .apply = apply_party_role,
     .answer = answer_parties, .need = MAY_MANAGE},
    {POST, "/i/:initiative/leave", .apply = apply_leave, .answer = answer_left,
     .need = MAY_BE_PERSON},
    {GET, "/i/:initiative/invite", .answer = show_invite, .need = MAY_MANAGE},
    {POST, "/i/:initiative/invite", .prepare = read_invite, .apply = apply_invite,
     .answer = answer_invite, .show = show_invite_again, .need = MAY_MANAGE},
    {POST, "/i/:initiative/invite/:invitation/revoke", .apply = apply_revoke,
     .answer = answer_parties, .need = MAY_MANAGE},

    {GET, "/i/:initiative/activities/:activity", .answer = show_activity, .need = MAY_MANAGE},
    {POST, "/i/:initiative/activities/:activity", .prepare = read_activity, .apply = apply_activity,
     .answer = answer_activity, .show = show_activity_again, .need = MAY_MANAGE},
    {GET, "/o/:organisation/activities/:activity", .answer = show_activity, .need = MAY_MANAGE},
    {POST, "/o/:organisation/activities/:activity", .prepare = read_activity,
     .apply = apply_activity, .answer = answer_activity, .show = show_activity_again,
     .need = MAY_MANAGE},

    {GET, "/invitation/:token", .answer = show_invitation, .need = MAY_ANYONE},
    {POST, "/invitation/:token", .prepare = read_reply, .apply = apply_reply,
     .answer = answer_reply, .show = show_invitation_again, .need = MAY_ANYONE},
    {POST, "/invitation/:token/join", .apply = apply_join, .answer = answer_join,
     .need = MAY_BE_PERSON},
};

static const struct db_queries *const queries[] = {&initiative_place_queries, NULL};

const struct feature feature_initiative = {
    .name = "initiative", .routes = routes, .n_routes = COUNT(routes), .queries = queries};
