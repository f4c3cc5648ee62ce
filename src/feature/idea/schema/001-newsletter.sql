-- Who wants to try an idea, what came of it, and the newsletter that tells of it.

CREATE TABLE idea_interest (
    id @pk, -- internal key; kept until the interest is taken back
    idea @int NOT NULL REFERENCES idea (id), -- in what; as the row
    organisation @int NOT NULL REFERENCES organisation (id), -- who is interested; as the row
    person @int REFERENCES person (id), -- who said so for it; as the row
    made_at @int NOT NULL, -- as the row
    UNIQUE (idea, organisation)
) @strict;
CREATE INDEX idea_interest_by_place ON idea_interest (organisation);
CREATE INDEX idea_interest_by_person ON idea_interest (person) WHERE person IS NOT NULL;

CREATE TABLE idea_experience (
    id @pk, -- internal key; kept until it is removed
    public_id @int NOT NULL UNIQUE, -- names it in addresses; as the row
    idea @int NOT NULL REFERENCES idea (id), -- with what; as the row
    organisation @int NOT NULL REFERENCES organisation (id), -- who tried; as the row
    person @int REFERENCES person (id), -- who wrote it; as the row
    text TEXT NOT NULL, -- what happened; as the row
    lang @int NOT NULL, -- enum lang; as the row
    made_at @int NOT NULL -- as the row
) @strict;
CREATE INDEX idea_experience_by_idea ON idea_experience (idea, made_at);
CREATE INDEX idea_experience_by_time ON idea_experience (made_at);
CREATE INDEX idea_experience_by_place ON idea_experience (organisation);
CREATE INDEX idea_experience_by_person ON idea_experience (person) WHERE person IS NOT NULL;

CREATE TABLE newsletter (
    id @pk, -- internal key; kept for ever, a draft until it is thrown away
    public_id @int NOT NULL UNIQUE, -- random number in addresses
    organisation @int NOT NULL REFERENCES organisation (id), -- who publishes it
    number @int NOT NULL DEFAULT 0, -- 1, 2, 3 … of that organisation; 0: a draft
    title TEXT NOT NULL, -- kept as published
    foreword TEXT NOT NULL DEFAULT '', -- kept as published
    lang @int NOT NULL, -- enum lang
    since_at @int NOT NULL, -- what is newer than this was gathered
    created_at @int NOT NULL,
    created_by @int REFERENCES person (id), -- who began it; an erased person stays a shell
    published_at @int NOT NULL DEFAULT 0, -- 0: a draft
    version @int NOT NULL DEFAULT 1 -- grows with each edit
) @strict;
CREATE UNIQUE INDEX newsletter_draft ON newsletter (organisation) WHERE published_at = 0;
CREATE INDEX newsletter_by_time ON newsletter (published_at, public_id);
CREATE INDEX newsletter_by_publisher ON newsletter (organisation, published_at);
CREATE INDEX newsletter_by_maker ON newsletter (created_by) WHERE created_by IS NOT NULL;

-- What an issue tells of, by reference: what is taken back later is gone from it too.
CREATE TABLE newsletter_item (
    id @pk,
    newsletter @int NOT NULL REFERENCES newsletter (id),
    seq @int NOT NULL, -- its place
    kind @int NOT NULL, -- enum news_kind
    object @int NOT NULL, -- key of the idea, experience or meeting
    is_out @int NOT NULL DEFAULT 0, -- left out
    UNIQUE (newsletter, kind, object)
) @strict;
CREATE INDEX newsletter_item_by_place ON newsletter_item (newsletter, seq);
CREATE INDEX meeting_by_end ON meeting (state, closed_at);
