/*
 * Themes: the subject of an initiative, so that people can look for what concerns them. A short
 * closed list, because a filter must be one that everybody understands.
 */
#ifndef CORE_THEME_H
#define CORE_THEME_H

#include "platform/text.h"

/* Stored as these numbers: add at the end, never renumber. */
enum theme {
    THEME_NONE,
    THEME_ELDERLY,
    THEME_CHILDREN,
    THEME_SCHOOL,
    THEME_HEALTH,
    THEME_DISABILITY,
    THEME_SOCIAL,
    THEME_WORK,
    THEME_CULTURE,
    THEME_NATURE,
    THEME_TOWN,
    THEME_TRAFFIC,
    THEME_DEMOCRACY,
    THEME__N
};

/* For FIELD_CHOICE: wire values ("none", "elderly" …, NULL at the end) and their labels. */
extern const char *const theme_choices[THEME__N + 1];
extern const enum text_id theme_labels[THEME__N];

#endif
