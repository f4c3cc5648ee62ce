/* The routes of a meeting's leader, and of the record that stays. */
#include "feature/meeting/feature.h"

#include "core/initiative.h"
#include "core/meeting/document.h"
#include "feature/meeting/inner.h"

/* One page and its form: the same address reads and writes. */
#define PAGE(address, show_page, prepare_form, apply_form, answer_form, right)                     \
    {GET, (address), .answer = (show_page), .need = (right)}, {                                    \
        POST, (address), .prepare = (prepare_form), .apply = (apply_form),                         \
                         .answer = (answer_form), .show = (show_page), .need = (right)             \
    }
#define PRESS(address, prepare_form, apply_form, answer_form, right)                               \
    {                                                                                              \
        POST, (address), .prepare = (prepare_form), .apply = (apply_form),                         \
                         .answer = (answer_form), .need = (right)                                  \
    }

static const struct route routes[] = {
    PAGE("/meetings/new", show_meeting_new, prepare_meeting_new, apply_meeting_new,
         answer_meeting_new, MAY_BE_PERSON),

    /* planning */
    PAGE("/m/:meeting/settings", show_settings, prepare_settings, apply_settings, answer_settings,
         MAY_ARRANGE),
    PAGE("/m/:meeting/leaders", show_leaders, prepare_leader, apply_leader, answer_leaders,
         MAY_MANAGE),
    PRESS("/m/:meeting/leaders/:person_id/remove", NULL, apply_leader_remove, answer_leaders,
          MAY_MANAGE),
    PAGE("/m/:meeting/plan", show_plan, prepare_plan_add, apply_plan_add, answer_plan, MAY_ARRANGE),
    {POST, "/m/:meeting/plan/plain", .prepare = prepare_plan_plain, .apply = apply_plan_plain,
     .answer = answer_plan, .show = show_plan, .need = MAY_ARRANGE},
    PAGE("/m/:meeting/plan/:item", show_item, prepare_item, apply_item_save, answer_plan,
         MAY_ARRANGE),
    PRESS("/m/:meeting/plan/:item/move", prepare_move, apply_move, answer_plan, MAY_ARRANGE),
    PRESS("/m/:meeting/plan/:item/remove", NULL, apply_remove, answer_plan, MAY_ARRANGE),

    PAGE("/m/:meeting/signup", show_signup, prepare_signup, apply_signup, answer_signup, MAY_SEE),
    {GET, "/m/:meeting/signups", .answer = show_signups, .need = MAY_ARRANGE},
    PRESS("/m/:meeting/signups/:signup", prepare_signup_change, apply_signup_change, answer_signups,
          MAY_ARRANGE),

    /* leading */
    {GET, "/m/:meeting/lead", .answer = show_lead, .need = MAY_MANAGE},
    PRESS("/m/:meeting/lead/next", prepare_lead, apply_next, answer_lead, MAY_ARRANGE),
    PRESS("/m/:meeting/lead/back", prepare_lead, apply_back, answer_lead, MAY_ARRANGE),
    PRESS("/m/:meeting/lead/axes", prepare_lead, apply_axes, answer_lead, MAY_ARRANGE),
    PRESS("/m/:meeting/lead/clock", prepare_lead, apply_clock, answer_lead, MAY_ARRANGE),
    PRESS("/m/:meeting/lead/item", prepare_lead, apply_item, answer_lead, MAY_ARRANGE),
    {GET, "/m/:meeting/paper", .answer = show_paper, .need = MAY_ARRANGE},
    {GET, "/m/:meeting/pairs", .answer = show_pairs, .need = MAY_ARRANGE},
    PAGE("/m/:meeting/seats", show_seats, prepare_seats, apply_seats, answer_seats, MAY_ARRANGE),
    PAGE("/m/:meeting/enter/:seat", show_enter, prepare_enter, apply_enter, answer_enter,
         MAY_ARRANGE),
    {POST, "/m/:meeting/enter/:seat/note", .prepare = prepare_enter, .apply = apply_enter_note,
     .answer = answer_enter, .show = show_enter, .need = MAY_ARRANGE},
    PAGE("/m/:meeting/notes", show_notes, prepare_hide, apply_hide, answer_hide, MAY_MANAGE),

    /* closing, and afterwards */
    PAGE("/m/:meeting/close", show_close, prepare_close, apply_close, answer_close, MAY_MANAGE),
    PAGE("/m/:meeting/next", show_promise, prepare_close, apply_promise, answer_promise,
         MAY_MANAGE),
    PAGE("/m/:meeting/erase", show_meeting_erase, prepare_meeting_erase, apply_meeting_erase,
         answer_meeting_erase, MAY_MANAGE),
    PAGE("/m/:meeting/actions", show_actions, prepare_action, apply_action, answer_actions,
         MAY_MANAGE),
    PAGE("/m/:meeting/actions/:action", show_action, prepare_action_save, apply_action_save,
         answer_actions, MAY_MANAGE),
    {GET, "/m/:meeting/documents", .answer = show_documents, .need = MAY_ARRANGE},
    {POST, "/m/:meeting/documents", .prepare = prepare_document, .apply = apply_document,
     .answer = answer_documents, .show = show_documents, .need = MAY_ARRANGE,
     .upload_max = DOCUMENT_BYTES_MAX},
    PRESS("/m/:meeting/documents/:document/remove", NULL, apply_document_remove, answer_documents,
          MAY_ARRANGE),
    {GET, "/m/:meeting/documents/:document", .answer = answer_document, .need = MAY_SEE},
    {GET, "/m/:meeting/after", .answer = show_after, .need = MAY_SEE},
    {GET, "/m/:meeting/minutes", .answer = show_minutes, .need = MAY_SEE},
    {GET, "/m/:meeting/minutes.txt", .answer = answer_minutes_text, .need = MAY_SEE},
    {GET, "/m/:meeting/files/:exercise/notes.csv", .answer = answer_notes_csv, .need = MAY_SEE},
    {GET, "/m/:meeting/files/:exercise/scores.csv", .answer = answer_scores_csv, .need = MAY_SEE},
    {GET, "/m/:meeting/files/:exercise/picture.svg", .answer = answer_picture, .need = MAY_SEE},
    {GET, "/m/:meeting/files/:exercise/result.json", .answer = answer_result_json, .need = MAY_SEE},
    PRESS("/m/:meeting/initiative", NULL, apply_initiative, answer_initiative, MAY_MANAGE),
    {GET, "/o/:organisation/exercise/:activity", .answer = show_exercise, .need = MAY_CONTRIBUTE},
    {GET, "/i/:initiative/exercise/:activity", .answer = show_exercise, .need = MAY_SEE},
};

static const struct db_queries *const queries[] = {&meeting_place_queries, NULL};

const struct feature feature_meeting = {
    .name = "meeting", .routes = routes, .n_routes = COUNT(routes), .queries = queries};

const struct activity_kind exercise_activity = {
    .name = "exercise",
    .path = "exercise",
    .title = T_meeting_exercise,
    .purpose = T_meeting_exercise_purpose,
    .stages = 0,
};
