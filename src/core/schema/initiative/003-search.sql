-- The search index knows theme and stage of an initiative, so that a list with words and filters is
-- one question. 3298534883328 is 3 * 2^40, where the keys of initiatives begin.
UPDATE search_words SET stems = stems || (
    SELECT ' #theme' || CAST(i.theme AS TEXT) || ' #stage' || CAST(i.stage AS TEXT)
    FROM initiative i WHERE i.id = search_words."rowid" - 3298534883328)
WHERE "rowid" IN (SELECT i.id + 3298534883328 FROM initiative i);
-- The same for the kind of an organisation, whose keys begin at 2 * 2^40.
UPDATE search_words SET stems = stems || (
    SELECT ' #kind' || CAST(o.kind AS TEXT) FROM organisation o
    WHERE o.id = search_words."rowid" - 2199023255552)
WHERE "rowid" IN (SELECT o.id + 2199023255552 FROM organisation o);
