-- The network: associations that are in it, posts and site visits, interviews and their guides.

CREATE TABLE network_member (
    organisation @pk, -- an association or another that is no workplace of the municipality; kept until taken out
    since @int NOT NULL, -- when it was taken in; kept as the row
    added_by @int -- who took it in (person.id); kept as the row
) @strict;
CREATE INDEX network_member_adder ON network_member (added_by);

CREATE TABLE network_post (
    id @pk, -- internal key, the order of time; kept until deleted
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    kind @int NOT NULL, -- enum post_kind; kept as the row
    parent @int REFERENCES network_post (id), -- what it replies to, else NULL; kept as the row
    author @int REFERENCES person (id), -- who wrote it, NULL when erased; kept until erasure
    text TEXT NOT NULL, -- her words; kept until edited, deleted or erasure
    lang TEXT NOT NULL DEFAULT 'da', -- language of the text; kept as the row
    link TEXT NOT NULL DEFAULT '', -- address on this site, or empty; kept until edited
    visit_at @int NOT NULL DEFAULT 0, -- of a site visit: when; kept as the row
    host @int REFERENCES organisation (id), -- of a site visit: where; kept as the row
    hidden @int NOT NULL DEFAULT 0, -- enum note_hidden: why it is hidden, 0: it is not; kept as the row
    hidden_by @int, -- who hid it (person.id); kept as the row
    at @int NOT NULL, -- when it was written; kept as the row
    edited_at @int NOT NULL DEFAULT 0 -- when its author changed it last; kept as the row
) @strict;
CREATE INDEX network_post_newest ON network_post (id) WHERE parent IS NULL;
CREATE INDEX network_post_parent ON network_post (parent, id);
CREATE INDEX network_post_author ON network_post (author);
CREATE INDEX network_post_host ON network_post (host);
CREATE INDEX network_post_hider ON network_post (hidden_by) WHERE hidden_by IS NOT NULL;
CREATE INDEX network_post_hidden ON network_post (hidden) WHERE hidden > 0;

CREATE TABLE visit_signup (
    id @pk, -- internal key; kept until taken back, or 90 days after the visit
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    post @int NOT NULL REFERENCES network_post (id), -- the visit; kept as the row
    person @int NOT NULL REFERENCES person (id), -- who signed up; kept as the row
    name TEXT NOT NULL, -- who comes along, as written; kept as the row
    at @int NOT NULL, -- when; kept as the row
    UNIQUE (post, name)
) @strict;
CREATE INDEX visit_signup_person ON visit_signup (person);

CREATE TABLE interview_guide (
    id @pk, -- internal key; kept for ever, a version never changes
    organisation @int NOT NULL REFERENCES organisation (id), -- whose guide it is; kept for ever
    version @int NOT NULL, -- from 1; 0 is the built-in one and has no row; kept for ever
    questions TEXT NOT NULL, -- one a line; kept for ever
    lang TEXT NOT NULL DEFAULT 'da', -- language of the questions; kept for ever
    created_by @int, -- who wrote it (person.id); kept for ever
    created_at @int NOT NULL, -- when; kept for ever
    UNIQUE (organisation, version)
) @strict;
CREATE INDEX interview_guide_maker ON interview_guide (created_by);

CREATE TABLE interview (
    id @pk, -- internal key; kept 24 months
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    organisation @int NOT NULL REFERENCES organisation (id), -- whose interviews these are; kept as the row
    workplace @int NOT NULL REFERENCES organisation (id), -- where the one who answered works; kept as the row
    person @int REFERENCES person (id), -- who answered, when she was its contact person; kept until erasure
    who TEXT NOT NULL DEFAULT '', -- her name as the caller wrote it; kept until erasure
    caller @int REFERENCES person (id), -- who asked and wrote down; kept until erasure
    held_at @int NOT NULL, -- the day of the talk; kept as the row
    guide_version @int NOT NULL, -- interview_guide.version, 0: the built-in one; kept as the row
    consent @int NOT NULL, -- enum quote_consent: what may be quoted; kept as the row
    consent_at @int NOT NULL, -- the day she was asked; kept as the row
    created_at @int NOT NULL -- when it was typed in; kept as the row
) @strict;
CREATE INDEX interview_organisation ON interview (organisation, id);
CREATE INDEX interview_person ON interview (person);
CREATE INDEX interview_caller ON interview (caller);
CREATE INDEX interview_workplace ON interview (workplace);
CREATE INDEX interview_created ON interview (created_at);

CREATE TABLE interview_answer (
    interview @int NOT NULL REFERENCES interview (id), -- which; kept as the interview
    seq @int NOT NULL, -- order of the questions; kept as the interview
    question TEXT NOT NULL, -- as it was asked; kept as the interview
    answer TEXT NOT NULL, -- the caller's notes; kept until erasure
    PRIMARY KEY (interview, seq)
) @norowid;
