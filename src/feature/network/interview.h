/*
 * Interviews with contact persons: by telephone or face to face, typed in by the caller. Only the
 * callers and the managers of the organisation whose interviews they are may read them; the site's
 * administrators may not unless they are one of these.
 */
#ifndef FEATURE_NETWORK_INTERVIEW_H
#define FEATURE_NETWORK_INTERVIEW_H

#include "core/organisation.h"
#include "core/quote.h"
#include "kit/route.h"

enum {
    GUIDE_QUESTIONS = 8, /* of the built-in guide */
    GUIDE_QUESTIONS_MAX = 15,
    GUIDE_QUESTION_MAX = 300,
    INTERVIEW_ANSWER_MAX = 4000,
    INTERVIEW_WHO_MAX = 80,
    INTERVIEW_KEEP_MONTHS = 24,
};

struct interview {
    int64_t id;
    uint64_t public_id;
    int64_t organisation, workplace;
    int64_t person; /* the workplace's contact person that day, or 0 */
    struct str who; /* as the caller wrote it */
    int64_t caller, held_at;
    int64_t guide_version; /* 0: the built-in one */
    int consent;           /* enum quote_consent */
    int64_t consent_at, created_at;
    struct str workplace_name, workplace_lang, caller_name; /* looked up */
    uint64_t workplace_public_id;
};
struct interview_list {
    LIST(struct interview) rows;
};
struct interview_answer {
    struct str question, answer;
};
struct interview_answers {
    LIST(struct interview_answer) rows;
};
struct guide {
    int64_t version;
    LIST(struct str) questions;
    struct str lang;
};

/* May the asker call here: managers of an organisation that stands below no other, and members of
   it who may hold meetings or are its contact person. */
bool interview_may_call(const struct organisation *organisation);

/* The newest guide, or that version of it (from 0); the built-in one, version 0, is in the reader's
   language. RC_ABSENT when there is no such version. */
enum { GUIDE_NEWEST = -1 };
enum rc guide_read(const struct request *request, int64_t organisation, int64_t version,
                   struct guide *guide) MUST_CHECK;
/* Lines of the text, trimmed; RC_LIMIT when there are too many or one is too long, RC_INVALID when
   there is none. */
enum rc guide_parse(struct arena *arena, struct str text, struct guide *guide) MUST_CHECK;
enum rc guide_add(const struct request *request, int64_t organisation, struct str text) MUST_CHECK;

/* Those the asker may read: all of a manager's organisation, or only her own; newest first. */
enum rc interview_list_read(const struct request *request, const struct organisation *organisation,
                            struct interview_list *list) MUST_CHECK;
/* RC_ABSENT also when the asker may not read it. */
enum rc interview_find(const struct request *request, const struct organisation *organisation,
                       uint64_t public_id, struct interview *interview) MUST_CHECK;
enum rc interview_answers_read(const struct request *request, int64_t interview,
                               struct interview_answers *answers) MUST_CHECK;
enum rc interview_add(const struct request *request, struct interview *interview,
                      const struct interview_answers *answers) MUST_CHECK;
/* Deletes it with its answers and quotes. */
enum rc interview_erase(struct db *db, int64_t interview) MUST_CHECK;
/* For the job: created before that time, at most 100. */
enum rc interview_tidy(struct db *db, struct arena *arena, int64_t before) MUST_CHECK;

/* Workplaces that an interview may be about: the organisation and what is below it. */
struct workplace {
    int64_t id;
    uint64_t public_id;
    struct str name;
};
struct workplaces {
    LIST(struct workplace) rows;
};
enum rc interview_workplaces(const struct request *request, int64_t organisation,
                             struct workplaces *list) MUST_CHECK;

handler network_show_interviews, network_show_interview_new, network_prepare_interview,
    network_apply_interview, network_answer_interview, network_show_interview,
    network_apply_interview_erase;
handler network_show_guide, network_prepare_guide, network_apply_guide, network_answer_guide;
handler network_prepare_quote, network_apply_quote, network_answer_quote, network_apply_withdraw,
    network_show_quotes;

#endif
