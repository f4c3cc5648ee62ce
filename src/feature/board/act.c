/*
 * POST …/board: one thing done with one note. Which one stands in "do". Somebody who was faster is
 * never overwritten: two texts are shown side by side, anything else is left as it is and told.
 */
#include "feature/board/inner.h"

enum { PLACE_MAX = 80, TARGET_MAX = 140 };

struct draft {
    int verb;
    uint64_t note, into, other;
    int64_t version, link, layer, group;
    struct str text, region, pile, pile_name, key, value, words, target, back, view;
    int kind, reason;
    enum text_id notice;
    struct url url;                  /* where to go when it is done */
    struct board_conflict *conflict; /* somebody was faster */
};

struct doing {
    struct request *request;
    struct board_ask ask;
    struct draft *draft;
    struct board_act act;
};

/* ---- the verbs ---- */

static enum rc show_both(struct doing *doing) {
    struct request *request = doing->request;
    struct board_note note = {0};
    struct board_conflict *conflict = arena_new(request->arena, struct board_conflict);
    if (!conflict) return RC_LIMIT;
    enum rc rc =
        board_read_note(request, &doing->ask.exercise, doing->ask.seat, doing->draft->note, &note);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    *conflict = (struct board_conflict){.title = doing->ask.exercise.title,
                                        .mine = doing->draft->text,
                                        .theirs = note.note.text,
                                        .lang = note.note.lang,
                                        .id = board_id(request->arena, doing->draft->note),
                                        .new_id = board_id(request->arena, id_random() >> 1),
                                        .region = note.note.region,
                                        .version = note.version,
                                        .is_gone = rc == RC_ABSENT,
                                        .post_url = board_here(request, &doing->ask, "")};
    if (!conflict->region.n) conflict->region = doing->draft->region;
    conflict->back_url = board_note_url(request, &doing->ask, doing->draft->note);
    doing->draft->conflict = conflict;
    return RC_OK;
}

static enum rc do_text(struct doing *doing) {
    struct request *request = doing->request;
    struct draft *draft = doing->draft;
    struct board_note there = {0};
    const struct board_ask *ask = &doing->ask;
    enum rc rc = board_read_note(request, &ask->exercise, ask->seat, draft->note, &there);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    struct note_save save = {.exercise = &ask->exercise,
                             .seat = ask->seat,
                             .id = draft->note,
                             .region = rc == RC_OK ? there.note.region : draft->region,
                             .text = draft->text,
                             .origin = ask->seat && ask->seat->device == SEAT_TABLE ? ORIGIN_TABLE
                                       : ask->seat                                  ? ORIGIN_PHONE
                                                                                    : ORIGIN_PROXY,
                             .version = draft->version,
                             .group = ask->group > 0 ? ask->group : 0};
    rc = note_save(request, &save);
    if (rc == RC_ABSENT) return show_both(doing);
    return rc;
}

static enum rc do_move(struct doing *doing) {
    struct board_note there = {0};
    TRY(board_read_note(doing->request, &doing->ask.exercise, doing->ask.seat, doing->draft->note,
                        &there));
    return board_move(doing->request, &doing->act, doing->draft->region, there.layer);
}

static enum rc do_layer(struct doing *doing) {
    struct board_note there = {0};
    TRY(board_read_note(doing->request, &doing->ask.exercise, doing->ask.seat, doing->draft->note,
                        &there));
    return board_move(doing->request, &doing->act, there.note.region, (int)doing->draft->layer);
}

/* A new name goes before a pile that is there. */
static enum rc do_gather(struct doing *doing) {
    struct str name = doing->draft->pile_name.n ? doing->draft->pile_name : doing->draft->pile;
    if (!name.n) {
        form_error(doing->request, "pile-name", T_board_pile_missing);
        return RC_INVALID;
    }
    return board_gather(doing->request, &doing->act, name);
}

static enum rc do_loose(struct doing *doing) {
    return board_gather(doing->request, &doing->act, (struct str){0});
}

static enum rc do_merge(struct doing *doing) {
    enum rc rc = board_merge(doing->request, &doing->act, doing->draft->into);
    if (rc == RC_OK) doing->draft->note = doing->draft->into;
    return rc;
}

static enum rc do_split(struct doing *doing) {
    return board_split(doing->request, &doing->act);
}

static enum rc do_detail(struct doing *doing) {
    return board_detail(doing->request, &doing->act, doing->draft->key, doing->draft->value);
}

static enum rc do_link(struct doing *doing) {
    const struct board_link link = {.a = doing->draft->note,
                                    .b = doing->draft->other,
                                    .kind = doing->draft->kind,
                                    .text = doing->draft->words};
    return board_link(doing->request, &doing->ask.exercise, doing->ask.seat, &link);
}

static enum rc do_unlink(struct doing *doing) {
    enum rc rc =
        board_unlink(doing->request, &doing->ask.exercise, doing->ask.seat, doing->draft->link);
    return rc == RC_ABSENT ? RC_OK : rc; /* pressed twice */
}

static enum rc do_hide(struct doing *doing) {
    return note_hide(doing->request, &doing->ask.exercise, doing->draft->note,
                     (enum note_hidden)doing->draft->reason);
}

static enum rc do_show(struct doing *doing) {
    return note_hide(doing->request, &doing->ask.exercise, doing->draft->note, NOTE_SHOWN);
}

static enum rc do_report(struct doing *doing) {
    struct board_note there = {0};
    TRY(board_read_note(doing->request, &doing->ask.exercise, doing->ask.seat, doing->draft->note,
                        &there));
    return note_report(doing->request, &doing->ask.exercise, doing->draft->note);
}

static struct str origin_title(struct request *request, const struct exercise *exercise) {
    struct buf out;
    struct when at = {exercise->opened_at ? exercise->opened_at : request->now};
    buf_init(&out, request->arena, 512);
    buf_format(&out, "%.*s, ", STR_ARG(exercise->title));
    text_add_when(&out, request->lang, at, WHEN_DATE);
    return buf_str(&out);
}

static enum rc do_carry(struct doing *doing) {
    struct request *request = doing->request;
    struct board_note there = {0};
    struct exercise to;
    struct str rest = doing->draft->target, part = {0};
    uint64_t id;
    if (!str_cut(&rest, ' ', &part) || id_parse(part, &id) != RC_OK) return RC_INVALID;
    TRY(board_read_note(request, &doing->ask.exercise, NULL, doing->draft->note, &there));
    TRY(exercise_by_public_id(request->db, request->arena, doing->ask.meeting->id, id, &to));
    const struct note_carry carry = {.exercise = &to,
                                     .region = rest,
                                     .text = there.note.text,
                                     .lang = there.note.lang,
                                     .from = FROM_NOTE,
                                     .from_id = there.note.id,
                                     .from_title = origin_title(request, &doing->ask.exercise)};
    return note_carry(request, &carry);
}

enum {
    V_TEXT,
    V_MOVE,
    V_LAYER,
    V_GATHER,
    V_LOOSE,
    V_MERGE,
    V_SPLIT,
    V_DETAIL,
    V_LINK,
    V_UNLINK,
    V_HIDE,
    V_SHOW,
    V_REPORT,
    V_CARRY,
    V__N
};
static const char *const verb_choices[] = {"text",  "move",  "layer",  "gather", "loose",
                                           "merge", "split", "detail", "link",   "unlink",
                                           "hide",  "show",  "report", "carry",  NULL};
static const struct verb {
    enum rc (*apply)(struct doing *doing);
    enum text_id notice;
    bool leads; /* only who leads may */
} verbs[V__N] = {
    [V_TEXT] = {do_text, T_board_done_text, false},
    [V_MOVE] = {do_move, T_board_done_move, false},
    [V_LAYER] = {do_layer, T_board_done_layer, true},
    [V_GATHER] = {do_gather, T_board_done_gather, false},
    [V_LOOSE] = {do_loose, T_board_done_loose, false},
    [V_MERGE] = {do_merge, T_board_done_merge, false},
    [V_SPLIT] = {do_split, T_board_done_split, false},
    [V_DETAIL] = {do_detail, T_board_done_detail, false},
    [V_LINK] = {do_link, T_board_done_link, false},
    [V_UNLINK] = {do_unlink, T_board_done_unlink, false},
    [V_HIDE] = {do_hide, T_board_done_hide, true},
    [V_SHOW] = {do_show, T_board_done_show, true},
    [V_REPORT] = {do_report, T_board_done_report, false},
    [V_CARRY] = {do_carry, T_board_done_carry, true},
};

/* ---- the form ---- */

#define LINE(field_name, most, member)                                                             \
    {                                                                                              \
        .name = (field_name), .kind = FIELD_LINE, .max = (most),                                   \
        .offset = offsetof(struct draft, member)                                                   \
    }
#define ID(field_name, member)                                                                     \
    { .name = (field_name), .kind = FIELD_ID, .offset = offsetof(struct draft, member) }
#define NUMBER(field_name, least, most, member)                                                    \
    {                                                                                              \
        .name = (field_name), .kind = FIELD_NUMBER, .min = (least), .max = (most),                 \
        .offset = offsetof(struct draft, member)                                                   \
    }

static const struct field fields[] = {
    {.name = "do",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = verb_choices,
     .offset = offsetof(struct draft, verb)},
    {.name = "text",
     .kind = FIELD_TEXT,
     .max = NOTE_MAX,
     .offset = offsetof(struct draft, text),
     .label = T_board_field_text},
    {.name = "kind",
     .kind = FIELD_CHOICE,
     .choices = link_choices,
     .offset = offsetof(struct draft, kind),
     .label = T_board_field_kind},
    {.name = "reason",
     .kind = FIELD_CHOICE,
     .choices = note_hidden_choices,
     .offset = offsetof(struct draft, reason),
     .label = T_board_field_reason},
    ID("note", note),
    ID("into", into),
    ID("other", other),
    NUMBER("version", 0, INT64_MAX, version),
    NUMBER("link", 0, INT64_MAX, link),
    NUMBER("layer", 0, TOOL_LAYERS_MAX - 1, layer),
    NUMBER("group", 0, MEETING_SEATS_MAX, group),
    LINE("region", PLACE_MAX, region),
    LINE("pile", CLUSTER_NAME_MAX, pile),
    {.name = "pile-name",
     .kind = FIELD_LINE,
     .max = CLUSTER_NAME_MAX,
     .offset = offsetof(struct draft, pile_name),
     .label = T_board_field_pile_name},
    LINE("key", PLACE_MAX, key),
    {.name = "value",
     .kind = FIELD_LINE,
     .max = DETAIL_TEXT_MAX,
     .offset = offsetof(struct draft, value),
     .label = T_board_field_value},
    {.name = "words",
     .kind = FIELD_LINE,
     .max = LINK_TEXT_MAX,
     .offset = offsetof(struct draft, words),
     .label = T_board_field_words},
    LINE("target", TARGET_MAX, target),
    LINE("back", PLACE_MAX, back),
    LINE("view", PLACE_MAX, view),
};

enum rc board_prepare(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->verb = V__N;
    TRY(form_read(request, fields, COUNT(fields), draft));
    if (draft->verb != V_UNLINK && !draft->note) return RC_INVALID;
    if (draft->verb == V_HIDE && draft->reason == NOTE_SHOWN) return RC_INVALID;
    return RC_OK;
}

/* ---- doing it ---- */

static struct url way_back(struct doing *doing) {
    struct request *request = doing->request;
    struct draft *draft = doing->draft;
    if (str_is(draft->back, STR("phone")))
        return meeting_url(request->arena, doing->ask.meeting->public_id);
    if (draft->verb == V_UNLINK) return board_here(request, &doing->ask, "");
    if (draft->verb != V_HIDE) return board_note_url(request, &doing->ask, draft->note);
    struct url url = board_here(request, &doing->ask, "");
    url.path = str_format(request->arena, "%.*s%sundo=%.*s", STR_ARG(url.path),
                          str_find(url.path, '?', 0) < url.path.n ? "&" : "?",
                          STR_ARG(board_id(request->arena, draft->note)));
    return url;
}

static enum text_id limit_reason(const struct doing *doing) {
    struct board_note there = {0};
    if (doing->draft->verb == V_TEXT) return T_room_too_many_notes;
    if (board_read_note(doing->request, &doing->ask.exercise, doing->ask.seat, doing->draft->note,
                        &there) != RC_OK)
        return T_room_too_many_notes;
    const struct tool_region *region = board_region(doing->ask.tool, there.note.region);
    for (size_t i = 0; region && region->details && region->details[i].key; i++)
        if (str_is(doing->draft->key, str_from(region->details[i].key)) &&
            region->details[i].limit_reason != T_none)
            return region->details[i].limit_reason;
    return T_board_too_many;
}

/* What cannot be done is told above the board, with what was typed kept. */
static enum rc refuse(struct doing *doing, enum rc rc) {
    const char *field = doing->draft->verb == V_TEXT ? "text" : "main";
    if (rc == RC_CONFLICT) form_error(doing->request, field, T_board_too_late);
    if (rc == RC_LIMIT) form_error(doing->request, field, limit_reason(doing));
    if (rc == RC_DENIED) form_error(doing->request, field, T_board_not_yours);
    bool is_told = rc == RC_CONFLICT || rc == RC_LIMIT || rc == RC_DENIED;
    return is_told ? RC_INVALID : rc;
}

enum rc board_apply(struct request *request) {
    struct doing doing = {.request = request, .draft = request->state};
    struct draft *draft = request->state;
    TRY(board_ask_read(request, &doing.ask));
    const struct verb *verb = &verbs[draft->verb];
    if (!doing.ask.may_act) return RC_DENIED;
    if (verb->leads && !doing.ask.leads) return RC_DENIED;
    doing.act = (struct board_act){.exercise = &doing.ask.exercise,
                                   .seat = doing.ask.seat,
                                   .note = draft->note,
                                   .version = draft->version};
    draft->conflict = NULL;
    enum rc rc = verb->apply(&doing);
    draft->notice = verb->notice;
    if (rc == RC_ABSENT) { /* somebody was faster; nothing was written */
        draft->notice = T_board_was_faster;
        rc = RC_OK;
    }
    TRY(refuse(&doing, rc));
    draft->url = way_back(&doing);
    return RC_OK;
}

enum rc board_done(struct request *request) {
    struct draft *draft = request->state;
    if (!draft->conflict) return answer_redirect(request, draft->url, draft->notice);
    struct page page;
    answer_status(request, 409);
    page_start(request, &page);
    board_conflict_html(&page, draft->conflict);
    struct board_frame frame = {.title = draft->conflict->title,
                                .back_url = draft->conflict->back_url,
                                .back = T_board_to_board};
    return board_answer(request, &page, &frame);
}
