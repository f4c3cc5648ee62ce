/* The guard, addresses, cookies, multipart bodies and rate limits, without a network. */
#include "platform/heavy.h"
#include "platform/http_cookie.h"
#include "platform/http_guard.h"
#include "platform/http_listen.h"
#include "platform/http_multipart.h"
#include "platform/http_token.h"
#include "platform/http_upload.h"
#include "platform/http_url.h"
#include "platform/limits.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state) {
    (void)state;
    arena_init(&arena, 4 * 1024 * 1024);
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_str(const char *wanted, struct str got) {
    if (!str_is(str_from(wanted), got)) print_error("got \"%.*s\"\n", STR_ARG(got));
    assert_true(str_is(str_from(wanted), got));
}

/* ---- guard ---- */

#define H(name, value)                                                                             \
    { STR_INIT(name), STR_INIT(value) }
#define HOST H("Host", "localhost:8080")

static void guard__has_a_verdict_on_each_case(void **state) {
    static const struct {
        const char *what;
        int status; /* 0: accepted */
        struct http_header headers[4];
    } cases[] = {
        {"plain", 0, {HOST}},
        {"name in capitals", 0, {H("HOST", "a.example")}},
        {"IPv6", 0, {H("Host", "[::1]:80")}},
        {"tab and UTF-8 in a value", 0, {HOST, H("X", "a\tb \xC3\xA6")}},
        {"empty value", 0, {HOST, H("X", "")}},
        {"length", 0, {HOST, H("Content-Length", "0")}},
        {"chunked", 0, {HOST, H("transfer-encoding", "Chunked")}},
        {"no host", 400, {H("X", "a")}},
        {"empty host", 400, {H("Host", "")}},
        {"host with a space", 400, {H("Host", "a b")}},
        {"host with a user", 400, {H("Host", "a@b")}},
        {"host with a path", 400, {H("Host", "a/b")}},
        {"two hosts", 400, {HOST, HOST}},
        {"two equal lengths", 400, {HOST, H("Content-Length", "4"), H("content-length", "4")}},
        {"two lengths", 400, {HOST, H("Content-Length", "4"), H("Content-Length", "5")}},
        {"list of lengths", 400, {HOST, H("Content-Length", "4, 4")}},
        {"length with a sign", 400, {HOST, H("Content-Length", "+4")}},
        {"negative length", 400, {HOST, H("Content-Length", "-4")}},
        {"hexadecimal length", 400, {HOST, H("Content-Length", "0x4")}},
        {"empty length", 400, {HOST, H("Content-Length", "")}},
        {"length with a space", 400, {HOST, H("Content-Length", "4 ")}},
        {"huge length", 400, {HOST, H("Content-Length", "1844674407370955161600")}},
        {"both", 400, {HOST, H("Content-Length", "4"), H("Transfer-Encoding", "chunked")}},
        {"two encodings",
         400,
         {HOST, H("Transfer-Encoding", "chunked"), H("Transfer-Encoding", "chunked")}},
        {"other encoding", 400, {HOST, H("Transfer-Encoding", "gzip, chunked")}},
        {"identity", 400, {HOST, H("Transfer-Encoding", "identity")}},
        {"space in a name", 400, {HOST, H("X ", "b")}},
        {"separator in a name", 400, {HOST, H("X(", "b")}},
        {"8-bit name", 400, {HOST, H("X\xE6", "b")}},
        {"empty name", 400, {HOST, H("", "b")}},
        {"NUL in a name", 400, {HOST, H("X\0", "b")}},
        {"NUL in a value", 400, {HOST, H("X", "a\0b")}},
        {"CR in a value", 400, {HOST, H("X", "a\rb")}},
        {"LF in a value", 400, {HOST, H("X", "a\nb")}},
        {"DEL in a value", 400, {HOST, H("X", "a\x7f")}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t n = 0;
        int status = 0;
        while (n < 4 && cases[i].headers[n].name.p) n++;
        const char *flaw = guard_check(cases[i].headers, n, STR("HTTP/1.1"), &status);
        if ((flaw ? status : 0) != cases[i].status) print_error("%s\n", cases[i].what);
        assert_int_equal(cases[i].status, flaw ? status : 0);
    }
}

static void guard__knows_two_versions(void **state) {
    static const struct http_header host = HOST;
    static const struct http_header chunked[] = {HOST, H("Transfer-Encoding", "chunked")};
    static const char *const bad[] = {"HTTP/1.9", "HTTP/2.0", "HTTP/1.10",
                                      "http/1.1", "",         "HTTP/1.1 "};
    int status;
    (void)state;
    assert_null(guard_check(&host, 1, STR("HTTP/1.0"), &status));
    assert_non_null(guard_check(chunked, 2, STR("HTTP/1.0"), &status));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_non_null(guard_check(&host, 1, str_from(bad[i]), &status));
}

static void guard__refuses_too_many_headers(void **state) {
    struct http_header headers[HTTP_HEADERS_MAX + 1] = {HOST};
    int status;
    (void)state;
    for (size_t i = 1; i < COUNT(headers); i++) headers[i] = (struct http_header)H("X", "a");
    assert_null(guard_check(headers, HTTP_HEADERS_MAX, STR("HTTP/1.1"), &status));
    assert_non_null(guard_check(headers, HTTP_HEADERS_MAX + 1, STR("HTTP/1.1"), &status));
    assert_int_equal(431, status);
}

/* ---- addresses and urlencoded bodies ---- */

static void target__is_cut_and_decoded_once(void **state) {
    static const struct {
        const char *target, *path, *query; /* path NULL: refused */
    } cases[] = {
        {"/", "/", ""},
        {"/a?b=c?d", "/a", "b=c?d"},
        {"/%c3%a6%20b", "/\xC3\xA6 b", ""},
        {"/%2525", "/%25", ""},
        {"/a+b", "/a+b", ""},
        {"/a%2fb", NULL, ""},
        {"/a%2Fb", NULL, ""},
        {"/%", NULL, ""},
        {"/%a", NULL, ""},
        {"/%g0", NULL, ""},
        {"/%00", NULL, ""},
        {"/%0a", NULL, ""},
        {"/%7f", NULL, ""},
        {"/%c3", NULL, ""},
        {"/%c0%af", NULL, ""},
        {"/%ed%a0%80", NULL, ""},
        {"/a#b", NULL, ""},
        {"a", NULL, ""},
        {"", NULL, ""},
        {"*", NULL, ""},
        {"http://a/", NULL, ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct str path, query;
        enum rc rc = http_target_split(&arena, str_from(cases[i].target), &path, &query);
        if ((rc == RC_OK) != (cases[i].path != NULL)) print_error("%s\n", cases[i].target);
        assert_int_equal(cases[i].path ? RC_OK : RC_INVALID, rc);
        if (!cases[i].path) continue;
        assert_str(cases[i].path, path);
        assert_str(cases[i].query, query);
    }
}

static void pairs__are_decoded_strictly_and_named_once(void **state) {
    static const char *const bad[] = {"a=%",     "a=%0", "a=%zz", "a=%00",    "a=%ff",
                                      "a=1&a=2", "a&a",  "=1",    "%61=1&a=2"};
    struct http_pairs pairs;
    (void)state;
    assert_int_equal(RC_OK, http_pairs_parse(&arena, STR("a=1+2&b%20c=%26%3D&d&&e="), &pairs));
    assert_int_equal(4, pairs.n);
    assert_str("1 2", pairs.v[0].value);
    assert_str("b c", pairs.v[1].name);
    assert_str("&=", pairs.v[1].value);
    assert_str("d", pairs.v[2].name);
    assert_str("", pairs.v[3].value);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(RC_INVALID, http_pairs_parse(&arena, str_from(bad[i]), &pairs));
}

static void pairs__have_limits(void **state) {
    char *text = arena_alloc(&arena, 32 * 1024);
    struct http_pairs pairs;
    size_t n = 0;
    (void)state;
    for (int i = 0; i <= HTTP_PAIRS_MAX; i++) n += (size_t)sprintf(text + n, "a%d=1&", i);
    assert_int_equal(RC_LIMIT, http_pairs_parse(&arena, (struct str){text, n}, &pairs));
    memset(text, 'a', HTTP_VALUE_MAX + 3);
    text[1] = '=';
    assert_int_equal(RC_OK,
                     http_pairs_parse(&arena, (struct str){text, HTTP_VALUE_MAX + 2}, &pairs));
    assert_int_equal(RC_LIMIT,
                     http_pairs_parse(&arena, (struct str){text, HTTP_VALUE_MAX + 3}, &pairs));
    text[1] = 'a';
    text[HTTP_NAME_MAX + 1] = '=';
    assert_int_equal(RC_LIMIT, http_pairs_parse(&arena, (struct str){text, 200}, &pairs));
}

static void cookie__is_found_only_when_it_is_the_only_one(void **state) {
    (void)state;
    assert_str("abc", cookie_find(STR("s=abc"), STR("s")));
    assert_str("abc", cookie_find(STR("a=b; s=abc ;c=d"), STR("s")));
    assert_str("a=b", cookie_find(STR("s=a=b"), STR("s")));
    assert_str("", cookie_find(STR("s=abc; s=abc"), STR("s")));
    assert_str("", cookie_find(STR("s=abc; s=evil"), STR("s")));
    assert_str("", cookie_find(STR("S=abc"), STR("s")));
    assert_str("", cookie_find(STR("ss=abc; xs=b"), STR("s")));
    assert_str("", cookie_find(STR("s"), STR("s")));
    assert_str("", cookie_find(STR(""), STR("s")));
    assert_str("x", cookie_find(STR("__Host-s=x; s=y"), STR("__Host-s")));
}

/* ---- multipart ---- */

struct record {
    char text[4096];
    size_t n;
};

static void note(struct record *record, struct str text) {
    assert_true(record->n + text.n < sizeof record->text);
    if (text.n) memcpy(record->text + record->n, text.p, text.n);
    record->n += text.n;
}

static enum rc note_begin(void *data, const struct multipart_part *part) {
    note(data, STR("<"));
    note(data, part->name);
    note(data, part->is_file ? STR("|") : STR(""));
    note(data, part->file_name);
    note(data, part->is_file ? STR("|") : STR(""));
    note(data, part->type);
    note(data, STR(":"));
    return RC_OK;
}

static enum rc note_bytes(void *data, struct str piece) {
    note(data, piece);
    return RC_OK;
}

static enum rc note_end(void *data) {
    note(data, STR(">"));
    return RC_OK;
}

static enum rc parse(struct record *record, struct str body, size_t step) {
    struct multipart_sink sink = {note_begin, note_bytes, note_end, record};
    struct multipart parser;
    *record = (struct record){.n = 0};
    TRY(multipart_init(&parser, STR("multipart/form-data; boundary=XyZ"), &sink));
    for (size_t at = 0; at < body.n; at += step)
        TRY(multipart_feed(&parser, str_slice(body, at, at + step)));
    return multipart_finish(&parser);
}

#define NAMED(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"

static void multipart__reads_the_same_in_pieces_of_any_size(void **state) {
    static const struct str body = STR_INIT("--XyZ\r\n" NAMED(
        "a") "1\r\n--Xy\r\n--XyY\r\r\n\r\n--XyZ\r\n"
             "content-disposition: form-data; filename=\"b;c.pb\"; name=\"f\"\r\n"
             "Content-Type: text/plain\r\n\r\n\r\n-\r\n--XyZ\r\n" NAMED("e") "\r\n--XyZ--\r\n");
    (void)state;
    for (size_t step = 1; step <= body.n; step++) {
        struct record record;
        assert_int_equal(RC_OK, parse(&record, body, step));
        assert_str("<a:1\r\n--Xy\r\n--XyY\r\r\n><f|b;c.pb|text/plain:\r\n-><e:>",
                   (struct str){record.text, record.n});
    }
}

static void multipart__refuses_what_no_browser_sends(void **state) {
    static const char *const bad[] = {
        "",
        "--XyZ",
        "--XyZ\r\n",
        "x--XyZ\r\n" NAMED("a") "1\r\n--XyZ--\r\n",
        "\r\n--XyZ\r\n" NAMED("a") "1\r\n--XyZ--\r\n",
        "--XyZ\r\n" NAMED("a") "1\r\n--XyZ\r\n",
        "--XyZ\r\n" NAMED("a") "1\r\n--XyZ--x",
        "--XyZ\r\n" NAMED("a") "1\r\n--XyZ--\r\nx",
        "--XyZ\r\n" NAMED("a") "1\n--XyZ--\r\n",
        "--XyZ\r\n" NAMED("") "1\r\n--XyZ--\r\n",
        "--XyZ\r\n\r\n1\r\n--XyZ--\r\n",
        "--XyZ\r\nContent-Type: text/plain\r\n\r\n1\r\n--XyZ--\r\n",
        "--XyZ\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XyZ--\r\n",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--XyZ--\r\n",
        "--XyZ\r\nContent-Disposition: form-data; name=\"a\"\n\r\n\r\n1\r\n--XyZ--\r\n",
        "--XyZ\r\nno colon\r\n" NAMED("a") "1\r\n--XyZ--\r\n",
        "--XyZ \r\n" NAMED("a") "1\r\n--XyZ--\r\n",
    };
    struct record record;
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        enum rc rc = parse(&record, str_from(bad[i]), 7);
        if (rc != RC_INVALID) print_error("case %zu: %s\n", i, rc_name(rc));
        assert_int_equal(RC_INVALID, rc);
    }
}

static void multipart__takes_a_plain_boundary_only(void **state) {
    static const char *const bad[] = {
        "multipart/form-data",
        "multipart/form-data; boundary=\"a b\"",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"a",
        "multipart/form-data; boundary=a\x01",
        ("multipart/form-data; boundary=aaaaaaaaaaaaaaaaaaaaa"
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")};
    struct multipart parser;
    (void)state;
    assert_int_equal(RC_OK,
                     multipart_init(&parser, STR("multipart/form-data; boundary=\"a-b\""), NULL));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(RC_INVALID, multipart_init(&parser, str_from(bad[i]), NULL));
}

/* ---- uploads ---- */

static void upload__has_no_name_and_can_be_read_again(void **state) {
    char bytes[8] = "", folder[] = "/tmp/samskab-upload-XXXXXX";
    int fd;
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(RC_OK, upload_open(&arena, str_from(folder), &fd));
    assert_int_equal(0, rmdir(folder)); /* nothing is in it */
    assert_int_equal(RC_OK, upload_write(fd, STR("ab")));
    assert_int_equal(RC_OK, upload_write(fd, STR("cd")));
    assert_int_equal(RC_OK, upload_rewind(fd));
    assert_int_equal(4, read(fd, bytes, sizeof bytes));
    assert_string_equal("abcd", bytes);
    arena_release(&arena);
    assert_int_equal(-1, fcntl(fd, F_GETFD));
    arena_init(&arena, 1024);
    assert_int_equal(RC_BROKEN, upload_open(&arena, STR("/nowhere"), &fd));
}

/* ---- tokens, addresses, limits ---- */

static void hash__depends_on_secret_purpose_and_text(void **state) {
    unsigned char one[32] = {1}, two[32] = {2}, a[32], b[32];
    (void)state;
    token_hash(one, "session", STR("x"), a, 32);
    token_hash(one, "session", STR("x"), b, 32);
    assert_memory_equal(a, b, 32);
    token_hash(two, "session", STR("x"), b, 32);
    assert_memory_not_equal(a, b, 32);
    token_hash(one, "link", STR("x"), b, 32);
    assert_memory_not_equal(a, b, 32);
    token_hash(one, "sessionx", STR(""), b, 32);
    assert_memory_not_equal(a, b, 32);
}

static void forwarded__address_is_read_or_left(void **state) {
    struct http_peer peer = {{9}};
    (void)state;
    assert_int_equal(RC_OK, listen_parse(STR("192.0.2.1"), &peer));
    assert_int_equal(0xff, peer.address[10]);
    assert_int_equal(192, peer.address[12]);
    assert_int_equal(RC_OK, listen_parse(STR("2001:db8::1"), &peer));
    assert_int_equal(0x20, peer.address[0]);
    assert_int_equal(RC_INVALID, listen_parse(STR(""), &peer));
    assert_int_equal(RC_INVALID, listen_parse(STR("unknown"), &peer));
    assert_int_equal(RC_INVALID, listen_parse(STR("192.0.2.1:80"), &peer));
    assert_int_equal(0x20, peer.address[0]);
}

static void limits__give_a_burst_and_then_a_rate(void **state) {
    static const struct limit_rule rule = {3, 1000};
    struct limits *limits = limits_new(&arena, 1024);
    int64_t now = 1000000;
    (void)state;
    for (int i = 0; i < 3; i++) assert_int_equal(0, limits_take(limits, &rule, STR("a"), now));
    assert_int_equal(1000, limits_take(limits, &rule, STR("a"), now));
    assert_int_equal(1000, limits_take(limits, &rule, STR("a"), now)); /* a refusal takes nothing */
    assert_int_equal(0, limits_take(limits, &rule, STR("b"), now));
    assert_int_equal(400, limits_take(limits, &rule, STR("a"), now + 600));
    assert_int_equal(0, limits_take(limits, &rule, STR("a"), now + 1000));
    assert_int_equal(1000, limits_take(limits, &rule, STR("a"), now + 1000));
    for (int i = 0; i < 3; i++)
        assert_int_equal(0, limits_take(limits, &rule, STR("a"), now + 1000000));
}

static void heavy__lets_in_one_at_a_time(void **state) {
    (void)state;
    assert_int_equal(RC_OK, heavy_begin());
    assert_int_equal(RC_BUSY, heavy_begin());
    assert_int_equal(RC_BUSY, heavy_begin());
    heavy_end();
    assert_int_equal(RC_OK, heavy_begin());
    heavy_end();
}

static void limits__survive_a_clock_that_goes_back(void **state) {
    static const struct limit_rule rule = {2, 1000};
    struct limits *limits = limits_new(&arena, 1024);
    (void)state;
    assert_int_equal(0, limits_take(limits, &rule, STR("a"), 900000000));
    int64_t wait = limits_take(limits, &rule, STR("a"), 1000);
    assert_true(wait <= 2000);
    assert_int_equal(0, limits_take(limits, &rule, STR("a"), 1000 + wait));
}

static void limits__stay_in_their_memory_under_many_keys(void **state) {
    static const struct limit_rule rule = {1, 1000};
    struct limits *limits = limits_new(&arena, 256);
    size_t used = arena.used;
    (void)state;
    for (int i = 0; i < 10000; i++)
        (void)limits_take(limits, &rule, (struct str){(const char *)&i, sizeof i}, 1000 + i);
    assert_int_equal(used, arena.used);
    assert_int_equal(0, limits_take(limits, &rule, STR("new"), 20000));
    assert_int_not_equal(0, limits_take(limits, &rule, STR("new"), 20000));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(guard__has_a_verdict_on_each_case),
        TEST(guard__knows_two_versions),
        TEST(guard__refuses_too_many_headers),
        TEST(target__is_cut_and_decoded_once),
        TEST(pairs__are_decoded_strictly_and_named_once),
        TEST(pairs__have_limits),
        TEST(cookie__is_found_only_when_it_is_the_only_one),
        TEST(multipart__reads_the_same_in_pieces_of_any_size),
        TEST(multipart__refuses_what_no_browser_sends),
        TEST(multipart__takes_a_plain_boundary_only),
        TEST(upload__has_no_name_and_can_be_read_again),
        TEST(hash__depends_on_secret_purpose_and_text),
        TEST(forwarded__address_is_read_or_left),
        TEST(limits__give_a_burst_and_then_a_rate),
        TEST(heavy__lets_in_one_at_a_time),
        TEST(limits__survive_a_clock_that_goes_back),
        TEST(limits__stay_in_their_memory_under_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
