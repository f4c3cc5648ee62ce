/* Configuration files and flags: what is read, and what is refused and where. */
#include "app/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct config config;
    struct config_fault fault;
};

static int start(void **state) {
    static struct fixture fixture;
    arena_init(&fixture.arena, 1 << 20);
    config_init(&fixture.config);
    *state = &fixture;
    return 0;
}

static int stop(void **state) {
    arena_release(&((struct fixture *)*state)->arena);
    return 0;
}

static enum rc read_text(struct fixture *f, const char *text) {
    return config_read(&f->arena, str_from(text), &f->config, &f->fault);
}

static void assert_str(struct str s, const char *expected) {
    assert_int_equal(s.n, strlen(expected));
    if (s.n) assert_memory_equal(s.p, expected, s.n);
}

static void assert_refused(struct fixture *f, const char *text, int line, const char *part) {
    config_init(&f->config);
    assert_int_equal(read_text(f, text), RC_INVALID);
    assert_int_equal(f->fault.line, line);
    const char *message = str_c(&f->arena, f->fault.message);
    assert_non_null(message);
    if (!strstr(message, part)) fail_msg("message is: %s", message);
}

static size_t key_number(const char *name) {
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++)
        if (!strcmp(keys[i].name, name)) return i;
    fail_msg("no key %s", name);
    return 0;
}

static void config__defaults_are_values_that_could_be_written(void **state) {
    struct fixture *f = *state;
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++) {
        struct str value = str_from(keys[i].fallback);
        assert_int_equal(config_set_flag(&f->arena, &f->config, i, value, &f->fault), RC_OK);
        assert_str(config_value(&f->arena, &f->config, i), keys[i].fallback);
        assert_true(strlen(keys[i].help) > 0);
    }
    assert_int_equal(f->config.port, 8080);
}

static void config__reads_keys_comments_and_white_space(void **state) {
    struct fixture *f = *state;
    assert_int_equal(read_text(f, "# a comment = nothing\n\n  port =  9000 \r\n"
                                  "site-name = Lindsø Kommune # by the sea\nlan = yes\n"
                                  "log-level = debug\nbase-url=https://samskab.example.dk"),
                     RC_OK);
    assert_int_equal(f->config.port, 9000);
    assert_str(f->config.site_name, "Lindsø Kommune # by the sea");
    assert_true(f->config.lan);
    assert_int_equal(f->config.log_level, JOURNAL_DEBUG);
    assert_str(f->config.base_url, "https://samskab.example.dk");
    assert_int_equal(f->config.origins[key_number("port")].line, 3);
    assert_int_equal(f->config.origins[key_number("threads")].line, 0);
}

static void config__refuses_unknown_keys_with_their_line_and_a_guess(void **state) {
    assert_refused(*state, "port = 1\nprot = 2\n", 2, "did you mean port");
    assert_refused(*state, "a-wholly-other-thing = 2", 1, "there is no key");
    assert_refused(*state, "\n\nPort = 2", 3, "did you mean port");
}

static void config__refuses_repeated_keys(void **state) {
    assert_refused(*state, "port = 1\n\nport = 1\n", 3, "already in line 1");
}

static void config__refuses_bad_values_with_their_line(void **state) {
    static const struct {
        const char *text, *part;
    } bad[] = {
        {"port = 65536", "from 0 to 65535"},
        {"port = 80x", "whole number"},
        {"port =", "whole number"},
        {"lan = true", "yes or no"},
        {"database = mysql://x", "sqlite:"},
        {"base-url = ftp://x", "https://"},
        {"base-url = https://", "https://"},
        {"base-url = https://a b", "https://"},
        {"smtp-from = nobody", "mail address"},
        {"smtp-from = a@b@c", "mail address"},
        {"accessibility-date = 2026-13-01", "date"},
        {"accessibility-date = 1.12.2026", "date"},
        {"log-level = loud", "error, warn, info, debug"},
        {"site-name = a\x01b", "UTF-8"},
        {"site-name = \xff", "UTF-8"},
        {"just words", "key = value"},
    };
    for (size_t i = 0; i < COUNT(bad); i++) assert_refused(*state, bad[i].text, 1, bad[i].part);
}

static void config__flags_win_over_the_file(void **state) {
    struct fixture *f = *state;
    size_t port = key_number("port");
    assert_int_equal(read_text(f, "port = 9000"), RC_OK);
    assert_int_equal(config_set_flag(&f->arena, &f->config, port, STR("7"), &f->fault), RC_OK);
    assert_int_equal(f->config.port, 7);
    assert_true(f->config.origins[port].flag);
    assert_int_equal(config_set_flag(&f->arena, &f->config, port, STR("x"), &f->fault), RC_INVALID);
    assert_int_equal(f->fault.line, 0);
}

static void config__example_file_is_all_comments_and_good_when_uncommented(void **state) {
    struct fixture *f = *state;
    struct buf out;
    buf_init(&out, &f->arena, 1 << 16);
    config_write_example(&out);
    assert_true(buf_ok(&out));
    assert_int_equal(config_read(&f->arena, buf_str(&out), &f->config, &f->fault), RC_OK);
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++) assert_int_equal(f->config.origins[i].line, 0);

    struct buf open;
    buf_init(&open, &f->arena, 1 << 16);
    struct str rest = buf_str(&out), line;
    while (str_cut(&rest, '\n', &line)) {
        bool key = line.n > 1 && line.p[0] == '#' && line.p[1] != ' ';
        buf_add(&open, key ? str_slice(line, 1, line.n) : line);
        buf_add_char(&open, '\n');
    }
    assert_int_equal(config_read(&f->arena, buf_str(&open), &f->config, &f->fault), RC_OK);
    for (size_t i = 0; i < n; i++) {
        assert_true(f->config.origins[i].line > 0);
        assert_str(config_value(&f->arena, &f->config, i), keys[i].fallback);
    }
}

/* docs/operations.md has one table row per key: | `key` | default | help |. */
static void config__every_key_stands_in_the_operations_guide_as_in_the_table(void **state) {
    struct fixture *f = *state;
    const char *root = getenv("SAMSKAB_SOURCE");
    assert_non_null(root);
    FILE *file = fopen(str_format(&f->arena, "%s/docs/operations.md", root).p, "r");
    assert_non_null(file);
    char *text = arena_alloc(&f->arena, 200000);
    size_t length = fread(text, 1, 199999, file);
    assert_int_equal(fclose(file), 0);
    assert_true(length > 0);
    size_t n;
    const struct config_key *keys = config_keys(&n);
    for (size_t i = 0; i < n; i++) {
        struct str row = str_format(&f->arena, "\n| `%s` | %s%s%s | %s |\n", keys[i].name,
                                    *keys[i].fallback ? "`" : "", keys[i].fallback,
                                    *keys[i].fallback ? "`" : "", keys[i].help);
        if (!strstr(text, row.p)) fail_msg("docs/operations.md lacks the row:%s", row.p);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(config__defaults_are_values_that_could_be_written, start,
                                        stop),
        cmocka_unit_test_setup_teardown(config__reads_keys_comments_and_white_space, start, stop),
        cmocka_unit_test_setup_teardown(config__refuses_unknown_keys_with_their_line_and_a_guess,
                                        start, stop),
        cmocka_unit_test_setup_teardown(config__refuses_repeated_keys, start, stop),
        cmocka_unit_test_setup_teardown(config__refuses_bad_values_with_their_line, start, stop),
        cmocka_unit_test_setup_teardown(config__flags_win_over_the_file, start, stop),
        cmocka_unit_test_setup_teardown(
            config__example_file_is_all_comments_and_good_when_uncommented, start, stop),
        cmocka_unit_test_setup_teardown(
            config__every_key_stands_in_the_operations_guide_as_in_the_table, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
