/* Writing values: no byte of a value can end a quoted attribute, begin a tag or leave UTF-8; no
   text becomes an address with another scheme; folding and stemming never fail on valid text. */
#include "platform/page.h"

#include <stdlib.h>
#include <string.h>

#include "platform/text_search.h"

static void must(bool fact) {
    if (!fact) abort();
}

static void check_escaped(struct str text) {
    must(str_is_utf8(text));
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        must(c != '<' && c != '>' && c != '"' && c != '\'' && c != 0x7F);
        must(c >= 0x20 || c == '\t' || c == '\n' || c == '\r');
        if (c != '&') continue;
        static const struct str entities[] = {STR_INIT("&amp;"), STR_INIT("&lt;"), STR_INIT("&gt;"),
                                              STR_INIT("&quot;"), STR_INIT("&#39;")};
        bool known = false;
        for (size_t j = 0; j < COUNT(entities); j++)
            known |= str_starts(str_slice(text, i, text.n), entities[j]);
        must(known);
    }
}

/* An address as it is written must begin as one of ours or with a scheme on the list. */
static void check_address(struct str address) {
    if (address.n == 0) return;
    for (size_t i = 0; i < address.n; i++)
        must((unsigned char)address.p[i] > 0x20 && (unsigned char)address.p[i] < 0x7F);
    bool inside =
        address.p[0] == '/' && (address.n == 1 || (address.p[1] != '/' && address.p[1] != '\\'));
    bool outside = str_starts(address, STR("https://")) || str_starts(address, STR("http://")) ||
                   str_starts(address, STR("mailto:")) || str_starts(address, STR("tel:"));
    must(inside || outside);
}

static void check_words(struct arena *arena, struct str value) {
    struct str folded = text_fold(arena, value);
    if (!str_is_utf8(value)) {
        must(folded.n == 0);
        return;
    }
    must(str_is_utf8(folded));
    must(str_is_utf8(text_stems(arena, LANG_DA, value)));
    must(str_is_utf8(text_stems(arena, LANG_EN, value)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str value = {(const char *)data, size};
    struct arena arena;
    arena_init(&arena, 64 << 20);
    struct buf out;
    buf_init(&out, &arena, 16 << 20);
    struct page page = {.out = &out, .lang = LANG_DA};
    page_put_str(&page, value);
    if (buf_ok(&out)) check_escaped(buf_str(&out));
    struct url url;
    if (url_external(&arena, value, &url) == RC_OK) check_address(url.path);
    check_address(url_of_path(&arena, value).path);
    check_address(url_format(&arena, "/i/%s?q=%s", value, value).path);
    check_address(url_mail(&arena, value).path);
    check_address(url_phone(&arena, value).path);
    struct when when;
    if (text_when_from_local(value, &when) == RC_OK) must(when.ms > -2300000000000LL);
    check_words(&arena, value);
    arena_release(&arena);
    return 0;
}
