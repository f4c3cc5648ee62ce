/* The list of features, and what follows from it. See features.h. */
#include "app/features.h"

#include "app/app_queries.h"
#include "core/activity.h"
#include "core/contact.h"
#include "core/idea.h"
#include "core/invitation.h"
#include "core/link.h"
#include "core/log.h"
#include "core/login_link.h"
#include "core/meeting/action.h"
#include "core/meeting/board.h"
#include "core/meeting/document.h"
#include "core/meeting/exercise.h"
#include "core/meeting/meeting.h"
#include "core/meeting/seat.h"
#include "core/organisation.h"
#include "core/outbox.h"
#include "core/own_data.h"
#include "core/party.h"
#include "core/person.h"
#include "core/quote.h"
#include "core/session.h"
#include "core/steward.h"
#include "feature/board/board.h"
#include "feature/budget/budget.h"
#include "feature/cards/cards.h"
#include "feature/coherence/coherence.h"
#include "feature/course/course.h"
#include "feature/flows/flows.h"
#include "feature/harvest/harvest.h"
#include "feature/idea/idea.h"
#include "feature/initiative/initiative.h"
#include "feature/meeting/feature.h"
#include "feature/network/network.h"
#include "feature/organisation/organisation.h"
#include "feature/partners/partners.h"
#include "feature/people/people.h"
#include "feature/perspectives/perspectives.h"
#include "feature/plan/plan.h"
#include "feature/poster/poster.h"
#include "feature/preparation/preparation.h"
#include "feature/readiness/readiness.h"
#include "feature/room/room.h"
#include "feature/site/site.h"
#include "feature/star/star.h"
#include "feature/steward/steward.h"
#include "feature/tool/feature.h"
#include "feature/walk/walk.h"
#include "kit/panel.h"
#include "platform/jobs.h"
#include "platform/schema.h"

/* Made at build time from schema/ by tools/migrations.mjs. */
extern const struct migration_set people_migrations;

/* ---- what all features share: tables and statements without pages ---- */

static const struct feature platform = {
    .name = "platform", .queries = platform_queries, .migrations = &platform_migrations};

static const struct db_queries *const people_queries[] = {
    &person_queries,       &person_erase_queries, &session_queries, &login_link_queries,
    &organisation_queries, &membership_queries,   &outbox_queries,  NULL};
static const struct feature people_core = {.name = "people_core",
                                           .queries = people_queries,
                                           .migrations = &people_migrations,
                                           .jobs = people_jobs};

/* Their tables are people's; their jobs write to the log and to actions too. */
static const struct db_queries *const contact_core_queries[] = {&contact_queries, &quote_queries,
                                                                NULL};
static const struct feature contact_core = {
    .name = "contact_core", .queries = contact_core_queries, .jobs = contact_jobs};

static const struct db_queries *const initiative_core_queries[] = {&initiative_queries,
                                                                   &initiative_list_queries,
                                                                   &party_queries,
                                                                   &party_data_queries,
                                                                   &invitation_queries,
                                                                   &invitation_data_queries,
                                                                   &activity_queries,
                                                                   &link_queries,
                                                                   &log_queries,
                                                                   &trace_data_queries,
                                                                   NULL};
static const struct feature initiative_core = {.name = "initiative_core",
                                               .queries = initiative_core_queries,
                                               .migrations = &initiative_migrations,
                                               .jobs = initiative_jobs};

static const struct db_queries *const meeting_core_queries[] = {
    &meeting_queries,        &meeting_item_queries,
    &meeting_people_queries, &meeting_close_queries,
    &meeting_data_queries,   &seat_queries,
    &seat_take_queries,      &action_queries,
    &document_queries,       NULL};
static const struct feature meeting_core = {.name = "meeting_core",
                                            .queries = meeting_core_queries,
                                            .migrations = &meeting_migrations,
                                            .jobs = meeting_jobs};

static const struct db_queries *const exercise_core_queries[] = {
    &exercise_queries,       &exercise_group_queries, &exercise_ready_queries,
    &exercise_close_queries, &note_queries,           &sheet_queries,
    &snapshot_queries,       &content_queries,        &note_look_queries,
    &note_save_queries,      &board_queries,          &board_change_queries,
    &board_link_queries,     &board_dots_queries,     &board_trace_queries,
    &board_carry_queries,    &exercise_axis_queries,  &exercise_cafe_queries,
    &board_close_queries,    &exercise_place_queries, NULL};
static const struct feature exercise_core = {
    .name = "exercise_core", .queries = exercise_core_queries, .jobs = exercise_jobs};

static const struct db_queries *const idea_core_queries[] = {&idea_queries, &idea_list_queries,
                                                             NULL};
static const struct feature idea_core = {
    .name = "idea_core", .queries = idea_core_queries, .migrations = &idea_migrations};

static const struct db_queries *const command_queries[] = {&first_queries, &user_queries,
                                                           &demo_queries, &export_queries, NULL};
static const struct feature commands = {.name = "commands", .queries = command_queries};

/* ---- the product ---- */

const struct feature *const all_features[] = {
    &platform,
    &people_core,
    &contact_core,
    &initiative_core,
    &meeting_core,
    &exercise_core,
    &idea_core,
    &commands,
    &feature_room,
    &feature_board,
    &feature_site,
    &feature_people,
    &feature_organisation,
    &feature_initiative,
    &feature_budget,
    &feature_meeting,
    &feature_network,
    &feature_idea,
    &feature_tool,
    &feature_partners,
    &feature_steward,
    &feature_plan,
    &feature_course,
    NULL,
};

const struct activity_kind *const all_activity_kinds[] = {&budget_activity, &exercise_activity,
                                                          NULL};

/* In the order of the catalogue. */
const struct tool *const all_tools[] = {
    &preparation_tool, &cards_tool,      &quadrille_tool, &perspectives_tool, &partners_tool,
    &poster_tool,      &walk_tool,       &readiness_tool, &coherence_tool,    &star_tool,
    &harvest_tool,     &onetwofour_tool, &cafe_tool,      &neighbour_tool,    NULL};

/* In the order in which the page of a place shows them, after its meetings. */
const struct panel *const all_panels[] = {&course_panel,  &partners_panel, &idea_panel,
                                          &network_panel, &steward_panel,  NULL};

const struct own_data *const own_data_stores[] = {&person_own_data,
                                                  &session_own_data,
                                                  &login_link_own_data,
                                                  &outbox_own_data,
                                                  &organisation_own_data,
                                                  &membership_own_data,
                                                  &contact_own_data,
                                                  &post_own_data,
                                                  &talk_own_data,
                                                  &party_own_data,
                                                  &invitation_own_data,
                                                  &initiative_own_data,
                                                  &activity_own_data,
                                                  &link_own_data,
                                                  &file_own_data,
                                                  &log_own_data,
                                                  &meeting_own_data,
                                                  &signup_own_data,
                                                  &action_own_data,
                                                  &content_own_data,
                                                  &budget_own_data,
                                                  &budget_withdrawal_own_data,
                                                  &steward_own_data,
                                                  &plan_own_data,
                                                  &plan_offer_own_data,
                                                  &course_own_data,
                                                  &idea_own_data,
                                                  &interest_own_data,
                                                  &experience_own_data,
                                                  &newsletter_own_data,
                                                  NULL};

const struct navigation_item all_navigation[] = {
    {T_nav_initiatives, "/i"},   {T_nav_tools, "/tools"}, {T_nav_ideas, "/ideas"},
    {T_nav_organisations, "/o"}, {T_nav_about, "/about"},
};
const size_t n_navigation = COUNT(all_navigation);

static size_t count_features(void) {
    size_t n = 0;
    while (all_features[n]) n++;
    return n;
}

const struct migration_set *const *features_migrations(struct arena *arena) {
    size_t n = 0;
    const struct migration_set **list =
        arena_new_array(arena, count_features() + 1, const struct migration_set *);
    if (!list) return NULL;
    for (size_t i = 0; all_features[i]; i++)
        if (all_features[i]->migrations) list[n++] = all_features[i]->migrations;
    return list;
}

const struct db_queries *const *features_queries(struct arena *arena) {
    size_t n = 0;
    for (size_t i = 0; all_features[i]; i++)
        for (size_t j = 0; all_features[i]->queries && all_features[i]->queries[j]; j++) n++;
    const struct db_queries **list = arena_new_array(arena, n + 1, const struct db_queries *);
    if (!list) return NULL;
    n = 0;
    for (size_t i = 0; all_features[i]; i++)
        for (size_t j = 0; all_features[i]->queries && all_features[i]->queries[j]; j++)
            list[n++] = all_features[i]->queries[j];
    return list;
}

const struct job_kind *const *features_jobs(struct arena *arena) {
    size_t n = 0;
    const struct job_kind **list =
        arena_new_array(arena, count_features() + 1, const struct job_kind *);
    if (!list) return NULL;
    for (size_t i = 0; all_features[i]; i++)
        if (all_features[i]->jobs) list[n++] = all_features[i]->jobs;
    return list;
}
