/*
 * People's Markdown as safe HTML: CommonMark's core without extensions. Rendered once, when the text
 * is written, and stored beside it.
 */
#ifndef PLATFORM_MARKDOWN_H
#define PLATFORM_MARKDOWN_H

#include "platform/page.h"

enum { MARKDOWN_LONGEST = 20 * 1024 };

/* Renders source. Raw HTML is dropped; links keep only http, https, mailto and tel (others become
   plain text) and carry rel="nofollow ugc"; pictures become links to them; headings begin at level
   top (2 to 6), so that the page keeps its order. RC_INVALID when source is not UTF-8, RC_LIMIT
   when it is longer than MARKDOWN_LONGEST bytes. */
enum rc markdown_html(struct arena *arena, struct str source, int top,
                      struct html *html) MUST_CHECK;

/* What a stored text was rendered to earlier by markdown_html, read back from the database. Only for
   columns that hold nothing else. */
struct html markdown_stored(struct str html);

/* The first words of source without any markup, at most n characters, for lists and descriptions;
   ends with "…" when something was cut. */
enum rc markdown_excerpt(struct arena *arena, struct str source, size_t n,
                         struct str *text) MUST_CHECK;

#endif
