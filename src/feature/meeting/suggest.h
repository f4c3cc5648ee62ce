/* What a meeting may consist of: a purpose in everyday words and the minutes there are, and the
   tools that fit. */
#ifndef FEATURE_MEETING_SUGGEST_H
#define FEATURE_MEETING_SUGGEST_H

#include "platform/text.h"

enum purpose {
    PURPOSE_MEET,   /* get to know each other */
    PURPOSE_WHERE,  /* see where we stand together */
    PURPOSE_CHANGE, /* a change is coming */
    PURPOSE_WELL,   /* how the people at work with volunteers are doing */
    PURPOSE_OTHER,  /* the leader chooses by herself */
    PURPOSE__N
};
extern const char *const purpose_choices[PURPOSE__N + 1];
extern const enum text_id purpose_labels[PURPOSE__N];

enum length { LENGTH_15, LENGTH_45, LENGTH_90, LENGTH__N };
extern const char *const length_choices[LENGTH__N + 1];
extern const enum text_id length_labels[LENGTH__N];
extern const int length_minutes[LENGTH__N];

/* One point of a suggested agenda: a tool in a form of its content, or a plain item. */
struct suggestion {
    const char *tool;   /* key; NULL: a plain item */
    const char *form;   /* of the tool's content; NULL: its first */
    enum text_id title; /* of a plain item */
    int minutes;
};
enum { SUGGESTIONS_MAX = 5 };
/* SUGGESTIONS_MAX of them; the first with minutes 0 ends the list. */
const struct suggestion *suggestions_for(enum purpose purpose, enum length length);

#endif
