/*
 * The eight invented people with whom a tool is tried: what they answer and write. Always the same,
 * so that a page can be reloaded and sent to somebody.
 */
#ifndef FEATURE_TOOL_INVENTED_H
#define FEATURE_TOOL_INVENTED_H

#include "core/meeting/sheet.h"

enum { INVENTED_PEOPLE = 8 };

/* "Anna", "Bo" … */
struct str invented_name(size_t person);

/* Their sheets, and behind them the visitor's own unless it is NULL. */
enum rc invented_rows(struct arena *arena, const struct tool *tool, const struct content *content,
                      const struct sheet *own, struct sheet_rows *rows) MUST_CHECK;

/* What they wrote for that axis or card, in that region; at most two, T_none where there is less.
 */
struct invented_notes {
    enum text_id v[2];
};
struct invented_notes invented_notes_of(struct str region);

/* What they agreed on with that tool. */
struct invented_action {
    enum text_id text, who;
};
struct invented_action invented_action_of(const struct tool *tool);

#endif
