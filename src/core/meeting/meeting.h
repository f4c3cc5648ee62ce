/*
 * Meetings (møder): a dated gathering in a room, online, or over some days, with one code for all
 * its exercises. A meeting belongs to an organisation or an initiative and leaves its record there.
 */
#ifndef CORE_MEETING_MEETING_H
#define CORE_MEETING_MEETING_H

#include "core/ref.h"
#include "core/rights.h"
#include "platform/db.h"
#include "platform/jobs.h"

/* Stored as these numbers: add at the end, never renumber. */
enum meeting_state { MEETING_PLANNED, MEETING_OPEN, MEETING_CLOSED, MEETING_STATE__N };
enum meeting_pace {
    PACE_LIVE, /* together, the leader goes on */
    PACE_OWN,  /* over days, each at their own pace (asynchronous) */
    MEETING_PACE__N
};

enum {
    MEETING_TITLE_MAX = 120,
    MEETING_TEXT_MAX = 1000,
    MEETING_ITEMS_MAX = 30,
    MEETING_SEATS_MAX = 300,
    MEETING_CODE_CHARS = 6,
    MEETING_K_DEFAULT = 5,
    MEETING_KEEP_MONTHS = 24,
    MEETING_OPEN_DAYS = 14,    /* after its end an open meeting is closed by itself */
    MEETING_PLANNED_DAYS = 60, /* after its time one that was never opened is */
};

struct meeting {
    int64_t id;
    uint64_t public_id;
    struct ref place; /* organisation or initiative */
    struct str title, purpose;
    struct str where_text, online_url; /* a room, an address; a link to a video call */
    struct str lang;                   /* "da" or "en": of the built-in tools in it */
    int64_t starts_at;
    int64_t ends_at; /* PACE_OWN: the last day; else 0 */
    int minutes;     /* as planned: 15, 45, 90 … */
    int pace, state;
    struct str code; /* shown everywhere; free again when the meeting is closed */
    bool takes_signups;
    struct str subgroups; /* one a line: what people may choose among; or empty */
    int64_t item;         /* meeting_item.id that runs, 0: none */
    int64_t version;
    int64_t created_at, created_by, opened_at, closed_at;
    struct str next_text; /* what happens next … */
    int64_t next_at;      /* … and when you hear from us */
    struct str next_who;
    int64_t erase_at; /* notes and answers are deleted then; figures stay. 0 when closed: they are
                         deleted */
    /* Looked up together with it: */
    struct str place_title;
    uint64_t place_public_id;
    bool asker_leads;   /* facilitator, co-facilitator or coordinator of the place */
    bool asker_belongs; /* member of the organisation, party of the initiative */
};

/* For rights_load_object: row is const struct meeting *. Leaders (its facilitators and the
   coordinators of its place) are ROLE_COORDINATOR; whoever has a seat ROLE_PARTY; members of the
   place ROLE_INVITED; others what they are. States STATE_MEETING and STATE_MEETING_CLOSED. Finds
   the asker's seat too (seat.h); one query, one more for members of the place, and one more with a
   seat's cookie. A seat that was left
   is none. The site's administrators are ROLE_ADMINISTRATOR and do not lead (asker_leads) unless
   they are leaders like others: what only leaders may see must ask asker_leads. The address is
   random and is the key to what the room sees: whoever has it sees that, also of a meeting in a
   private initiative, whose title it shows. */
enum rc meeting_load_object(struct request *request, struct object *object) MUST_CHECK;

/* Inserts with a fresh public_id and code, makes created_by the first facilitator, logs it. */
enum rc meeting_create(const struct request *request, struct meeting *meeting) MUST_CHECK;
/* Title, purpose, times, place in the room …; RC_ABSENT when somebody was faster (version). */
enum rc meeting_update(const struct request *request, const struct meeting *meeting) MUST_CHECK;
enum rc meeting_by_id(struct db *db, struct arena *arena, int64_t id,
                      struct meeting *meeting) MUST_CHECK;
/* The meeting that is planned or open with that code, however it was typed (meeting_code_read).
   RC_ABSENT when there is none. Pages use meeting_by_typed_code, which limits guessing. */
enum rc meeting_by_code(struct db *db, struct arena *arena, struct str code,
                        struct meeting *meeting) MUST_CHECK;
/* For whoever typed a code, in a GET or in apply: wrong ones are counted by address and for the
   whole site; RC_LIMIT (429) when there were too many, also for a right one. Not protected:
   somebody in the same network can use up its tries; the QR code and the address still work. About
   one guess in two million finds one of fifty meetings. */
enum rc meeting_by_typed_code(struct request *request, struct str typed,
                              struct meeting *meeting) MUST_CHECK;
/* A random code of BDFGHJKLMNPRSTVWXZ3479: no two look alike, and no vowel makes words. */
void meeting_code_new(char code[MEETING_CODE_CHARS + 1]);
/* What was typed as a code: any case, with blanks, hyphens and dots; 0 O Q for D, 1 I for L, 2 for
   Z, 5 for S, 8 for B, 6 C for G, U for V. False when it cannot be one. Fuzzed. */
bool meeting_code_read(struct str typed, char code[MEETING_CODE_CHARS + 1]);
/* When it ends as planned. */
int64_t meeting_end(const struct meeting *meeting);
/* Moves to MEETING_OPEN (opened_at) so that people can begin. Open already: nothing; closed:
   RC_CONFLICT. */
enum rc meeting_open(const struct request *request, int64_t meeting) MUST_CHECK;
/* Closes for good: what happens next and when is mandatory (RC_INVALID). Closes every exercise in
   it (exercise_close), deletes the seats' tokens and the mail addresses of those who signed up,
   frees the code, sets erase_at, logs it. RC_CONFLICT when it is closed. */
struct meeting_next {
    struct str text, who;
    int64_t at;
};
enum rc meeting_close(const struct request *request, int64_t meeting,
                      const struct meeting_next *next) MUST_CHECK;

/* The same without what happens next, by the job that closes what nobody closed. */
enum rc meeting_close_unattended(const struct request *request, int64_t meeting,
                                 const struct meeting_next *next) MUST_CHECK;
/* What happens next, changed or filled in after closing. RC_ABSENT while it is not closed. */
enum rc meeting_set_next(const struct request *request, int64_t meeting,
                         const struct meeting_next *next) MUST_CHECK;
/* Deletes notes, answers, seats and sign-ups of a closed meeting (else RC_CONFLICT); figures of
   snapshots, the agenda and agreed actions stay. Also the job's at erase_at. Not protected: copies
   in backups live as long as those do. */
enum rc meeting_erase(const struct request *request, int64_t meeting) MUST_CHECK;

struct meeting_ids {
    LIST(int64_t) rows;
};
/* For the job: closed ones past erase_at; and those past their time that are still open or
   planned (MEETING_OPEN_DAYS, MEETING_PLANNED_DAYS). At most 100. */
enum rc meeting_due(struct db *db, struct arena *arena, int64_t now,
                    struct meeting_ids *ids) MUST_CHECK;
enum rc meeting_forgotten(struct db *db, struct arena *arena, int64_t now,
                          struct meeting_ids *ids) MUST_CHECK;

/* One query each, with the title of the place; asker_leads is set in the second only. */
struct meeting_list {
    LIST(struct meeting) rows;
};
/* Of a place, newest first, at most n. */
enum rc meeting_list(struct db *db, struct arena *arena, struct ref place, int n,
                     struct meeting_list *list) MUST_CHECK;
/* Those the person leads and that are not closed. */
enum rc meeting_list_led(struct db *db, struct arena *arena, int64_t person, int n,
                         struct meeting_list *list) MUST_CHECK;

struct url meeting_url(struct arena *arena, uint64_t public_id);
/* "m/ID": a phase, a reveal, the agenda changed: everybody fetches again. */
struct str meeting_topic(struct arena *arena, uint64_t public_id);
/* "m/ID/room": counts and seats changed: for the leader and the big screen only. */
struct str meeting_room_topic(struct arena *arena, uint64_t public_id);
/* db_publish on one of the two. The payload says nothing but "news". */
enum rc meeting_tell_all(const struct request *request, uint64_t public_id) MUST_CHECK;
enum rc meeting_tell_room(const struct request *request, uint64_t public_id) MUST_CHECK;

/* ---- agenda ---- */

enum item_kind { ITEM_PLAIN, ITEM_EXERCISE };

struct meeting_item {
    int64_t id;
    uint64_t public_id;
    int64_t meeting;
    int seq;
    int kind;
    struct str title, text; /* of a plain item; an exercise has its activity's title */
    int minutes;
    int64_t activity; /* of an exercise */
    bool is_done;
    struct str tool; /* looked up: exercise.tool */
    uint64_t activity_public_id;
};
struct meeting_items {
    LIST(struct meeting_item) rows;
};
enum rc meeting_items(struct db *db, struct arena *arena, int64_t meeting,
                      struct meeting_items *items) MUST_CHECK;
enum rc meeting_item_add(const struct request *request, struct meeting_item *item) MUST_CHECK;
enum rc meeting_item_update(const struct request *request,
                            const struct meeting_item *item) MUST_CHECK;
/* by -1: earlier, +1: later; at the end nothing happens. */
enum rc meeting_item_move(const struct request *request, const struct meeting_item *item,
                          int by) MUST_CHECK;
/* RC_CONFLICT when its exercise has been started; else the exercise and its activity are deleted.
 */
enum rc meeting_item_remove(const struct request *request,
                            const struct meeting_item *item) MUST_CHECK;
/* The item runs from now on (0: none); the one before it is done. RC_CONFLICT unless the meeting is
   open, RC_ABSENT when it has no such item. Going there twice does nothing more. */
enum rc meeting_go(const struct request *request, int64_t meeting, int64_t item) MUST_CHECK;

/* ---- facilitators (mødeledere), sign-ups, attendance ---- */

struct meeting_leader {
    int64_t person;
    uint64_t person_public_id;
    struct str name;
};
struct meeting_leaders {
    LIST(struct meeting_leader) rows;
};
enum rc meeting_leaders(struct db *db, struct arena *arena, int64_t meeting,
                        struct meeting_leaders *leaders) MUST_CHECK;
/* RC_ABSENT: already one. */
enum rc meeting_leader_add(const struct request *request, int64_t meeting,
                           int64_t person) MUST_CHECK;
/* RC_CONFLICT for the last one. */
enum rc meeting_leader_remove(const struct request *request, int64_t meeting,
                              int64_t person) MUST_CHECK;

struct meeting_signup {
    int64_t id;
    uint64_t public_id;
    int64_t meeting;
    struct str name, mail; /* mail may be empty: then there is no reminder */
    int sector;
    int64_t made_at, reminded_at;
    bool came;
};
struct meeting_signups {
    LIST(struct meeting_signup) rows;
};
/* RC_CONFLICT: no sign-ups here, or that mail address is on the list; RC_LIMIT: full. */
enum rc meeting_signup_add(const struct request *request, struct meeting_signup *signup) MUST_CHECK;
enum rc meeting_signups(struct db *db, struct arena *arena, int64_t meeting,
                        struct meeting_signups *signups) MUST_CHECK;
enum rc meeting_signup_remove(const struct request *request, int64_t meeting,
                              uint64_t public_id) MUST_CHECK;
enum rc meeting_signup_set_came(const struct request *request, int64_t meeting, uint64_t public_id,
                                bool came) MUST_CHECK;

/* The work of the jobs, in one transaction: letters to those who signed up with an address, the day
   before (only with a mail server); and everything that is over. */
enum rc meeting_remind(const struct request *request) MUST_CHECK;
enum rc meeting_tidy(const struct request *request) MUST_CHECK;

struct own_data;
/* Meetings she planned or leads; sign-ups with her mail address; actions and contents she made. */
extern const struct own_data meeting_own_data, signup_own_data, action_own_data, content_own_data;
extern const struct db_queries meeting_queries, meeting_item_queries, meeting_people_queries,
    meeting_close_queries, meeting_data_queries;
extern const struct migration_set meeting_migrations;
/* Reminders the day before (with a mail server), erasing after erase_at, closing what was left. */
extern const struct job_kind meeting_jobs[];

#endif
