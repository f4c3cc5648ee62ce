/* For the unit tests of meetings: a body that runs in one write transaction on each engine, and
   people and meetings to run it with. Add testing.c and platform/db_testing.c to the test's files.
 */
#ifndef CORE_MEETING_TESTING_H
#define CORE_MEETING_TESTING_H

#include "core/meeting/meeting.h"
#include "platform/db_testing.h"

#include <stdio.h>

#define TESTING_NOW INT64_C(1800000000000)

/* A body runs on the writer's thread, where cmocka must not jump. */
#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                \
            return RC_BROKEN;                                                                      \
        }                                                                                          \
    } while (0)

extern const struct migration_set *const testing_migrations[];
extern const struct site testing_site;

/* Fails the test unless the body answers RC_OK. The request has no asker and no exchange. */
void testing_on_both(enum rc (*body)(struct request *request));

enum rc testing_person(struct request *request, const char *name, int64_t *id) MUST_CHECK;
/* "Testmøde", in two days, of a new organisation that nobody belongs to, with sign-ups. */
enum rc testing_meeting(struct request *request, struct meeting *meeting) MUST_CHECK;

#endif
