/* The tables that tools/texts.mjs makes from the catalogues; for platform/text only. */
#ifndef PLATFORM_TEXT_TABLES_H
#define PLATFORM_TEXT_TABLES_H

#include "platform/text.h"

enum { TEXT_FORMS = 4 };

/* Plural forms in the language's order; a text without plural has only the first, the rest NULL. */
extern const char *const text_table[T__N][LANG__N][TEXT_FORMS];

#endif
