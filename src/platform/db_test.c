/* The database on each engine: the same statements, the same answers. */
#include "platform/db_testing.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
// clang-format off
#include <cmocka.h>
// clang-format on

/* --- A small schema and its statements --- */

static const struct migration migrations[] = {
    {"001-first",
     "CREATE TABLE person (id @pk, name TEXT NOT NULL UNIQUE, age @int CHECK (age >= 0),"
     " weight @real, photo @blob, is_here @int NOT NULL DEFAULT 0) @strict;\n"
     "-- the tally of a vote\n"
     "CREATE TABLE ballot (poll @int NOT NULL, voter @blob NOT NULL, choice @int NOT "
     "NULL, PRIMARY KEY (poll, voter)) @norowid;\n"},
    {"002-second", "CREATE TABLE note (id @pk, person_id @int NOT NULL REFERENCES person (id), "
                   "text TEXT NOT NULL) @strict;\n"
                   "CREATE INDEX note_person ON note (person_id);\n"},
};
static const struct migration_set set = {"test", migrations, COUNT(migrations)};
static const struct migration_set *const sets[] = {&set, NULL};

struct person {
    int64_t id;
    struct str name;
    int age;
    double weight;
    struct str photo;
    bool is_here;
};
static const struct db_column person_columns[] = {
    DB_COL(struct person, id),         DB_COL(struct person, name),
    DB_COL(struct person, age),        DB_COL(struct person, weight),
    DB_COL_BLOB(struct person, photo), DB_COL(struct person, is_here)};
#define PERSON_FIELDS "SELECT id, name, age, weight, photo, is_here FROM person "

static const struct db_query add_person = {
    .name = "person.add",
    .sql = "INSERT INTO person (name, age, weight, photo, is_here) VALUES ($1, $2, $3, $4, $5) "
           "RETURNING id",
    .params = "tirbi",
    DB_ROW_I64,
    .writes = true};
static const struct db_query find_person = {.name = "person.find",
                                            .sql = PERSON_FIELDS "WHERE name = $1",
                                            .params = "t",
                                            DB_ROW(struct person, person_columns)};
/* $2 comes first in the text. */
static const struct db_query find_out_of_order = {.name = "person.out_of_order",
                                                  .sql =
                                                      PERSON_FIELDS "WHERE age = $2 AND name = $1",
                                                  .params = "ti",
                                                  DB_ROW(struct person, person_columns),
                                                  .may_scan = true};
static const struct db_query list_people = {.name = "person.list",
                                            .sql = PERSON_FIELDS
                                            "ORDER BY name COLLATE \"da-x-icu\" LIMIT $1",
                                            .params = "i",
                                            DB_ROW(struct person, person_columns),
                                            .may_scan = true};
static const struct db_query count_people = {.name = "person.count",
                                             .sql = "SELECT count(*) FROM person",
                                             .params = "",
                                             DB_ROW_I64,
                                             .may_scan = true};
static const struct db_query grow_older = {.name = "person.grow_older",
                                           .sql = "UPDATE person SET age = age + $1",
                                           .params = "i",
                                           .writes = true,
                                           .may_scan = true};
static const struct db_query age_of = {.name = "person.age_of",
                                       .sql = "SELECT age FROM person WHERE name = $1",
                                       .params = "t",
                                       DB_ROW_I64};
static const struct db_query set_age = {.name = "person.set_age",
                                        .sql = "UPDATE person SET age = $2 WHERE name = $1",
                                        .params = "ti",
                                        .writes = true};
static const struct db_query add_note = {.name = "note.add",
                                         .sql =
                                             "INSERT INTO note (person_id, text) VALUES ($1, $2)",
                                         .params = "it",
                                         .writes = true};
static const struct db_query add_if_new = {
    .name = "person.add_if_new",
    .sql = "INSERT INTO person (name) VALUES ($1) ON CONFLICT (name) DO NOTHING RETURNING id",
    .params = "t",
    DB_ROW_I64,
    .writes = true};
static const struct db_query full_of_traps = {
    .name = "traps",
    .sql = "SELECT '$9 is ''not'' a parameter' /* nor $8 */ || $1 AS \"$7\" -- nor $6\n",
    .params = "t",
    DB_ROW_STR};
static const struct db_query *const all[] = {
    &add_person, &find_person, &find_out_of_order, &list_people, &count_people, &grow_older,
    &age_of,     &set_age,     &add_note,          &add_if_new,  &full_of_traps};
static const struct db_queries queries = DB_QUERIES("test", all);
static const struct db_queries *const query_sets[] = {&queries, NULL};

/* --- Each case runs on each engine --- */

struct both {
    struct testing_store store;
    struct arena arena;
};

static int set_up(void **state, enum testing_engine engine) {
    static struct both both;
    *state = NULL;
    if (!testing_has(engine)) return 0;
    testing_open(&both.store, engine, sets);
    arena_init(&both.arena, 16 * 1024 * 1024);
    *state = &both;
    return 0;
}
static int on_sqlite(void **state) {
    return set_up(state, TESTING_SQLITE);
}
static int on_pg(void **state) {
    return set_up(state, TESTING_PG);
}
static int tear_down(void **state) {
    struct both *both = *state;
    if (!both) return 0;
    testing_close(&both->store);
    arena_release(&both->arena);
    return 0;
}
static struct both *get(void **state) {
    if (!*state) skip();
    return *state;
}

struct step {
    struct both *both;
    const char *name;
    int age;
    int64_t id;
    enum rc (*more)(struct db *db, struct step *step);
};

static enum rc insert(struct db *db, void *data) {
    struct step *step = data;
    TRY(DB_ONE(db, &step->both->arena, &add_person, &step->id, DB_STR(str_from(step->name)),
               DB_INT(step->age), DB_REAL(62.5), DB_BLOB(STR("\0\xff'\\x")), DB_INT(1)));
    return step->more ? step->more(db, step) : RC_OK;
}

static enum rc add(struct both *both, const char *name, int age) {
    struct step step = {.both = both, .name = name, .age = age};
    return database_write(both->store.database, insert, &step);
}

static int64_t people(struct both *both) {
    struct db *db = NULL;
    int64_t n = -1;
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &count_people, &n), RC_OK);
    db_read_end(db);
    return n;
}

static void row__comes_back_as_it_was_written(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    struct person found;
    assert_int_equal(add(both, "Åse Ørsted 🌱", 41), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &find_person, &found, DB_STR(STR("Åse Ørsted 🌱"))),
                     RC_OK);
    assert_true(found.id > 0);
    assert_true(str_is(found.name, STR("Åse Ørsted 🌱")));
    assert_int_equal(found.age, 41);
    assert_true(found.weight > 62.4 && found.weight < 62.6);
    assert_true(str_is(found.photo, STR("\0\xff'\\x")));
    assert_true(found.is_here);
    assert_int_equal(DB_ONE(db, &both->arena, &find_person, &found, DB_STR(STR("nobody"))),
                     RC_ABSENT);
    assert_int_equal(DB_ONE(db, &both->arena, &age_of, &found.id, DB_STR(STR("Åse Ørsted 🌱"))),
                     RC_OK);
    db_read_end(db);
}

static enum rc add_nulls(struct db *db, void *data) {
    struct step *step = data;
    return DB_ONE(db, &step->both->arena, &add_person, &step->id, DB_STR(STR("N")), DB_NULL,
                  DB_NULL, DB_NULL, DB_INT(0));
}

static void null__reads_as_zero_and_the_empty_slice(void **state) {
    struct both *both = get(state);
    struct step step = {.both = both};
    struct db *db = NULL;
    struct person found;
    assert_int_equal(database_write(both->store.database, add_nulls, &step), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &find_person, &found, DB_STR(STR("N"))), RC_OK);
    assert_int_equal(found.age, 0);
    assert_null(found.photo.p);
    assert_int_equal(found.photo.n, 0);
    db_read_end(db);
}

static void parameters__keep_their_numbers_out_of_order(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    struct person found;
    struct str text;
    assert_int_equal(add(both, "Bo", 30), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(
        DB_ONE(db, &both->arena, &find_out_of_order, &found, DB_STR(STR("Bo")), DB_INT(30)), RC_OK);
    assert_int_equal(found.age, 30);
    assert_int_equal(DB_ONE(db, &both->arena, &full_of_traps, &text, DB_STR(STR("!"))), RC_OK);
    assert_true(str_is(text, STR("$9 is 'not' a parameter!")));
    db_read_end(db);
}

static void collation__is_danish_and_the_same_on_both(void **state) {
    static const char *const sorted[] = {"a",   "Ab", "b",  "z", "ZOO",   "æ",
                                         "Ærø", "ø",  "Aa", "å", "Århus", "Aarhus"};
    struct both *both = get(state);
    struct db *db = NULL;
    LIST(struct person) list;
    for (size_t i = 0; i < COUNT(sorted); i++)
        assert_int_equal(add(both, sorted[(i * 5) % COUNT(sorted)], 1), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ALL(db, &both->arena, &list_people, &list, DB_INT(100)), RC_OK);
    assert_int_equal(list.n, COUNT(sorted));
    for (size_t i = 0; i < list.n; i++) assert_string_equal(list.v[i].name.p, sorted[i]);
    db_read_end(db);
}

static enum rc count_row(void *data, const void *row) {
    int *left = data;
    const struct person *person = row;
    assert_true(person->name.n > 0);
    return --*left ? RC_OK : RC_LIMIT;
}

static void each__ends_when_the_callback_says_so(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    char name[16];
    for (int i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "p%d", i);
        assert_int_equal(add(both, name, i), RC_OK);
    }
    int left = 100;
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_EACH(db, &both->arena, &list_people, count_row, &left, DB_INT(1000)),
                     RC_OK);
    assert_int_equal(left, 60);
    left = 3;
    assert_int_equal(DB_EACH(db, &both->arena, &list_people, count_row, &left, DB_INT(1000)),
                     RC_LIMIT);
    int64_t n = 0;
    assert_int_equal(DB_ONE(db, &both->arena, &count_people, &n), RC_OK);
    assert_int_equal(n, 40);
    db_read_end(db);
}

/* --- Failures --- */

static enum rc then_break_reference(struct db *db, struct step *step) {
    (void)step;
    return DB_RUN(db, &add_note, DB_INT(999999), DB_STR(STR("to nobody")));
}

static enum rc then_swallow(struct db *db, struct step *step) {
    enum rc rc = then_break_reference(db, step);
    (void)rc;
    int64_t n = 0;
    assert_int_equal(DB_ONE(db, &step->both->arena, &count_people, &n), RC_CONFLICT);
    return RC_OK;
}

static void failures__say_what_can_be_done_and_leave_nothing(void **state) {
    struct both *both = get(state);
    struct step step = {.both = both, .name = "Dorte", .age = 1, .more = then_break_reference};
    assert_int_equal(add(both, "Carl", 5), RC_OK);
    assert_int_equal(add(both, "Carl", 5), RC_CONFLICT);
    assert_int_equal(add(both, "Minus", -1), RC_INVALID);
    assert_int_equal(add(both, "not \xff text", 1), RC_INVALID);
    assert_int_equal(database_write(both->store.database, insert, &step), RC_CONFLICT);
    step.more = then_swallow;
    assert_int_equal(database_write(both->store.database, insert, &step), RC_CONFLICT);
    assert_int_equal(people(both), 1);
}

static enum rc insert_twice_kindly(struct db *db, void *data) {
    struct step *step = data;
    TRY(DB_ONE(db, &step->both->arena, &add_if_new, &step->id, DB_STR(STR("Eva"))));
    enum rc again = DB_ONE(db, &step->both->arena, &add_if_new, &step->id, DB_STR(STR("Eva")));
    assert_int_equal(again, RC_ABSENT);
    int64_t changed = 0;
    TRY(DB_CHANGED(db, &grow_older, &changed, DB_INT(1)));
    return changed == 1 ? RC_OK : RC_BROKEN;
}

static void absent__spoils_nothing(void **state) {
    struct both *both = get(state);
    struct step step = {.both = both};
    assert_int_equal(database_write(both->store.database, insert_twice_kindly, &step), RC_OK);
    assert_int_equal(people(both), 1);
}

/* --- Many tasks at once --- */

enum { TASKS = 300 };

struct many {
    struct both *both;
    struct db_task tasks[TASKS];
    struct one {
        struct many *many;
        int number;
        enum rc rc;
        struct arena arena;
    } each[TASKS];
    atomic_int left;
};

static enum rc insert_numbered(struct db *db, void *data) {
    struct one *one = data;
    char name[16];
    int64_t id = 0;
    /* every third name is taken already, every seventh breaks a CHECK */
    snprintf(name, sizeof name, "n%d", one->number % 3 ? one->number : 1);
    return DB_ONE(db, &one->arena, &add_person, &id, DB_STR(str_from(name)),
                  DB_INT(one->number % 7 ? 1 : -1), DB_NULL, DB_NULL, DB_INT(0));
}

static void end_numbered(void *data, enum rc rc) {
    struct one *one = data;
    one->rc = rc;
    atomic_fetch_sub(&one->many->left, 1);
}

static void reset_numbered(void *data) {
    arena_release(&((struct one *)data)->arena);
}

static void batch__a_failing_task_takes_no_neighbour_with_it(void **state) {
    struct both *both = get(state);
    static struct many many;
    memset(&many, 0, sizeof many);
    many.both = both;
    atomic_store(&many.left, TASKS);
    for (int i = 0; i < TASKS; i++) {
        many.each[i] = (struct one){.many = &many, .number = i, .rc = RC__N};
        arena_init(&many.each[i].arena, 65536);
        many.tasks[i] = (struct db_task){.apply = insert_numbered,
                                         .reset = reset_numbered,
                                         .done = end_numbered,
                                         .data = &many.each[i]};
        assert_int_equal(database_submit(both->store.database, &many.tasks[i]), RC_OK);
    }
    while (atomic_load(&many.left)) usleep(1000);
    int stored = 0;
    for (int i = 0; i < TASKS; i++) {
        arena_release(&many.each[i].arena);
        stored += many.each[i].rc == RC_OK;
        if (i % 7 == 0)
            assert_true(many.each[i].rc == RC_INVALID || many.each[i].rc == RC_CONFLICT);
        else if (i % 3)
            assert_true(many.each[i].rc == RC_OK || i == 1);
    }
    assert_int_equal(people(both), stored);
    testing_reopen(&both->store); /* and it is on disk */
    assert_int_equal(people(both), stored);
}

struct gate {
    pthread_mutex_t mutex;
    struct both *both;
    atomic_int done;
};

static enum rc wait_at_gate(struct db *db, void *data) {
    struct gate *gate = data;
    (void)db;
    pthread_mutex_lock(&gate->mutex);
    pthread_mutex_unlock(&gate->mutex);
    return RC_OK;
}

static void pass_gate(void *data, enum rc rc) {
    struct gate *gate = data;
    assert_int_equal(rc, RC_OK);
    atomic_fetch_add(&gate->done, 1);
}

static void queue__is_bounded_and_says_busy(void **state) {
    struct both *both = get(state);
    struct gate gate = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    struct db_task tasks[20];
    both->store.options.queue_max = 10;
    both->store.options.writers = 1;
    both->store.options.batch_max = 1;
    testing_reopen(&both->store);
    pthread_mutex_lock(&gate.mutex);
    int taken = 0, busy = 0;
    for (size_t i = 0; i < COUNT(tasks); i++) {
        tasks[i] = (struct db_task){.apply = wait_at_gate, .done = pass_gate, .data = &gate};
        enum rc rc = database_submit(both->store.database, &tasks[i]);
        assert_true(rc == RC_OK || rc == RC_BUSY);
        taken += rc == RC_OK;
        busy += rc == RC_BUSY;
    }
    assert_true(taken == 10 || taken == 11);
    assert_int_equal(taken + busy, COUNT(tasks));
    pthread_mutex_unlock(&gate.mutex);
    database_close(both->store.database); /* finishes what was submitted */
    both->store.database = NULL;
    assert_int_equal(atomic_load(&gate.done), taken);
}

/* Read, then write what was read plus one: lost updates would show. */
static enum rc add_one(struct db *db, void *data) {
    struct arena arena;
    int64_t age = 0;
    (void)data;
    arena_init(&arena, 65536);
    enum rc rc = DB_ONE(db, &arena, &age_of, &age, DB_STR(STR("Tæller")));
    arena_release(&arena);
    if (rc != RC_OK) return rc;
    return DB_RUN(db, &set_age, DB_STR(STR("Tæller")), DB_INT(age + 1));
}

static void *add_many(void *data) {
    struct both *both = data;
    intptr_t ok = 0;
    for (int i = 0; i < 50; i++) ok += database_write(both->store.database, add_one, NULL) == RC_OK;
    return (void *)ok;
}

static void transactions__lose_no_update(void **state) {
    struct both *both = get(state);
    pthread_t threads[6];
    struct db *db = NULL;
    int64_t age = -1;
    intptr_t acknowledged = 0;
    assert_int_equal(add(both, "Tæller", 0), RC_OK);
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, add_many, both), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        void *ok = NULL;
        pthread_join(threads[i], &ok);
        acknowledged += (intptr_t)ok;
    }
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &age_of, &age, DB_STR(STR("Tæller"))), RC_OK);
    db_read_end(db);
    assert_int_equal(age, acknowledged);
    assert_true(acknowledged > 0);
}

/* --- Reading --- */

static void page__sees_one_state(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    int64_t before = -1, after = -1;
    assert_int_equal(add(both, "first", 1), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &count_people, &before), RC_OK);
    assert_int_equal(add(both, "second", 1), RC_OK);
    assert_int_equal(DB_ONE(db, &both->arena, &count_people, &after), RC_OK);
    db_read_end(db);
    assert_int_equal(before, 1);
    assert_int_equal(after, 1);
    assert_int_equal(people(both), 2);
}

static void reader__cannot_write(void **state) {
    struct both *both = get(state);
    struct db *db = NULL;
    assert_int_equal(add(both, "only", 1), RC_OK);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    assert_int_equal(DB_RUN(db, &set_age, DB_STR(STR("only")), DB_INT(7)), RC_BROKEN);
    db_read_end(db);
    assert_int_equal(db_read_begin(both->store.database, &db), RC_OK);
    int64_t age = 0;
    assert_int_equal(DB_ONE(db, &both->arena, &age_of, &age, DB_STR(STR("only"))), RC_OK);
    assert_int_equal(age, 1);
    db_read_end(db);
}

/* --- Publishing --- */

struct ear {
    pthread_mutex_t mutex;
    char text[512];
};

static void hear(void *data, struct str topic, struct str payload) {
    struct ear *ear = data;
    pthread_mutex_lock(&ear->mutex);
    size_t n = strlen(ear->text);
    snprintf(ear->text + n, sizeof ear->text - n, "%.*s=%.*s;", STR_ARG(topic), STR_ARG(payload));
    pthread_mutex_unlock(&ear->mutex);
}

static enum rc then_publish(struct db *db, struct step *step) {
    TRY(db_publish(db, STR("one"), str_from(step->name)));
    TRY(db_publish(db, STR("two"), STR("line\nline")));
    return step->age == 13 ? RC_CONFLICT : RC_OK;
}

static void publish__reaches_the_listener_only_after_commit(void **state) {
    struct both *both = get(state);
    static struct ear ear = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    struct step step = {.both = both, .name = "undone", .age = 13, .more = then_publish};
    *ear.text = '\0';
    database_set_listener(both->store.database, hear, &ear);
    assert_int_equal(database_write(both->store.database, insert, &step), RC_CONFLICT);
    step.name = "kept";
    step.age = 14;
    assert_int_equal(database_write(both->store.database, insert, &step), RC_OK);
    for (int i = 0; i < 500; i++) {
        pthread_mutex_lock(&ear.mutex);
        bool heard = strlen(ear.text) > 0 && strstr(ear.text, "two");
        pthread_mutex_unlock(&ear.mutex);
        if (heard) break;
        usleep(10000);
    }
    assert_string_equal(ear.text, "one=kept;two=line\nline;");
}

/* --- Checks --- */

static void show(void *data, const char *text) {
    (void)data;
    fprintf(stderr, "%s\n", text);
}

static void declared_queries__pass_their_checks(void **state) {
    struct both *both = get(state);
    struct db_report report = {show, NULL};
    assert_int_equal(database_check_queries(both->store.database, query_sets, &report), 0);
    assert_int_equal(db_lint_queries(query_sets, &report), 0);
    assert_int_equal(db_lint_migrations(sets, &report), 0);
    assert_true(strlen(database_engine(both->store.database)) > 8);
}

#define ON_BOTH(test)                                                                              \
    {#test "__sqlite", test, on_sqlite, tear_down, NULL}, {                                        \
#test "__postgresql", test, on_pg, tear_down, NULL                                         \
    }

int main(void) {
    const struct CMUnitTest tests[] = {
        ON_BOTH(row__comes_back_as_it_was_written),
        ON_BOTH(null__reads_as_zero_and_the_empty_slice),
        ON_BOTH(parameters__keep_their_numbers_out_of_order),
        ON_BOTH(collation__is_danish_and_the_same_on_both),
        ON_BOTH(each__ends_when_the_callback_says_so),
        ON_BOTH(failures__say_what_can_be_done_and_leave_nothing),
        ON_BOTH(absent__spoils_nothing),
        ON_BOTH(batch__a_failing_task_takes_no_neighbour_with_it),
        ON_BOTH(queue__is_bounded_and_says_busy),
        ON_BOTH(transactions__lose_no_update),
        ON_BOTH(page__sees_one_state),
        ON_BOTH(reader__cannot_write),
        ON_BOTH(publish__reaches_the_listener_only_after_commit),
        ON_BOTH(declared_queries__pass_their_checks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
