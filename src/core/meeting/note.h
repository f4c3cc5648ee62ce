/*
 * Notes (sedler): short texts in the regions of an exercise: endings of cards, what could raise a
 * score, evidence. No author stands on them in an anonymous exercise; their key is random and is
 * the only order they have.
 */
#ifndef CORE_MEETING_NOTE_H
#define CORE_MEETING_NOTE_H

#include "core/meeting/sheet.h"

/* Before a card's key: the region of what was heard about it, not of its own ending. */
#define NOTE_HEARD "heard:"

enum { NOTE_MAX = 280, NOTES_MAX_EACH = 60 };

/* Stored as these numbers. */
enum note_hidden {
    NOTE_SHOWN,
    NOTE_HIDDEN_PERSONAL, /* personal data */
    NOTE_HIDDEN_HURTFUL,
    NOTE_HIDDEN_OFF_TOPIC,
    NOTE_HIDDEN_DOUBLE,
    NOTE_HIDDEN__N
};
extern const char *const note_hidden_choices[NOTE_HIDDEN__N + 1];
extern const enum text_id note_hidden_labels[NOTE_HIDDEN__N];

struct note {
    uint64_t id; /* random, made by the form that wrote it: sent twice, it is there once */
    int64_t exercise;
    struct str region; /* "raise:manageability", or a card's key */
    struct str text, lang;
    int sector;          /* -1: not said */
    int origin;          /* enum answer_origin */
    int hidden;          /* enum note_hidden */
    bool is_reported;    /* somebody said: personal data */
    int64_t seat;        /* named exercises only */
    struct str nickname; /* of that seat */
    bool is_own;         /* the asker wrote it, and may change it */
};
struct note_list {
    LIST(struct note) rows;
};

/* Adds or changes the asker's own note (same id, same tag); empty text removes it. RC_CONFLICT
   outside the phase and its grace, RC_LIMIT above NOTES_MAX_EACH, RC_DENIED: not hers. */
struct note_save {
    const struct exercise *exercise;
    const struct seat *seat; /* NULL: the leader, for a table or for all */
    uint64_t id;
    struct str region, text;
    int origin;
    int64_t version; /* of the text that was changed; 0: a new one, or the writer's alone */
    int group;       /* leader entering for a table: its number; else 0 */
    int layer;       /* 1 + index into tool.layers, where a leader or paper says which, and with
                        PACE_OWN; 0: the phase's */
};
/* RC_ABSENT: somebody changed it since that version; nothing is written, and the caller shows both
   texts. A phase that is_shared lets everyone who sees a note change it. */
enum rc note_save(const struct request *request, const struct note_save *save) MUST_CHECK;
/* What the asker's seat may see: her own always; others' by the phase's visibility or once shared
   (exercise moved on). The leader without seat sees what the room sees. Hidden notes are left out
   and counted. */
struct note_seen {
    struct note_list notes;
    int64_t hidden[NOTE_HIDDEN__N]; /* counts per reason */
    int64_t unseen;                 /* written by others, not shared yet */
};
enum rc note_read(const struct request *request, const struct exercise *exercise,
                  const struct seat *seat, struct note_seen *seen) MUST_CHECK;
/* The hidden ones, for a leader who hid one by mistake; whoever may hide may read them. */
enum rc note_list_hidden(const struct request *request, const struct exercise *exercise,
                         struct note_list *list) MUST_CHECK;
/* For the leader: hide with a reason, or show again (NOTE_SHOWN). Logged without text. */
enum rc note_hide(const struct request *request, const struct exercise *exercise, uint64_t id,
                  enum note_hidden reason) MUST_CHECK;
/* "This is about a person": any seat; hides nothing, tells the leader. */
enum rc note_report(const struct request *request, const struct exercise *exercise,
                    uint64_t id) MUST_CHECK;

/* Equal voice: how many notes each sector wrote in this phase; sectors with seats and none. Only
   numbers, never names. */
struct note_voice {
    int64_t notes[SECTOR__N + 1], seats[SECTOR__N + 1]; /* last: not said */
};
enum rc note_voice(struct db *db, struct arena *arena, const struct exercise *exercise,
                   struct note_voice *voice) MUST_CHECK;

/* The words used most in the endings, folded, without the small words, with counts. */
struct word_count {
    struct str word;
    int64_t n;
};
struct word_counts {
    LIST(struct word_count) rows;
};
enum rc note_words(struct arena *arena, const struct note_list *notes, struct str lang, int n,
                   struct word_counts *words) MUST_CHECK;

extern const struct db_queries note_queries, note_look_queries, note_save_queries;

#endif
