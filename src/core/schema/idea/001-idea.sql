-- The bank of ideas (redskab 8): what workplaces and associations have tried or want to try. No
-- person is named as the one to ask: that is looked up when the page is read.

CREATE TABLE idea (
    id @pk, -- internal key; kept for ever
    public_id @int NOT NULL UNIQUE, -- random number in addresses; kept for ever
    category @int NOT NULL, -- enum idea_category; kept for ever
    stage @int NOT NULL, -- enum idea_stage; kept for ever
    lang @int NOT NULL, -- enum lang, of its words; kept for ever
    title TEXT NOT NULL, -- kept until edited
    body TEXT NOT NULL, -- one paragraph; kept until edited
    place TEXT NOT NULL DEFAULT '', -- where it happens; kept until edited
    hours @int NOT NULL DEFAULT -1, -- what it takes, -1: not said; kept until edited
    kroner @int NOT NULL DEFAULT -1, -- what it costs, -1: not said; kept until edited
    needs TEXT NOT NULL DEFAULT '', -- what must be there; kept until edited
    source TEXT NOT NULL DEFAULT '', -- where the idea comes from; kept until edited
    told_by TEXT NOT NULL DEFAULT '', -- for whom it was written down, as she wants to be called; kept until edited
    story_url TEXT NOT NULL DEFAULT '', -- where more is told; kept until edited
    organisation @int NOT NULL REFERENCES organisation (id), -- whose entry; kept for ever
    copy_of @int REFERENCES idea (id), -- the entry it was taken over from; kept for ever
    root @int REFERENCES idea (id), -- the first of that tree, NULL: itself; kept for ever
    meeting @int REFERENCES meeting (id), -- where it is drawn; kept for ever
    version @int NOT NULL DEFAULT 1, -- grows with each edit; kept for ever
    created_at @int NOT NULL, -- kept for ever
    created_by @int REFERENCES person (id), -- who wrote it; an erased person stays a shell
    confirmed_at @int NOT NULL, -- when somebody last said that it holds; kept for ever
    withdrawn_at @int NOT NULL DEFAULT 0 -- 0: shown; kept for ever
) @strict;
CREATE INDEX idea_newest ON idea (withdrawn_at, created_at, public_id);
CREATE INDEX idea_by_category ON idea (withdrawn_at, category, created_at, public_id);
CREATE INDEX idea_by_stage ON idea (withdrawn_at, stage, created_at, public_id);
CREATE INDEX idea_by_both ON idea (withdrawn_at, category, stage, created_at, public_id);
CREATE INDEX idea_by_root ON idea (root);
CREATE INDEX idea_by_organisation ON idea (organisation, created_at);
CREATE INDEX idea_by_origin ON idea (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX idea_by_meeting ON idea (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX idea_by_maker ON idea (created_by) WHERE created_by IS NOT NULL;
