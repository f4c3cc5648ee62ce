/* A counted result as the JSON that a snapshot keeps, and back; and the snapshots. What is read may
   come from another installation, so everything is checked. */
#include "core/meeting/sheet.h"

#include "rules/scale/scale.h"

#include <jansson.h>

enum { RESULT_JSON_MAX = 512 * 1024, RESULT_VERSION = 1, PARTS_MAX = 40, TEXT_MAX = 400 };

/* ---- writing ---- */

static void add_text(struct buf *buf, const char *name, struct str s) {
    buf_format(buf, "\"%s\":", name);
    buf_add_json(buf, s);
}

static void add_number(struct buf *buf, const char *name, int64_t value) {
    buf_format(buf, ",\"%s\":%lld", name, (long long)value);
}

static void add_numbers(struct buf *buf, const char *name, const int64_t *values, size_t n) {
    buf_format(buf, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++) buf_format(buf, "%s%lld", i ? "," : "", (long long)values[i]);
    buf_add_char(buf, ']');
}

/* Reasons are kept by words, because the numbers of texts change with each build. */
static const struct {
    const char *word;
    enum text_id text;
} reasons[] = {
    {"", T_none},
    {"few-room", T_few_room},
    {"few-group", T_few_group},
    {"few-rest", T_few_rest},
    {"one-group", T_few_one_group},
};

static void add_reason(struct buf *buf, enum text_id text) {
    for (size_t i = 0; i < COUNT(reasons); i++)
        if (reasons[i].text == text) {
            buf_add_char(buf, ',');
            add_text(buf, "hidden", str_from(reasons[i].word));
            return;
        }
    buf->failed = true;
}

static void add_axis(struct buf *buf, const struct axis_result *axis) {
    buf_add_char(buf, '{');
    add_text(buf, "key", axis->key);
    buf_add_char(buf, ',');
    add_text(buf, "label", axis->label);
    add_number(buf, "aspect", axis->aspect);
    add_reason(buf, axis->hidden_because);
    add_number(buf, "dont_know", axis->dont_know);
    add_numbers(buf, "counts", axis->counts.v, axis->counts.n);
    add_numbers(buf, "guess", axis->guess_counts.v, axis->guess_counts.n);
    add_numbers(buf, "reach", axis->reach, SHEET_REACH__N);
    buf_add_char(buf, '}');
}

static void add_part(struct buf *buf, const struct sheet_part *part) {
    buf_add_char(buf, '{');
    add_text(buf, "key", part->key);
    buf_add_char(buf, ',');
    add_text(buf, "label", part->label);
    add_number(buf, "n", part->n);
    add_reason(buf, part->hidden_because);
    add_number(buf, "found", part->found);
    buf_lit(buf, ",\"axes\":[");
    for (size_t i = 0; i < part->axes.n; i++) {
        if (i > 0) buf_add_char(buf, ',');
        add_axis(buf, &part->axes.v[i]);
    }
    buf_lit(buf, "]}");
}

enum rc sheet_result_write(struct arena *arena, const struct sheet_result *result,
                           struct str *json) {
    struct buf buf;
    buf_init(&buf, arena, RESULT_JSON_MAX);
    buf_format(&buf, "{\"version\":%d,", RESULT_VERSION);
    add_text(&buf, "tool", result->tool);
    buf_add_char(&buf, ',');
    add_text(&buf, "title", result->title);
    add_number(&buf, "at", result->at);
    add_number(&buf, "min", result->min);
    add_number(&buf, "max", result->max);
    add_number(&buf, "k", result->k);
    add_number(&buf, "n", result->n);
    add_number(&buf, "consensus", result->is_consensus);
    add_number(&buf, "was_small", result->was_small);
    add_number(&buf, "notes", result->notes);
    add_number(&buf, "hidden_notes", result->hidden_notes);
    buf_lit(&buf, ",\"aspects\":[");
    for (size_t i = 0; i < result->aspects.n; i++) {
        buf_add(&buf, i ? STR(",{") : STR("{"));
        add_text(&buf, "key", result->aspects.v[i].key);
        buf_add_char(&buf, ',');
        add_text(&buf, "label", result->aspects.v[i].label);
        buf_add_char(&buf, '}');
    }
    buf_lit(&buf, "],\"parts\":[");
    for (size_t i = 0; i < result->parts.n; i++) {
        if (i > 0) buf_add_char(&buf, ',');
        add_part(&buf, &result->parts.v[i]);
    }
    buf_lit(&buf, "]}");
    *json = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    struct scale_axis scale;
    size_t n_aspects;
};

static enum rc read_text(struct arena *arena, const json_t *object, const char *name,
                         struct str *text) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_string(value) || json_string_length(value) > TEXT_MAX * 4) return RC_INVALID;
    *text = str_copy(arena, (struct str){json_string_value(value), json_string_length(value)});
    if (!text->p) return RC_LIMIT;
    return str_is_utf8(*text) ? RC_OK : RC_INVALID;
}

static enum rc read_number(const json_t *object, const char *name, int64_t most, int64_t *number) {
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value)) return RC_INVALID;
    *number = json_integer_value(value);
    return *number >= -1 && *number <= most ? RC_OK : RC_INVALID;
}

static enum rc read_int(const json_t *object, const char *name, int most, int *number) {
    int64_t value = 0;
    TRY(read_number(object, name, most, &value));
    *number = (int)value;
    return RC_OK;
}

static enum rc read_flag(const json_t *object, const char *name, bool *flag) {
    int value = 0;
    TRY(read_int(object, name, 1, &value));
    *flag = value == 1;
    return value >= 0 ? RC_OK : RC_INVALID;
}

static enum rc read_reason(const json_t *object, enum text_id *text) {
    const char *word = json_string_value(json_object_get(object, "hidden"));
    for (size_t i = 0; word && i < COUNT(reasons); i++)
        if (str_is(str_from(word), str_from(reasons[i].word))) {
            *text = reasons[i].text;
            return RC_OK;
        }
    return RC_INVALID;
}

/* n numbers of at most SCALE_ANSWERS_MAX, or none at all. */
static enum rc read_counts(const struct reading *reading, const json_t *array, size_t wanted,
                           const int64_t **counts, size_t *n) {
    size_t size = json_array_size(array);
    if (!json_is_array(array) || (size != 0 && size != wanted)) return RC_INVALID;
    int64_t *made = arena_new_array(reading->arena, size + 1, int64_t);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < size; i++) {
        const json_t *value = json_array_get(array, i);
        made[i] = json_integer_value(value);
        if (!json_is_integer(value) || made[i] < 0 || made[i] > SCALE_ANSWERS_MAX)
            return RC_INVALID;
    }
    *counts = made;
    *n = size;
    return RC_OK;
}

/* Medians are not kept but follow from the counts. */
static enum rc summarise(const struct reading *reading, const int64_t *counts, size_t n,
                         struct scale_summary *summary) {
    int steps[SCALE_STEPS_MAX] = {0};
    *summary = (struct scale_summary){0};
    if (!n) return RC_OK;
    for (size_t i = 0; i < n; i++) steps[i] = (int)counts[i];
    return scale_summarise_counts(&reading->scale, steps, 0, summary);
}

static enum rc read_reach(const json_t *array, int64_t reach[SHEET_REACH__N]) {
    if (json_array_size(array) != SHEET_REACH__N) return RC_INVALID;
    for (size_t i = 0; i < SHEET_REACH__N; i++) {
        const json_t *value = json_array_get(array, i);
        reach[i] = json_integer_value(value);
        if (!json_is_integer(value) || reach[i] < 0 || reach[i] > SCALE_ANSWERS_MAX)
            return RC_INVALID;
    }
    return RC_OK;
}

static enum rc read_axis(const struct reading *reading, const json_t *json,
                         struct axis_result *axis) {
    const size_t steps = (size_t)scale_axis_steps(&reading->scale);
    struct scale_summary self, guess;
    TRY(read_text(reading->arena, json, "key", &axis->key));
    TRY(read_text(reading->arena, json, "label", &axis->label));
    TRY(read_int(json, "aspect", (int)reading->n_aspects - 1, &axis->aspect));
    TRY(read_reason(json, &axis->hidden_because));
    TRY(read_number(json, "dont_know", SCALE_ANSWERS_MAX, &axis->dont_know));
    if (axis->dont_know < 0) return RC_INVALID;
    TRY(read_counts(reading, json_object_get(json, "counts"), steps, &axis->counts.v,
                    &axis->counts.n));
    TRY(read_counts(reading, json_object_get(json, "guess"), steps, &axis->guess_counts.v,
                    &axis->guess_counts.n));
    TRY(read_reach(json_object_get(json, "reach"), axis->reach));
    TRY(summarise(reading, axis->counts.v, axis->counts.n, &self));
    TRY(summarise(reading, axis->guess_counts.v, axis->guess_counts.n, &guess));
    axis->n = self.n;
    axis->median4 = self.median;
    axis->q1_4 = self.q1;
    axis->q3_4 = self.q3;
    axis->guess_n = guess.n;
    axis->guess4 = guess.median;
    return RC_OK;
}

static enum rc read_part(const struct reading *reading, const json_t *json,
                         struct sheet_part *part) {
    const json_t *axes = json_object_get(json, "axes");
    size_t n = json_array_size(axes);
    TRY(read_text(reading->arena, json, "key", &part->key));
    TRY(read_text(reading->arena, json, "label", &part->label));
    TRY(read_number(json, "n", SCALE_ANSWERS_MAX, &part->n));
    TRY(read_number(json, "found", SCALE_ANSWERS_MAX, &part->found));
    TRY(read_reason(json, &part->hidden_because));
    if (part->n < 0 || part->found < 0) return RC_INVALID;
    if (!json_is_array(axes) || n > CONTENT_AXES_MAX) return RC_INVALID;
    struct axis_result *made = arena_new_array(reading->arena, n + 1, struct axis_result);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(read_axis(reading, json_array_get(axes, i), &made[i]));
    part->axes.v = made;
    part->axes.n = n;
    return RC_OK;
}

static enum rc read_aspects(struct reading *reading, const json_t *json,
                            struct sheet_result *result) {
    const json_t *array = json_object_get(json, "aspects");
    size_t n = json_array_size(array);
    if (!json_is_array(array) || n > CONTENT_AXES_MAX) return RC_INVALID;
    struct content_aspect *made = arena_new_array(reading->arena, n + 1, struct content_aspect);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        TRY(read_text(reading->arena, json_array_get(array, i), "key", &made[i].key));
        TRY(read_text(reading->arena, json_array_get(array, i), "label", &made[i].label));
    }
    result->aspects.v = made;
    result->aspects.n = reading->n_aspects = n;
    return RC_OK;
}

static enum rc read_parts(const struct reading *reading, const json_t *json,
                          struct sheet_result *result) {
    const json_t *array = json_object_get(json, "parts");
    size_t n = json_array_size(array);
    if (!json_is_array(array) || n < 1 || n > PARTS_MAX) return RC_INVALID;
    struct sheet_part *made = arena_new_array(reading->arena, n, struct sheet_part);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) TRY(read_part(reading, json_array_get(array, i), &made[i]));
    result->parts.v = made;
    result->parts.n = n;
    return RC_OK;
}

static enum rc read_scale(struct reading *reading, const struct sheet_result *result) {
    reading->scale = (struct scale_axis){.min = result->min, .max = result->max, .step = 1};
    if (result->min == 0 && result->max == 0) { /* a tool without scores */
        reading->scale.max = 1;
        return RC_OK;
    }
    return result->min >= 0 && scale_axis_is_valid(&reading->scale) ? RC_OK : RC_INVALID;
}

static enum rc read_result(struct arena *arena, const json_t *json, struct sheet_result *result) {
    struct reading reading = {.arena = arena};
    int version = 0;
    TRY(read_int(json, "version", RESULT_VERSION, &version));
    if (version != RESULT_VERSION) return RC_INVALID;
    TRY(read_text(arena, json, "tool", &result->tool));
    TRY(read_text(arena, json, "title", &result->title));
    TRY(read_number(json, "at", INT64_MAX, &result->at));
    TRY(read_int(json, "min", SCALE_STEPS_MAX, &result->min));
    TRY(read_int(json, "max", SCALE_STEPS_MAX, &result->max));
    TRY(read_int(json, "k", SCALE_ANSWERS_MAX, &result->k));
    TRY(read_number(json, "n", SCALE_ANSWERS_MAX, &result->n));
    TRY(read_flag(json, "consensus", &result->is_consensus));
    TRY(read_flag(json, "was_small", &result->was_small));
    TRY(read_number(json, "notes", SCALE_ANSWERS_MAX, &result->notes));
    TRY(read_number(json, "hidden_notes", SCALE_ANSWERS_MAX, &result->hidden_notes));
    if (result->at < 0 || result->n < 0 || result->notes < 0 || result->hidden_notes < 0)
        return RC_INVALID;
    TRY(read_scale(&reading, result));
    TRY(read_aspects(&reading, json, result));
    return read_parts(&reading, json, result);
}

enum rc sheet_result_read(struct arena *arena, struct str json, struct sheet_result *result) {
    *result = (struct sheet_result){0};
    if (!json.n || json.n > RESULT_JSON_MAX) return RC_INVALID;
    json_t *read = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL);
    if (!read) return RC_INVALID;
    enum rc rc = read_result(arena, read, result);
    json_decref(read);
    return rc;
}

/* ---- snapshots ---- */

static const struct db_column snapshot_columns[] = {DB_COL(struct snapshot, exercise),
                                                    DB_COL(struct snapshot, public_id),
                                                    DB_COL(struct snapshot, meeting_public_id),
                                                    DB_COL(struct snapshot, title),
                                                    DB_COL(struct snapshot, tool),
                                                    DB_COL(struct snapshot, json),
                                                    DB_COL(struct snapshot, at)};
#define SNAPSHOT_ROW DB_ROW(struct snapshot, snapshot_columns)
#define SNAPSHOT_SELECT                                                                            \
    "SELECT e.id, a.public_id, m.public_id AS meeting_public_id, a.title, e.tool, s.json, "        \
    "s.taken_at AS at FROM activity a JOIN exercise e ON e.id = a.id "                             \
    "JOIN snapshot s ON s.exercise_id = a.id JOIN meeting m ON m.id = e.meeting_id "

static const struct db_query find_snapshot = {"snapshot.of", SNAPSHOT_SELECT "WHERE a.id = $1", "i",
                                              SNAPSHOT_ROW};
static const struct db_query list_all = {
    "snapshot.list",
    SNAPSHOT_SELECT "WHERE a.place_kind = $1 AND a.place_id = $2 AND a.state <> 2 "
                    "ORDER BY a.id DESC LIMIT $3",
    "iii", SNAPSHOT_ROW};
static const struct db_query list_of_tool = {
    "snapshot.list_of_tool",
    SNAPSHOT_SELECT "WHERE a.place_kind = $1 AND a.place_id = $2 AND a.state <> 2 AND e.tool = $4 "
                    "ORDER BY a.id DESC LIMIT $3",
    "iiit", SNAPSHOT_ROW};
static const struct db_query *const snapshot_statements[] = {&find_snapshot, &list_all,
                                                             &list_of_tool};
const struct db_queries snapshot_queries = DB_QUERIES("snapshot", snapshot_statements);

enum rc snapshot_of(struct db *db, struct arena *arena, int64_t exercise,
                    struct snapshot *snapshot) {
    return DB_ONE(db, arena, &find_snapshot, snapshot, DB_INT(exercise));
}

enum rc snapshot_list(struct db *db, struct arena *arena, const struct snapshot_filter *filter,
                      struct snapshot_list *list) {
    const struct db_arg kind = DB_INT(filter->place.kind), id = DB_INT(filter->place.id);
    if (!filter->tool.n)
        return DB_ALL(db, arena, &list_all, &list->rows, kind, id, DB_INT(filter->n));
    return DB_ALL(db, arena, &list_of_tool, &list->rows, kind, id, DB_INT(filter->n),
                  DB_STR(filter->tool));
}
