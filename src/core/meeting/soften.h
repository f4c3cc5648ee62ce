/* Soft hyphens in long Danish words, for paper and the big screen: browsers without a dictionary
   would cut a word anywhere and write no hyphen. */
#ifndef CORE_MEETING_SOFTEN_H
#define CORE_MEETING_SOFTEN_H

#include "base/arena.h"
#include "base/str.h"

/* The text with U+00AD where a word of twelve letters or more may be divided: before the consonants
   that begin a syllable ("sam·ska·bel·ses"), never within three letters of either end. A rule of
   thumb: compounds may be divided beside their joint. The text as it is when memory is out. */
struct str soften(struct arena *arena, struct str text);

#endif
