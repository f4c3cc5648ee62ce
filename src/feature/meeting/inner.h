/* What the files of this folder share. */
#ifndef FEATURE_MEETING_INNER_H
#define FEATURE_MEETING_INNER_H

#include "core/meeting/action.h"
#include "feature/meeting/views.h"
#include "kit/answer.h"
#include "kit/form.h"
#include "kit/site.h"
#include "platform/secret.h"

/* ---- pages.c ---- */

/* The meeting that the path names. */
const struct meeting *meeting_asked(const struct request *request);
bool meeting_asker_may(const struct request *request, enum need need);
struct str meeting_id_text(struct arena *arena, uint64_t public_id);
/* The id in a ":name" part of the path; RC_ABSENT when it is none. */
enum rc meeting_param_id(const struct request *request, const char *name,
                         uint64_t *public_id) MUST_CHECK;
/* An address below the meeting: "/lead"; and with an id between two parts. */
struct url meeting_page(const struct request *request, const char *rest);
struct url meeting_page_of(const struct request *request, const char *before, uint64_t id,
                           const char *after);
/* The place and the meeting as the way here. */
struct page_head meeting_head(struct request *request, enum text_id title);
/* "ABC DEF": easier to read aloud. */
struct str meeting_code_spaced(struct arena *arena, struct str code);
/* The name of the place, whichever kind it is, as an address. */
struct url meeting_place_url(struct arena *arena, const struct meeting *meeting);

/* ---- agenda.c ---- */

/* The agenda with the row and the tool of each exercise. */
struct agenda_item {
    struct meeting_item item;
    struct exercise exercise; /* id 0: a plain item */
    const struct tool *tool;  /* NULL: a plain item, or a tool this program does not have */
    const struct tool_phase *phase;
    struct str title;
};
struct agenda {
    LIST(struct agenda_item) rows;
    const struct agenda_item *now, *next; /* NULL: none */
};
enum rc agenda_read(struct request *request, const struct meeting *meeting,
                    struct agenda *agenda) MUST_CHECK;
/* By public id; NULL when it is not in the agenda. */
const struct agenda_item *agenda_find(const struct agenda *agenda, uint64_t public_id);
/* At the last step of the last phase, or a plain item: the next press goes to the next item. */
bool agenda_is_at_end(const struct agenda_item *item);
/* The phase that follows in a running exercise, or -1. */
int agenda_phase_after(const struct agenda_item *item);
/* What a region of notes is called: "What could raise it: manageability", or a card's stem. */
struct str region_label(struct request *request, const struct tool *tool,
                        const struct content *content, struct str region);

/* ---- store.c ---- */

/* Places where the asker may hold a meeting. */
struct meeting_place {
    int kind; /* enum object_kind */
    int64_t id;
    uint64_t public_id;
    struct str name;
};
struct meeting_places {
    LIST(struct meeting_place) rows;
};
enum rc meeting_places_read(const struct request *request,
                            struct meeting_places *places) MUST_CHECK;
extern const struct db_queries meeting_place_queries;

/* ---- record.c: what remains of an exercise, for the follow-up page and the minutes ---- */

enum rc record_read(struct request *request, const struct meeting *meeting,
                    struct meeting_record *record) MUST_CHECK;
/* The result of one exercise as its tool shows it, and the medians as plain text; empty when there
   is no snapshot. earlier: with the two results before it in the same place. */
struct record_figures {
    struct html html;
    struct str text;
    struct meeting_dates earlier;
};
enum rc record_result(struct request *request, const struct agenda_item *item, bool earlier,
                      struct record_figures *to) MUST_CHECK;
enum rc record_actions(struct request *request, const struct meeting *meeting, bool may_edit,
                       struct meeting_actions *view) MUST_CHECK;

/* What that note of one of the meeting's exercises says, if the asker may see it; else empty. */
enum rc record_note_text(struct request *request, const struct meeting *meeting, uint64_t note,
                         struct str *text) MUST_CHECK;

/* ---- picture_file.c: the charts of a result's page as SVG files, numbered from 1 ---- */

enum { PICTURES_MAX = 40 };
size_t picture_count(struct html html);
/* RC_ABSENT: no such picture. */
enum rc picture_write(struct arena *arena, struct html html, int64_t number,
                      struct str *svg) MUST_CHECK;

/* ---- documents.c ---- */

enum rc documents_view(struct request *request, const struct meeting *meeting,
                       struct meeting_documents *view) MUST_CHECK;

handler show_meeting_new, prepare_meeting_new, apply_meeting_new, answer_meeting_new;
handler show_lead, prepare_lead, apply_next, apply_back, apply_axes, apply_clock, apply_item,
    answer_lead;
handler show_settings, prepare_settings, apply_settings, answer_settings;
handler show_leaders, prepare_leader, apply_leader, apply_leader_remove, answer_leaders;
handler show_plan, prepare_plan_add, apply_plan_add, prepare_plan_plain, apply_plan_plain,
    answer_plan, prepare_move, apply_move, apply_remove;
handler show_item, prepare_item, apply_item_save;
handler show_signup, prepare_signup, apply_signup, answer_signup, show_signups,
    prepare_signup_change, apply_signup_change, answer_signups;
handler show_seats, prepare_seats, apply_seats, answer_seats, show_pairs, show_paper;
handler show_enter, prepare_enter, apply_enter, apply_enter_note, answer_enter;
handler show_notes, prepare_hide, apply_hide, answer_hide;
handler show_close, prepare_close, apply_close, answer_close, show_promise, apply_promise,
    answer_promise;
handler show_meeting_erase, prepare_meeting_erase, apply_meeting_erase, answer_meeting_erase;
handler show_actions, prepare_action, apply_action, answer_actions, show_action,
    prepare_action_save, apply_action_save;
handler show_after, show_minutes, answer_minutes_text, apply_initiative, answer_initiative;
handler answer_notes_csv, answer_scores_csv, answer_result_json, answer_picture;
handler show_documents, prepare_document, apply_document, apply_document_remove, answer_documents,
    answer_document;
handler show_exercise;

#endif
