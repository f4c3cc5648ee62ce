/* The control socket: which lines are taken, and a real call over a real socket. */
#include "app/control.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    char folder[64];
    struct control_server *server;
    int64_t shown; /* last progress the client heard */
};

static int start(void **state) {
    static struct fixture fixture;
    fixture = (struct fixture){.folder = "/tmp/samskab-control-XXXXXX"};
    arena_init(&fixture.arena, 8 << 20);
    *state = &fixture;
    return mkdtemp(fixture.folder) ? 0 : -1;
}

static int stop(void **state) {
    struct fixture *f = *state;
    if (f->server) control_stop(f->server);
    arena_release(&f->arena);
    return rmdir(f->folder);
}

/* ---- lines ---- */

static void request__reads_back_what_was_written(void **state) {
    struct fixture *f = *state;
    struct control_request sent = {.command = STR("user-create")}, got;
    struct buf out;
    control_add(&sent.values, "name", STR("Åse \"Ø\"\n"));
    control_add(&sent.values, "empty", STR(""));
    buf_init(&out, &f->arena, CONTROL_LINE_MAX);
    control_write_request(&out, &sent);
    assert_true(buf_ok(&out));
    struct str line = str_slice(buf_str(&out), 0, out.n - 1);
    assert_int_equal(str_find(line, '\n', 0), line.n);
    assert_int_equal(control_read_request(&f->arena, line, &got), RC_OK);
    assert_true(str_is(got.command, sent.command));
    assert_int_equal(got.values.n, 2);
    assert_true(str_is(control_value(&got.values, "name"), STR("Åse \"Ø\"\n")));
    assert_int_equal(control_value(&got.values, "empty").n, 0);
    assert_int_equal(control_value(&got.values, "other").n, 0);
}

static void request__refuses_everything_else(void **state) {
    struct fixture *f = *state;
    struct control_request request;
    static const char *const bad[] = {
        "",
        "x",
        "[]",
        "{}",
        "null",
        "{\"command\": 1}",
        "{\"command\": \"\"}",
        "{\"command\": \"Import\"}",
        "{\"command\": \"a/b\"}",
        "{\"command\": \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\"}",
        "{\"command\": \"import\", \"command\": \"import\"}",
        "{\"command\": \"import\", \"other\": {}}",
        "{\"command\": \"import\", \"values\": []}",
        "{\"command\": \"import\", \"values\": {\"a\": 1}}",
        "{\"command\": \"import\", \"values\": {\"a\": {\"b\": \"c\"}}}",
        "{\"command\": \"import\", \"values\": {\"a\": \"\\u0000\"}}",
        "{\"command\": \"import\"} {}",
        "{\"command\": \"import\"",
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (control_read_request(&f->arena, str_from(bad[i]), &request) != RC_INVALID)
            fail_msg("took %s", bad[i]);
}

static void request__refuses_more_values_than_there_is_room_for(void **state) {
    struct fixture *f = *state;
    struct control_request request;
    struct buf line;
    buf_init(&line, &f->arena, CONTROL_LINE_MAX);
    buf_lit(&line, "{\"command\": \"import\", \"values\": {\"a\": \"\"");
    for (int i = 0; i < CONTROL_VALUES_MAX; i++) buf_format(&line, ", \"b%d\": \"\"", i);
    buf_lit(&line, "}}");
    assert_int_equal(control_read_request(&f->arena, buf_str(&line), &request), RC_INVALID);
}

static void answer__reads_back_each_kind(void **state) {
    struct fixture *f = *state;
    struct control_answer sent[] = {
        {.kind = CONTROL_PROGRESS, .done = 3, .all = 7},
        {.kind = CONTROL_RESULT},
        {.kind = CONTROL_ERROR, .code = RC_CONFLICT, .text = STR("line 3: \"x\"")},
    };
    control_add(&sent[1].values, "link", STR("http://x/"));
    for (size_t i = 0; i < COUNT(sent); i++) {
        struct control_answer got;
        struct buf out;
        buf_init(&out, &f->arena, CONTROL_LINE_MAX);
        control_write_answer(&out, &sent[i]);
        struct str line = str_slice(buf_str(&out), 0, out.n - 1);
        assert_int_equal(control_read_answer(&f->arena, line, &got), RC_OK);
        assert_int_equal(got.kind, sent[i].kind);
        assert_int_equal(got.done, sent[i].done);
        assert_int_equal(got.all, sent[i].all);
        assert_int_equal(got.code, sent[i].code);
        assert_true(str_is(got.text, sent[i].text));
        assert_int_equal(got.values.n, sent[i].values.n);
    }
}

static void answer__refuses_unknown_codes_and_mixtures(void **state) {
    struct fixture *f = *state;
    struct control_answer answer;
    static const char *const bad[] = {
        "{\"error\": \"ok\", \"text\": \"\"}",
        "{\"error\": \"odd\", \"text\": \"\"}",
        "{\"error\": \"busy\"}",
        "{\"progress\": [1]}",
        "{\"progress\": [1, \"2\"]}",
        "{\"progress\": [1, 2], \"result\": {}}",
        "{\"result\": {\"a\": 1}}",
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        if (control_read_answer(&f->arena, str_from(bad[i]), &answer) != RC_INVALID)
            fail_msg("took %s", bad[i]);
}

/* ---- a call ---- */

/* Answers with the command, the first bytes of the file and two steps of progress. */
static void echo(struct control_call *call) {
    char bytes[16] = "";
    ssize_t n = call->file >= 0 ? read(call->file, bytes, sizeof bytes) : 0;
    if (str_is(call->request->command, STR("fail"))) {
        *call->answer = (struct control_answer){
            .kind = CONTROL_ERROR, .code = RC_LIMIT, .text = STR("too large")};
        return;
    }
    control_progress(call, 1, 2);
    control_progress(call, 2, 2);
    struct str file = str_copy(call->arena, (struct str){bytes, n > 0 ? (size_t)n : 0});
    *call->answer = (struct control_answer){.kind = CONTROL_RESULT};
    control_add(&call->answer->values, "command", call->request->command);
    control_add(&call->answer->values, "file", file);
    control_add(&call->answer->values, "name", control_value(&call->request->values, "name"));
}

static void hear(void *data, int64_t done, int64_t all) {
    struct fixture *f = data;
    assert_int_equal(all, 2);
    f->shown = done;
}

static enum rc call(struct fixture *f, struct str command, int file,
                    struct control_answer *answer) {
    struct control_request request = {.command = command};
    const struct control_client client = {file, hear, f};
    control_add(&request.values, "name", STR("Åse"));
    return control_call(&f->arena, f->folder, &request, &client, answer);
}

static void serve_echo(struct fixture *f) {
    assert_int_equal(control_start(&f->arena, f->folder, echo, NULL, &f->server), RC_OK);
}

static void call__passes_values_file_progress_and_result(void **state) {
    struct fixture *f = *state;
    struct control_answer answer;
    serve_echo(f);
    int file = memfd_create("ballots", MFD_CLOEXEC);
    assert_int_equal(write(file, "META", 4), 4);
    assert_int_equal(lseek(file, 0, SEEK_SET), 0);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(lseek(file, 0, SEEK_SET), 0);
        f->shown = 0;
        assert_int_equal(call(f, STR("echo"), file, &answer), RC_OK);
        assert_int_equal(answer.kind, CONTROL_RESULT);
        assert_int_equal(f->shown, 2);
        assert_true(str_is(control_value(&answer.values, "file"), STR("META")));
        assert_true(str_is(control_value(&answer.values, "name"), STR("Åse")));
    }
    assert_int_equal(call(f, STR("fail"), -1, &answer), RC_OK);
    assert_int_equal(answer.kind, CONTROL_ERROR);
    assert_int_equal(answer.code, RC_LIMIT);
    assert_int_equal(close(file), 0);
}

static void call__finds_nobody_where_no_server_is(void **state) {
    struct fixture *f = *state;
    struct control_answer answer;
    assert_int_equal(call(f, STR("echo"), -1, &answer), RC_ABSENT);
    serve_echo(f);
    control_stop(f->server);
    f->server = NULL;
    assert_int_equal(call(f, STR("echo"), -1, &answer), RC_ABSENT);
}

static void server__takes_over_a_socket_left_behind_and_keeps_it_private(void **state) {
    struct fixture *f = *state;
    struct stat facts;
    struct control_answer answer;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/control", f->folder);
    int left = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    assert_true(left >= 0);
    assert_int_equal(close(left), 0);
    serve_echo(f);
    assert_int_equal(lstat(path, &facts), 0);
    assert_true(S_ISSOCK(facts.st_mode));
    assert_int_equal(facts.st_mode & 0777, 0600);
    assert_int_equal(call(f, STR("echo"), -1, &answer), RC_OK);
}

/* Whatever comes in, the next caller is served. */
static void server__survives_broken_callers(void **state) {
    struct fixture *f = *state;
    struct control_answer answer;
    char *long_line = arena_alloc(&f->arena, 2 * CONTROL_LINE_MAX);
    serve_echo(f);
    memset(long_line, 'x', 2 * CONTROL_LINE_MAX);
    const struct str hostile[] = {STR(""),     STR("\n"),       STR("{\"command\""),
                                  STR("{}\n"), STR("\0\0\0\n"), {long_line, 2 * CONTROL_LINE_MAX}};
    for (size_t i = 0; i < COUNT(hostile); i++) {
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        (void)snprintf(address.sun_path, sizeof address.sun_path, "%s/control", f->folder);
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_int_equal(connect(fd, (const struct sockaddr *)&address, sizeof address), 0);
        ssize_t sent = send(fd, hostile[i].p, hostile[i].n, MSG_NOSIGNAL);
        (void)sent;
        assert_int_equal(close(fd), 0);
        assert_int_equal(call(f, STR("echo"), -1, &answer), RC_OK);
        assert_int_equal(answer.kind, CONTROL_RESULT);
    }
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, start, stop)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(request__reads_back_what_was_written),
        IN_FOLDER(request__refuses_everything_else),
        IN_FOLDER(request__refuses_more_values_than_there_is_room_for),
        IN_FOLDER(answer__reads_back_each_kind),
        IN_FOLDER(answer__refuses_unknown_codes_and_mixtures),
        IN_FOLDER(call__passes_values_file_progress_and_result),
        IN_FOLDER(call__finds_nobody_where_no_server_is),
        IN_FOLDER(server__takes_over_a_socket_left_behind_and_keeps_it_private),
        IN_FOLDER(server__survives_broken_callers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
