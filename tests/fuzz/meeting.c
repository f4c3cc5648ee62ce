/* What meetings read from strangers: a typed code, an organisation's own content as JSON, a stored
   sheet, one value of a form, a snapshot. The first byte chooses the parser and the tool. What is
   accepted keeps to its limits, and written again it reads as the same. */
#include "core/meeting/meeting.h"
#include "core/meeting/sheet.h"
#include "feature/cards/cards.h"
#include "feature/coherence/coherence.h"
#include "feature/readiness/readiness.h"
#include "feature/star/star.h"

#include <stdlib.h>
#include <string.h>

enum { MEMORY = 1 << 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct tool *const tools[] = {&cards_tool, &quadrille_tool, &star_tool,
                                           &coherence_tool, &readiness_tool};

static void must(bool holds) {
    if (!holds) abort();
}

/* A code that was read is one that reads as itself. */
static void try_code(struct str typed) {
    char code[MEETING_CODE_CHARS + 1], again[MEETING_CODE_CHARS + 1];
    if (!meeting_code_read(typed, code)) return;
    must(strlen(code) == MEETING_CODE_CHARS);
    must(meeting_code_read(str_from(code), again) && strcmp(code, again) == 0);
}

static void try_content(struct arena *arena, const struct tool *tool, struct str json) {
    struct content content, again;
    struct content_problem problem = {0};
    struct str first, second;
    enum rc rc = content_read(arena, tool, json, &content, &problem);
    must(rc == RC_OK || rc == RC_INVALID || rc == RC_LIMIT);
    if (rc == RC_INVALID) must(problem.reason != T_none);
    if (rc != RC_OK) return;
    must(content.axes.n <= CONTENT_AXES_MAX && content.cards.n <= CONTENT_CARDS_MAX);
    rc = content_write(arena, &content, &first);
    must(rc == RC_OK || rc == RC_LIMIT); /* with all its fields it may be longer than allowed */
    if (rc != RC_OK) return;
    must(content_read(arena, tool, first, &again, &problem) == RC_OK);
    must(content_write(arena, &again, &second) == RC_OK && str_is(first, second));
}

static void try_sheet(struct arena *arena, const struct tool *tool, struct str text) {
    struct content content;
    struct sheet sheet, again;
    struct str first, second;
    int value;
    if (!tool->content || tool->engine != ENGINE_SHEET) return;
    if (tool->content(arena, LANG_DA, str_from(tool->forms ? tool->forms[0] : ""), &content) !=
        RC_OK)
        return;
    if (sheet_value_read(&content, text, &value) == RC_OK)
        must(value == SHEET_UNANSWERED || value == SHEET_DONT_KNOW ||
             (value >= content.min && value <= content.max));
    if (sheet_read(arena, tool, &content, text, &sheet) != RC_OK) return;
    must(sheet.self.n == content.axes.n);
    must(sheet_write(arena, &sheet, &first) == RC_OK);
    must(sheet_read(arena, tool, &content, first, &again) == RC_OK);
    must(sheet_write(arena, &again, &second) == RC_OK && str_is(first, second));
}

static void try_snapshot(struct arena *arena, struct str json) {
    struct sheet_result result, again;
    struct str first, second;
    if (sheet_result_read(arena, json, &result) != RC_OK) return;
    must(result.n >= 0);
    must(sheet_result_write(arena, &result, &first) == RC_OK);
    must(sheet_result_read(arena, first, &again) == RC_OK);
    must(sheet_result_write(arena, &again, &second) == RC_OK && str_is(first, second));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    if (!size) return 0;
    const struct str input = {(const char *)data + 1, size - 1};
    const struct tool *tool = tools[data[0] / 4 % COUNT(tools)];
    arena_init(&arena, MEMORY);
    switch (data[0] % 4) {
    case 0:
        try_code(input);
        break;
    case 1:
        try_content(&arena, tool, input);
        break;
    case 2:
        try_sheet(&arena, tool, input);
        break;
    default:
        try_snapshot(&arena, input);
    }
    arena_release(&arena);
    return 0;
}
