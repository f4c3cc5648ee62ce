/* Writing an election as .pb, fit for publication: META and PROJECTS as they were read, ballots
   class by class with new numbers, so that neither voters' data nor the order of voting remains. */
#include "rules/budget/decimal.h"
#include "rules/budget/pb_reader.h"

static bool needs_quotes(struct str value) {
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == ';' || value.p[i] == '"') return true;
    return false;
}

static void write_field(struct buf *out, struct str value) {
    if (!needs_quotes(value)) {
        buf_add(out, value);
        return;
    }
    buf_add_char(out, '"');
    for (size_t i = 0; i < value.n; i++) {
        if (value.p[i] == '"') buf_add_char(out, '"');
        buf_add_char(out, value.p[i]);
    }
    buf_add_char(out, '"');
}

static void write_row(struct buf *out, const struct str *fields, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (i) buf_add_char(out, ';');
        write_field(out, fields[i]);
    }
    buf_add_char(out, '\n');
}

static void write_list(struct buf *out, const struct budget_election *election, uint32_t class) {
    const struct budget_ballots *b = &election->ballots;
    for (uint32_t i = b->start[class]; i < b->start[class + 1]; i++) {
        if (i > b->start[class]) buf_add_char(out, ',');
        buf_add(out, election->projects.v[b->project[i]].id);
    }
}

static void write_points(struct buf *out, const struct budget_election *election, uint32_t class) {
    const struct budget_ballots *b = &election->ballots;
    buf_add_char(out, ';');
    for (uint32_t i = b->start[class]; i < b->start[class + 1]; i++) {
        if (i > b->start[class]) buf_add_char(out, ',');
        decimal_write(out, b->points[i], election->points_scale);
    }
}

static void write_votes(struct buf *out, const struct budget_election *election) {
    const struct budget_ballots *b = &election->ballots;
    buf_lit(out, "VOTES\nvoter_id;vote");
    if (b->points) buf_lit(out, ";points");
    buf_add_char(out, '\n');
    int64_t voter = 0;
    for (uint32_t c = 0; c < b->classes && buf_ok(out); c++) {
        for (uint32_t k = 0; k < b->count[c] && buf_ok(out); k++) {
            buf_add_i64(out, ++voter);
            buf_add_char(out, ';');
            write_list(out, election, c);
            if (b->points) write_points(out, election, c);
            buf_add_char(out, '\n');
        }
    }
}

enum rc pb_write(struct buf *out, const struct budget_election *election) {
    buf_lit(out, "META\nkey;value\n");
    for (size_t i = 0; i < election->meta.n; i++) {
        struct str pair[] = {election->meta.v[i].key, election->meta.v[i].value};
        write_row(out, pair, COUNT(pair));
    }
    buf_lit(out, "PROJECTS\n");
    write_row(out, election->project_columns.v, election->project_columns.n);
    for (size_t i = 0; i < election->projects.n; i++)
        write_row(out, election->projects.v[i].cells, election->project_columns.n);
    write_votes(out, election);
    return buf_ok(out) ? RC_OK : RC_LIMIT;
}

void budget_money(struct buf *out, int64_t amount, int64_t money_scale) {
    decimal_write(out, amount, money_scale);
}
