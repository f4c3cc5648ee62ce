/* The refusals of the .pb reader as fixed names and as English sentences for logs and the command
   line. Pages translate by reason. */
#include "rules/budget/budget.h"

static const struct {
    const char *name;
    struct str before, after; /* the sentence; text or number stands between */
    bool number;
} reasons[PB__N] = {
    [PB_OK] = {"ok", STR_INIT("the file is good"), STR_INIT(""), false},
    [PB_NOT_UTF8] = {"not-utf8", STR_INIT("the text is not UTF-8"), STR_INIT(""), false},
    [PB_EMPTY_FILE] = {"empty-file", STR_INIT("the file is empty"), STR_INIT(""), false},
    [PB_SECTION_EXPECTED] = {"section-expected", STR_INIT("the section "),
                             STR_INIT(" should begin here"), false},
    [PB_SECTION_MISSING] = {"section-missing", STR_INIT("the file ends without the section "),
                            STR_INIT(""), false},
    [PB_SECTION_TWICE] = {"section-twice", STR_INIT("the section "), STR_INIT(" comes again"),
                          false},
    [PB_HEADER_MISSING] = {"header-missing", STR_INIT("the section "),
                           STR_INIT(" has no header line"), false},
    [PB_FIRST_COLUMN] = {"first-column", STR_INIT("the first column must be "), STR_INIT(""),
                         false},
    [PB_COLUMN_MISSING] = {"column-missing", STR_INIT("there is no column "), STR_INIT(""), false},
    [PB_COLUMN_TWICE] = {"column-twice", STR_INIT("there are two columns "), STR_INIT(""), false},
    [PB_TOO_FEW_FIELDS] = {"too-few-fields", STR_INIT("the line needs "), STR_INIT(" fields"),
                           true},
    [PB_TOO_MANY_FIELDS] = {"too-many-fields", STR_INIT("the line has more than "),
                            STR_INIT(" fields"), true},
    [PB_QUOTE_OPEN] = {"quote-open", STR_INIT("a quoted field does not end on its line"),
                       STR_INIT(""), false},
    [PB_LINE_TOO_LONG] = {"line-too-long", STR_INIT("the line is longer than "), STR_INIT(" bytes"),
                          true},
    [PB_KEY_MISSING] = {"key-missing", STR_INIT("META lacks the key "), STR_INIT(""), false},
    [PB_KEY_TWICE] = {"key-twice", STR_INIT("META has the key "), STR_INIT(" twice"), false},
    [PB_VOTE_TYPE] = {"vote-type", STR_INIT("unknown vote type "), STR_INIT(""), false},
    [PB_NUMBER] = {"number", STR_INIT("not a plain decimal number, zero or more: "), STR_INIT(""),
                   false},
    [PB_NUMBER_TOO_LARGE] = {"number-too-large", STR_INIT("the number is too large or too fine: "),
                             STR_INIT(""), false},
    [PB_ID_EMPTY] = {"id-empty", STR_INIT("the project has no id"), STR_INIT(""), false},
    [PB_ID_TWICE] = {"id-twice", STR_INIT("two projects have the id "), STR_INIT(""), false},
    [PB_ID_UNKNOWN] = {"id-unknown", STR_INIT("there is no project "), STR_INIT(""), false},
    [PB_POINTS_COUNT] = {"points-count", STR_INIT("points and projects differ in number: "),
                         STR_INIT(" points"), true},
    [PB_COUNT_PROJECTS] = {"count-projects", STR_INIT("num_projects is wrong, the file has "),
                           STR_INIT(""), true},
    [PB_COUNT_VOTES] = {"count-votes", STR_INIT("num_votes is wrong, the file has "), STR_INIT(""),
                        true},
    [PB_NO_PROJECTS] = {"no-projects", STR_INIT("there are no projects"), STR_INIT(""), false},
    [PB_NO_BALLOTS] = {"no-ballots", STR_INIT("there are no ballots"), STR_INIT(""), false},
    [PB_TOO_LARGE] = {"too-large", STR_INIT("the file is too large"), STR_INIT(""), false},
};

const char *pb_reason_name(enum pb_reason reason) {
    return (unsigned)reason < PB__N ? reasons[reason].name : "";
}

struct str pb_error_text(struct arena *arena, const struct pb_error *error) {
    struct buf out;
    buf_init(&out, arena, 1024);
    if ((unsigned)error->reason >= PB__N) return STR("");
    buf_lit(&out, "line ");
    buf_add_i64(&out, error->line);
    buf_lit(&out, ", column ");
    buf_add_i64(&out, error->column);
    if (error->field.n) {
        buf_lit(&out, " (");
        buf_add(&out, error->field);
        buf_lit(&out, ")");
    }
    buf_lit(&out, ": ");
    buf_add(&out, reasons[error->reason].before);
    if (reasons[error->reason].number)
        buf_add_i64(&out, error->number);
    else if (error->text.n && error->reason != PB_EMPTY_FILE)
        buf_format(&out, "\"%.*s\"", STR_ARG(error->text));
    buf_add(&out, reasons[error->reason].after);
    return buf_ok(&out) ? buf_str(&out) : STR("the file is bad, and there is no memory to say why");
}
