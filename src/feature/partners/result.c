/* The wheel of an exercise, and what a closed exercise leaves on the living map. */
#include "feature/partners/inner.h"

#include "core/meeting/board.h"
#include "platform/text_search.h"

/* ---- the notes of a board as entries ---- */

static int sector_of(const struct content *content, struct str region) {
    struct str rest = region, head = {0};
    if (!str_cut(&rest, ':', &head)) return -1;
    for (size_t i = 0; i < content->axes.n; i++)
        if (str_is(rest, content->axes.v[i].key)) return (int)i;
    return -1;
}

static int stored_sector(const struct content *content, int sector) {
    for (int i = 0; sector >= 0 && i < PARTNER_SECTOR__N; i++)
        if (str_is(content->axes.v[sector].key, str_from(partner_sector_choices[i]))) return i;
    return -1;
}

static int choice_of(const char *const *choices, struct str value) {
    for (int i = 0; choices[i]; i++)
        if (str_is(value, str_from(choices[i]))) return i;
    return -1;
}

static struct str detail_of(const struct board_note *note, const char *key) {
    for (size_t i = 0; i < note->details.n; i++)
        if (str_is(str_from(note->details.v[i].detail->key), str_from(key)))
            return note->details.v[i].value;
    return STR("");
}

static struct wheel_entry entry_of(const struct content *content, const struct board_note *note) {
    int kind = choice_of(partner_kind_choices, detail_of(note, "kind"));
    int status = choice_of(partner_status_choices, detail_of(note, "alive"));
    return (struct wheel_entry){
        .name = note->note.text,
        .sector = sector_of(content, note->note.region),
        .layer = note->layer == LAYER_COULD ? LAYER_COULD : LAYER_HAVE,
        .kind = kind >= 0 ? partner_kind_labels[kind] : T_none,
        .status = status >= 0 ? partner_status_labels[status] : T_none,
        .what = detail_of(note, "what"),
        .contact = detail_of(note, "contact"),
        .is_ended = status == STATUS_ENDED,
    };
}

enum rc partners_result(struct request *request, struct page *page, const struct board_view *view) {
    const struct board *board = view->board;
    struct wheel_entry *entries =
        arena_new_array(request->arena, board->notes.n + 1, struct wheel_entry);
    int *sectors = arena_new_array(request->arena, view->content->axes.n + 1, int);
    struct partners_wheel wheel;
    if (!entries || !sectors || view->content->axes.n > PARTNER_SECTOR__N) return RC_LIMIT;
    for (size_t i = 0; i < board->notes.n; i++)
        entries[i] = entry_of(view->content, &board->notes.v[i]);
    for (size_t i = 0; i < view->content->axes.n; i++) {
        sectors[i] = stored_sector(view->content, (int)i);
        if (sectors[i] < 0) return RC_INVALID;
    }
    const struct wheel_data data = {.id = view->id.n ? view->id : STR("wheel"),
                                    .sectors = sectors,
                                    .n_sectors = view->content->axes.n,
                                    .entries = {entries, board->notes.n}};
    TRY(wheel_draw(request->arena, &data, &wheel));
    partners_wheel_html(page, &wheel);
    return RC_OK;
}

/* ---- what stays ---- */

/* The row of that name, not ended or to be woken; NULL when there is none. */
static const struct partner *known(const struct partner_list *list, const struct partner *partner) {
    for (size_t i = 0; partner->folded.n && i < list->rows.n; i++)
        if (str_is(list->rows.v[i].folded, partner->folded)) return &list->rows.v[i];
    return NULL;
}

/* What the meeting said wins where it said something; "have" is never made "could" again. */
static enum rc renew(const struct request *request, const struct partner *before,
                     const struct partner *said) {
    struct partner after = *before;
    if (said->layer == LAYER_HAVE) {
        after.layer = LAYER_HAVE;
        after.status = said->status;
    }
    if (said->what.n) after.what = said->what;
    if (said->contact.n) after.contact = said->contact;
    return partner_update(request->db, request->arena, before, &after, request->now);
}

static enum rc take(const struct request *request, const struct exercise *exercise,
                    const struct content *content, const struct board_note *note) {
    const struct wheel_entry entry = entry_of(content, note);
    struct partner_list list;
    int sector = stored_sector(content, entry.sector);
    int kind = choice_of(partner_kind_choices, detail_of(note, "kind"));
    int status = choice_of(partner_status_choices, detail_of(note, "alive"));
    if (sector < 0) return RC_OK;
    struct partner said = {.organisation = exercise->place.id,
                           .sector = sector,
                           .kind = kind >= 0 ? kind : PARTNER_INFORMAL,
                           .name = entry.name,
                           .layer = entry.layer,
                           .status = status >= 0 ? status : STATUS_ACTIVE,
                           .what = entry.what,
                           .contact = entry.contact,
                           .is_shared = true};
    if (said.kind != PARTNER_PERSON) said.folded = text_fold(request->arena, said.name);
    TRY(partner_list(request->db, request->arena, exercise->place.id, &list));
    const struct partner *before = known(&list, &said);
    if (before) return renew(request, before, &said);
    return partner_add(request->db, request->arena, &said, request->now);
}

/* Only a workplace has a map. Private persons come without their name: nobody asked them yet. */
enum rc partners_take(const struct request *request, const struct exercise *exercise) {
    struct board board;
    struct content content;
    if (exercise->place.kind != OBJECT_ORGANISATION) return RC_OK;
    TRY(exercise_content(request->arena, request->site, request->lang, exercise, &content));
    TRY(board_read(request, exercise, NULL, -1, &board));
    for (size_t i = 0; i < board.notes.n; i++)
        TRY(take(request, exercise, &content, &board.notes.v[i]));
    return RC_OK;
}
