/*
 * Own data: what every store knows about a person, for her to read (a page), to take along (JSON)
 * and to erase. Each store that keeps something about people has one struct own_data;
 * app/features.c lists them all, so that nothing is forgotten.
 */
#ifndef CORE_OWN_DATA_H
#define CORE_OWN_DATA_H

#include "platform/db.h"
#include "platform/text.h"

/* What is being gathered. Stores call own_data_section once, then own_data_row before each row and
   own_data_… for each of its values: name is the JSON key, label what people read. */
struct own_data_out;

struct own_data {
    const char *name; /* key of the section in the JSON, e.g. "sessions" */
    enum text_id title;
    /* Writes all rows about the person; what she wrote and what names her. */
    enum rc (*write)(struct own_data_out *out, struct db *db, int64_t person);
    /* Takes her name, words and addresses away and leaves what counts need; in the write
       transaction that erases the account. NULL when there is nothing to take away. */
    enum rc (*erase)(struct db *db, struct arena *arena, int64_t person, int64_t now);
};

/* In app/features.c; NULL-terminated. */
extern const struct own_data *const own_data_stores[];

struct arena *own_data_arena(struct own_data_out *out);
void own_data_row(struct own_data_out *out);
void own_data_str(struct own_data_out *out, const char *name, enum text_id label, struct str value);
void own_data_int(struct own_data_out *out, const char *name, enum text_id label, int64_t value);
void own_data_when(struct own_data_out *out, const char *name, enum text_id label, int64_t ms);
void own_data_flag(struct own_data_out *out, const char *name, enum text_id label, bool value);
/* An enum: its wire word for the JSON and its text for people. */
void own_data_word(struct own_data_out *out, const char *name, enum text_id label, const char *word,
                   enum text_id text);
/* A verb of the log: its wire word for the JSON and its sentence for people. */
void own_data_deed(struct own_data_out *out, const char *name, enum text_id label, struct str verb,
                   bool is_hers);

/* ---- gathering; feature/people ---- */

struct own_data_value {
    const char *name;
    enum text_id label;
    enum own_data_kind { OWN_STR, OWN_INT, OWN_WHEN, OWN_FLAG, OWN_WORD, OWN_DEED } kind;
    struct str text;   /* OWN_STR; OWN_WORD, OWN_DEED: the wire word */
    int64_t number;    /* OWN_INT, OWN_WHEN, OWN_FLAG; OWN_DEED: whether she did it */
    enum text_id word; /* OWN_WORD */
    struct own_data_value *next;
};
struct own_data_record {
    struct own_data_value *values, *last;
    struct own_data_record *next;
};
struct own_data_section {
    const char *name;
    enum text_id title;
    struct own_data_record *rows, *last;
    size_t n;
    struct own_data_section *next;
};

/* Runs every store in the list. RC_LIMIT when memory is out. */
enum rc own_data_gather(struct db *db, struct arena *arena, int64_t person,
                        const struct own_data *const *stores,
                        const struct own_data_section **sections) MUST_CHECK;
/* The sections as indented JSON. */
enum rc own_data_json(struct arena *arena, const struct own_data_section *sections,
                      struct str *json) MUST_CHECK;

/* What initiatives, activities, links, files and the log know (trace_data.c). */
extern const struct own_data initiative_own_data, activity_own_data, link_own_data, file_own_data,
    log_own_data;
extern const struct db_queries trace_data_queries;

/* What the stores of people and organisations know. */
extern const struct own_data person_own_data, session_own_data, login_link_own_data,
    outbox_own_data, organisation_own_data, membership_own_data;

#endif
