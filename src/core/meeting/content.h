/*
 * The content of a tool: cards of a deck, or axes of a sheet (rays of a star). Built in, or made by
 * an organisation in the browser, in versions that never change once used. One JSON form for all:
 * kept in the database, exported, imported, frozen into each exercise that uses it.
 */
#ifndef CORE_MEETING_CONTENT_H
#define CORE_MEETING_CONTENT_H

#include "core/meeting/tool.h"
#include "platform/db.h"

enum {
    CONTENT_CARDS_MAX = 120,
    CONTENT_AXES_MAX = 24,
    CONTENT_STEM_MAX = 200,
    CONTENT_LABEL_MAX = 60,
    CONTENT_HELP_MAX = 300,
    CONTENT_JSON_MAX = 64 * 1024,
};

/* Where an axis or a card comes from: never shown as the original when it is ours. */
enum content_source { SOURCE_CATALOGUE, SOURCE_OURS, SOURCE_LOCAL };

struct content_axis {
    struct str key; /* a-z 0-9 _ -; the same key is the same ray in every version */
    struct str label, help;
    int aspect; /* index into content.aspects, or -1 */
    int source; /* enum content_source */
};
struct content_card {
    struct str key, stem;
    int source;
};
struct content_aspect {
    struct str key, label;
};

struct content {
    struct str tool;          /* key */
    struct str title, lang;   /* lang "da" or "en" */
    int version;              /* 1 and up */
    int min, max, step;       /* of every axis */
    LIST(struct str) anchors; /* "slet ikke" … "helt på plads"; list or words may be empty */
    LIST(struct content_aspect) aspects;
    LIST(struct content_axis) axes;
    LIST(struct content_card) cards;
};

/* What is wrong with a JSON text, and where: "axes[3].key" and a text with its reason. */
struct content_problem {
    struct str where;
    enum text_id reason;
    int64_t line, column; /* of a syntax error; else 0 */
};

/* Reads and checks against the tool: sizes, unique keys, scale of the tool, 3 to 8 rays an aspect …
   RC_INVALID with the first problem. Memory from the arena. */
enum rc content_read(struct arena *arena, const struct tool *tool, struct str json,
                     struct content *content, struct content_problem *problem) MUST_CHECK;
enum rc content_write(struct arena *arena, const struct content *content,
                      struct str *json) MUST_CHECK;

/* ---- the contents that organisations made ---- */

struct content_row {
    int64_t id;
    uint64_t public_id; /* of this version */
    int64_t organisation;
    struct str tool, title, json;
    uint64_t family; /* the same for all versions of one content */
    int version;
    bool is_newest, is_retired;
    int64_t created_at, created_by;
};
struct content_rows {
    LIST(struct content_row) rows;
};
/* A new content (family 0) or the next version of one. RC_CONFLICT when another made that version
   meanwhile (the version in row is the one edited; it is raised by one here). Logged. */
enum rc content_add(const struct request *request, struct content_row *row) MUST_CHECK;
enum rc content_by_public_id(struct db *db, struct arena *arena, uint64_t public_id,
                             struct content_row *row) MUST_CHECK;
/* The newest versions of an organisation (tool empty: of every tool), without the retired. */
enum rc content_list(struct db *db, struct arena *arena, int64_t organisation, struct str tool,
                     struct content_rows *rows) MUST_CHECK;
/* All versions of one, newest first. */
enum rc content_versions(struct db *db, struct arena *arena, uint64_t family,
                         struct content_rows *rows) MUST_CHECK;
/* No longer offered; exercises that used it keep it. */
enum rc content_retire(const struct request *request, uint64_t family) MUST_CHECK;

extern const struct db_queries content_queries;

#endif
