/* The table of purposes and minutes. See suggest.h. */
#include "feature/meeting/suggest.h"

const char *const purpose_choices[PURPOSE__N + 1] = {[PURPOSE_MEET] = "meet",
                                                     [PURPOSE_WHERE] = "where",
                                                     [PURPOSE_CHANGE] = "change",
                                                     [PURPOSE_WELL] = "well",
                                                     [PURPOSE_OTHER] = "other"};
const enum text_id purpose_labels[PURPOSE__N] = {[PURPOSE_MEET] = T_meeting_purpose_meet,
                                                 [PURPOSE_WHERE] = T_meeting_purpose_where,
                                                 [PURPOSE_CHANGE] = T_meeting_purpose_change,
                                                 [PURPOSE_WELL] = T_meeting_purpose_well,
                                                 [PURPOSE_OTHER] = T_meeting_purpose_other};

const char *const length_choices[LENGTH__N + 1] = {
    [LENGTH_15] = "15", [LENGTH_45] = "45", [LENGTH_90] = "90"};
const enum text_id length_labels[LENGTH__N] = {[LENGTH_15] = T_meeting_length_15,
                                               [LENGTH_45] = T_meeting_length_45,
                                               [LENGTH_90] = T_meeting_length_90};
const int length_minutes[LENGTH__N] = {15, 45, 90};

#define TOOL(key, of, length)                                                                      \
    { .tool = (key), .form = (of), .minutes = (length) }
#define PLAIN(text, length)                                                                        \
    { .title = (text), .minutes = (length) }

static const struct suggestion table[PURPOSE__N][LENGTH__N][SUGGESTIONS_MAX] =
    {
        [PURPOSE_MEET] =
            {
                [LENGTH_15] = {TOOL("cards", NULL, 12), PLAIN(T_meeting_plain_next, 3)},
                [LENGTH_45] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("cards", NULL, 25),
                               PLAIN(T_meeting_plain_heard, 10), PLAIN(T_meeting_plain_next, 5)},
                [LENGTH_90] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("cards", NULL, 25),
                               TOOL("star", "short", 45), PLAIN(T_meeting_plain_next, 15)},
            },
        [PURPOSE_WHERE] =
            {
                [LENGTH_15] = {TOOL("star", "short", 12), PLAIN(T_meeting_plain_next, 3)},
                [LENGTH_45] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("star", "short", 35),
                               PLAIN(T_meeting_plain_next, 5)},
                [LENGTH_90] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("cards", NULL, 15),
                               TOOL("star", "full", 55), PLAIN(T_meeting_plain_next, 15)},
            },
        [PURPOSE_CHANGE] =
            {
                [LENGTH_15] = {TOOL("readiness", NULL, 12), PLAIN(T_meeting_plain_next, 3)},
                [LENGTH_45] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("readiness", NULL, 35),
                               PLAIN(T_meeting_plain_next, 5)},
                [LENGTH_90] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("cards", NULL, 15),
                               TOOL("readiness", NULL, 50), PLAIN(T_meeting_plain_next, 20)},
            },
        [PURPOSE_WELL] =
            {
                [LENGTH_15] = {TOOL("coherence", NULL, 12), PLAIN(T_meeting_plain_next, 3)},
                [LENGTH_45] = {PLAIN(T_meeting_plain_welcome, 3), TOOL("coherence", NULL, 37),
                               PLAIN(T_meeting_plain_next, 5)},
                [LENGTH_90] = {PLAIN(T_meeting_plain_welcome, 5), TOOL("cards", NULL, 15),
                               TOOL("coherence", NULL, 50), PLAIN(T_meeting_plain_next, 20)},
            },
        [PURPOSE_OTHER] =
            {
                [LENGTH_15] = {PLAIN(T_meeting_plain_next, 3)},
                [LENGTH_45] = {PLAIN(T_meeting_plain_welcome, 5), PLAIN(T_meeting_plain_next, 5)},
                [LENGTH_90] = {PLAIN(T_meeting_plain_welcome, 5), PLAIN(T_meeting_plain_next, 10)},
            },
};

const struct suggestion *suggestions_for(enum purpose purpose, enum length length) {
    return table[purpose][length];
}
