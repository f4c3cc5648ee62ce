/* What is printed: cards with cut lines, the blank star, slips and group sheets. */
#ifndef FEATURE_TOOL_PRINT_H
#define FEATURE_TOOL_PRINT_H

#include "feature/tool/inner.h"

/* The code of a meeting on every sheet: answers written on paper are typed in there. */
struct print_code {
    struct str chars, address, box, path; /* box and path of the QR code */
};

struct print_card {
    struct str stem;
    bool is_long, is_longest; /* smaller letters, so that it fits */
};
struct print_sheet {
    LIST(struct print_card) cards;
};
struct print_cards {
    enum text_id title;
    struct url url;
    bool is_2, is_8, is_10;
    int per_sheet; /* cards on a sheet */
    int cards;     /* in all */
    struct form_field stems;
    struct str code_asked;
    const struct print_code *code;
    LIST(struct print_sheet) sheets;
};

struct print_label {
    struct str anchor, text;
    int x, y;
};
struct print_ring {
    int r, y;
    struct str value;
};
struct print_value {
    struct str value, word;
};
struct print_row {
    struct str label, help, aspect;
    LIST(struct print_value) values;
};
struct print_star {
    enum text_id title, prompt;
    const struct print_code *code;
    struct str spokes;
    LIST(struct print_ring) rings;
    LIST(struct print_label) labels;
    LIST(struct print_row) rows;
    LIST(struct print_value) values;
};

struct print_region {
    enum text_id label;
};
struct print_sheets {
    enum text_id title, prompt, source;
    const struct print_code *code;
    struct str low, high;
    LIST(struct print_row) rows;
    LIST(struct print_region) each; /* boxes for each row */
    LIST(struct print_region) all;  /* and for all together */
    struct html blank;              /* the tool's picture without answers */
};

/* Blank boards. */
struct print_box {
    enum text_id label, hint;
    struct str key;
};
struct print_board_sheet {
    struct str label, help;
    enum text_id tool;
    LIST(struct print_box) boxes;
    const struct print_code *code;
};
struct print_board {
    enum text_id title, source;
    struct str lang; /* of the names of axes */
    LIST(struct print_board_sheet) sheets;
};

/* The sheets of the tool, with the content that the handler found or the built-in. */
enum rc print_show(struct request *request, const struct tool *tool) MUST_CHECK;
enum rc print_show_cards(struct request *request, const struct tool *tool,
                         const struct print_code *code) MUST_CHECK;
enum rc print_show_board(struct request *request, const struct tool *tool,
                         const struct print_code *code) MUST_CHECK;
enum rc print_show_star(struct request *request, const struct tool *tool,
                        const struct print_code *code) MUST_CHECK;
enum rc print_show_coherence(struct request *request, const struct tool *tool,
                             const struct print_code *code) MUST_CHECK;
enum rc print_show_readiness(struct request *request, const struct tool *tool,
                             const struct print_code *code) MUST_CHECK;
/* The axes of the content with their values and words. */
enum rc print_rows(struct request *request, const struct content *content,
                   const struct print_row **rows) MUST_CHECK;

#endif
