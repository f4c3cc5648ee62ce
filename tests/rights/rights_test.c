/*
 * The right matrix: every route of the real feature list, with what each role may in each state of
 * the object its path names, compared with matrix.txt. Whoever changes a right sees it there.
 * To write matrix.txt anew: SAMSKAB_WRITE_MATRIX=1 build/sanitised/test-rights
 */
#include "app/features.h"
#include "core/rights.h"
#include "kit/route.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { MATRIX_MAX = 512 * 1024 };

static const char role_letters[ROLE__N + 1] = "vpitkca";

static const char intro[] =
    "# Who may what: one line for each address of the program and each state of what it names.\n"
    "# Letters: v visitor, p signed in without a part, i invited, t party or member, k contact\n"
    "# person or another who may hold meetings of an organisation, c coordinator or manager, a\n"
    "# administrator. A letter: yes. \".\": refused (a visitor is asked to sign "
    "in).\n"
    "# \"-\": as if there were no such thing. Organisations are always public; an activity has "
    "the\n"
    "# role and state of what it belongs to. Handlers may ask for more: see their tests.\n"
    "# In a meeting: i member of its place, t seat (a telephone without an account), c leader. "
    "Its\n"
    "# address is random and is the key to what the room sees.\n"
    "# Write anew after a wanted change: SAMSKAB_WRITE_MATRIX=1 build/sanitised/test-rights\n\n";

static const enum object_state of_initiative[] = {STATE_PUBLIC,         STATE_MEMBERS,
                                                  STATE_PRIVATE,        STATE_PUBLIC_CLOSED,
                                                  STATE_MEMBERS_CLOSED, STATE_PRIVATE_CLOSED};
static const enum object_state of_organisation[] = {STATE_PUBLIC};
static const enum object_state of_meeting[] = {STATE_MEETING, STATE_MEETING_CLOSED};
static const enum object_state of_person[] = {STATE_PERSON};
static const enum object_state of_site[] = {STATE_SITE};
static const char *const state_names[STATE__N] = {
    [STATE_PUBLIC] = "public",
    [STATE_MEMBERS] = "members",
    [STATE_PRIVATE] = "private",
    [STATE_PUBLIC_CLOSED] = "public, closed",
    [STATE_MEMBERS_CLOSED] = "members, closed",
    [STATE_PRIVATE_CLOSED] = "private, closed",
    [STATE_SITE] = "site",
    [STATE_PERSON] = "person",
    [STATE_MEETING] = "meeting",
    [STATE_MEETING_CLOSED] = "meeting, closed",
};

struct states {
    const enum object_state *v;
    size_t n;
};
#define STATES(list) ((struct states){(list), COUNT(list)})

/* The states that what the path names can be in. */
static struct states states_of(const char *path) {
    if (strstr(path, ":initiative")) return STATES(of_initiative);
    if (strstr(path, ":organisation")) return STATES(of_organisation);
    if (strstr(path, ":meeting")) return STATES(of_meeting);
    if (strstr(path, ":person")) return STATES(of_person);
    return STATES(of_site);
}

static bool is_hidden(enum object_state state, enum role role) {
    bool is_private = state == STATE_PRIVATE || state == STATE_PRIVATE_CLOSED;
    return is_private && !rights_allow(role, MAY_SEE, state);
}

/* One cell, by the same questions in the same order as kit/serve asks them. */
static char cell(const struct route *route, enum object_state state, enum role role) {
    if (is_hidden(state, role)) return '-';
    bool allowed = route->need == MAY_ANYONE || rights_allow(role, route->need, state);
    return allowed ? role_letters[role] : '.';
}

static void write_route(struct buf *out, const struct route *route) {
    struct states states = states_of(route->path);
    buf_format(out, "%-4s %s  (%s)\n", route->method == POST ? "POST" : "GET", route->path,
               need_name(route->need));
    for (size_t i = 0; i < states.n; i++) {
        buf_format(out, "     %-16s", state_names[states.v[i]]);
        for (int role = 0; role < ROLE__N; role++)
            buf_add_char(out, cell(route, states.v[i], (enum role)role));
        buf_add_char(out, '\n');
    }
}

static void write_matrix(struct buf *out) {
    buf_add(out, str_from(intro));
    for (size_t f = 0; all_features[f]; f++)
        for (size_t i = 0; i < all_features[f]->n_routes; i++)
            write_route(out, &all_features[f]->routes[i]);
}

static struct str read_file(struct arena *arena, const char *path) {
    FILE *file = fopen(path, "rb");
    char *bytes = arena_alloc(arena, MATRIX_MAX);
    if (!file || !bytes) return (struct str){0};
    size_t n = fread(bytes, 1, MATRIX_MAX, file);
    fclose(file);
    return (struct str){bytes, n};
}

static void say_first_difference(struct str wanted, struct str is) {
    struct str a, b;
    for (int line = 1; str_cut(&wanted, '\n', &a) && str_cut(&is, '\n', &b); line++) {
        if (str_is(a, b)) continue;
        print_error("matrix.txt line %d: %.*s\n  but now it is: %.*s\n", line, STR_ARG(a),
                    STR_ARG(b));
        return;
    }
    print_error("matrix.txt has lines too many or too few\n");
}

static void rights__are_those_of_the_matrix(void **state) {
    (void)state;
    struct arena arena;
    struct buf out;
    char path[4096];
    arena_init(&arena, 4 * MATRIX_MAX);
    buf_init(&out, &arena, MATRIX_MAX);
    write_matrix(&out);
    assert_true(buf_ok(&out));
    const char *source = getenv("SAMSKAB_SOURCE");
    snprintf(path, sizeof path, "%s/tests/rights/matrix.txt", source ? source : ".");
    if (getenv("SAMSKAB_WRITE_MATRIX")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(out.p, 1, out.n, file), out.n);
        fclose(file);
    }
    struct str kept = read_file(&arena, path);
    if (!str_is(kept, buf_str(&out))) {
        say_first_difference(kept, buf_str(&out));
        fail_msg("rights changed; is that wanted? See the head of tests/rights/matrix.txt");
    }
    arena_release(&arena);
}

/* What must hold whatever the table says. */
static void rights__grow_with_the_role_and_never_open_a_closed_thing(void **unused) {
    (void)unused;
    for (int need = 0; need < NEED__N; need++)
        for (int state = 0; state < STATE__N; state++)
            for (int role = 1; role < ROLE__N; role++)
                if (rights_allow((enum role)(role - 1), (enum need)need, (enum object_state)state))
                    assert_true(
                        rights_allow((enum role)role, (enum need)need, (enum object_state)state));
    for (int role = 0; role < ROLE__N; role++) {
        for (int state = STATE_PUBLIC_CLOSED; state <= STATE_PRIVATE_CLOSED; state++) {
            assert_false(rights_allow((enum role)role, MAY_EDIT, (enum object_state)state));
            assert_false(rights_allow((enum role)role, MAY_CONTRIBUTE, (enum object_state)state));
        }
    }
}

static void rights__hide_a_private_thing_from_those_without_a_part(void **unused) {
    (void)unused;
    for (int need = MAY_BE_PERSON; need < NEED__N; need++) {
        assert_false(rights_allow(ROLE_VISITOR, (enum need)need, STATE_PRIVATE));
        assert_false(rights_allow(ROLE_PERSON, (enum need)need, STATE_PRIVATE));
        assert_false(rights_allow(ROLE_PERSON, (enum need)need, STATE_PRIVATE_CLOSED));
    }
}

/* A meeting is joined without an account; these three write a seat or a sign-up of one's own.
   A message to a steward is sealed for her, and whoever stands on a shared map may ask to be taken
   off it. */
static bool is_open_to_visitors(const struct route *route) {
    static const char *const paths[] = {"/m/:meeting/join", "/m/:meeting/leave",
                                        "/m/:meeting/signup", "/o/:organisation/steward",
                                        "/o/:organisation/partners/:partner/ask"};
    for (size_t i = 0; i < COUNT(paths); i++)
        if (strcmp(route->path, paths[i]) == 0) return true;
    return false;
}

/* Whoever has a seat answers and writes, and arranges nothing; without one nobody but leaders and
   administrators writes; and what a closed meeting was stays as it was. */
static void rights__of_a_seat_end_at_its_own_answers(void **unused) {
    static const enum need of_leaders[] = {MAY_EDIT, MAY_ARRANGE, MAY_MANAGE, MAY_ADMINISTER};
    (void)unused;
    assert_true(rights_allow(ROLE_PARTY, MAY_CONTRIBUTE, STATE_MEETING));
    assert_false(rights_allow(ROLE_INVITED, MAY_CONTRIBUTE, STATE_MEETING));
    for (size_t i = 0; i < COUNT(of_leaders); i++) {
        assert_false(rights_allow(ROLE_PARTY, of_leaders[i], STATE_MEETING));
        assert_false(rights_allow(ROLE_PARTY, of_leaders[i], STATE_MEETING_CLOSED));
    }
    assert_true(rights_allow(ROLE_COORDINATOR, MAY_ARRANGE, STATE_MEETING));
    for (int role = 0; role < ROLE__N; role++) {
        assert_false(rights_allow((enum role)role, MAY_CONTRIBUTE, STATE_MEETING_CLOSED));
        assert_false(rights_allow((enum role)role, MAY_ARRANGE, STATE_MEETING_CLOSED));
    }
}

static void rights__never_let_a_visitor_write_to_an_object(void **unused) {
    (void)unused;
    for (size_t f = 0; all_features[f]; f++)
        for (size_t i = 0; i < all_features[f]->n_routes; i++) {
            const struct route *route = &all_features[f]->routes[i];
            if (route->method != POST || states_of(route->path).v == of_site) continue;
            if (is_open_to_visitors(route)) continue;
            assert_true(route->need != MAY_ANYONE && route->need != MAY_SEE);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rights__are_those_of_the_matrix),
        cmocka_unit_test(rights__grow_with_the_role_and_never_open_a_closed_thing),
        cmocka_unit_test(rights__hide_a_private_thing_from_those_without_a_part),
        cmocka_unit_test(rights__of_a_seat_end_at_its_own_answers),
        cmocka_unit_test(rights__never_let_a_visitor_write_to_an_object),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
