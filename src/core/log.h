/*
 * The shared log: what was done in an initiative or an organisation, by whom and when. Append-only;
 * every party can read it. An entry holds references and a verb, never people's text: names are
 * looked up when it is read, so a person who was erased is shown as such.
 */
#ifndef CORE_LOG_H
#define CORE_LOG_H

#include "core/ref.h"
#include "platform/db.h"
#include "platform/text.h"

/* Kept in the database by the words of log.c's table, so the order here is free. */
enum log_verb {
    LOG_INITIATIVE_STARTED,
    LOG_TEXT_CHANGED,
    LOG_FACTS_CHANGED, /* only of older entries: now each fact has its own */
    LOG_TITLE_CHANGED,
    LOG_PROBLEM_CHANGED,
    LOG_THEME_CHANGED, /* before, after: enum theme */
    LOG_AREA_CHANGED,
    LOG_OWNER_CHANGED,
    LOG_CONTACT_CHANGED,
    LOG_STAGE_CHANGED,      /* before, after: enum stage */
    LOG_TYPE_CHANGED,       /* before, after: enum initiative_type */
    LOG_LEVEL_CHANGED,      /* before, after: 0 to 3 */
    LOG_VISIBILITY_CHANGED, /* before, after: enum visibility */
    LOG_CLOSED,
    LOG_REOPENED,
    LOG_PARTY_JOINED,      /* target: person or organisation */
    LOG_PARTY_LEFT,        /* target: person or organisation, by itself */
    LOG_PARTY_REMOVED,     /* target: person or organisation, by a coordinator */
    LOG_COORDINATOR_NAMED, /* target: person or organisation */
    LOG_COORDINATOR_ENDED, /* target: person or organisation */
    LOG_INVITED,
    LOG_INVITATION_ANSWERED, /* which answer is for the coordinators only */
    LOG_INVITATION_YES,      /* this and the next two only of older entries */
    LOG_INVITATION_NO,
    LOG_INVITATION_IF,
    LOG_INVITATION_REVOKED,
    LOG_ACTIVITY_STARTED,   /* target: activity */
    LOG_ACTIVITY_FINISHED,  /* target: activity */
    LOG_ACTIVITY_REOPENED,  /* target: activity */
    LOG_ACTIVITY_RENAMED,   /* target: activity */
    LOG_ACTIVITY_MOVED_IN,  /* target: activity */
    LOG_ACTIVITY_MOVED_OUT, /* target: activity */
    LOG_RESULT_COUNTED,     /* target: activity */
    LOG_RESULT_RECOUNTED,   /* target: activity; by another rule or with other options */
    LOG_RESULT_PUBLISHED,   /* target: activity */
    LOG_RESULT_WITHDRAWN,   /* target: activity */
    LOG_MEETING_PLANNED,    /* target: meeting, also of the next three */
    LOG_MEETING_OPENED,
    LOG_MEETING_CLOSED,
    LOG_MEETING_ERASED, /* what people wrote there was deleted */
    LOG_ACTION_AGREED,  /* target: meeting, or nothing */
    LOG_ACTION_CHANGED, /* target: meeting, or nothing; before, after: enum action_state */
    LOG_NOTE_HIDDEN,    /* target: activity; after: enum note_hidden */
    LOG_NOTE_SHOWN,     /* target: activity; before: enum note_hidden */
    LOG_CONTENT_ADDED,  /* a deck or sheet of the organisation, or a new version of it */
    LOG_CONTENT_RETIRED,
    LOG_PARTNERS_CHANGED, /* the living map: one was added, changed, merged or taken off */
    LOG_STEWARD_NAMED,    /* target: person */
    LOG_STEWARD_ENDED,    /* target: person */
    LOG_LINKED,           /* target: what it was linked to */
    LOG_UNLINKED,
    LOG_VERB__N
};

struct log_entry {
    int64_t at;     /* UTC milliseconds */
    int64_t actor;  /* person.id; 0: somebody without an account, or the system */
    int64_t acting; /* organisation.id the actor acted as, or 0 */
    enum log_verb verb;
    struct ref place;  /* whose log: an initiative or an organisation */
    struct ref target; /* what it was done to; OBJECT_NONE when it is the place itself */
    int before, after; /* enum values of verbs that change one */
};

/* Appends one entry, and marks an initiative as active at that time. In a write transaction. */
enum rc log_add(struct db *db, const struct log_entry *entry) MUST_CHECK;

/* Shorthand for handlers: an entry by the request's asker, now. */
enum rc log_add_asked(const struct request *request, struct ref place, enum log_verb verb,
                      struct ref target) MUST_CHECK;

/* An entry as people read it. */
struct log_line {
    int64_t id;
    struct when at;
    struct str who;      /* name, with the organisation acted as; or "a person who was erased" */
    struct str sentence; /* the whole sentence, in the reader's language */
};

struct log_page {
    LIST(struct log_line) lines; /* newest first */
    int64_t older;               /* pass as before to get the next page; 0 at the end */
};

/* At most n entries of the place with an id below before (0: from the newest), with their
   sentences. One query, whatever n is. Memory from the request's arena. */
enum rc log_read(const struct request *request, struct ref place, int64_t before, int n,
                 struct log_page *page) MUST_CHECK;

/* The sentence of a verb as it is kept, for who and what; "…" for the values it changed. */
struct str log_sentence(const struct request *request, struct str verb, struct str who,
                        struct str what);

extern const struct db_queries log_queries;

#endif
