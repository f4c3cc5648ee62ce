/*
 * Reading SQL text: enough of its lexical structure to rewrite parameters, expand the tokens of
 * migrations and look for constructs that only one engine knows. For platform/db alone.
 */
#ifndef PLATFORM_DB_SQL_H
#define PLATFORM_DB_SQL_H

#include "base/buf.h"

enum sql_kind {
    SQL_SPACE,
    SQL_COMMENT,
    SQL_LITERAL,     /* 'text', with its quotes */
    SQL_QUOTED_NAME, /* "name", with its quotes */
    SQL_WORD,        /* key words and names */
    SQL_NUMBER,
    SQL_PARAM, /* $12 */
    SQL_TOKEN, /* @pk, for migrations */
    SQL_SYMBOL /* one character */
};

struct sql_piece {
    enum sql_kind kind;
    struct str text;
};

/* Cuts the next piece off *rest; false at the end. Every byte is in exactly one piece; an unclosed
   literal, name or comment runs to the end. */
bool sql_next(struct str *rest, struct sql_piece *piece);

/* The same, but without white space and comments. */
bool sql_next_solid(struct str *rest, struct sql_piece *piece);

/* Copies sql with $N as ?N: SQLite numbers $N by first appearance, ?N by its number. */
void sql_for_sqlite(struct buf *out, struct str sql);

enum sql_engine { SQL_FOR_SQLITE, SQL_FOR_PG };

/* Expands the @tokens of a migration for one engine. RC_INVALID names an unknown token, or an
   @if_sqlite / @if_pg without @end, in *fault. */
enum rc sql_expand(struct buf *out, struct str sql, enum sql_engine engine,
                   struct str *fault) MUST_CHECK;

/* The highest $N; *gap becomes true when a smaller one is missing. */
size_t sql_params(struct str sql, bool *gap);

#endif
