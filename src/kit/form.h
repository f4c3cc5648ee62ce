/*
 * Form fields: read by a const table into a struct, with the errors and the raw input kept, so that
 * the same form can be shown again.
 */
#ifndef KIT_FORM_H
#define KIT_FORM_H

#include "kit/request.h"
#include "kit/views.h"

enum field_kind {
    FIELD_LINE,   /* struct str: one line, trimmed, no control characters */
    FIELD_TEXT,   /* struct str: several lines, line ends made "\n" */
    FIELD_MAIL,   /* struct str: folded to lower case, one @, no white space */
    FIELD_PHONE,  /* struct str: digits, spaces and one leading + */
    FIELD_SECRET, /* struct str: kept byte for byte and never shown again */
    FIELD_CHOICE, /* int: index into choices */
    FIELD_CHECK,  /* bool */
    FIELD_NUMBER, /* int64_t within min..max */
    FIELD_ID,     /* uint64_t: a public id; 0 when empty and not required */
};

struct field {
    const char *name;
    enum field_kind kind;
    bool required;
    int64_t min, max;           /* code points of text, or the number itself */
    const char *const *choices; /* FIELD_CHOICE: wire values, ends with NULL */
    size_t offset;              /* where in the draft */
    enum text_id label, hint;      /* T_…; hint may be 0 */
    const enum text_id *labels;    /* FIELD_CHOICE: one per choice */
};

/* Reads all fields of the request's form (POST) into the draft. Unknown and repeated fields are
   refused. RC_INVALID when any field is wrong: every error is recorded, the valid ones are set. */
enum rc form_read(struct request *request, const struct field *fields, size_t n,
                  void *draft) MUST_CHECK;

/* The same from the address's query; errors are ignored and the default (0) stays. */
void query_read(struct request *request, const struct field *fields, size_t n, void *draft);

/* Records an error of a rule that spans fields or needed the database. */
void form_error(struct request *request, const char *field, enum text_id message);

/* What the template form_field shows: label, hint, error, and the value from the input if there is
   any, else from the draft (which may be NULL for an empty form). */
struct form_field form_view(struct request *request, const struct field *field, const void *draft);

/* The linked list of all errors, for the template error_summary; empty when there are none. */
struct error_summary form_errors(struct request *request, const struct field *fields, size_t n);

/* Raw lookup for code that reads no table: the field's value or the empty slice. */
struct str form_value(const struct form *form, const char *name);

#endif
