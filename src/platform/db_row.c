/* Running declared statements: arguments are checked against the declaration, rows are written into
   structs by their column table. */
#include "platform/db_inner.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

const struct db_column db_column_i64[1] = {{"value", DB_KIND_I64, 0}};
const struct db_column db_column_u64[1] = {{"value", DB_KIND_U64, 0}};
const struct db_column db_column_str[1] = {{"value", DB_KIND_TEXT, 0}};

/* A LIST(row type), whatever the type. */
struct list {
    const void *v;
    size_t n;
};

const struct db_query *db_query_for(const struct db_query *query, size_t row_size) {
    assert(query->row_size == row_size);
    return query;
}

static enum rc store_int(struct db *db, const struct db_cell *cell, void *member) {
    if (cell->i < INT_MIN || cell->i > INT_MAX) return db_fail(db, RC_BROKEN);
    int value = (int)cell->i;
    memcpy(member, &value, sizeof value);
    return RC_OK;
}

static enum rc store_str(struct arena *arena, const struct db_cell *cell, void *member) {
    struct str copy = {0};
    if (!cell->null) copy = str_copy(arena, cell->s);
    if (!cell->null && !copy.p) return RC_LIMIT;
    memcpy(member, &copy, sizeof copy);
    return RC_OK;
}

static enum rc store_cell(struct db *db, struct arena *arena, const struct db_cell *cell,
                          const struct db_column *column, void *row) {
    void *member = (char *)row + column->offset;
    bool flag = cell->i != 0;
    switch (column->kind) {
    case DB_KIND_I64:
    case DB_KIND_U64:
        memcpy(member, &cell->i, sizeof cell->i);
        return RC_OK;
    case DB_KIND_INT:
        return store_int(db, cell, member);
    case DB_KIND_BOOL:
        memcpy(member, &flag, sizeof flag);
        return RC_OK;
    case DB_KIND_REAL:
        memcpy(member, &cell->r, sizeof cell->r);
        return RC_OK;
    case DB_KIND_TEXT:
    case DB_KIND_BLOB:
        return store_str(arena, cell, member);
    case DB_KIND__N:
        break;
    }
    assert(false && "a column of no kind");
    return RC_BROKEN;
}

static enum rc store_row(struct db_sink *sink, struct db *db, void *row) {
    const struct db_query *query = sink->query;
    for (size_t i = 0; i < query->n_columns; i++) {
        struct db_cell cell = {0};
        TRY(db->database->engine->cell(db, i, query->columns[i].kind, &cell));
        TRY(store_cell(db, sink->arena, &cell, &query->columns[i], row));
    }
    return RC_OK;
}

static enum rc take_one(struct db_sink *sink, struct db *db, bool *enough) {
    *enough = true;
    if (sink->n++) return RC_OK;
    return store_row(sink, db, sink->to);
}

static enum rc take_listed(struct db_sink *sink, struct db *db, bool *enough) {
    size_t size = sink->query->row_size;
    (void)enough;
    if (sink->n == sink->room) {
        size_t room = sink->room ? sink->room * 2 : 8;
        sink->to = arena_grow(sink->arena, sink->to, sink->room * size, room * size);
        if (!sink->to) return RC_LIMIT;
        sink->room = room;
    }
    void *row = (char *)sink->to + sink->n++ * size;
    memset(row, 0, size);
    return store_row(sink, db, row);
}

static enum rc take_streamed(struct db_sink *sink, struct db *db, bool *enough) {
    struct arena_mark mark = arena_mark(sink->arena);
    (void)enough;
    memset(sink->to, 0, sink->query->row_size);
    enum rc rc = store_row(sink, db, sink->to);
    db->reading = true;
    if (rc == RC_OK) rc = sink->each.each(sink->each.data, sink->to);
    db->reading = false;
    arena_back(sink->arena, mark);
    return rc;
}

/* Text must be what both engines take: UTF-8 without NUL. */
static bool arg_fits(const struct db_arg *arg, char kind) {
    if (arg->kind == 'n') return true;
    assert(arg->kind == kind && "argument and declaration differ");
    return kind != 't' || str_is_utf8(arg->s);
}

static enum rc run(struct db *db, const struct db_query *query, struct db_args args,
                   struct db_sink *sink, int64_t *changed) {
    assert(!db->reading && "the connection is busy with db_each");
    assert(strlen(query->params) == args.n && "wrong number of arguments");
    if (db->failed != RC_OK) return db->failed;
    for (size_t i = 0; i < args.n; i++)
        if (!arg_fits(&args.v[i], query->params[i])) return db_fail(db, RC_INVALID);
    return db->database->engine->run(db, query, args, sink, changed);
}

enum rc db_one(struct db *db, struct arena *arena, const struct db_query *query,
               struct db_args args, void *row) {
    struct db_sink sink = {.query = query, .arena = arena, .take = take_one, .to = row};
    memset(row, 0, query->row_size);
    TRY(run(db, query, args, &sink, NULL));
    return sink.n ? RC_OK : RC_ABSENT;
}

enum rc db_all(struct db *db, struct arena *arena, const struct db_query *query,
               struct db_args args, void *list) {
    struct db_sink sink = {.query = query, .arena = arena, .take = take_listed};
    memset(list, 0, sizeof(struct list));
    TRY(run(db, query, args, &sink, NULL));
    struct list rows = {sink.to, sink.n};
    memcpy(list, &rows, sizeof rows);
    return RC_OK;
}

enum rc db_each(struct db *db, struct arena *arena, const struct db_query *query,
                struct db_args args, struct db_each each) {
    struct db_sink sink = {.query = query, .arena = arena, .take = take_streamed, .stream = true};
    sink.each = each;
    sink.to = arena_alloc(arena, query->row_size);
    if (!sink.to) return RC_LIMIT;
    return run(db, query, args, &sink, NULL);
}

enum rc db_run(struct db *db, const struct db_query *query, struct db_args args, int64_t *changed) {
    return run(db, query, args, NULL, changed);
}

enum rc db_publish(struct db *db, struct str topic, struct str payload) {
    assert(db->role == DB_ROLE_WRITE && topic.n > 0);
    assert(topic.n + payload.n < DB_PUBLISH_MAX && str_find(topic, '\n', 0) == topic.n);
    if (db->failed != RC_OK) return db->failed;
    return db->database->engine->publish(db, topic, payload);
}
