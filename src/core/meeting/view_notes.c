/* Notes in their regions, as one seat may see them. See views.h. */
#include "core/meeting/views.h"

#include "platform/secret.h"

static const struct tool_region *region_end(const struct tool_phase *phase) {
    const struct tool_region *region = phase->regions;
    while (region < phase->regions + PHASE_REGIONS_MAX && region->key) region++;
    return region;
}

enum rc view_regions(struct arena *arena, const struct tool_phase *phase,
                     const struct content *content, struct view_regions *regions) {
    const struct tool_region *end = region_end(phase);
    size_t n = 0, room = (size_t)(end - phase->regions) * (content->axes.n + 1);
    struct view_region *rows = arena_new_array(arena, room + 1, struct view_region);
    if (!rows) return RC_LIMIT;
    for (const struct tool_region *region = phase->regions; region < end; region++) {
        if (!region->per_axis)
            rows[n++] = (struct view_region){
                .key = str_from(region->key), .title = region->label, .hint = region->hint};
        for (size_t i = 0; region->per_axis && i < content->axes.n; i++)
            rows[n++] = (struct view_region){
                .key = str_format(arena, "%s:%.*s", region->key, STR_ARG(content->axes.v[i].key)),
                .title = region->label,
                .hint = region->hint,
                .title_text = content->axes.v[i].label};
    }
    regions->rows.v = rows;
    regions->rows.n = n;
    return RC_OK;
}

struct filling {
    struct request *request;
    const struct view_notes_data *data;
    struct error_summary errors;
};

/* What was sent and refused is shown again in its own form. */
static void show_input(const struct filling *filling, struct view_writing *writing) {
    const struct form *form = filling->request->form;
    int64_t id;
    if (!form || !filling->errors.errors.n) return;
    if (!str_is(form_value(form, "region"), writing->region)) return;
    if (str_to_i64(form_value(form, "id"), &id) != RC_OK) return;
    if (writing->is_saved ? (uint64_t)id != writing->id : false) return;
    writing->text = form_value(form, "text");
    writing->error = filling->errors.errors.v[0].text;
    writing->is_saved = false;
}

static void fill_note(const struct filling *filling, const struct note *note, struct noted *noted) {
    struct arena *arena = filling->request->arena;
    *noted = (struct noted){.text = note->text,
                            .lang = note->lang,
                            .nickname = note->nickname,
                            .is_reported = note->is_reported,
                            .report_url = filling->data->report_url,
                            .id = note->id};
    if (note->sector >= 0 && note->sector < SECTOR__N) noted->sector = sector_labels[note->sector];
    if (!note->is_own) return;
    noted->writing =
        (struct view_writing){.url = filling->data->url,
                              .name = str_format(arena, "note-%llu", (unsigned long long)note->id),
                              .id = note->id,
                              .region = note->region,
                              .text = note->text,
                              .label = T_room_note_change,
                              .is_saved = true,
                              .may_remove = true};
    show_input(filling, &noted->writing);
}

/* True when the note that was refused is one of the own that are shown. */
static bool input_is_own(const struct filling *filling) {
    int64_t id;
    const struct note_list *notes = &filling->data->seen->notes;
    if (!filling->request->form) return false;
    if (str_to_i64(form_value(filling->request->form, "id"), &id) != RC_OK) return false;
    for (size_t i = 0; i < notes->rows.n; i++)
        if (notes->rows.v[i].is_own && notes->rows.v[i].id == (uint64_t)id) return true;
    return false;
}

static enum rc fill_region(const struct filling *filling, size_t at, const struct view_region *from,
                           struct noted_region *region) {
    struct arena *arena = filling->request->arena;
    const struct note_list *notes = &filling->data->seen->notes;
    struct noted *own = arena_new_array(arena, notes->rows.n + 1, struct noted);
    struct noted *others = arena_new_array(arena, notes->rows.n + 1, struct noted);
    if (!own || !others) return RC_LIMIT;
    *region = (struct noted_region){.key = from->key,
                                    .name = str_format(arena, "region-%zu", at),
                                    .title = from->title,
                                    .hint = from->hint,
                                    .title_text = from->title_text};
    bool may_write = filling->data->url.path.n != 0;
    for (size_t i = 0; i < notes->rows.n; i++) {
        const struct note *note = &notes->rows.v[i];
        if (!str_is(note->region, from->key)) continue;
        if (note->is_own && may_write) {
            struct noted *noted = &own[region->own.n++];
            fill_note(filling, note, noted);
            if (filling->data->add) TRY(filling->data->add(filling->data, note, noted));
        } else if (!filling->data->is_one_each) /* endings of others stand on the wall */
            fill_note(filling, note, &others[region->others.n++]);
    }
    region->own.v = own;
    region->others.v = others;
    region->fresh = (struct view_writing){.url = filling->data->url,
                                          .name = str_format(arena, "new-%zu", at),
                                          .id = id_random() >> 1,
                                          .region = from->key,
                                          .label = T_room_note_new,
                                          .button = T_room_note_add};
    if (filling->data->is_one_each) {
        region->fresh.label = T_room_ending;
        region->fresh.button = T_none;
    }
    if (!input_is_own(filling)) show_input(filling, &region->fresh);
    if (filling->data->is_one_each && region->own.n) region->fresh.url = (struct url){0};
    return RC_OK;
}

static const struct noted_hidden *count_hidden(struct arena *arena, const struct note_seen *seen,
                                               size_t *n) {
    struct noted_hidden *hidden = arena_new_array(arena, NOTE_HIDDEN__N, struct noted_hidden);
    *n = 0;
    for (int reason = NOTE_SHOWN + 1; hidden && reason < NOTE_HIDDEN__N; reason++)
        if (seen->hidden[reason])
            hidden[(*n)++] =
                (struct noted_hidden){note_hidden_labels[reason], seen->hidden[reason]};
    return hidden;
}

enum rc view_notes(struct request *request, const struct view_notes_data *data,
                   struct view_notes *view) {
    struct filling filling = {.request = request, .data = data};
    struct view_regions regions = {0};
    if (request->form) filling.errors = form_errors(request, NULL, 0);
    if (data->regions)
        regions = *data->regions;
    else
        TRY(view_regions(request->arena, data->phase, data->content, &regions));
    struct noted_region *rows =
        arena_new_array(request->arena, regions.rows.n + 1, struct noted_region);
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < regions.rows.n; i++)
        TRY(fill_region(&filling, i, &regions.rows.v[i], &rows[i]));
    *view = (struct view_notes){.regions.v = rows,
                                .regions.n = regions.rows.n,
                                .unseen = data->seen->unseen,
                                .is_own_only = data->url.path.n && data->seen->unseen == 0 &&
                                               data->phase->visibility == SEE_OWN};
    view->hidden.v = count_hidden(request->arena, data->seen, &view->hidden.n);
    return view->hidden.v ? RC_OK : RC_LIMIT;
}

/* ---- endings ---- */

enum { WALL_DRAWN_N = 5, WALL_WORDS_N = 20 };

static void show_note(const struct note *note, struct url report_url, struct noted *noted) {
    *noted = (struct noted){.text = note->text,
                            .lang = note->lang,
                            .nickname = note->nickname,
                            .is_reported = note->is_reported,
                            .id = note->id};
    if (!note->is_own) noted->report_url = report_url;
    if (note->sector >= 0 && note->sector < SECTOR__N) noted->sector = sector_labels[note->sector];
}

static enum rc fill_stem(struct arena *arena, const struct view_wall_data *data,
                         const struct content_card *card, struct wall_stem *stem) {
    const struct note_list *notes = &data->seen->notes;
    struct noted *endings = arena_new_array(arena, notes->rows.n + 1, struct noted);
    struct noted *heard = arena_new_array(arena, notes->rows.n + 1, struct noted);
    struct str heard_region = view_heard_region(arena, card->key);
    if (!endings || !heard || !heard_region.p) return RC_LIMIT;
    *stem = (struct wall_stem){.stem = card->stem, .key = card->key};
    for (size_t i = 0; i < notes->rows.n; i++) {
        const struct note *note = &notes->rows.v[i];
        if (str_is(note->region, card->key))
            show_note(note, data->report_url, &endings[stem->endings.n++]);
        if (str_is(note->region, heard_region))
            show_note(note, data->report_url, &heard[stem->heard.n++]);
    }
    stem->endings.v = endings;
    stem->heard.v = heard;
    return RC_OK;
}

static enum rc fill_stems(struct arena *arena, const struct view_wall_data *data,
                          struct view_wall *view) {
    struct wall_stem *stems = arena_new_array(arena, data->content->cards.n + 1, struct wall_stem);
    if (!stems) return RC_LIMIT;
    view->stems.v = stems;
    for (size_t i = 0; i < data->content->cards.n; i++) {
        struct wall_stem *stem = &stems[view->stems.n];
        TRY(fill_stem(arena, data, &data->content->cards.v[i], stem));
        if (stem->endings.n || stem->heard.n) view->stems.n++;
    }
    return RC_OK;
}

/* Scatters ids so that the lowest few are a draw anyone can repeat (splitmix64). */
static uint64_t scatter(uint64_t seed, uint64_t id) {
    uint64_t x = seed ^ (id + 0x9E3779B97F4A7C15u);
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static enum rc fill_drawn(struct arena *arena, const struct view_wall_data *data,
                          struct view_wall *view) {
    struct noted *drawn = arena_new_array(arena, WALL_DRAWN_N + 1, struct noted);
    uint64_t marks[WALL_DRAWN_N + 1];
    size_t n = 0;
    if (!drawn) return RC_LIMIT;
    for (size_t i = 0; i < view->stems.n; i++)
        for (size_t j = 0; j < view->stems.v[i].endings.n; j++) {
            struct noted noted = view->stems.v[i].endings.v[j];
            uint64_t mark = scatter(data->exercise->seed, noted.id);
            size_t at = n;
            noted.writing.label_text = view->stems.v[i].stem;
            for (; at > 0 && marks[at - 1] > mark; at--) {
                drawn[at] = drawn[at - 1];
                marks[at] = marks[at - 1];
            }
            drawn[at] = noted;
            marks[at] = mark;
            if (n < WALL_DRAWN_N) n++;
        }
    view->drawn.v = drawn;
    view->drawn.n = n;
    return RC_OK;
}

/* The notes that are endings of cards, for counting their words. */
static enum rc keep_endings(struct arena *arena, const struct view_wall_data *data,
                            struct note_list *kept) {
    const struct note_list *from = &data->seen->notes;
    struct note *rows = arena_new_array(arena, from->rows.n + 1, struct note);
    size_t n = 0;
    if (!rows) return RC_LIMIT;
    for (size_t i = 0; i < from->rows.n; i++)
        for (size_t j = 0; j < data->content->cards.n; j++)
            if (str_is(from->rows.v[i].region, data->content->cards.v[j].key))
                rows[n++] = from->rows.v[i];
    kept->rows.v = rows;
    kept->rows.n = n;
    return RC_OK;
}

enum rc view_wall(struct request *request, const struct view_wall_data *data,
                  struct view_wall *view) {
    bool all = data->step == WALL_ALL;
    *view = (struct view_wall){.lang = data->content->lang,
                               .has_titles = all,
                               .shows_wall = all || data->step == WALL_ENDINGS,
                               .shows_words = all || data->step == WALL_WORDS,
                               .shows_drawn = all || data->step == WALL_DRAWN};
    TRY(fill_stems(request->arena, data, view));
    TRY(fill_drawn(request->arena, data, view));
    view->is_empty = view->stems.n == 0;
    view->hidden.v = count_hidden(request->arena, data->seen, &view->hidden.n);
    if (!view->hidden.v) return RC_LIMIT;
    if (!view->shows_words) return RC_OK;
    struct note_list endings;
    struct word_counts words;
    TRY(keep_endings(request->arena, data, &endings));
    TRY(note_words(request->arena, &endings, data->content->lang, WALL_WORDS_N, &words));
    view->words.v = words.rows.v;
    view->words.n = words.rows.n;
    return RC_OK;
}
