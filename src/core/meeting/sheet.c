/* Sheets of scores: their text form, and the answers while an exercise is open. */
#include "core/meeting/sheet.h"

#include "core/meeting/exercise_inner.h"
#include "platform/secret.h"
#include "rules/scale/scale.h"

#include <assert.h>

enum { SHEET_TEXT_MAX = 2048 };

static const struct db_query write_answer = {
    "sheet.write",
    "INSERT INTO answer (id, exercise_id, tag, group_number, sector, subgroup, origin, sheet) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (exercise_id, tag) WHERE tag IS NOT NULL "
    "DO UPDATE SET sector = excluded.sector, subgroup = excluded.subgroup, "
    "origin = excluded.origin, sheet = excluded.sheet",
    "iibiitit", .writes = true};
static const struct db_query read_answer = {
    "sheet.own", "SELECT sheet FROM answer WHERE exercise_id = $1 AND tag = $2", "ib", DB_ROW_STR};

struct answer_row {
    int group, sector, origin;
    struct str subgroup, sheet;
};
static const struct db_column answer_columns[] = {
    DB_COL(struct answer_row, group),  DB_COL(struct answer_row, sector),
    DB_COL(struct answer_row, origin), DB_COL(struct answer_row, subgroup),
    DB_COL(struct answer_row, sheet),
};
static const struct db_query list_answers = {
    "sheet.list",
    "SELECT group_number, sector, origin, subgroup, sheet FROM answer WHERE exercise_id = $1 "
    "ORDER BY id LIMIT 1000",
    "i", DB_ROW(struct answer_row, answer_columns)};
static const struct db_query count_answers = {
    "sheet.count", "SELECT count(*) FROM answer WHERE exercise_id = $1", "i", DB_ROW_I64};
static const struct db_query *const sheet_statements[] = {&write_answer, &read_answer,
                                                          &list_answers, &count_answers};
const struct db_queries sheet_queries = DB_QUERIES("sheet", sheet_statements);

/* ---- text: "3,5,?,-|2,2,4,-|0,1,-,-" ---- */

static void add_value(struct buf *buf, int value) {
    if (value == SHEET_UNANSWERED)
        buf_add_char(buf, '-');
    else if (value == SHEET_DONT_KNOW)
        buf_add_char(buf, '?');
    else
        buf_add_i64(buf, value);
}

static void add_values(struct buf *buf, const int *values, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (i > 0) buf_add_char(buf, ',');
        add_value(buf, values[i]);
    }
}

enum rc sheet_write(struct arena *arena, const struct sheet *sheet, struct str *text) {
    struct buf buf;
    buf_init(&buf, arena, SHEET_TEXT_MAX);
    add_values(&buf, sheet->self.v, sheet->self.n);
    if (sheet->colleagues.n) buf_add_char(&buf, '|');
    add_values(&buf, sheet->colleagues.v, sheet->colleagues.n);
    if (sheet->reach.n) buf_add_char(&buf, '|');
    add_values(&buf, sheet->reach.v, sheet->reach.n);
    *text = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* What one of the three lists may hold. */
struct value_rule {
    struct scale_axis scale;
    size_t n;
    bool may_skip;
};

static bool value_fits(const struct value_rule *rule, int value) {
    if (value == SHEET_UNANSWERED) return true;
    if (value == SHEET_DONT_KNOW) return rule->may_skip;
    return scale_axis_step_of(&rule->scale, value) >= 0;
}

static enum rc read_value(const struct value_rule *rule, struct str text, int *value) {
    if (str_is(text, STR("-")))
        *value = SHEET_UNANSWERED;
    else if (str_is(text, STR("?")))
        *value = SHEET_DONT_KNOW;
    else if (!text.n || text.p[0] <= ' ' || text.p[text.n - 1] <= ' ' ||
             scale_value_parse(text, &rule->scale, value) != SCALE_FINE)
        return RC_INVALID;
    return value_fits(rule, *value) ? RC_OK : RC_INVALID;
}

static enum rc read_values(struct arena *arena, const struct value_rule *rule, struct str text,
                           int **values) {
    struct str word;
    size_t n = 0;
    *values = arena_new_array(arena, rule->n + 1, int);
    if (!*values) return RC_LIMIT;
    while (str_cut(&text, ',', &word)) {
        if (n == rule->n) return RC_INVALID;
        TRY(read_value(rule, word, &(*values)[n++]));
    }
    return n == rule->n ? RC_OK : RC_INVALID;
}

static struct scale_axis scale_of(const struct content *content) {
    return (struct scale_axis){.min = content->min, .max = content->max, .step = content->step};
}

static struct value_rule self_rule(const struct tool *tool, const struct content *content) {
    return (struct value_rule){scale_of(content), content->axes.n, tool->may_skip};
}

static struct value_rule reach_rule(const struct content *content) {
    const struct scale_axis reach = {.min = REACH_ALL, .max = REACH_UNKNOWN, .step = 1};
    return (struct value_rule){reach, content->axes.n, false};
}

enum rc sheet_read(struct arena *arena, const struct tool *tool, const struct content *content,
                   struct str text, struct sheet *sheet) {
    const struct value_rule own = self_rule(tool, content), reach = reach_rule(content);
    struct str part = {0};
    int *values;
    *sheet = (struct sheet){0};
    if (text.n > SHEET_TEXT_MAX || !text.p || !content->axes.n) return RC_INVALID;
    if (!str_cut(&text, '|', &part)) return RC_INVALID;
    TRY(read_values(arena, &own, part, &values));
    sheet->self.v = values;
    sheet->self.n = own.n;
    if (tool->asks_colleagues) {
        if (!str_cut(&text, '|', &part)) return RC_INVALID;
        TRY(read_values(arena, &own, part, &values));
        sheet->colleagues.v = values;
        sheet->colleagues.n = own.n;
    }
    if (tool->asks_reach) {
        if (!str_cut(&text, '|', &part)) return RC_INVALID;
        TRY(read_values(arena, &reach, part, &values));
        sheet->reach.v = values;
        sheet->reach.n = own.n;
    }
    return str_cut(&text, '|', &part) ? RC_INVALID : RC_OK;
}

enum rc sheet_value_read(const struct content *content, struct str text, int *value) {
    const struct scale_axis scale = scale_of(content);
    struct str word = str_trim(text);
    *value = SHEET_UNANSWERED;
    if (!word.n) return RC_OK;
    if (str_is(word, STR("?"))) {
        *value = SHEET_DONT_KNOW;
        return RC_OK;
    }
    return scale_value_parse(word, &scale, value) == SCALE_FINE ? RC_OK : RC_INVALID;
}

/* ---- saving ---- */

static bool all_fit(const struct value_rule *rule, const int *values, size_t n, bool is_asked) {
    if (n != (is_asked ? rule->n : 0)) return false;
    for (size_t i = 0; i < n; i++)
        if (!value_fits(rule, values[i])) return false;
    return true;
}

static size_t count_empty(const int *values, size_t n) {
    size_t empty = 0;
    for (size_t i = 0; i < n; i++) empty += values[i] == SHEET_UNANSWERED;
    return empty;
}

/* Six values, or an explicit "skip", where one compares oneself with the others; elsewhere at least
   one answer. */
static bool is_complete(const struct tool *tool, const struct sheet *sheet) {
    size_t empty = count_empty(sheet->self.v, sheet->self.n) +
                   count_empty(sheet->colleagues.v, sheet->colleagues.n);
    if (tool->asks_colleagues) return empty == 0;
    return empty < sheet->self.n;
}

static bool sheet_fits(const struct tool *tool, const struct content *content,
                       const struct sheet *sheet) {
    const struct value_rule own = self_rule(tool, content), reach = reach_rule(content);
    return content->axes.n > 0 && all_fit(&own, sheet->self.v, sheet->self.n, true) &&
           all_fit(&own, sheet->colleagues.v, sheet->colleagues.n, tool->asks_colleagues) &&
           all_fit(&reach, sheet->reach.v, sheet->reach.n, tool->asks_reach) &&
           is_complete(tool, sheet);
}

static bool accepts_scores(const struct tool_phase *phase, const void *data) {
    (void)data;
    return phase->input == INPUT_SCORE;
}

/* The tag of a group's sheet in consensus mode: its number and nobody's. */
static struct str group_tag(struct arena *arena, int group) {
    return str_format(arena, "group-%010d", group);
}

static enum rc may_save(const struct request *request, const struct exercise *exercise,
                        const struct sheet_save *save) {
    bool leads = exercise_asker_leads(request);
    const struct exercise_intake intake = {
        .accepts = accepts_scores,
        .is_late = leads && (save->origin == ORIGIN_PROXY || save->origin == ORIGIN_PAPER)};
    if (exercise->is_consensus && save->seat->device != SEAT_TABLE && !leads) return RC_DENIED;
    if (exercise->is_revealed) return RC_CONFLICT;
    return exercise_takes(request, exercise, &intake) < 0 ? RC_CONFLICT : RC_OK;
}

static enum rc write_row(const struct request *request, const struct exercise *exercise,
                         const struct sheet_save *save) {
    bool agreed = exercise->is_consensus;
    struct str text, tag = agreed ? group_tag(request->arena, save->group)
                                  : seat_tag(request, save->seat, exercise->public_id);
    if (!tag.p) return RC_LIMIT;
    TRY(sheet_write(request->arena, save->sheet, &text));
    return DB_RUN(
        request->db, &write_answer, DB_ID(id_random()), DB_INT(exercise->id), DB_BLOB(tag),
        DB_INT(agreed ? save->group : 0), DB_INT(agreed ? -1 : save->seat->sector),
        DB_STR(agreed ? STR("") : save->seat->subgroup), DB_INT(save->origin), DB_STR(text));
}

enum rc sheet_save(const struct request *request, const struct sheet_save *save) {
    struct exercise exercise;
    struct content content;
    assert(save->seat && save->sheet && (unsigned)save->origin < ANSWER_ORIGIN__N);
    TRY(exercise_by_id(request->db, request->arena, save->exercise->id, &exercise));
    if (save->seat->meeting != exercise.meeting) return RC_DENIED;
    if (save->group < 0 || save->group > MEETING_SEATS_MAX) return RC_INVALID;
    TRY(may_save(request, &exercise, save));
    TRY(exercise_content(request->arena, request->site, request->lang, &exercise, &content));
    if (!sheet_fits(exercise_tool(request->site, &exercise), &content, save->sheet))
        return RC_INVALID;
    TRY(write_row(request, &exercise, save));
    return meeting_tell_room(request, exercise.meeting_public_id);
}

/* ---- reading ---- */

static enum rc read_own(const struct request *request, const struct exercise *exercise,
                        struct str tag, struct sheet *sheet) {
    struct content content;
    struct str text;
    if (!tag.p) return RC_LIMIT;
    TRY(DB_ONE(request->db, request->arena, &read_answer, &text, DB_INT(exercise->id),
               DB_BLOB(tag)));
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    return sheet_read(request->arena, exercise_tool(request->site, exercise), &content, text,
                      sheet);
}

enum rc sheet_own(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct sheet *sheet) {
    struct exercise_place place;
    if (!exercise->is_consensus)
        return read_own(request, exercise, seat_tag(request, seat, exercise->public_id), sheet);
    TRY(exercise_place(request, exercise, seat->number, &place));
    enum rc rc = read_own(request, exercise, group_tag(request->arena, place.group), sheet);
    if (rc != RC_ABSENT || !place.group) return rc;
    return read_own(request, exercise, group_tag(request->arena, 0), sheet);
}

enum rc sheet_rows(const struct request *request, const struct exercise *exercise,
                   const struct content *content, struct sheet_rows *rows) {
    struct arena *arena = request->arena;
    const struct tool *tool = exercise_tool(request->site, exercise);
    LIST(struct answer_row) found = {0};
    _Static_assert(MEETING_SEATS_MAX <= 1000, "as sheet.list says");
    if (!tool) return RC_ABSENT;
    TRY(DB_ALL(request->db, arena, &list_answers, &found, DB_INT(exercise->id)));
    struct sheet_row *made = arena_new_array(arena, found.n + 1, struct sheet_row);
    if (!made) return RC_LIMIT;
    rows->rows.v = made;
    rows->rows.n = found.n;
    for (size_t i = 0; i < found.n; i++) {
        made[i].sector = found.v[i].sector;
        made[i].subgroup = found.v[i].subgroup;
        made[i].origin = found.v[i].origin;
        made[i].group = found.v[i].group;
        TRY(sheet_read(arena, tool, content, found.v[i].sheet, &made[i].sheet));
    }
    return RC_OK;
}

enum rc sheet_count(struct db *db, struct arena *arena, int64_t exercise, int64_t *n) {
    return DB_ONE(db, arena, &count_answers, n, DB_INT(exercise));
}
