/* What people type as the code of a meeting, and what a browser sends as the token of a seat. A
   code that is read is six characters of the alphabet and reads as itself; a token is 48
   hexadecimal digits, and a header with a cookie of that name twice has none. */
#include "core/meeting/meeting.h"
#include "core/meeting/seat.h"
#include "platform/http_cookie.h"
#include "platform/secret.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void try_code(struct str text) {
    char code[MEETING_CODE_CHARS + 1], again[MEETING_CODE_CHARS + 1];
    if (!meeting_code_read(text, code)) return;
    if (strlen(code) != MEETING_CODE_CHARS ||
        strspn(code, "BDFGHJKLMNPRSTVWXZ3479") != strlen(code))
        abort();
    if (!meeting_code_read(str_from(code), again) || strcmp(code, again) != 0) abort();
}

static void try_token(struct str text) {
    if (!seat_token_is_shaped(text)) return;
    if (text.n != (size_t)2 * SECRET_TOKEN_BYTES) abort();
    for (size_t i = 0; i < text.n; i++)
        if (!memchr("0123456789abcdefABCDEF", text.p[i], 22)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str input = {(const char *)data, size};
    try_code(input);
    try_token(input);
    try_token(cookie_find(input, STR("seat-0000000000001")));
    return 0;
}
