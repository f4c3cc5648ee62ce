/* Invented people for trying a tool. See invented.h. */
#include "feature/tool/invented.h"

static const struct str names[INVENTED_PEOPLE] = {
    STR_INIT("Anna"), STR_INIT("Bo"),   STR_INIT("Carla"), STR_INIT("Dan"),
    STR_INIT("Esma"), STR_INIT("Finn"), STR_INIT("Gerda"), STR_INIT("Hugo")};
static const int sectors[INVENTED_PEOPLE] = {SECTOR_EMPLOYEE,    SECTOR_CITIZEN,  SECTOR_EMPLOYEE,
                                             SECTOR_ASSOCIATION, SECTOR_EMPLOYEE, SECTOR_EMPLOYEE,
                                             SECTOR_CITIZEN,     SECTOR_EMPLOYEE};
/* How each of them tends to answer, in fifths of the scale. */
static const int leanings[INVENTED_PEOPLE] = {0, 1, -1, 1, 0, -1, 2, 0};

struct str invented_name(size_t person) {
    return names[person % INVENTED_PEOPLE];
}

/* FNV-1a: the same key always gives the same number. */
static unsigned number_of(struct str key, unsigned salt) {
    unsigned hash = 2166136261u ^ salt;
    for (size_t i = 0; i < key.n; i++) hash = (hash ^ (unsigned char)key.p[i]) * 16777619u;
    return hash ^ hash >> 13;
}

/* Where the invented people find it hard, so that the pictures have something to say. */
static bool is_hard(const struct content_axis *axis) {
    return axis->aspect == 2 || str_is(axis->key, STR("capacity")) ||
           str_is(axis->key, STR("manageability"));
}

/* In tenths of the scale: around six, lower where it is hard; moved by the person. */
static int value_of(const struct content *content, size_t axis, size_t person, unsigned salt) {
    int range = content->max - content->min;
    const struct content_axis *of = &content->axes.v[axis];
    int middle = 6 + (int)(number_of(of->key, salt) % 4) - (is_hard(of) ? 4 : 0);
    int wobble = (int)(number_of(of->key, salt + 1 + (unsigned)person) % 5) - 2;
    int tenths = middle + 2 * leanings[person] + wobble;
    if (tenths < 0) tenths = 0;
    if (tenths > 10) tenths = 10;
    return content->min + (tenths * range + 5) / 10;
}

static enum rc sheet_of(struct arena *arena, const struct tool *tool, const struct content *content,
                        size_t person, struct sheet *sheet) {
    size_t n = content->axes.n;
    int *self = arena_new_array(arena, n + 1, int);
    int *colleagues = arena_new_array(arena, n + 1, int);
    int *reach = arena_new_array(arena, n + 1, int);
    if (!self || !colleagues || !reach) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        self[i] = value_of(content, i, person, 0);
        colleagues[i] = value_of(content, i, person, 99);
        reach[i] = (int)(number_of(content->axes.v[i].key, (unsigned)person) % SHEET_REACH__N);
    }
    /* One of them does not know. */
    if (tool->may_skip && !tool->asks_colleagues && person == 5 && n > 2) self[2] = SHEET_DONT_KNOW;
    *sheet = (struct sheet){.self = {self, n}};
    if (tool->asks_colleagues) sheet->colleagues.v = colleagues;
    if (tool->asks_colleagues) sheet->colleagues.n = n;
    if (tool->asks_reach) sheet->reach.v = reach;
    if (tool->asks_reach) sheet->reach.n = n;
    return RC_OK;
}

enum rc invented_rows(struct arena *arena, const struct tool *tool, const struct content *content,
                      const struct sheet *own, struct sheet_rows *rows) {
    struct sheet_row *list = arena_new_array(arena, INVENTED_PEOPLE + 1, struct sheet_row);
    if (!list) return RC_LIMIT;
    for (size_t i = 0; i < INVENTED_PEOPLE; i++) {
        TRY(sheet_of(arena, tool, content, i, &list[i].sheet));
        list[i].sector = sectors[i];
    }
    if (own) list[INVENTED_PEOPLE] = (struct sheet_row){.sheet = *own, .sector = SECTOR_CITIZEN};
    rows->rows.v = list;
    rows->rows.n = INVENTED_PEOPLE + (own ? 1 : 0);
    return RC_OK;
}

/* ---- what they write ---- */

static const struct {
    struct str region;
    struct invented_notes notes;
} noted[] = {
    {STR_INIT("grows"), {{T_try_ending_grows, T_none}}},
    {STR_INIT("together"), {{T_try_ending_together, T_none}}},
    {STR_INIT("takes"), {{T_try_ending_takes_1, T_try_ending_takes_2}}},
    {STR_INIT("best"), {{T_try_ending_best_1, T_try_ending_best_2}}},
    {STR_INIT("leader"), {{T_try_ending_leader, T_none}}},
    {STR_INIT("myself"), {{T_try_ending_myself, T_none}}},
    {STR_INIT("raise:comprehensibility"), {{T_try_raise_1, T_none}}},
    {STR_INIT("raise:manageability"), {{T_try_raise_2, T_try_raise_3}}},
    {STR_INIT("raise:meaningfulness"), {{T_try_raise_4, T_none}}},
    {STR_INIT("how"), {{T_try_how, T_none}}},
    {STR_INIT("strengthen"), {{T_try_strengthen, T_none}}},
    {STR_INIT("needs"), {{T_try_needs, T_none}}},
    {STR_INIT("evidence:necessity"), {{T_try_evidence_1, T_none}}},
    {STR_INIT("evidence:capacity"), {{T_try_evidence_2, T_none}}},
    {STR_INIT("lift:basis"), {{T_try_lift_1, T_none}}},
    {STR_INIT("lift:capacity"), {{T_try_lift_2, T_none}}},
    {STR_INIT("lift:first_steps"), {{T_try_lift_3, T_none}}},
    {STR_INIT("answer:why"), {{T_try_board_why, T_none}}},
    {STR_INIT("answer:change"), {{T_try_board_change, T_none}}},
    {STR_INIT("answer:cooperation"), {{T_try_board_cooperation, T_none}}},
    {STR_INIT("answer:limit"), {{T_try_board_limit, T_none}}},
    {STR_INIT("agree"), {{T_try_board_agree, T_none}}},
    {STR_INIT("worries"), {{T_try_board_worries, T_none}}},
    {STR_INIT("first"), {{T_try_board_first, T_none}}},
    {STR_INIT("occupied:leader"), {{T_try_board_p1, T_none}}},
    {STR_INIT("worried:leader"), {{T_try_board_p2, T_none}}},
    {STR_INIT("ideas:leader"), {{T_try_board_p3, T_none}}},
    {STR_INIT("occupied:citizen"), {{T_try_board_p4, T_none}}},
    {STR_INIT("worried:citizen"), {{T_try_board_p5, T_none}}},
    {STR_INIT("ideas:citizen"), {{T_try_board_p6, T_none}}},
    {STR_INIT("worried:relative"), {{T_try_board_p7, T_none}}},
    {STR_INIT("ideas:relative"), {{T_try_board_p8, T_none}}},
    {STR_INIT("fair:relative"), {{T_try_board_p9, T_none}}},
    {STR_INIT("four"), {{T_try_board_f1, T_none}}},
    {STR_INIT("all"), {{T_try_board_f2, T_none}}},
    {STR_INIT("answer:works"), {{T_try_board_f3, T_none}}},
    {STR_INIT("answer:more"), {{T_try_board_f4, T_none}}},
    {STR_INIT("answer:first"), {{T_try_board_f5, T_none}}},
    {STR_INIT("across"), {{T_try_board_f6, T_none}}},
    {STR_INIT("line:challenge"), {{T_try_board_f7, T_none}}},
    {STR_INIT("line:good"), {{T_try_board_f8, T_none}}},
};

struct invented_notes invented_notes_of(struct str region) {
    for (size_t i = 0; i < COUNT(noted); i++)
        if (str_is(region, noted[i].region)) return noted[i].notes;
    return (struct invented_notes){{T_none, T_none}};
}

struct invented_action invented_action_of(const struct tool *tool) {
    struct str key = str_from(tool->key);
    if (str_is(key, STR("star"))) return (struct invented_action){T_try_action_1, T_try_who_1};
    if (str_is(key, STR("coherence"))) return (struct invented_action){T_try_action_2, T_try_who_2};
    return (struct invented_action){T_try_action_3, T_try_who_3};
}
