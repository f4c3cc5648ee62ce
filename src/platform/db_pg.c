/* The PostgreSQL engine: connections, statements, rows. Statements are prepared when first used on
   a connection, and again after a reconnect; parameters and rows travel in binary form. */
#include "platform/db_pg.h"

#include <assert.h>
#include <endian.h>
#include <stdio.h>
#include <string.h>

/* --- Errors --- */

struct state_rule {
    const char *state; /* the beginning of an SQLSTATE */
    enum rc rc;
    bool retry; /* because of another transaction */
};

/* The first that fits. */
static const struct state_rule states[] = {
    {"23505", RC_CONFLICT, false}, /* unique */
    {"23503", RC_CONFLICT, false}, /* foreign key */
    {"23", RC_INVALID, false},     /* check, not null */
    {"22", RC_INVALID, false},     /* values that do not fit */
    {"40001", RC_BUSY, true},      /* serialisation */
    {"40P01", RC_BUSY, true},      /* deadlock */
    {"55P03", RC_BUSY, true},      /* lock not available */
    {"57014", RC_BUSY, false},     /* took too long */
    {"57P", RC_BUSY, false},       /* server stops or starts */
    {"08", RC_BUSY, false},        /* connection */
    {"53300", RC_BUSY, false},     /* too many connections */
    {"25006", RC_BROKEN, false},   /* read-only transaction */
};

enum rc pg_rc(struct pg_db *own, const PGresult *result, const char *doing) {
    const char *state = result ? PQresultErrorField(result, PG_DIAG_SQLSTATE) : NULL;
    bool lost = PQstatus(own->connection) == CONNECTION_BAD;
    for (size_t i = 0; state && i < COUNT(states); i++) {
        if (strncmp(state, states[i].state, strlen(states[i].state)) != 0) continue;
        own->db.retry = states[i].retry || lost;
        if (states[i].rc != RC_BROKEN) return states[i].rc;
        break;
    }
    const char *text = result ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    if (!text) text = PQerrorMessage(own->connection);
    database_log(own->db.database, "database fault in %s: %s (%s)", doing, text,
                 state ? state : "no connection");
    if (!lost) return RC_BROKEN;
    own->db.retry = true;
    return RC_BUSY;
}

enum rc pg_simple(struct pg_db *own, const char *sql) {
    PGresult *result = PQexec(own->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    enum rc rc = done ? RC_OK : pg_rc(own, result, sql);
    PQclear(result);
    return rc;
}

/* --- Statements --- */

int pg_param_types(const struct db_query *query, Oid types[PG_PARAMS_MAX]) {
    static const Oid by_letter[128] = {
        ['i'] = PG_INT8, ['t'] = PG_TEXT, ['b'] = PG_BYTEA, ['r'] = PG_FLOAT8};
    int n = 0;
    for (const char *letter = query->params; *letter; letter++) {
        assert(n < PG_PARAMS_MAX && "too many parameters");
        types[n++] = by_letter[*letter & 127];
    }
    return n;
}

/* Prepared statements are known by a number, kept as the slot's value. */
static enum rc prepare_query(struct pg_db *own, const struct db_query *query, char name[24]) {
    void **slot = db_statement_slot(&own->db, query);
    Oid types[PG_PARAMS_MAX];
    if (!slot) return RC_LIMIT;
    size_t number = *slot ? (size_t)(uintptr_t)*slot : own->prepared + 1;
    snprintf(name, 24, "q%zu", number);
    if (*slot) return RC_OK;
    int n = pg_param_types(query, types);
    PGresult *result = PQprepare(own->connection, name, db_query_text(query, SQL_FOR_PG), n, types);
    bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
    enum rc rc = done ? RC_OK : pg_rc(own, result, query->name);
    PQclear(result);
    if (!done) return rc;
    own->prepared = number;
    *slot = (void *)(uintptr_t)number;
    return RC_OK;
}

struct params {
    const char *values[PG_PARAMS_MAX];
    int lengths[PG_PARAMS_MAX];
    int formats[PG_PARAMS_MAX];
    uint64_t numbers[PG_PARAMS_MAX]; /* big-endian */
};

static void add_number(struct params *params, size_t at, uint64_t bits) {
    params->numbers[at] = htobe64(bits);
    params->values[at] = (const char *)&params->numbers[at];
    params->lengths[at] = sizeof bits;
}

static bool fill_params(struct params *params, struct db_args args) {
    assert(args.n <= PG_PARAMS_MAX);
    for (size_t i = 0; i < args.n; i++) {
        const struct db_arg *arg = &args.v[i];
        uint64_t bits = 0;
        params->formats[i] = 1;
        params->values[i] = NULL;
        if (arg->kind == 'i') add_number(params, i, (uint64_t)arg->i);
        if (arg->kind == 'r') {
            memcpy(&bits, &arg->r, sizeof bits);
            add_number(params, i, bits);
        }
        if (arg->kind != 't' && arg->kind != 'b') continue;
        if (arg->s.n > 512 * 1024 * 1024) return false;
        params->values[i] = arg->s.p ? arg->s.p : "";
        params->lengths[i] = (int)arg->s.n;
    }
    return true;
}

static enum rc take_rows(struct pg_db *own, PGresult *result, struct db_sink *sink, bool *enough) {
    if (!sink) return RC_OK;
    enum rc rc = RC_OK;
    own->now = result;
    assert(!PQntuples(result) || (size_t)PQnfields(result) == sink->query->n_columns);
    for (own->row = 0; own->row < PQntuples(result) && rc == RC_OK && !*enough; own->row++)
        rc = sink->take(sink, &own->db, enough);
    own->now = NULL;
    return rc;
}

/* Reads every result; rows that nobody wants any more are thrown away. */
static enum rc take_results(struct pg_db *own, const struct db_query *query, struct db_sink *sink,
                            int64_t *changed) {
    bool enough = false;
    enum rc rc = RC_OK;
    for (PGresult *result; (result = PQgetResult(own->connection)); PQclear(result)) {
        ExecStatusType status = PQresultStatus(result);
        bool rows = status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE;
        if (!rows && status != PGRES_COMMAND_OK) {
            enum rc fault = db_fail(&own->db, pg_rc(own, result, query->name));
            if (rc == RC_OK) rc = fault;
            continue;
        }
        if (rows && rc == RC_OK) rc = take_rows(own, result, sink, &enough);
        if (changed && str_to_i64(str_from(PQcmdTuples(result)), changed) != RC_OK) *changed = 0;
    }
    return rc;
}

static enum rc run_query(struct db *db, const struct db_query *query, struct db_args args,
                         struct db_sink *sink, int64_t *changed) {
    struct pg_db *own = pg_of(db);
    struct params params;
    char name[24];
    if (changed) *changed = 0;
    if (!fill_params(&params, args)) return db_fail(db, RC_LIMIT);
    enum rc rc = prepare_query(own, query, name);
    if (rc != RC_OK) return db_fail(db, rc);
    if (!PQsendQueryPrepared(own->connection, name, (int)args.n, params.values, params.lengths,
                             params.formats, 1))
        return db_fail(db, pg_rc(own, NULL, query->name));
    if (sink && sink->stream) PQsetSingleRowMode(own->connection);
    return take_results(own, query, sink, changed);
}

/* --- Rows --- */

static uint64_t read_bits(const char *bytes, int n) {
    uint64_t bits = 0;
    for (int i = 0; i < n; i++) bits = bits << 8 | (unsigned char)bytes[i];
    return bits;
}

static int64_t read_int(const char *bytes, int n) {
    uint64_t bits = read_bits(bytes, n);
    if (n == 4) return (int32_t)(uint32_t)bits;
    if (n == 2) return (int16_t)(uint16_t)bits;
    return (int64_t)bits;
}

static double read_real(const char *bytes, int n) {
    uint64_t bits = read_bits(bytes, n);
    uint32_t half = (uint32_t)bits;
    double whole = 0;
    float small = 0;
    memcpy(&whole, &bits, sizeof whole);
    memcpy(&small, &half, sizeof small);
    return n == 4 ? (double)small : whole;
}

static bool is_int(Oid type) {
    return type == PG_INT8 || type == PG_INT4 || type == PG_INT2 || type == PG_BOOL;
}

static enum rc read_cell(struct db *db, size_t index, enum db_kind kind, struct db_cell *cell) {
    struct pg_db *own = pg_of(db);
    int at = (int)index;
    Oid type = PQftype(own->now, at);
    const char *bytes = PQgetvalue(own->now, own->row, at);
    int n = PQgetlength(own->now, own->row, at);
    cell->null = PQgetisnull(own->now, own->row, at);
    if (cell->null) return RC_OK;
    bool real = type == PG_FLOAT8 || type == PG_FLOAT4;
    if (kind == DB_KIND_TEXT || kind == DB_KIND_BLOB) {
        cell->s = (struct str){bytes, (size_t)n};
    } else if (kind == DB_KIND_REAL) {
        if (real)
            cell->r = read_real(bytes, n);
        else if (is_int(type))
            cell->r = (double)read_int(bytes, n);
        else
            return db_fail(db, RC_BROKEN);
    } else {
        if (!is_int(type)) return db_fail(db, RC_BROKEN); /* numeric: write CAST */
        cell->i = read_int(bytes, n);
    }
    return RC_OK;
}

/* --- Transactions --- */

static void forget_statements(struct pg_db *own) {
    own->db.statements.n = 0;
    for (size_t i = 0; i < own->db.statements.room; i++)
        own->db.statements.v[i] = (struct db_statement){0};
    own->prepared = 0;
}

static bool reconnect(struct pg_db *own) {
    struct db_problem problem = {""};
    PQfinish(own->connection);
    forget_statements(own);
    own->connection = pg_connect(own->db.database, &problem);
    if (!own->connection) database_log(own->db.database, "PostgreSQL: %s", problem.text);
    return own->connection;
}

/* Writes are SERIALIZABLE: the same as one after the other, which is what SQLite's one writer
   gives; reads see one state and never wait. */
static enum rc begin(struct db *db) {
    struct pg_db *own = pg_of(db);
    const char *sql = db->role == DB_ROLE_WRITE ? "BEGIN ISOLATION LEVEL SERIALIZABLE"
                                                : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    db_forget(db);
    bool alive = own->connection && PQstatus(own->connection) == CONNECTION_OK;
    if (!alive && !reconnect(own)) return RC_BUSY;
    enum rc rc = pg_simple(own, sql);
    if (rc == RC_OK || PQstatus(own->connection) != CONNECTION_BAD) return rc;
    if (!reconnect(own)) return RC_BUSY; /* the server had gone while we were idle */
    db_forget(db);
    return pg_simple(own, sql);
}

static enum rc commit(struct db *db) {
    struct pg_db *own = pg_of(db);
    PGresult *result = PQexec(own->connection, "COMMIT");
    enum rc rc = RC_OK;
    if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        rc = pg_rc(own, result, "COMMIT");
        if (PQstatus(own->connection) == CONNECTION_BAD) db->retry = false; /* nobody knows */
    } else if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
        rc = RC_BROKEN; /* "ROLLBACK": the transaction had failed before */
    }
    PQclear(result);
    return rc;
}

static void rollback(struct db *db) {
    struct pg_db *own = pg_of(db);
    if (PQstatus(own->connection) == CONNECTION_BAD) return;
    bool retry = db->retry;
    if (PQtransactionStatus(own->connection) != PQTRANS_IDLE) (void)!pg_simple(own, "ROLLBACK");
    db->retry = retry;
}

static enum rc script(struct db *db, const char *sql, struct db_problem *problem) {
    struct pg_db *own = pg_of(db);
    PGresult *result = PQexec(own->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done =
        status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
    if (!done) db_problem_set(problem, "%s", PQerrorMessage(own->connection));
    PQclear(result);
    return done ? RC_OK : RC_BROKEN;
}

static const struct db_query notify = {
    .name = "db.publish", .pg = "SELECT pg_notify('" PG_CHANNEL "', $1)", .params = "t"};

static enum rc publish(struct db *db, struct str topic, struct str payload) {
    struct str message =
        str_format(&db->note_arena, "%.*s\n%.*s", STR_ARG(topic), STR_ARG(payload));
    if (!message.p) return db_fail(db, RC_LIMIT);
    return DB_RUN(db, &notify, DB_STR(message));
}

/* --- Connections --- */

static void ignore_notice(void *data, const PGresult *notice) {
    (void)data, (void)notice;
}

static const char settings[] =
    "SET TimeZone = 'UTC'; SET standard_conforming_strings = on; SET client_min_messages = error;"
    "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '120s';"
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local');";

static bool is_utf8(PGconn *connection) {
    const char *encoding = PQparameterStatus(connection, "server_encoding");
    return encoding && !strcmp(encoding, "UTF8");
}

PGconn *pg_connect(struct database *database, struct db_problem *problem) {
    const char *const names[] = {"connect_timeout",
                                 "tcp_user_timeout",
                                 "target_session_attrs",
                                 "dbname",
                                 "client_encoding",
                                 "fallback_application_name",
                                 NULL};
    const char *const values[] = {
        "5",    "10000",   "read-write", database->url.p,
        "UTF8", "samskab", NULL}; /* what the address says wins over what stands before */
    PGconn *connection = PQconnectdbParams(names, values, 1);
    if (PQstatus(connection) != CONNECTION_OK) {
        db_problem_set(problem, "%s", PQerrorMessage(connection));
        PQfinish(connection);
        return NULL;
    }
    PQsetNoticeReceiver(connection, ignore_notice, NULL);
    PGresult *result = PQexec(connection, settings);
    bool set = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    if (set && is_utf8(connection)) return connection;
    db_problem_set(problem, set ? "the database is not in UTF8" : "%s", PQerrorMessage(connection));
    PQfinish(connection);
    return NULL;
}

static void disconnect(struct db *db) {
    struct pg_db *own = pg_of(db);
    PQfinish(own->connection);
    arena_release(&db->note_arena);
    struct arena arena = db->arena;
    arena_release(&arena);
}

static enum rc connect_server(struct database *database, enum db_role role, struct db **db,
                              struct db_problem *problem) {
    struct arena arena;
    arena_init(&arena, DB_ARENA_MAX);
    struct pg_db *own = arena_new(&arena, struct pg_db);
    if (!own) return RC_BROKEN;
    TRY(db_init(&own->db, database, role, arena));
    own->connection = pg_connect(database, problem);
    if (!own->connection) {
        disconnect(&own->db);
        return RC_BROKEN;
    }
    int version = PQserverVersion(own->connection);
    if (!*database->version) /* the first connection, before there are threads */
        snprintf(database->version, sizeof database->version, "PostgreSQL %d.%d", version / 10000,
                 version % 10000);
    *db = &own->db;
    return RC_OK;
}

const struct db_engine db_engine_pg = {
    .dialect = SQL_FOR_PG,
    .connect = connect_server,
    .disconnect = disconnect,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .run = run_query,
    .cell = read_cell,
    .script = script,
    .publish = publish,
    .check = pg_check,
    .work = pg_work,
    .listen = pg_listen,
    .unlisten = pg_unlisten,
    .forget = pg_forget,
};
