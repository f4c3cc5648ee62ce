/* The poster as a picture in four boxes, with what comes after it: rehearsal, invitations, who has
   been met. From the notes of each table's board. */
#include "feature/poster/inner.h"

#include "core/meeting/board.h"
#include "feature/poster/views.h"
#include "templates.h"

#include <stdlib.h>

enum { SHEETS_MAX = 100 };

static const struct {
    const char *key;
    enum text_id label;
} target[] = {{"who", T_poster_who},
              {"resources", T_poster_resources},
              {"wishes", T_poster_wishes},
              {"unmet", T_poster_unmet}},
  before[] = {{"dream", T_poster_dream}, {"solution", T_poster_solution}, {"help", T_poster_help}},
  tests[] = {{"real", T_poster_test_real},
             {"clear", T_poster_test_clear},
             {"doable", T_poster_test_doable},
             {"many_parties", T_poster_test_many_parties},
             {"energy", T_poster_test_energy}};

/* ---- details of a note ---- */

static const struct board_detail *detail_of(const struct board_note *note, const char *key) {
    for (size_t i = 0; i < note->details.n; i++)
        if (str_is(str_from(note->details.v[i].detail->key), str_from(key)))
            return &note->details.v[i];
    return NULL;
}

static struct str value_of(const struct board_note *note, const char *key) {
    const struct board_detail *detail = detail_of(note, key);
    return detail ? detail->value : STR("");
}

/* What a choice is called. */
static enum text_id word_of(const struct board_note *note, const char *key) {
    const struct board_detail *detail = detail_of(note, key);
    for (size_t i = 0; detail && detail->detail->choices && detail->detail->choices[i]; i++)
        if (str_is(detail->value, str_from(detail->detail->choices[i])))
            return detail->detail->labels[i];
    return T_none;
}

/* ---- a poster ---- */

struct making {
    struct request *request;
    const struct board *board;
    int group;
    struct poster_sheet *sheet;
};

static bool is_here(const struct making *making, const struct board_note *note,
                    const char *region) {
    bool is_ours = note->group == making->group || note->group == 0; /* 0: on every board */
    return is_ours && str_is(note->note.region, str_from(region));
}

static enum rc view_field(const struct making *making, const char *key,
                          struct poster_field *field) {
    const struct board *board = making->board;
    struct poster_note *notes =
        arena_new_array(making->request->arena, board->notes.n + 1, struct poster_note);
    if (!notes) return RC_LIMIT;
    field->notes.v = notes;
    for (size_t i = 0; i < board->notes.n; i++) {
        const struct board_note *note = &board->notes.v[i];
        if (is_here(making, note, key))
            notes[field->notes.n++] = (struct poster_note){note->note.text, note->note.lang,
                                                           note->changes, note->from_title};
    }
    return RC_OK;
}

static enum rc view_target(const struct making *making) {
    struct arena *arena = making->request->arena;
    struct poster_field *fields = arena_new_array(arena, COUNT(target), struct poster_field);
    struct poster_field *first = arena_new_array(arena, COUNT(before), struct poster_field);
    if (!fields || !first) return RC_LIMIT;
    for (size_t i = 0; i < COUNT(target); i++) {
        fields[i].label = target[i].label;
        TRY(view_field(making, target[i].key, &fields[i]));
    }
    making->sheet->target.v = fields;
    making->sheet->target.n = COUNT(target);
    making->sheet->before.v = first;
    for (size_t i = 0; i < COUNT(before); i++) {
        struct poster_field *field = &first[making->sheet->before.n];
        field->label = before[i].label;
        TRY(view_field(making, before[i].key, field));
        if (field->notes.n) making->sheet->before.n++;
    }
    return RC_OK;
}

static enum rc view_theme(struct arena *arena, const struct board_note *note,
                          struct poster_theme *theme) {
    struct poster_word *failed = arena_new_array(arena, COUNT(tests), struct poster_word);
    struct poster_word *partly = arena_new_array(arena, COUNT(tests), struct poster_word);
    if (!failed || !partly) return RC_LIMIT;
    *theme = (struct poster_theme){.text = note->note.text,
                                   .lang = note->note.lang,
                                   .is_chosen = value_of(note, "chosen").n > 0,
                                   .dots = note->dots,
                                   .has_dots = note->dots > 0,
                                   .failed = {failed, 0},
                                   .partly = {partly, 0}};
    for (size_t i = 0; i < COUNT(tests); i++) {
        struct str value = value_of(note, tests[i].key);
        if (str_is(value, STR("no"))) failed[theme->failed.n++].word = tests[i].label;
        if (str_is(value, STR("partly"))) partly[theme->partly.n++].word = tests[i].label;
    }
    return RC_OK;
}

static enum rc view_themes(const struct making *making) {
    struct arena *arena = making->request->arena;
    const struct board *board = making->board;
    struct poster_theme *themes = arena_new_array(arena, board->notes.n + 1, struct poster_theme);
    size_t n = 0;
    if (!themes) return RC_LIMIT;
    for (int chosen = 1; chosen >= 0; chosen--)
        for (size_t i = 0; i < board->notes.n; i++) {
            const struct board_note *note = &board->notes.v[i];
            if (!is_here(making, note, "theme") || (value_of(note, "chosen").n > 0) != chosen)
                continue;
            TRY(view_theme(arena, note, &themes[n++]));
        }
    making->sheet->themes.v = themes;
    making->sheet->themes.n = n;
    return RC_OK;
}

static struct poster_person person_of(const struct making *making, const struct board_note *note) {
    const struct poster_sheet *sheet = making->sheet;
    struct poster_person person = {.text = note->note.text,
                                   .kind = word_of(note, "kind"),
                                   .tie = word_of(note, "tie"),
                                   .invitation = word_of(note, "invitation"),
                                   .is_rehearsed = value_of(note, "rehearsed").n > 0,
                                   .is_invited = value_of(note, "invited").n > 0,
                                   .occupied = value_of(note, "occupied"),
                                   .worried = value_of(note, "worried"),
                                   .ideas = value_of(note, "ideas")};
    if (!person.is_invited) return person;
    struct str theme = sheet->themes.n ? sheet->themes.v[0].text : STR("…");
    person.draft = TEXT(making->request->arena, making->request->lang, T_poster_invitation_text,
                        ARG("who", note->note.text), ARG("theme", theme));
    return person;
}

static enum rc view_people(const struct making *making) {
    const struct board *board = making->board;
    struct poster_sheet *sheet = making->sheet;
    struct poster_person *lists[3];
    for (size_t i = 0; i < COUNT(lists); i++) {
        lists[i] =
            arena_new_array(making->request->arena, board->notes.n + 1, struct poster_person);
        if (!lists[i]) return RC_LIMIT;
    }
    for (size_t i = 0; i < board->notes.n; i++) {
        const struct board_note *note = &board->notes.v[i];
        if (!is_here(making, note, "contributor")) continue;
        struct poster_person person = person_of(making, note);
        struct str state = value_of(note, "invitation");
        lists[0][sheet->people.n++] = person;
        if (person.is_rehearsed) lists[1][sheet->rehearsed.n++] = person;
        if (!person.is_invited) continue;
        lists[2][sheet->invited.n++] = person;
        sheet->n_yes += str_is(state, STR("yes")) || str_is(state, STR("met"));
        sheet->n_met += str_is(state, STR("met"));
    }
    sheet->people.v = lists[0];
    sheet->rehearsed.v = lists[1];
    sheet->invited.v = lists[2];
    sheet->n_invited = (int64_t)sheet->invited.n;
    return RC_OK;
}

/* ---- all posters ---- */

static bool is_listed(const int *groups, size_t n, int group) {
    for (size_t i = 0; i < n; i++)
        if (groups[i] == group) return true;
    return false;
}

static int by_number(const void *a, const void *b) {
    const int *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static enum rc view_sheets(struct request *request, const struct board *board,
                           struct poster_view *view) {
    int groups[SHEETS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < board->notes.n && n < SHEETS_MAX; i++)
        if (board->notes.v[i].group && !is_listed(groups, n, board->notes.v[i].group))
            groups[n++] = board->notes.v[i].group;
    if (!n && board->notes.n) groups[n++] = 0;
    qsort(groups, n, sizeof groups[0], by_number);
    struct poster_sheet *sheets = arena_new_array(request->arena, n + 1, struct poster_sheet);
    if (!sheets) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct making making = {request, board, groups[i], &sheets[i]};
        sheets[i].table = n > 1 ? groups[i] : 0;
        TRY(view_target(&making));
        TRY(view_themes(&making));
        TRY(view_people(&making));
    }
    view->sheets.v = sheets;
    view->sheets.n = n;
    return RC_OK;
}

/* Nobody in the room is here as a citizen, though somebody is here. */
static enum rc look_for_citizens(struct request *request, const struct exercise *exercise,
                                 struct poster_view *view) {
    struct seat_list seats;
    if (!request->db || !exercise) return RC_OK;
    TRY(seat_list(request->db, request->arena, exercise->meeting, &seats));
    view->is_by_others = seats.rows.n > 0;
    for (size_t i = 0; i < seats.rows.n; i++)
        if (seats.rows.v[i].sector == SECTOR_CITIZEN) view->is_by_others = false;
    return RC_OK;
}

enum rc poster_result(struct request *request, struct page *page, const struct board_view *view) {
    struct poster_view shown = {.is_big = view->is_big, .is_whole = !view->is_big};
    shown.plan_url = url_format(request->arena, "/me/plans");
    shown.meet_url = url_format(request->arena, "/meetings/new?tool=poster");
    TRY(look_for_citizens(request, view->exercise, &shown));
    TRY(view_sheets(request, view->board, &shown));
    poster_result_html(page, &shown);
    return RC_OK;
}
