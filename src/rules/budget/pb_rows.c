/* The rows of a .pb file: META keys, projects, ballots. */
#include "rules/budget/pb_reader.h"

#include <string.h>

bool pb_has_points(enum budget_votes votes) {
    return votes == BUDGET_VOTES_CUMULATIVE || votes == BUDGET_VOTES_SCORING;
}

static enum rc read_decimal(struct pb_reader *reader, size_t field, struct str text,
                            struct decimal *decimal) {
    bool may_be_negative = reader->section == PB_VOTES;
    enum rc rc = decimal_parse(text, may_be_negative, decimal);
    if (rc == RC_INVALID) return pb_refuse(reader, PB_NUMBER, field, text);
    if (rc == RC_LIMIT) return pb_refuse(reader, PB_NUMBER_TOO_LARGE, field, text);
    return RC_OK;
}

/* ---- META ---- */

static enum rc meta_budget(struct pb_reader *reader, struct str value) {
    reader->has_budget = true;
    return read_decimal(reader, 1, value, &reader->budget);
}

static enum rc meta_threshold(struct pb_reader *reader, struct str value) {
    if (pb_is_absent(value)) return RC_OK;
    reader->has_threshold = true;
    return read_decimal(reader, 1, value, &reader->threshold);
}

static enum rc meta_default_score(struct pb_reader *reader, struct str value) {
    return pb_is_absent(value) ? RC_OK : read_decimal(reader, 1, value, &reader->default_score);
}

static enum rc meta_vote_type(struct pb_reader *reader, struct str value) {
    for (enum budget_votes v = 0; v < BUDGET_VOTES__N; v++) {
        if (!str_is_nocase(value, str_from(budget_votes_name(v)))) continue;
        reader->vote_type = v;
        reader->has_type = true;
        return RC_OK;
    }
    return pb_refuse(reader, PB_VOTE_TYPE, 1, value);
}

static enum rc read_stated(struct pb_reader *reader, struct str value, struct pb_stated *stated) {
    if (pb_is_absent(value)) return RC_OK;
    if (str_to_i64(value, &stated->value) != RC_OK || stated->value < 0)
        return pb_refuse(reader, PB_NUMBER, 1, value);
    stated->given = true;
    stated->text = str_copy(reader->arena, value);
    stated->line = reader->line;
    stated->column = pb_line_column(&reader->cut, value.p, 1);
    return stated->text.p ? RC_OK : pb_out_of_memory(reader);
}

static enum rc meta_num_projects(struct pb_reader *reader, struct str value) {
    return read_stated(reader, value, &reader->num_projects);
}

static enum rc meta_num_votes(struct pb_reader *reader, struct str value) {
    return read_stated(reader, value, &reader->num_votes);
}

static enum rc meta_max_length(struct pb_reader *reader, struct str value) {
    return read_stated(reader, value, &reader->max_length);
}

static const struct {
    struct str key;
    enum rc (*read)(struct pb_reader *reader, struct str value);
} meta_keys[] = {
    {STR_INIT("budget"), meta_budget},
    {STR_INIT("vote_type"), meta_vote_type},
    {STR_INIT("num_projects"), meta_num_projects},
    {STR_INIT("num_votes"), meta_num_votes},
    {STR_INIT("max_length"), meta_max_length},
    {STR_INIT("default_score"), meta_default_score},
    {STR_INIT("min_project_score_threshold"), meta_threshold},
};

static enum rc keep_pair(struct pb_reader *reader, struct str key, struct str value) {
    if (reader->metas == PB_META_MAX) return pb_out_of_memory(reader);
    if (reader->metas == reader->meta_room) {
        size_t room = reader->meta_room ? 2 * reader->meta_room : 64;
        size_t each = sizeof *reader->meta;
        reader->meta =
            arena_grow(reader->arena, reader->meta, reader->meta_room * each, room * each);
        if (!reader->meta) return pb_out_of_memory(reader);
        reader->meta_room = room;
    }
    struct budget_pair pair = {str_copy(reader->arena, key), str_copy(reader->arena, value)};
    if (!pair.key.p || !pair.value.p) return pb_out_of_memory(reader);
    reader->meta[reader->metas++] = pair;
    return RC_OK;
}

/* A row may end in empty fields that the header does not name, as spreadsheets write them. */
static enum rc check_fields(struct pb_reader *reader, size_t wanted) {
    const struct pb_line *line = &reader->cut;
    reader->error.number = (int64_t)wanted;
    if (line->n < wanted)
        return pb_refuse(reader, PB_TOO_FEW_FIELDS, line->n - 1, line->fields[line->n - 1]);
    for (size_t i = wanted; i < line->n; i++)
        if (line->fields[i].n) return pb_refuse(reader, PB_TOO_MANY_FIELDS, i, line->fields[i]);
    reader->error.number = 0;
    return RC_OK;
}

enum rc pb_meta_row(struct pb_reader *reader) {
    TRY(check_fields(reader, 2));
    struct str key = reader->cut.fields[0], value = reader->cut.fields[1];
    if (key.n == 0) return pb_refuse(reader, PB_KEY_MISSING, 0, key);
    for (size_t i = 0; i < reader->metas; i++)
        if (str_is_nocase(reader->meta[i].key, key)) return pb_refuse(reader, PB_KEY_TWICE, 0, key);
    TRY(keep_pair(reader, key, value));
    for (size_t i = 0; i < COUNT(meta_keys); i++)
        if (str_is_nocase(key, meta_keys[i].key)) return meta_keys[i].read(reader, value);
    return RC_OK;
}

/* ---- headers ---- */

static size_t find_column(const struct str *columns, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_is_nocase(columns[i], name)) return i;
    return PB_NO_COLUMN;
}

/* Copies the header without empty columns at its end. */
static enum rc keep_columns(struct pb_reader *reader, struct str **columns, size_t *count) {
    size_t n = reader->cut.n;
    while (n && reader->cut.fields[n - 1].n == 0) n--;
    *columns = arena_new_array(reader->arena, n, struct str);
    if (!*columns) return pb_out_of_memory(reader);
    for (*count = 0; *count < n; ++*count) {
        struct str name = reader->cut.fields[*count];
        if (name.n && find_column(*columns, *count, name) != PB_NO_COLUMN)
            return pb_refuse(reader, PB_COLUMN_TWICE, *count, name);
        (*columns)[*count] = str_copy(reader->arena, name);
        if (!(*columns)[*count].p) return pb_out_of_memory(reader);
    }
    return RC_OK;
}

static enum rc require_column(struct pb_reader *reader, size_t place, struct str name) {
    return place == PB_NO_COLUMN ? pb_refuse(reader, PB_COLUMN_MISSING, 0, name) : RC_OK;
}

static enum rc project_header(struct pb_reader *reader) {
    TRY(keep_columns(reader, &reader->project_columns, &reader->project_column_count));
    const struct str *columns = reader->project_columns;
    size_t n = reader->project_column_count;
    if (!str_is_nocase(reader->cut.fields[0], STR("project_id")))
        return pb_refuse(reader, PB_FIRST_COLUMN, 0, STR("project_id"));
    struct pb_places *place = &reader->place;
    place->cost = find_column(columns, n, STR("cost"));
    place->name = find_column(columns, n, STR("name"));
    place->category = find_column(columns, n, STR("category"));
    place->district = find_column(columns, n, STR("district"));
    place->neighborhood = find_column(columns, n, STR("neighborhood"));
    place->selected = find_column(columns, n, STR("selected"));
    return require_column(reader, place->cost, STR("cost"));
}

static enum rc voter_header(struct pb_reader *reader) {
    TRY(keep_columns(reader, &reader->voter_columns, &reader->voter_column_count));
    const struct str *columns = reader->voter_columns;
    size_t n = reader->voter_column_count;
    if (!str_is_nocase(reader->cut.fields[0], STR("voter_id")))
        return pb_refuse(reader, PB_FIRST_COLUMN, 0, STR("voter_id"));
    struct pb_places *place = &reader->place;
    place->vote = find_column(columns, n, STR("vote"));
    place->points = find_column(columns, n, STR("points"));
    place->method = find_column(columns, n, STR("voting_method"));
    TRY(require_column(reader, place->vote, STR("vote")));
    if (pb_has_points(reader->vote_type)) TRY(require_column(reader, place->points, STR("points")));
    reader->ballots.keep_order = reader->vote_type == BUDGET_VOTES_ORDINAL;
    reader->ballots.with_points = pb_has_points(reader->vote_type) ||
                                  (reader->ballots.keep_order && place->points != PB_NO_COLUMN);
    return RC_OK;
}

enum rc pb_header_row(struct pb_reader *reader) {
    return reader->section == PB_PROJECTS ? project_header(reader) : voter_header(reader);
}

/* ---- PROJECTS ---- */

static enum rc grow_projects(struct pb_reader *reader) {
    if (reader->project_count == PB_PROJECTS_MAX) return pb_out_of_memory(reader);
    if (reader->project_count < reader->project_room) return RC_OK;
    size_t old = reader->project_room, room = old ? 2 * old : 64;
    size_t each = sizeof *reader->projects, cost = sizeof *reader->costs;
    reader->projects = arena_grow(reader->arena, reader->projects, old * each, room * each);
    reader->costs = arena_grow(reader->arena, reader->costs, old * cost, room * cost);
    reader->project_room = room;
    return reader->projects && reader->costs ? RC_OK : pb_out_of_memory(reader);
}

static struct str cell_or_empty(const struct str *cells, size_t place) {
    if (place == PB_NO_COLUMN || pb_is_absent(cells[place])) return (struct str){0};
    return cells[place];
}

static int selected_value(struct str cell) {
    return cell.n == 1 && cell.p[0] >= '0' && cell.p[0] <= '9' ? cell.p[0] - '0' : -1;
}

static enum rc copy_cells(struct pb_reader *reader, struct str **cells) {
    size_t n = reader->project_column_count;
    *cells = arena_new_array(reader->arena, n, struct str);
    if (!*cells) return pb_out_of_memory(reader);
    for (size_t i = 0; i < n; i++) {
        (*cells)[i] = str_copy(reader->arena, reader->cut.fields[i]);
        if (!(*cells)[i].p) return pb_out_of_memory(reader);
    }
    return RC_OK;
}

enum rc pb_project_row(struct pb_reader *reader) {
    const struct pb_places *place = &reader->place;
    TRY(check_fields(reader, reader->project_column_count));
    struct str id = reader->cut.fields[0];
    if (id.n == 0) return pb_refuse(reader, PB_ID_EMPTY, 0, id);
    TRY(grow_projects(reader));
    struct decimal cost;
    TRY(read_decimal(reader, place->cost, reader->cut.fields[place->cost], &cost));
    struct str *cells;
    TRY(copy_cells(reader, &cells));
    struct str district = cell_or_empty(cells, place->district);
    struct str name = cell_or_empty(cells, place->name);
    reader->costs[reader->project_count] = cost;
    reader->projects[reader->project_count++] = (struct budget_project){
        .id = cells[0],
        .name = name.n ? name : cells[0],
        .category = cell_or_empty(cells, place->category),
        .district = district.n ? district : cell_or_empty(cells, place->neighborhood),
        .cells = cells,
        .selected_by_organiser = selected_value(cell_or_empty(cells, place->selected)),
        .withdrawn = cost.value == 999999999 && cost.digits == 0,
        .score = reader->line, /* until pb_finish: where the project stood */
    };
    return RC_OK;
}

/* ---- VOTES ---- */

static size_t id_slot(const struct pb_reader *reader, struct str id) {
    uint64_t hash = UINT64_C(0xCBF29CE484222325);
    for (size_t i = 0; i < id.n; i++)
        hash = (hash ^ (unsigned char)id.p[i]) * UINT64_C(0x100000001B3);
    size_t slot = (size_t)(hash ^ (hash >> 32)) & (reader->id_slots - 1);
    while (reader->ids[slot] && !str_is(reader->projects[reader->ids[slot] - 1].id, id))
        slot = (slot + 1) & (reader->id_slots - 1);
    return slot;
}

enum rc pb_votes_begin(struct pb_reader *reader) {
    if (reader->project_count == 0) return pb_refuse(reader, PB_NO_PROJECTS, 0, (struct str){0});
    reader->id_slots = 256;
    while (reader->id_slots < 4 * reader->project_count) reader->id_slots *= 2;
    reader->ids = arena_new_array(reader->arena, reader->id_slots, uint32_t);
    if (!reader->ids) return pb_out_of_memory(reader);
    for (size_t i = 0; i < reader->project_count; i++) {
        struct budget_project *project = &reader->projects[i];
        size_t slot = id_slot(reader, project->id);
        if (reader->ids[slot]) {
            enum rc rc = pb_refuse(reader, PB_ID_TWICE, 0, project->id);
            reader->error.line = (uint32_t)project->score;
            return rc;
        }
        reader->ids[slot] = (uint32_t)i + 1;
        project->score = 0;
    }
    enum rc rc = pb_ballots_init(&reader->ballots, reader->arena, reader->project_count);
    return rc == RC_OK ? RC_OK : pb_out_of_memory(reader);
}

static void count_method(struct pb_reader *reader) {
    struct str method = reader->cut.fields[reader->place.method];
    if (pb_is_absent(method)) return;
    for (size_t i = 0; i < reader->method_count; i++) {
        if (!str_is(reader->methods[i].value, method)) continue;
        reader->methods[i].count++;
        return;
    }
    if (reader->method_count == PB_METHODS_MAX) return;
    struct str copy = str_copy(reader->arena, method);
    if (copy.p) reader->methods[reader->method_count++] = (struct budget_tally){copy, 1};
}

static size_t count_parts(struct str list) {
    size_t n = 1;
    for (size_t i = 0; i < list.n; i++) n += list.p[i] == ',';
    return n;
}

static enum rc find_project(struct pb_reader *reader, struct str id, uint32_t *project) {
    uint32_t found = reader->ids[id_slot(reader, id)];
    if (!found) found = reader->ids[id_slot(reader, str_trim(id))];
    if (!found) return pb_refuse(reader, PB_ID_UNKNOWN, reader->place.vote, id);
    *project = found - 1;
    return RC_OK;
}

static enum rc list_project(struct pb_reader *reader, uint32_t project, struct str points) {
    struct decimal value = {0};
    if (points.p) TRY(read_decimal(reader, reader->place.points, str_trim(points), &value));
    if (pb_ballot_list(&reader->ballots, project, value) == RC_OK) return RC_OK;
    return pb_refuse(reader, PB_NUMBER_TOO_LARGE, reader->place.points, points);
}

static enum rc read_ballot(struct pb_reader *reader, struct str vote, struct str points) {
    if (points.p && count_parts(points) != count_parts(vote)) {
        reader->error.number = (int64_t)count_parts(points);
        enum rc rc = pb_refuse(reader, PB_POINTS_COUNT, reader->place.points, points);
        reader->error.text = str_slice(vote, 0, 80);
        reader->error.text = str_copy(reader->arena, reader->error.text);
        return rc;
    }
    struct str id, each = {0};
    while (str_cut(&vote, ',', &id)) {
        uint32_t project = 0;
        TRY(find_project(reader, id, &project));
        if (points.p) (void)str_cut(&points, ',', &each);
        TRY(list_project(reader, project, each));
    }
    return RC_OK;
}

enum rc pb_vote_row(struct pb_reader *reader) {
    TRY(check_fields(reader, reader->voter_column_count));
    struct str vote = reader->cut.fields[reader->place.vote];
    struct str points = {0};
    bool empty = pb_is_absent(vote);
    if (reader->ballots.with_points) {
        points = reader->cut.fields[reader->place.points];
        bool none = pb_is_absent(points);
        if (none) points = (struct str){0};
        if (none && pb_has_points(reader->vote_type)) empty = true;
    }
    if (!empty) TRY(read_ballot(reader, vote, points));
    if (reader->place.method != PB_NO_COLUMN) count_method(reader);
    if (reader->voters == INT32_MAX) return pb_out_of_memory(reader);
    reader->voters++;
    reader->empty += empty;
    return pb_ballot_cast(&reader->ballots, 1) == RC_OK ? RC_OK : pb_out_of_memory(reader);
}
