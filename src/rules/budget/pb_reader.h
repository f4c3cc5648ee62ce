/* Inside of the .pb reader: its state, and the rows of the three sections. Not for other folders.
 */
#ifndef RULES_BUDGET_PB_READER_H
#define RULES_BUDGET_PB_READER_H

#include "rules/budget/pb.h"

enum pb_section { PB_BEFORE, PB_META, PB_PROJECTS, PB_VOTES };
enum {
    PB_NO_COLUMN = PB_FIELDS_MAX,
    PB_METHODS_MAX = 16,
    PB_PROJECTS_MAX = 10000,
    PB_META_MAX = 1000
};

/* A whole number that META states, with its place for the error when it turns out wrong. */
struct pb_stated {
    bool given;
    int64_t value;
    struct str text;
    uint32_t line, column;
};

/* Where the columns that matter stand, PB_NO_COLUMN when absent. */
struct pb_places {
    size_t cost, name, category, district, neighborhood, selected;
    size_t vote, points, method;
};

struct pb_reader {
    struct arena *arena;
    struct pb_error error; /* kept: after a refusal every call gives it again */
    enum rc rc;
    char *carry; /* the start of a line whose end has not arrived */
    size_t carried, carry_room;
    uint32_t line;
    enum pb_section section;
    bool header_due;
    struct pb_line cut;
    struct pb_places place;

    struct budget_pair *meta;
    size_t metas, meta_room;
    struct str *project_columns, *voter_columns;
    size_t project_column_count, voter_column_count;
    struct budget_project *projects;
    struct decimal *costs;
    size_t project_count, project_room, cost_room;
    uint32_t *ids; /* project + 1 by hash of its id */
    size_t id_slots;
    struct pb_ballots ballots;
    uint32_t voters, empty;
    struct budget_tally methods[PB_METHODS_MAX];
    size_t method_count;

    enum budget_votes vote_type;
    bool has_type, has_budget, has_threshold;
    struct decimal budget, threshold, default_score;
    struct pb_stated num_projects, num_votes, max_length;
};

/* Refuses the file at text (a value in the current line) or else at the start of field. */
enum rc pb_refuse(struct pb_reader *reader, enum pb_reason reason, size_t field,
                  struct str text) MUST_CHECK;
enum rc pb_out_of_memory(struct pb_reader *reader) MUST_CHECK;

/* The current line as a row of each section. */
enum rc pb_meta_row(struct pb_reader *reader) MUST_CHECK;
enum rc pb_project_row(struct pb_reader *reader) MUST_CHECK;
enum rc pb_vote_row(struct pb_reader *reader) MUST_CHECK;

/* The current line as the header of PROJECTS or VOTES. */
enum rc pb_header_row(struct pb_reader *reader) MUST_CHECK;

/* Called when VOTES begins: the table of ids, the ballots. */
enum rc pb_votes_begin(struct pb_reader *reader) MUST_CHECK;

/* Makes the election of what was read. */
enum rc pb_finish(struct pb_reader *reader, struct budget_election *election) MUST_CHECK;

bool pb_has_points(enum budget_votes votes);

#endif
