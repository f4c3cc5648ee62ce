/* The end of a .pb file: the counts are checked, money gets its scale, and the ballots are summed.
 */
#include "rules/budget/pb_reader.h"

static enum rc check_stated(struct pb_reader *reader, const struct pb_stated *stated,
                            enum pb_reason reason, size_t found) {
    if (!stated->given || stated->value == (int64_t)found) return RC_OK;
    enum rc rc = pb_refuse(reader, reason, PB_NO_COLUMN, stated->text);
    reader->error.line = stated->line;
    reader->error.column = stated->column;
    reader->error.number = (int64_t)found;
    return rc;
}

static enum rc too_large(struct pb_reader *reader, struct str text) {
    return pb_refuse(reader, PB_NUMBER_TOO_LARGE, PB_NO_COLUMN, text);
}

static enum rc scale_money(struct pb_reader *reader, struct budget_election *election) {
    int digits = reader->budget.digits;
    for (size_t i = 0; i < reader->project_count; i++)
        if (reader->costs[i].digits > digits) digits = reader->costs[i].digits;
    election->money_scale = decimal_power(digits);
    if (decimal_scale(reader->budget, election->money_scale, &election->budget) != RC_OK)
        return too_large(reader, STR("budget"));
    int64_t sum = 0;
    for (size_t i = 0; i < reader->project_count; i++) {
        struct budget_project *project = &reader->projects[i];
        if (decimal_scale(reader->costs[i], election->money_scale, &project->cost) != RC_OK ||
            __builtin_add_overflow(sum, project->cost, &sum))
            return too_large(reader, project->cells[reader->place.cost]);
    }
    return RC_OK;
}

static enum rc scale_scores(struct pb_reader *reader, struct budget_election *election) {
    int digits = reader->default_score.digits;
    if (reader->has_threshold && reader->threshold.digits > digits)
        digits = reader->threshold.digits;
    if (pb_ballots_rescale(&reader->ballots, digits) != RC_OK)
        return too_large(reader, STR("points"));
    election->points_scale = decimal_power(reader->ballots.digits);
    election->score_threshold = -1;
    int64_t scale = election->points_scale;
    if (reader->vote_type == BUDGET_VOTES_SCORING &&
        decimal_scale(reader->default_score, scale, &election->default_score) != RC_OK)
        return too_large(reader, STR("default_score"));
    if (reader->has_threshold &&
        decimal_scale(reader->threshold, scale, &election->score_threshold) != RC_OK)
        return too_large(reader, STR("min_project_score_threshold"));
    return RC_OK;
}

static uint32_t longest_ballot(const struct budget_ballots *b) {
    uint32_t longest = 0;
    for (uint32_t c = 0; c < b->classes; c++)
        if (b->start[c + 1] - b->start[c] > longest) longest = b->start[c + 1] - b->start[c];
    return longest;
}

/* The points of one place on a ballot; the first place of a Borda ballot gets `most`. */
static int64_t place_points(const struct pb_reader *reader, const struct budget_election *election,
                            uint32_t at, int64_t place_value) {
    const struct budget_ballots *b = &election->ballots;
    if (b->points) return b->points[at];
    int64_t scale = election->points_scale;
    return reader->vote_type == BUDGET_VOTES_ORDINAL ? place_value * scale : scale;
}

static bool add_product(int64_t *sum, int64_t points, int64_t count) {
    int64_t product;
    return !__builtin_mul_overflow(points, count, &product) &&
           !__builtin_add_overflow(*sum, product, sum);
}

static enum rc sum_ballots(struct pb_reader *reader, struct budget_election *election) {
    const struct budget_ballots *b = &election->ballots;
    int64_t most = longest_ballot(b);
    if (reader->max_length.given && reader->max_length.value > most &&
        reader->max_length.value <= (int64_t)reader->project_count)
        most = reader->max_length.value;
    for (uint32_t c = 0; c < b->classes; c++) {
        for (uint32_t i = b->start[c]; i < b->start[c + 1]; i++) {
            struct budget_project *project = &reader->projects[b->project[i]];
            int64_t points = place_points(reader, election, i, most - (i - b->start[c]));
            project->support += b->count[c];
            if (!add_product(&project->score, points, b->count[c]))
                return too_large(reader, project->id);
        }
    }
    for (size_t p = 0; p < reader->project_count; p++) {
        struct budget_project *project = &reader->projects[p];
        int64_t others = (int64_t)election->voters - project->support;
        if (!add_product(&project->score, election->default_score, others))
            return too_large(reader, project->id);
    }
    return RC_OK;
}

enum rc pb_finish(struct pb_reader *reader, struct budget_election *election) {
    if (reader->voters == 0) return pb_refuse(reader, PB_NO_BALLOTS, 0, (struct str){0});
    TRY(check_stated(reader, &reader->num_projects, PB_COUNT_PROJECTS, reader->project_count));
    TRY(check_stated(reader, &reader->num_votes, PB_COUNT_VOTES, reader->voters));
    election->voters = reader->voters;
    election->empty_ballots = reader->empty;
    election->vote_type = reader->vote_type;
    TRY(scale_money(reader, election));
    TRY(scale_scores(reader, election));
    if (pb_ballots_finish(&reader->ballots, &election->ballots) != RC_OK)
        return pb_out_of_memory(reader);
    TRY(sum_ballots(reader, election));
    election->meta.v = reader->meta;
    election->meta.n = reader->metas;
    election->project_columns.v = reader->project_columns;
    election->project_columns.n = reader->project_column_count;
    election->voter_columns.v = reader->voter_columns;
    election->voter_columns.n = reader->voter_column_count;
    election->projects.v = reader->projects;
    election->projects.n = reader->project_count;
    election->voting_methods.v = reader->methods;
    election->voting_methods.n = reader->method_count;
    return RC_OK;
}

struct str budget_meta(const struct budget_election *election, const char *key) {
    for (size_t i = 0; i < election->meta.n; i++)
        if (str_is_nocase(election->meta.v[i].key, str_from(key))) return election->meta.v[i].value;
    return (struct str){0};
}
