/*
 * An organisation's own decks and stars: a list, a page for each version, an editor that works
 * without scripts. What is being edited travels with the form (struct own_draft as text) and is
 * checked as a whole when it is saved, so that a star may lack a ray for a moment.
 */
#ifndef FEATURE_TOOL_OWN_H
#define FEATURE_TOOL_OWN_H

#include "core/organisation.h"
#include "feature/tool/inner.h"
#include "platform/secret.h"

enum { DRAFT_TEXT_MAX = 20 * 1024 };

/* One card or one ray. A card has its sentence as label. */
struct own_draft_row {
    struct str key, label, help;
    int aspect, source;
};
struct own_draft {
    const struct tool *tool;
    struct str title;
    enum lang lang;
    uint64_t base; /* public id of the version it was made from; 0: the built-in */
    struct own_draft_row rows[CONTENT_CARDS_MAX];
    size_t n;
    int open; /* the row that is being written, or -1 */
};

void own_draft_from(struct own_draft *draft, const struct content *content);
/* Rows as one text for a hidden field, and back. RC_INVALID when the text was tampered with,
   RC_LIMIT when it is too long. */
enum rc own_draft_write(struct arena *arena, const struct own_draft *draft,
                        struct str *text) MUST_CHECK;
enum rc own_draft_read(struct arena *arena, struct str text, struct own_draft *draft) MUST_CHECK;
/* A changed name makes another ray of it: it gets a new key, so that nobody compares the two. */
void own_draft_rename(struct arena *arena, struct own_draft *draft, size_t row, struct str label);
/* "up-3", "down-3", "remove-3", "open-3", "add"; anything else does nothing. */
void own_draft_do(struct arena *arena, struct own_draft *draft, struct str verb);
/* As content, checked against the tool: RC_INVALID with the problem. json is what is stored. */
enum rc own_draft_check(struct arena *arena, const struct own_draft *draft, int version,
                        struct str *json, struct content_problem *problem) MUST_CHECK;

/* ---- views ---- */

struct own_tile {
    struct str title;
    enum text_id tool;
    struct url url;
    int version;
    struct when made;
};
struct own_tool {
    enum text_id title;
    struct url url;
};
struct own_list {
    struct str organisation, lang;
    LIST(struct own_tile) rows;
    LIST(struct own_tool) tools;
    struct url import_url;
    struct form_field file;
};
struct own_row {
    struct str text, help, aspect;
};
struct own_version {
    int version;
    struct when made;
    struct url url;
    bool here;
};
struct own_page {
    struct str title;
    enum text_id tool;
    int version;
    struct when made;
    bool is_newest, is_retired, is_cards;
    struct url edit_url, file_url, print_url, retire_url;
    LIST(struct own_row) rows;
    LIST(struct own_version) versions;
};
struct own_edit_row {
    struct str label, help, aspect;
    struct str up, down, remove, open; /* values of the buttons */
    bool is_open, is_first, is_last;
    struct form_field label_field, help_field, aspect_field;
};
struct own_edit {
    enum text_id tool;
    bool is_cards, has_aspects, may_add;
    struct str problem, place;
    struct url url, back_url;
    struct str key, lang, base, draft, open;
    struct form_field title;
    LIST(struct own_edit_row) rows;
};

/* ---- shared ---- */

const struct organisation *own_organisation(const struct request *request);
struct url own_url(const struct request *request, const char *rest);
struct url own_page_url(const struct request *request, uint64_t public_id, const char *rest);
struct page_head own_head(struct request *request, struct str title);
/* The version that the path names, if it is this organisation's; and its tool and content. */
enum rc own_find(struct request *request, struct content_row *row) MUST_CHECK;
enum rc own_open(struct request *request, const struct content_row *row, const struct tool **tool,
                 struct content *content) MUST_CHECK;
/* "axes[3].key: …" or "line 4, column 7: …". */
struct str own_problem(struct request *request, const struct content_problem *problem);

handler own_show_list, own_show, own_show_new, own_show_edit, own_show_editor, own_show_file,
    own_show_print;
handler own_read_draft, own_apply_draft, own_answer_draft;
handler own_read_import, own_apply_import, own_answer_import;
handler own_apply_retire, own_answer_retire;

#endif
