/* What the files of this folder share. */
#ifndef FEATURE_TOOL_INNER_H
#define FEATURE_TOOL_INNER_H

#include "core/meeting/content.h"
#include "feature/tool/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"

/* The tool that the path names, or NULL. */
const struct tool *tool_asked(const struct request *request);
/* The way to a page below a tool. */
struct page_head tool_head(struct request *request, const struct tool *tool, struct str title);
struct url tool_url(struct arena *arena, const struct tool *tool);
/* Its picture as an embedded file. */
struct url tool_picture_url(struct arena *arena, const struct tool *tool);
/* The built-in content in the asker's language; form as the address says (?form=short). */
enum rc tool_built_in(struct request *request, const struct tool *tool,
                      struct content *content) MUST_CHECK;
/* The content that the handler found (request->state), else the built-in. */
enum rc tool_asked_content(struct request *request, const struct tool *tool,
                           struct content *content) MUST_CHECK;

handler tool_show_list, tool_show, tool_show_try, tool_show_print;

#endif
