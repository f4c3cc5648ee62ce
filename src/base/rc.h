/*
 * Result codes: what the caller can do about a failure. Every function that can fail returns one;
 * results travel by pointer. kit/answer turns a code into a status and an error page in one place.
 */
#ifndef BASE_RC_H
#define BASE_RC_H

enum rc {
    RC_OK,
    RC_INVALID,  /* the input is wrong: show it again with the reason */
    RC_DENIED,   /* this person may not do this */
    RC_ABSENT,   /* there is no such thing */
    RC_CONFLICT, /* somebody else changed it, or it exists already */
    RC_LIMIT,    /* too much or too often: smaller, or later */
    RC_BUSY,     /* try the same again */
    RC_BROKEN,   /* a fault of ours or of the machine */
    RC__N
};

#define MUST_CHECK __attribute__((warn_unused_result))

/* Returns early with the code of a failed call; arenas own what was allocated, so nothing leaks. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum rc try_rc_ = (call);                                                                  \
        if (try_rc_ != RC_OK) return try_rc_;                                                      \
    } while (0)

/* The code's name for logs and tests, e.g. "conflict". Never NULL. */
const char *rc_name(enum rc rc);

#endif
