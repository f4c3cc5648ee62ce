/* See test_tools.h. */
#include "core/meeting/test_tools.h"

#include "core/rights.h"
#include "kit/site.h"

static const char *const no_forms[] = {"full", NULL};

static const struct content_axis star_axes[] = {
    {STR_INIT("trust"), STR_INIT("Tillid"), {0}, 0, SOURCE_OURS},
    {STR_INIT("courage"), STR_INIT("Mod"), {0}, 0, SOURCE_OURS},
    {STR_INIT("role"), STR_INIT("Rolle"), {0}, 0, SOURCE_OURS},
};
static const struct content_aspect star_aspects[] = {{STR_INIT("personal"), STR_INIT("Personlig")}};
static const struct content_axis coherence_axes[] = {
    {STR_INIT("comprehensibility"), STR_INIT("Jeg forstår det"), {0}, -1, SOURCE_CATALOGUE},
    {STR_INIT("manageability"), STR_INIT("Jeg kan klare det"), {0}, -1, SOURCE_CATALOGUE},
    {STR_INIT("meaningfulness"), STR_INIT("Det giver mening"), {0}, -1, SOURCE_CATALOGUE},
};
static const struct content_axis readiness_axes[] = {
    {STR_INIT("necessity"), STR_INIT("Nødvendigt?"), {0}, -1, SOURCE_CATALOGUE},
    {STR_INIT("basis"), STR_INIT("Fælles?"), {0}, -1, SOURCE_CATALOGUE},
};
static const struct content_card cards[] = {
    {STR_INIT("c1"), STR_INIT("Når vi skaber sammen …"), SOURCE_OURS},
    {STR_INIT("c2"), STR_INIT("Døren åbnes til …"), SOURCE_OURS},
    {STR_INIT("c3"), STR_INIT("Lederen må …"), SOURCE_OURS},
    {STR_INIT("c4"), STR_INIT("Folk tager ansvar, når …"), SOURCE_OURS},
    {STR_INIT("c5"), STR_INIT("Det kræver …"), SOURCE_OURS},
    {STR_INIT("c6"), STR_INIT("Vi siger farvel til …"), SOURCE_OURS},
    {STR_INIT("c7"), STR_INIT("Hverdagen bliver …"), SOURCE_OURS},
    {STR_INIT("c8"), STR_INIT("Det holder, fordi …"), SOURCE_OURS},
};

static enum rc fill(const struct tool *tool, enum lang lang, struct content *content) {
    *content = (struct content){.tool = str_from(tool->key),
                                .title = STR("Prøve"),
                                .lang = lang_code(lang),
                                .version = 1,
                                .step = 1};
    return RC_OK;
}

static enum rc star_content(struct arena *arena, enum lang lang, struct str form,
                            struct content *content) {
    (void)arena, (void)form;
    TRY(fill(&test_star, lang, content));
    content->max = 5;
    content->aspects.v = star_aspects;
    content->aspects.n = COUNT(star_aspects);
    content->axes.v = star_axes;
    content->axes.n = COUNT(star_axes);
    return RC_OK;
}

static enum rc coherence_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    (void)arena, (void)form;
    TRY(fill(&test_coherence, lang, content));
    content->min = 1;
    content->max = 10;
    content->axes.v = coherence_axes;
    content->axes.n = COUNT(coherence_axes);
    return RC_OK;
}

static enum rc readiness_content(struct arena *arena, enum lang lang, struct str form,
                                 struct content *content) {
    (void)arena, (void)form;
    TRY(fill(&test_readiness, lang, content));
    content->max = 3;
    content->axes.v = readiness_axes;
    content->axes.n = COUNT(readiness_axes);
    return RC_OK;
}

static enum rc cards_content(struct arena *arena, enum lang lang, struct str form,
                             struct content *content) {
    (void)arena, (void)form;
    TRY(fill(&test_cards, lang, content));
    content->cards.v = cards;
    content->cards.n = COUNT(cards);
    return RC_OK;
}

const struct tool test_cards = {
    .key = "cards",
    .engine = ENGINE_CARDS,
    .forms = no_forms,
    .content = cards_content,
    .phases = {{.key = "talk",
                .mode = MODE_PAIR,
                .input = INPUT_CARD,
                .visibility = SEE_OWN,
                .seconds = 210,
                .seconds_min = 120,
                .seconds_max = 600,
                .repeats = true},
               {.key = "wall", .mode = MODE_PLENARY, .input = INPUT_NONE}}};

const struct tool test_star = {
    .key = "star",
    .engine = ENGINE_SHEET,
    .may_skip = true,
    .may_change_rays = true,
    .forms = no_forms,
    .content = star_content,
    .steps = {T_part_others, T_part_unsaid},
    .phases = {{.key = "score", .mode = MODE_INDIVIDUAL, .input = INPUT_SCORE, .seconds = 300},
               {.key = "result", .mode = MODE_PLENARY, .input = INPUT_RESULT},
               {.key = "develop",
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_GROUP,
                .seconds = 1200,
                .group_min = 3,
                .group_max = 5,
                .regions = {{.key = "idea", .per_axis = true}, {.key = "else"}}},
               {.key = "actions", .mode = MODE_PLENARY, .input = INPUT_ACTION}}};

const struct tool test_coherence = {
    .key = "coherence",
    .engine = ENGINE_SHEET,
    .asks_colleagues = true,
    .may_skip = true,
    .forms = no_forms,
    .content = coherence_content,
    .steps = {T_part_others},
    .phases = {{.key = "score", .mode = MODE_INDIVIDUAL, .input = INPUT_SCORE, .seconds = 420},
               {.key = "result", .mode = MODE_PLENARY, .input = INPUT_RESULT},
               {.key = "raise",
                .mode = MODE_GROUP,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .seconds = 1200,
                .group_min = 3,
                .group_max = 6,
                .regions = {{.key = "raise", .per_axis = true}}}}};

const struct tool test_readiness = {
    .key = "readiness",
    .engine = ENGINE_SHEET,
    .asks_reach = true,
    .forms = no_forms,
    .content = readiness_content,
    .steps = {T_part_others},
    .phases = {{.key = "score", .mode = MODE_INDIVIDUAL, .input = INPUT_SCORE},
               {.key = "result", .mode = MODE_PLENARY, .input = INPUT_RESULT}}};

static const struct tool *const tools[] = {
    &test_cards, &test_star,   &test_coherence, &test_readiness, &test_views,
    &test_cafe,  &test_poster, &test_partners,  &test_harvest,   NULL};
static const unsigned char key[32] = {1, 2, 3};
const struct site test_tools_site = {.secret = key, .tools = tools};

/* ---- a run ---- */

enum rc test_run_begin(struct request *request, const struct tool *tool, struct test_run *run) {
    request->site = &test_tools_site;
    run->n = 0;
    TRY(testing_meeting(request, &run->meeting));
    TRY(meeting_open(request, run->meeting.id));
    run->exercise = (struct exercise){.meeting = run->meeting.id,
                                      .title = STR("Øvelsen"),
                                      .tool = str_from(tool->key),
                                      .form = STR("full"),
                                      .k = 5};
    return exercise_create(request, &run->exercise);
}

enum rc test_run_seat(struct request *request, struct test_run *run, int sector,
                      const char *subgroup) {
    struct seat *seat = &run->seats[run->n];
    *seat = (struct seat){.meeting = run->meeting.id,
                          .nickname = str_format(request->arena, "gæst %zu", run->n + 1),
                          .sector = sector,
                          .subgroup = str_from(subgroup)};
    TRY(seat_take(request, seat));
    run->n++;
    return RC_OK;
}

enum rc test_run_seats(struct request *request, struct test_run *run, size_t n) {
    for (size_t i = 0; i < n; i++) TRY(test_run_seat(request, run, SECTOR_CITIZEN, ""));
    return RC_OK;
}

enum rc test_run_again(struct request *request, struct test_run *run) {
    return exercise_by_id(request->db, request->arena, run->exercise.id, &run->exercise);
}

void test_run_lead(struct request *request, const struct test_run *run, bool leads) {
    request->objects[0] = (struct object){.kind = OBJECT_MEETING,
                                          .id = run->meeting.id,
                                          .public_id = run->meeting.public_id,
                                          .role = leads ? ROLE_COORDINATOR : ROLE_PARTY,
                                          .row = &run->meeting};
}

enum rc test_run_score(struct request *request, struct test_run *run, size_t seat, int value) {
    struct content content;
    struct sheet sheet = {0};
    const struct tool *tool = exercise_tool(request->site, &run->exercise);
    TRY(exercise_content(request->arena, request->site, LANG_DA, &run->exercise, &content));
    int *values = arena_new_array(request->arena, content.axes.n, int);
    int *reach = arena_new_array(request->arena, content.axes.n, int);
    if (!values || !reach) return RC_LIMIT;
    for (size_t i = 0; i < content.axes.n; i++) values[i] = value;
    sheet.self.v = values;
    sheet.self.n = content.axes.n;
    if (tool->asks_colleagues) sheet.colleagues.v = values;
    if (tool->asks_colleagues) sheet.colleagues.n = content.axes.n;
    if (tool->asks_reach) sheet.reach.v = reach;
    if (tool->asks_reach) sheet.reach.n = content.axes.n;
    const struct sheet_save save = {
        .exercise = &run->exercise, .seat = &run->seats[seat], .sheet = &sheet};
    return sheet_save(request, &save);
}

/* ---- looking into the tables ---- */

#define COUNT_QUERY(what, from)                                                                    \
    { "test." what, "SELECT count(*) FROM " from, "i", DB_ROW_I64 }
const struct db_query test_count_answers = COUNT_QUERY("answers", "answer WHERE exercise_id = $1");
const struct db_query test_count_tagged =
    COUNT_QUERY("tagged", "answer WHERE exercise_id = $1 AND tag IS NOT NULL");
const struct db_query test_count_notes_tagged = COUNT_QUERY(
    "notes_tagged", "note WHERE exercise_id = $1 AND (tag IS NOT NULL OR seat_id IS NOT NULL "
                    "OR round <> 0 OR group_number <> 0)");
const struct db_query test_count_rounds =
    COUNT_QUERY("rounds", "exercise_round WHERE exercise_id = $1");
const struct db_query test_count_pairs =
    COUNT_QUERY("pairs", "exercise_pair WHERE exercise_id = $1");
const struct db_query test_count_clocks =
    COUNT_QUERY("clocks", "exercise_clock WHERE exercise_id = $1");

enum rc test_run_count(struct request *request, const struct db_query *query,
                       const struct test_run *run, int64_t *n) {
    return DB_ONE(request->db, request->arena, query, n, DB_INT(run->exercise.id));
}
