/*
 * The built-in content of a tool as const tables of text ids, and how it becomes a struct content
 * in a language. For the features that define a tool.
 */
#ifndef CORE_MEETING_CONTENT_TABLE_H
#define CORE_MEETING_CONTENT_TABLE_H

#include "core/meeting/content.h"

/* forms: bit i is set when it belongs to the tool's form i ("full" is 0, "short" is 1). */
struct table_axis {
    const char *key;
    enum text_id label, help;
    int aspect; /* index into aspects, or -1 */
    enum content_source source;
    unsigned forms;
};
struct table_card {
    const char *key;
    enum text_id stem;
    enum content_source source;
    unsigned forms;
};
struct table_aspect {
    const char *key;
    enum text_id label;
};

struct content_table {
    int min, max; /* by steps of 1 */
    LIST(enum text_id) anchors;
    LIST(struct table_aspect) aspects;
    LIST(struct table_axis) axes;
    LIST(struct table_card) cards;
};

/* In which language, and which of the tool's forms (empty or unknown: the first). */
struct content_choice {
    enum lang lang;
    struct str form;
};

/* Fills content with the rows of that form. RC_LIMIT when memory is out. */
enum rc content_from_table(struct arena *arena, const struct tool *tool,
                           const struct content_table *table, struct content_choice choice,
                           struct content *content) MUST_CHECK;

#endif
