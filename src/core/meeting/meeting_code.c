/* Codes of meetings: six characters that people read from a wall and type on a telephone. */
#include "core/meeting/meeting.h"

#include "kit/limit.h"
#include "platform/secret.h"

/* No two of these look alike, and there is no vowel, so that no code is a word. */
static const char alphabet[] = "BDFGHJKLMNPRSTVWXZ3479";
enum { ALPHABET_N = sizeof alphabet - 1, FAIR_BYTES = 256 - 256 % ALPHABET_N };

/* What people type for one of them. */
static const char alike[][2] = {{'0', 'D'}, {'O', 'D'}, {'Q', 'D'}, {'1', 'L'},
                                {'I', 'L'}, {'2', 'Z'}, {'5', 'S'}, {'8', 'B'},
                                {'6', 'G'}, {'C', 'G'}, {'U', 'V'}};

void meeting_code_new(char code[MEETING_CODE_CHARS + 1]) {
    size_t n = 0;
    while (n < MEETING_CODE_CHARS) {
        unsigned char byte;
        secret_random(&byte, 1);
        if (byte < FAIR_BYTES) code[n++] = alphabet[byte % ALPHABET_N];
    }
    code[n] = '\0';
}

/* The character of the alphabet that was meant, or 0. */
static char meant(char c) {
    if (c >= 'a' && c <= 'z') c = (char)(c - 'a' + 'A');
    for (size_t i = 0; i < COUNT(alike); i++)
        if (alike[i][0] == c) c = alike[i][1];
    for (size_t i = 0; i < ALPHABET_N; i++)
        if (alphabet[i] == c) return c;
    return '\0';
}

bool meeting_code_read(struct str typed, char code[MEETING_CODE_CHARS + 1]) {
    size_t n = 0;
    for (size_t i = 0; i < typed.n; i++) {
        char c = typed.p[i];
        if (c == ' ' || c == '-' || c == '.' || c == '\t') continue;
        if (n == MEETING_CODE_CHARS) return false;
        code[n] = meant(c);
        if (!code[n++]) return false;
    }
    code[n] = '\0';
    return n == MEETING_CODE_CHARS;
}

enum rc meeting_by_typed_code(struct request *request, struct str typed, struct meeting *meeting) {
    TRY(limit_check(request, LIMIT_CODE, (struct str){0}));
    enum rc rc = meeting_by_code(request->db, request->arena, typed, meeting);
    if (rc == RC_ABSENT) TRY(limit_take(request, LIMIT_CODE, (struct str){0}));
    return rc;
}
