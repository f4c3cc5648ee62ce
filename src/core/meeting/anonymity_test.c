/* Anonymous really: an exercise is run and closed, the database forgets, and then somebody with a
   copy of its files tries to say whose an answer or a note is, or when it was written. The same
   attempts succeed while the exercise is open, and against a naive table beside it. */
#include "core/meeting/test_tools.h"
#include "core/own_data.h"
#include "kit/site.h"
#include "platform/jobs.h"
#include "platform/schema.h"
#include "platform/secret.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PEOPLE = 60, ID_BYTES = 8 };

const struct own_data *const own_data_stores[] = {NULL};

static const struct migration naive_steps[] = {
    {"001-naive", "CREATE TABLE naive (id @pk, text TEXT NOT NULL, tag @blob) @strict;"}};
static const struct migration_set naive_migrations = {"naive", naive_steps, COUNT(naive_steps)};
extern const struct migration_set people_migrations, initiative_migrations;
static const struct migration_set *const migrations[] = {
    &platform_migrations, &people_migrations, &initiative_migrations,
    &meeting_migrations,  &naive_migrations,  NULL};

static const struct db_query insert_naive = {
    "naive.insert", "INSERT INTO naive (text, tag) VALUES ($1, $2)", "tb", .writes = true};
static const struct db_query forget_naive = {"naive.forget", "UPDATE naive SET tag = NULL", "",
                                             .writes = true, .may_scan = true};
static const struct db_query list_naive = {
    "naive.list",     "SELECT text FROM naive ORDER BY id",        "", DB_ROW_STR,
    .may_scan = true, .pg = "SELECT text FROM naive ORDER BY ctid"};
static const struct db_query list_by_id = {
    "test.by_id", "SELECT text FROM note WHERE exercise_id = $1 ORDER BY id", "i", DB_ROW_STR};
static const struct db_query list_by_place = {
    .name = "test.by_place",
    .pg = "SELECT text FROM note WHERE exercise_id = $1 ORDER BY ctid",
    .params = "i",
    DB_ROW_STR};
static const struct db_query count_writers = {
    .name = "test.xmin",
    .pg = "SELECT count(DISTINCT xmin::text) FROM note WHERE exercise_id = $1",
    .params = "i",
    DB_ROW_I64};
static const struct db_query count_answer_writers = {
    .name = "test.answer_xmin",
    .pg = "SELECT count(DISTINCT xmin::text) FROM answer WHERE exercise_id = $1",
    .params = "i",
    DB_ROW_I64};
#define WRITERS_OF(table)                                                                          \
    {                                                                                              \
        .name = "test.xmin_" #table,                                                               \
        .pg = "SELECT count(DISTINCT xmin::text) FROM " #table " WHERE exercise_id = $1",          \
        .params = "i", DB_ROW_I64                                                                  \
    }
static const struct db_query count_link_writers = WRITERS_OF(note_link);
static const struct db_query count_cluster_writers = WRITERS_OF(note_cluster);
static const struct db_query count_dots = {
    "test.dots", "SELECT count(*) FROM note_dot WHERE exercise_id = $1", "i", DB_ROW_I64};
static const struct db_query data_folder = {
    .name = "test.folder", .pg = "SHOW data_directory", .params = "", DB_ROW_STR};
static const struct db_query own_folder = {
    .name = "test.own_folder",
    .pg = "SELECT 'base/' || oid::text FROM pg_database WHERE datname = current_database()",
    .params = "",
    DB_ROW_STR};
/* ---- an exercise, each deed in a transaction of its own ---- */

struct scene {
    struct testing_store store;
    struct test_run run;
    struct arena arena;
    const struct tool *tool;
    enum rc (*deed)(struct request *request, struct scene *scene);
    size_t who;
    uint64_t notes[PEOPLE];
    unsigned char tags[PEOPLE][SEAT_TAG_BYTES];
};

static enum rc do_deed(struct db *db, void *data) {
    struct scene *scene = data;
    struct request request = {
        .arena = &scene->arena, .site = &test_tools_site, .now = TESTING_NOW, .db = db};
    return scene->deed(&request, scene);
}

static void act(struct scene *scene, enum rc (*deed)(struct request *request, struct scene *)) {
    scene->deed = deed;
    assert_int_equal(database_write(scene->store.database, do_deed, scene), RC_OK);
}

static enum rc begin(struct request *request, struct scene *scene) {
    TRY(test_run_begin(request, scene->tool, &scene->run));
    TRY(test_run_seats(request, &scene->run, PEOPLE));
    TRY(exercise_start(request, &scene->run.exercise));
    for (size_t i = 0; i < PEOPLE; i++) {
        struct str tag = seat_tag(request, &scene->run.seats[i], scene->run.exercise.public_id);
        CHECK(tag.n == SEAT_TAG_BYTES);
        memcpy(scene->tags[i], tag.p, tag.n);
        scene->notes[i] = id_random();
    }
    return RC_OK;
}

static enum rc score(struct request *request, struct scene *scene) {
    return test_run_score(request, &scene->run, scene->who, (int)(scene->who % 6));
}

static enum rc go_on(struct request *request, struct scene *scene) {
    return exercise_go(request, &scene->run.exercise, 1);
}

static struct str text_by(struct arena *arena, size_t who) {
    return str_format(arena, "sedd-%03zu-%0180zu", who, who);
}

/* What the naive table keeps, other bytes than the real tag. */
static void naive_tag(const struct scene *scene, size_t who, unsigned char tag[SEAT_TAG_BYTES]) {
    for (size_t i = 0; i < SEAT_TAG_BYTES; i++) tag[i] = scene->tags[who][i] ^ 0x5A;
}

static enum rc write_note(struct request *request, struct scene *scene) {
    const struct note_save save = {.exercise = &scene->run.exercise,
                                   .seat = &scene->run.seats[scene->who],
                                   .id = scene->notes[scene->who],
                                   .region =
                                       scene->tool == &test_star ? STR("else") : STR("advice"),
                                   .text = text_by(request->arena, scene->who)};
    const struct str naive = str_format(request->arena, "naiv-%03zu-", scene->who);
    unsigned char whose[SEAT_TAG_BYTES];
    naive_tag(scene, scene->who, whose);
    const struct str tag = {(const char *)whose, sizeof whose};
    TRY(DB_RUN(request->db, &insert_naive, DB_STR(naive), DB_BLOB(tag)));
    return note_save(request, &save);
}

static enum rc close_it(struct request *request, struct scene *scene) {
    TRY(DB_RUN(request->db, &forget_naive));
    return exercise_close(request, &scene->run.exercise);
}

/* On a board: she links her note to the next one's, gathers it, and puts a dot on a third. */
static enum rc link_note(struct request *request, struct scene *scene) {
    const struct board_link link = {.a = scene->notes[scene->who],
                                    .b = scene->notes[(scene->who + 1) % PEOPLE]};
    struct board_act act =
        test_board_act(request, &scene->run, (int)scene->who, scene->notes[scene->who]);
    TRY(board_gather(request, &act, str_format(request->arena, "bunke %zu", scene->who % 7)));
    return board_link(request, &scene->run.exercise, &scene->run.seats[scene->who], &link);
}

static enum rc put_dot(struct request *request, struct scene *scene) {
    const struct board_dots dots = {&scene->notes[(scene->who + 2) % PEOPLE], 1};
    return board_dots_save(request, &scene->run.exercise, &scene->run.seats[scene->who], &dots);
}

/* The order in which people write: not that of their seats. */
static size_t writer(size_t turn) {
    return (turn * 37 + 11) % PEOPLE;
}

static void all_do(struct scene *scene, enum rc (*deed)(struct request *, struct scene *)) {
    for (size_t i = 0; i < PEOPLE; i++) {
        scene->who = writer(i);
        act(scene, deed);
    }
}

static void play_board(struct scene *scene) {
    act(scene, begin);
    all_do(scene, write_note);
    act(scene, go_on);
    all_do(scene, link_note);
    act(scene, go_on);
    all_do(scene, put_dot);
}

static void play(struct scene *scene) {
    act(scene, begin);
    all_do(scene, score);
    for (int i = 0; i < 4; i++) act(scene, go_on);
    all_do(scene, write_note);
}

/* ---- looking into the files ---- */

struct found {
    size_t tags, ids;     /* that are somewhere in the files */
    size_t naive_tags;    /* of the naive table */
    size_t texts[PEOPLE]; /* copies of each note's text */
    long at[PEOPLE];      /* where the last was */
    size_t files, bytes;
};
static struct found found;

static bool is_at(const unsigned char *p, size_t left, const void *needle, size_t n) {
    return left >= n && !memcmp(p, needle, n);
}

static void id_bytes(uint64_t id, bool big, unsigned char bytes[ID_BYTES]) {
    for (int i = 0; i < ID_BYTES; i++)
        bytes[big ? ID_BYTES - 1 - i : i] = (unsigned char)(id >> 8 * i);
}

/* Everything that is sought, by its first two bytes, so that most places cost one look. */
struct needle {
    unsigned char bytes[SEAT_TAG_BYTES];
    size_t n, *count;
};
static struct needle needles[4 * PEOPLE];
static size_t n_needles;
static bool begins[1 << 16];

static void add_needle(const unsigned char *bytes, size_t n, size_t *count) {
    struct needle *needle = &needles[n_needles++];
    memcpy(needle->bytes, bytes, n);
    needle->n = n;
    needle->count = count;
    begins[bytes[0] << 8 | bytes[1]] = true;
}

static void prepare_needles(const struct scene *scene) {
    memset(begins, 0, sizeof begins);
    n_needles = 0;
    begins['s' << 8 | 'e'] = true;
    for (size_t i = 0; i < PEOPLE; i++) {
        unsigned char naive[SEAT_TAG_BYTES], big[ID_BYTES], little[ID_BYTES];
        naive_tag(scene, i, naive);
        id_bytes(scene->notes[i], true, big);
        id_bytes(scene->notes[i], false, little);
        add_needle(scene->tags[i], SEAT_TAG_BYTES, &found.tags);
        add_needle(naive, SEAT_TAG_BYTES, &found.naive_tags);
        add_needle(big, ID_BYTES, &found.ids);
        add_needle(little, ID_BYTES, &found.ids);
    }
}

static void look_at(const unsigned char *p, size_t left, long at) {
    for (size_t i = 0; i < n_needles; i++)
        *needles[i].count += is_at(p, left, needles[i].bytes, needles[i].n);
    if (!is_at(p, left, "sedd-", 5) || left < 9) return;
    size_t who = (size_t)((p[5] - '0') * 100 + (p[6] - '0') * 10 + p[7] - '0');
    if (who >= PEOPLE) return;
    found.texts[who]++;
    found.at[who] = at;
}

static int read_file(const char *path, const struct stat *facts, int kind, struct FTW *walk) {
    (void)walk;
    if (kind != FTW_F || facts->st_size == 0) return 0;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    unsigned char *bytes = malloc((size_t)facts->st_size);
    size_t n = fread(bytes, 1, (size_t)facts->st_size, file);
    fclose(file);
    for (size_t i = 0; i + 1 < n; i++)
        if (begins[bytes[i] << 8 | bytes[i + 1]]) look_at(bytes + i, n - i, (long)i);
    free(bytes);
    found.files++;
    found.bytes += n;
    return 0;
}

static struct str ask_folder(struct scene *scene, const struct db_query *query) {
    struct db *db;
    struct str folder;
    assert_int_equal(db_read_begin(scene->store.database, &db), RC_OK);
    assert_int_equal(DB_ONE(db, &scene->arena, query, &folder), RC_OK);
    db_read_end(db);
    return folder;
}

static void search(struct scene *scene) {
    found = (struct found){0};
    prepare_needles(scene);
    if (scene->store.engine == TESTING_SQLITE) {
        nftw(scene->store.folder, read_file, 8, FTW_PHYS);
        return;
    }
    struct str root = ask_folder(scene, &data_folder), own = ask_folder(scene, &own_folder);
    struct str path = str_format(&scene->arena, "%.*s/%.*s", STR_ARG(root), STR_ARG(own));
    nftw(path.p, read_file, 8, FTW_PHYS);
    path = str_format(&scene->arena, "%.*s/pg_wal", STR_ARG(root));
    nftw(path.p, read_file, 8, FTW_PHYS);
}

/* ---- guessing by order ---- */

/* How far an order of rows is from the order of writing: 0 and the most are the same order and its
   reverse; unrelated orders lie in the middle, give or take. */
static long inversions(const size_t *order) {
    size_t turn[PEOPLE];
    long n = 0;
    for (size_t i = 0; i < PEOPLE; i++) turn[writer(i)] = i;
    for (size_t i = 0; i < PEOPLE; i++)
        for (size_t j = i + 1; j < PEOPLE; j++) n += turn[order[i]] > turn[order[j]];
    return n;
}

/* Six standard deviations: sqrt(n(n - 1)(2n + 5) / 72), about 78 for 60. */
static bool tells_nothing(const size_t *order) {
    const long most = PEOPLE * (PEOPLE - 1) / 2;
    return labs(inversions(order) - most / 2) < 6 * 79;
}

struct texts {
    LIST(struct str) rows;
};

static void read_order(struct scene *scene, const struct db_query *query, size_t order[PEOPLE]) {
    struct db *db;
    struct texts texts = {0};
    int64_t id = scene->run.exercise.id;
    assert_int_equal(db_read_begin(scene->store.database, &db), RC_OK);
    enum rc rc = *query->params ? DB_ALL(db, &scene->arena, query, &texts.rows, DB_INT(id))
                                : DB_ALL(db, &scene->arena, query, &texts.rows);
    assert_int_equal(rc, RC_OK);
    db_read_end(db);
    assert_int_equal(texts.rows.n, PEOPLE);
    for (size_t i = 0; i < PEOPLE; i++) {
        int64_t who;
        assert_int_equal(str_to_i64(str_slice(texts.rows.v[i], 5, 8), &who), RC_OK);
        order[i] = (size_t)who;
    }
}

static int by_place(const void *a, const void *b) {
    long x = found.at[*(const size_t *)a], y = found.at[*(const size_t *)b];
    return (x > y) - (x < y);
}

static int64_t ask_number(struct scene *scene, const struct db_query *query) {
    struct db *db;
    int64_t n = 0;
    assert_int_equal(db_read_begin(scene->store.database, &db), RC_OK);
    enum rc rc = *query->params
                     ? DB_ONE(db, &scene->arena, query, &n, DB_INT(scene->run.exercise.id))
                     : DB_ONE(db, &scene->arena, query, &n);
    assert_int_equal(rc, RC_OK);
    db_read_end(db);
    return n;
}

/* ---- the attempts ---- */

static void try_while_open(struct scene *scene) {
    search(scene);
    assert_true(found.tags >= PEOPLE); /* the search can find what is there */
    assert_true(found.ids >= PEOPLE);
}

static void try_naive(struct scene *scene) {
    size_t order[PEOPLE];
    read_order(scene, &list_naive, order);
    for (size_t i = 0; i < PEOPLE; i++) assert_int_equal(order[i], writer(i));
    assert_false(tells_nothing(order));
    /* Setting the column to NULL leaves the old rows in PostgreSQL's files; SQLite overwrites. */
    if (scene->store.engine == TESTING_PG) assert_true(found.naive_tags >= PEOPLE);
}

static void try_closed(struct scene *scene) {
    size_t order[PEOPLE], copies = 0;
    search(scene);
    for (size_t i = 0; i < PEOPLE; i++) copies += found.texts[i];
    print_message("%zu files, %zu KB: %zu tags, %zu old keys, %zu copies of %d notes\n",
                  found.files, found.bytes / 1024, found.tags, found.ids, copies, PEOPLE);
    assert_int_equal(found.tags, 0);
    assert_int_equal(found.ids, 0);
    read_order(scene, &list_by_id, order);
    assert_true(tells_nothing(order));
    if (scene->store.engine == TESTING_PG) {
        read_order(scene, &list_by_place, order);
        assert_true(tells_nothing(order));
        assert_int_equal(ask_number(scene, &count_writers), 1);
        if (scene->tool == &test_star)
            assert_int_equal(ask_number(scene, &count_answer_writers), 1);
        if (scene->tool != &test_star) {
            assert_int_equal(ask_number(scene, &count_link_writers), 1);
            assert_int_equal(ask_number(scene, &count_cluster_writers), 1);
        }
        return;
    }
    assert_int_equal(copies, PEOPLE); /* no older copy in a free place of a page */
    for (size_t i = 0; i < PEOPLE; i++) order[i] = i;
    qsort(order, PEOPLE, sizeof *order, by_place);
    assert_true(tells_nothing(order));
}

static const char *const tables[] = {"answer",   "note",         "action_note",  "exercise_round",
                                     "seat",     "note_detail",  "note_cluster", "note_link",
                                     "note_dot", "note_history", "note_origin",  NULL};

static void a_copy_of_the_database(enum testing_engine engine, const struct tool *tool) {
    static struct scene scene;
    memset(&scene, 0, sizeof scene);
    scene.tool = tool;
    if (!testing_has(engine)) {
        skip();
        return;
    }
    assert_int_equal(secret_start(), RC_OK);
    arena_init(&scene.arena, 256 << 20);
    testing_open(&scene.store, engine, migrations);
    if (tool == &test_star)
        play(&scene);
    else
        play_board(&scene);
    try_while_open(&scene);
    if (engine == TESTING_PG) {
        /* before closing: the rows of note were written one transaction each */
        assert_int_equal(ask_number(&scene, &count_writers), PEOPLE);
    }
    if (tool != &test_star) assert_int_equal(ask_number(&scene, &count_dots), PEOPLE);
    act(&scene, close_it);
    enum rc rc = RC_BUSY;
    for (int i = 0; i < 10 && rc == RC_BUSY; i++)
        rc = database_forget(scene.store.database, tables);
    assert_int_equal(rc, RC_OK);
    try_closed(&scene);
    assert_int_equal(ask_number(&scene, &count_dots), 0);
    try_naive(&scene);
    arena_release(&scene.arena);
    testing_close(&scene.store);
}

static void a_copy_of_sqlite__links_no_answer_to_a_seat_or_a_time(void **unused) {
    (void)unused;
    a_copy_of_the_database(TESTING_SQLITE, &test_star);
}

static void a_copy_of_postgresql__links_no_answer_to_a_seat_or_a_time(void **unused) {
    (void)unused;
    a_copy_of_the_database(TESTING_PG, &test_star);
}

static void
a_copy_of_sqlite__links_no_note_dot_or_link_of_a_board_to_a_seat_or_a_time(void **unused) {
    (void)unused;
    a_copy_of_the_database(TESTING_SQLITE, &test_harvest);
}

static void
a_copy_of_postgresql__links_no_note_dot_or_link_of_a_board_to_a_seat_or_a_time(void **unused) {
    (void)unused;
    a_copy_of_the_database(TESTING_PG, &test_harvest);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_copy_of_sqlite__links_no_answer_to_a_seat_or_a_time),
        cmocka_unit_test(a_copy_of_postgresql__links_no_answer_to_a_seat_or_a_time),
        cmocka_unit_test(
            a_copy_of_sqlite__links_no_note_dot_or_link_of_a_board_to_a_seat_or_a_time),
        cmocka_unit_test(
            a_copy_of_postgresql__links_no_note_dot_or_link_of_a_board_to_a_seat_or_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
