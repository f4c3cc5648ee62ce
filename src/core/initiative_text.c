/* The words of an initiative's facts: wire values for forms and addresses, texts for people. */
#include "core/initiative.h"

const char *const stage_choices[STAGE__N + 1] = {"idea",  "framing",    "designing",
                                                 "doing", "evaluating", "closed"};
const enum text_id stage_labels[STAGE__N] = {
    [STAGE_IDEA] = T_stage_idea,
    [STAGE_FRAMING] = T_stage_framing,
    [STAGE_DESIGNING] = T_stage_designing,
    [STAGE_DOING] = T_stage_doing,
    [STAGE_EVALUATING] = T_stage_evaluating,
    [STAGE_CLOSED] = T_stage_closed,
};

const char *const type_choices[TYPE__N + 1] = {"none", "co-governance", "co-management",
                                               "co-production", "mixed"};
const enum text_id type_labels[TYPE__N] = {
    [TYPE_NONE] = T_type_none,
    [TYPE_CO_GOVERNANCE] = T_type_co_governance,
    [TYPE_CO_MANAGEMENT] = T_type_co_management,
    [TYPE_CO_PRODUCTION] = T_type_co_production,
    [TYPE_MIXED] = T_type_mixed,
};

const char *const level_choices[LEVEL__N + 1] = {"none", "hearing", "dialogue", "co-creation"};
const enum text_id level_labels[LEVEL__N] = {
    [LEVEL_NONE] = T_level_none,
    [LEVEL_HEARING] = T_level_hearing,
    [LEVEL_DIALOGUE] = T_level_dialogue,
    [LEVEL_CO_CREATION] = T_level_co_creation,
};
const enum text_id level_expectations[LEVEL__N] = {
    [LEVEL_NONE] = T_level_none_means,
    [LEVEL_HEARING] = T_level_hearing_means,
    [LEVEL_DIALOGUE] = T_level_dialogue_means,
    [LEVEL_CO_CREATION] = T_level_co_creation_means,
};

const char *const visibility_choices[VISIBLE__N + 1] = {"public", "members", "private"};
const enum text_id visibility_labels[VISIBLE__N] = {
    [VISIBLE_PUBLIC] = T_visible_public,
    [VISIBLE_MEMBERS] = T_visible_members,
    [VISIBLE_PRIVATE] = T_visible_private,
};

const char *const sector_choices[SECTOR__N + 1] = {"citizen",  "association", "company",
                                                   "employee", "elected",     "other"};
const enum text_id sector_labels[SECTOR__N] = {
    [SECTOR_CITIZEN] = T_sector_citizen, [SECTOR_ASSOCIATION] = T_sector_association,
    [SECTOR_COMPANY] = T_sector_company, [SECTOR_EMPLOYEE] = T_sector_employee,
    [SECTOR_ELECTED] = T_sector_elected, [SECTOR_OTHER] = T_sector_other,
};

const char *const theme_choices[THEME__N + 1] = {
    "none", "elderly", "children", "school", "health",  "disability", "social",
    "work", "culture", "nature",   "town",   "traffic", "democracy"};
const enum text_id theme_labels[THEME__N] = {
    [THEME_NONE] = T_theme_none,           [THEME_ELDERLY] = T_theme_elderly,
    [THEME_CHILDREN] = T_theme_children,   [THEME_SCHOOL] = T_theme_school,
    [THEME_HEALTH] = T_theme_health,       [THEME_DISABILITY] = T_theme_disability,
    [THEME_SOCIAL] = T_theme_social,       [THEME_WORK] = T_theme_work,
    [THEME_CULTURE] = T_theme_culture,     [THEME_NATURE] = T_theme_nature,
    [THEME_TOWN] = T_theme_town,           [THEME_TRAFFIC] = T_theme_traffic,
    [THEME_DEMOCRACY] = T_theme_democracy,
};
