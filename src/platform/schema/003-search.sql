-- Stems of everything that can be searched. id (rowid): kind * 2^40 + the object's key, so that the
-- newest of a kind come first along the key. Stems come ready made: every other character than a
-- space belongs to a word, on both engines.
@if_sqlite
CREATE VIRTUAL TABLE search_words USING fts5 (
    scope, stems,
    detail = 'column', prefix = '2 3',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* P* S* C*'"
);
@end
@if_pg
CREATE TABLE search_words (
    rowid @int PRIMARY KEY,
    scope TEXT NOT NULL,
    stems TEXT NOT NULL,
    words tsvector NOT NULL
        GENERATED ALWAYS AS (array_to_tsvector(string_to_array(stems, ' '))) STORED
);
CREATE INDEX search_words_words ON search_words USING gin (words);
@end
