/*
 * Text made comparable for search, the same for both database engines: folded, cut into words and
 * stemmed (Snowball) in Danish or English.
 */
#ifndef PLATFORM_TEXT_SEARCH_H
#define PLATFORM_TEXT_SEARCH_H

#include "platform/text.h"

/* Lower case without accents, but with the Danish letters kept: "Ærø Café" is "ærø cafe". Foreign
   letters go where a Dane looks for them: ä to æ, ö to ø. Not UTF-8 or out of memory: empty. */
struct str text_fold(struct arena *arena, struct str text);

/* The stems of the words of text, folded, one space between them, in text order, repeats kept:
   "Kommunernes veje" is "kommun vej". At most 64 KB of stems; the rest of a longer text is left out.
   Words longer than 64 bytes are cut. */
struct str text_stems(struct arena *arena, enum lang lang, struct str text);

#endif
