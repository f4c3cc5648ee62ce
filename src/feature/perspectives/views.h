/* What the result of a perspective exercise shows. */
#ifndef FEATURE_PERSPECTIVES_VIEWS_H
#define FEATURE_PERSPECTIVES_VIEWS_H

#include "core/meeting/result_note.h"
#include "platform/page.h"

struct perspectives_cell {
    enum text_id question;
    LIST(struct result_note) notes;
};
struct perspectives_row {
    struct str label, help;
    LIST(struct perspectives_cell) cells;
    LIST(struct result_note) fair;
};
struct perspectives_column {
    enum text_id question;
};
struct perspectives_link {
    enum text_id kind;
    struct str a_of, a, a_lang, b_of, b, b_lang, text; /* of: "Relative's worry" */
};
struct perspectives_idea {
    struct str text, lang, who;
    bool is_linked; /* a chair tied it to another note */
};
struct perspectives_view {
    struct str lang; /* of the perspectives' names */
    bool is_big, has_titles;
    bool shows_matrix, shows_links, shows_ideas, has_fair;
    LIST(struct perspectives_column) columns;
    LIST(struct perspectives_row) rows;
    LIST(struct perspectives_link) links;
    LIST(struct perspectives_idea) ideas;
    LIST(struct noted_hidden) hidden;
};

#endif
