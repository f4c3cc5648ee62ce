/* Small board tools for the tests: perspectives, café, poster, partners and harvest, with the
   phases that matter. See test_tools.h. */
#include "core/meeting/test_tools.h"

static const char *const no_forms[] = {"full", NULL};

static const struct content_aspect sectors[] = {{STR_INIT("employee"), STR_INIT("Ansatte")},
                                                {STR_INIT("citizen"), STR_INIT("Borgere")}};
static const struct content_axis axes[] = {
    {STR_INIT("leader"), STR_INIT("Leder"), {0}, 0, SOURCE_OURS},
    {STR_INIT("citizen"), STR_INIT("Borger"), {0}, 1, SOURCE_OURS},
    {STR_INIT("relative"), STR_INIT("Pårørende"), {0}, 1, SOURCE_OURS},
    {STR_INIT("finance"), STR_INIT("Økonomichef"), {0}, 0, SOURCE_OURS},
    {STR_INIT("neighbour"), STR_INIT("Nabo"), {0}, -1, SOURCE_OURS},
};

static enum rc content_of(const char *key, size_t n, struct content *content) {
    *content = (struct content){.tool = str_from(key),
                                .title = STR("Prøve"),
                                .lang = STR("da"),
                                .version = 1,
                                .max = 5,
                                .step = 1};
    content->aspects.v = sectors;
    content->aspects.n = COUNT(sectors);
    content->axes.v = axes;
    content->axes.n = n;
    return RC_OK;
}

#define CONTENT(name, n)                                                                           \
    static enum rc name##_content(struct arena *arena, enum lang lang, struct str form,            \
                                  struct content *content) {                                       \
        (void)arena, (void)lang, (void)form;                                                       \
        return content_of(#name, n, content);                                                      \
    }
CONTENT(views, COUNT(axes))
CONTENT(cafe, 4)
CONTENT(poster, 0)
CONTENT(partners, 0)
CONTENT(harvest, 0)

const struct tool test_views = {
    .key = "views",
    .engine = ENGINE_BOARD,
    .forms = no_forms,
    .content = views_content,
    .picks_axes = true,
    .axes_min = 3,
    .axes_max = 6,
    .axes_default = 4,
    .seats_per_axis = 2,
    .phases = {
        {.key = "take",
         .mode = MODE_GROUP,
         .input = INPUT_NOTE,
         .visibility = SEE_GROUP,
         .seconds = 720,
         .group_min = 2,
         .axis_by_group = true,
         .is_shared = true,
         .regions = {{.key = "worried", .per_axis = true}, {.key = "ideas", .per_axis = true}}},
        {.key = "tell",
         .mode = MODE_PLENARY,
         .input = INPUT_BOARD,
         .visibility = SEE_ALL,
         .regions = {{.key = "worried", .per_axis = true}, {.key = "ideas", .per_axis = true}}}}};

const struct tool test_cafe = {.key = "cafe",
                               .engine = ENGINE_BOARD,
                               .forms = no_forms,
                               .content = cafe_content,
                               .phases = {{.key = "talk",
                                           .mode = MODE_CAFE,
                                           .input = INPUT_NOTE,
                                           .visibility = SEE_GROUP,
                                           .seconds = 720,
                                           .is_shared = true,
                                           .regions = {{.key = "said", .per_axis = true}}},
                                          {.key = "wall",
                                           .mode = MODE_PLENARY,
                                           .input = INPUT_BOARD,
                                           .visibility = SEE_ALL,
                                           .regions = {{.key = "said", .per_axis = true}}}}};

static const struct tool_detail theme_details[] = {
    {.key = "chosen", .kind = DETAIL_TICK, .limit = 1}, {0}};
static const char *const kinds[] = {"person", "role", NULL};
static const struct tool_detail person_details[] = {
    {.key = "rehearsed", .kind = DETAIL_TICK, .limit = 4},
    {.key = "invited", .kind = DETAIL_TICK},
    {.key = "kind", .kind = DETAIL_CHOICE, .choices = kinds},
    {.key = "why", .kind = DETAIL_TEXT},
    {0}};

const struct tool test_poster = {
    .key = "poster",
    .engine = ENGINE_BOARD,
    .forms = no_forms,
    .content = poster_content,
    .is_board_each = true,
    .keeps_history = true,
    .phases = {
        {.key = "who",
         .mode = MODE_GROUP,
         .input = INPUT_NOTE,
         .visibility = SEE_GROUP,
         .group_min = 2,
         .group_max = 3,
         .is_shared = true,
         .gate = {.region = "who", .min = 1, .may_override = true},
         .regions = {{.key = "who"}}},
        {.key = "theme",
         .mode = MODE_GROUP,
         .input = INPUT_NOTE,
         .visibility = SEE_GROUP,
         .keeps_groups = true,
         .is_shared = true,
         .gate = {.region = "theme", .detail = "chosen", .min = 1, .max = 1},
         .regions = {{.key = "theme", .details = theme_details}}},
        {.key = "people",
         .mode = MODE_GROUP,
         .input = INPUT_NOTE,
         .visibility = SEE_GROUP,
         .keeps_groups = true,
         .is_shared = true,
         .gate = {.region = "person", .detail = "rehearsed", .min = 3, .max = 4},
         .regions = {{.key = "person", .details = person_details}, {.key = "who"}}},
        {.key = "show", .mode = MODE_PLENARY, .input = INPUT_RESULT, .visibility = SEE_ALL}}};

const struct tool test_partners = {
    .key = "partners",
    .engine = ENGINE_BOARD,
    .forms = no_forms,
    .content = partners_content,
    .layers = {{.key = "have"}, {.key = "could"}},
    .phases = {{.key = "have",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .is_shared = true,
                .regions = {{.key = "neighbours"}, {.key = "firms"}}},
               {.key = "could",
                .mode = MODE_PLENARY,
                .input = INPUT_NOTE,
                .visibility = SEE_ALL,
                .is_shared = true,
                .layer = 1,
                .regions = {{.key = "neighbours"}, {.key = "firms"}}},
               {.key = "done", .mode = MODE_PLENARY, .input = INPUT_RESULT}}};

const struct tool test_harvest = {
    .key = "harvest",
    .engine = ENGINE_BOARD,
    .forms = no_forms,
    .content = harvest_content,
    .phases = {{.key = "write",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_NOTE,
                .visibility = SEE_OWN,
                .regions = {{.key = "advice", .notes_max = 3}}},
               {.key = "gather",
                .mode = MODE_PLENARY,
                .input = INPUT_BOARD,
                .visibility = SEE_ALL,
                .is_shared = true,
                .regions = {{.key = "advice"}}},
               {.key = "vote",
                .mode = MODE_INDIVIDUAL,
                .input = INPUT_DOTS,
                .visibility = SEE_ALL,
                .regions = {{.key = "advice"}}},
               {.key = "leaflet", .mode = MODE_PLENARY, .input = INPUT_RESULT}}};

/* ---- deeds ---- */

enum rc test_board_write(struct request *request, const struct test_run *run, int seat, uint64_t id,
                         struct str region, struct str text) {
    const struct note_save save = {.exercise = &run->exercise,
                                   .seat = seat < 0 ? NULL : &run->seats[seat],
                                   .id = id,
                                   .region = region,
                                   .text = text};
    return note_save(request, &save);
}

struct board_act test_board_act(struct request *request, const struct test_run *run, int seat,
                                uint64_t id) {
    struct board_act act = {
        .exercise = &run->exercise, .seat = seat < 0 ? NULL : &run->seats[seat], .note = id};
    struct board_note note;
    if (board_read_note(request, &run->exercise, act.seat, id, &note) == RC_OK)
        act.version = note.version;
    return act;
}

enum rc test_board_group(struct request *request, const struct test_run *run, size_t seat,
                         int *group) {
    struct exercise_place place;
    TRY(exercise_place(request, &run->exercise, run->seats[seat].number, &place));
    *group = place.group;
    return RC_OK;
}
