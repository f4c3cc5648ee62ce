/* Soft hyphens in long words. */
#include "core/meeting/soften.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define SHY "\xC2\xAD"

static void check(const char *from, const char *to) {
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_true(str_is(soften(&arena, str_from(from)), str_from(to)));
    arena_release(&arena);
}

static void short_words__stay(void **state) {
    (void)state;
    check("Nu og her", "Nu og her");
    check("Ældre Sagen mødes hver torsdag", "Ældre Sagen mødes hver torsdag");
}

static void long_words__may_be_divided_where_a_syllable_begins(void **state) {
    (void)state;
    check("besøgstjeneste", "besøg" SHY "stje" SHY "ne" SHY "ste");
    check("Samskabelsesstjernen", "Sam" SHY "ska" SHY "bel" SHY "ses" SHY "stjer" SHY "nen");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(short_words__stay),
        cmocka_unit_test(long_words__may_be_divided_where_a_syllable_begins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
