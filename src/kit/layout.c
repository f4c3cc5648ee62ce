/* The language links of the frame, and the words of error pages. */
#include "kit/layout.h"

const struct layout_language *layout_languages(struct arena *arena, enum lang lang,
                                               struct url path) {
    static const struct str names[LANG__N] = {STR_INIT("Dansk"), STR_INIT("English")};
    struct layout_language *list = arena_new_array(arena, LANG__N, struct layout_language);
    if (!list) return NULL;
    for (unsigned i = 0; i < LANG__N; i++)
        list[i] = (struct layout_language){
            .code = lang_code((enum lang)i),
            .name = names[i],
            .url = url_in_language(arena, (enum lang)i, path),
            .here = i == lang,
        };
    return list;
}

struct error_page error_page_for(int status) {
    static const struct error_page pages[] = {
        {400, .title = T_error_400, .what = T_error_400_what, .todo = T_error_400_todo},
        {403, .title = T_error_403, .what = T_error_403_what, .todo = T_error_403_todo},
        {404, .title = T_error_404, .what = T_error_404_what, .todo = T_error_404_todo},
        {409, .title = T_error_409, .what = T_error_409_what, .todo = T_error_409_todo},
        {413, .title = T_error_413, .what = T_error_413_what, .todo = T_error_413_todo},
        {422, .title = T_error_422, .what = T_error_422_what, .todo = T_error_422_todo},
        {429, .title = T_error_429, .what = T_error_429_what, .todo = T_error_429_todo},
        {500, .title = T_error_500, .what = T_error_500_what, .todo = T_error_500_todo},
        {503, .title = T_error_503, .what = T_error_503_what, .todo = T_error_503_todo},
    };
    int fallback = status >= 500 ? 500 : 400;
    struct error_page found = {0};
    for (size_t i = 0; i < COUNT(pages); i++)
        if (pages[i].status == status || (pages[i].status == fallback && !found.status))
            found = pages[i];
    found.status = status;
    return found;
}
