/* How a letter looks on the wire, and what never gets there. */
#include "platform/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct mail_server server = {
    .url = STR_INIT("smtp://127.0.0.1:1"),
    .from = STR_INIT("samskab@example.dk"),
    .from_name = STR_INIT("Lindsø Kommune"),
};

static struct mail sample(void) {
    return (struct mail){.to = STR("anna@example.dk"),
                         .to_name = STR("Anna"),
                         .subject = STR("Dit link"),
                         .body = STR("Hej Anna\n\nVelkommen.\n"),
                         .id = STR("17.1800000000000"),
                         .now = INT64_C(1800000000000)};
}

static bool has(struct str text, const char *part) {
    return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

static void letter__has_the_head_that_mail_needs(void **state) {
    (void)state;
    struct arena arena;
    struct str text;
    struct mail mail = sample();
    arena_init(&arena, 1 << 20);
    assert_int_equal(mail_compose(&arena, &server, &mail, &text), RC_OK);
    assert_true(has(text, "Date: Fri, 15 Jan 2027 08:00:00 +0000\r\n"));
    assert_true(has(text, "From: =?UTF-8?B?TGluZHPDuCBLb21tdW5l?= <samskab@example.dk>\r\n"));
    assert_true(has(text, "To: Anna <anna@example.dk>\r\n"));
    assert_true(has(text, "Message-ID: <17.1800000000000@example.dk>\r\n"));
    assert_true(has(text, "Subject: Dit link\r\n"));
    /* "Hej Anna\r\n\r\nVelkommen.\r\n" */
    assert_true(has(text, "\r\n\r\nSGVqIEFubmENCg0KVmVsa29tbWVuLg0K\r\n"));
    arena_release(&arena);
}

static void letter__has_short_ascii_lines_whatever_its_text(void **state) {
    (void)state;
    struct arena arena;
    struct str text;
    char body[20000], subject[600];
    for (size_t i = 0; i + 1 < sizeof body; i += 2) memcpy(body + i, "æ", 2);
    for (size_t i = 0; i + 2 < sizeof subject; i += 3) memcpy(subject + i, "→", 3);
    struct mail mail = sample();
    mail.body = (struct str){body, sizeof body};
    mail.subject = (struct str){subject, sizeof subject};
    arena_init(&arena, 1 << 22);
    assert_int_equal(mail_compose(&arena, &server, &mail, &text), RC_OK);
    size_t begin = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        assert_true(c < 0x80);
        if (c != '\n') continue;
        assert_true(text.p[i - 1] == '\r' && i - begin < 78);
        begin = i + 1;
    }
    arena_release(&arena);
}

static void letter__refuses_what_would_break_its_head(void **state) {
    (void)state;
    static const struct {
        const char *to, *to_name, *subject;
    } cases[] = {
        {"anna@example.dk\r\nBcc: x@example.dk", "", "Dit link"},
        {"anna@example.dk>, <x@example.dk", "", "Dit link"},
        {"anna", "", "Dit link"},
        {"@example.dk", "", "Dit link"},
        {"anna@", "", "Dit link"},
        {"anna@example.dk", "Anna\nBcc: x", "Dit link"},
        {"anna@example.dk", "", "Dit\rlink"},
        {"anna@example.dk", "", "Dit \x01 link"},
        {"anna@example.dk", "\xff", "Dit link"},
    };
    struct arena arena;
    struct str text;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct mail mail = sample();
        mail.to = str_from(cases[i].to);
        mail.to_name = str_from(cases[i].to_name);
        mail.subject = str_from(cases[i].subject);
        if (mail_compose(&arena, &server, &mail, &text) != RC_INVALID) fail_msg("case %zu", i);
    }
    arena_release(&arena);
}

static void sending__says_when_no_server_answers(void **state) {
    (void)state;
    struct arena arena;
    enum mail_failure failure;
    struct mail mail = sample();
    arena_init(&arena, 1 << 20);
    assert_int_equal(mail_send(&arena, &server, &mail, &failure), RC_BUSY);
    assert_int_equal(failure, MAIL_NO_SERVER);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letter__has_the_head_that_mail_needs),
        cmocka_unit_test(letter__has_short_ascii_lines_whatever_its_text),
        cmocka_unit_test(letter__refuses_what_would_break_its_head),
        cmocka_unit_test(sending__says_when_no_server_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
