-- Who speaks for volunteers at a workplace, from when until when, and what moved on at a handover.
-- Rights follow the dates when they are asked for, so they also move when nothing ran that night.

CREATE TABLE contact_term (
    id @pk, -- internal key; kept for ever
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept for ever
    organisation @int NOT NULL REFERENCES organisation (id), -- the workplace or association; kept for ever
    person @int NOT NULL REFERENCES person (id), -- the contact person; kept for ever, an erased person stays a shell
    deputy @int REFERENCES person (id), -- stands in for her, else NULL; kept until erasure
    from_at @int NOT NULL, -- the beginning of the first day; kept for ever
    to_at @int NOT NULL DEFAULT 0, -- the beginning of the day after the last, 0 while no end is set; kept for ever
    phone TEXT NOT NULL DEFAULT '', -- what she herself wants shown to everybody; kept until edited or erasure
    mail TEXT NOT NULL DEFAULT '', -- the same; kept until edited or erasure
    created_by @int REFERENCES person (id), -- who named her; kept for ever, an erased person stays a shell
    created_at @int NOT NULL, -- when she was named; kept for ever
    settled_at @int NOT NULL DEFAULT 0, -- when open actions went on to the next one, 0: not yet; kept for ever
    successor @int NOT NULL DEFAULT 0 -- contact_term.id they went to; kept for ever
) @strict;
CREATE INDEX contact_term_organisation ON contact_term (organisation, from_at);
CREATE INDEX contact_term_person ON contact_term (person);
CREATE INDEX contact_term_deputy ON contact_term (deputy);
CREATE INDEX contact_term_maker ON contact_term (created_by);
CREATE INDEX contact_term_open ON contact_term (to_at) WHERE settled_at = 0 AND to_at > 0;

-- The actions that went on to the next contact person, for whoever left to read.
CREATE TABLE contact_handed (
    term @int NOT NULL REFERENCES contact_term (id), -- the term that ended; kept for ever
    action_id @int NOT NULL, -- the agreed action; kept for ever
    PRIMARY KEY (term, action_id)
) @norowid;

-- What people let others read of an interview, with the consent that they gave.
CREATE TABLE quote (
    id @pk, -- internal key; kept until withdrawn or erasure
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    interview @int NOT NULL, -- what it was taken from; kept as the row
    organisation @int NOT NULL REFERENCES organisation (id), -- the one whose interview it is; kept as the row
    workplace @int NOT NULL REFERENCES organisation (id), -- where the person works; kept as the row
    person @int REFERENCES person (id), -- who said it, when the consent names her; kept as the row
    who TEXT NOT NULL DEFAULT '', -- her name as the interview has it, when the consent names her; kept as the row
    kind @int NOT NULL, -- enum quote_kind; kept as the row
    text TEXT NOT NULL, -- her words, or a story made of them; kept as the row
    lang TEXT NOT NULL DEFAULT 'da', -- language of the text; kept as the row
    consent @int NOT NULL CHECK (consent IN (1, 2)), -- enum quote_consent: never without; kept as the row
    consent_at @int NOT NULL, -- the day she consented; kept as the row
    created_by @int REFERENCES person (id), -- who took it out; kept as the row
    published_at @int NOT NULL -- when it could be read first; kept as the row
) @strict;
CREATE INDEX quote_newest ON quote (published_at, id);
CREATE INDEX quote_interview ON quote (interview);
CREATE INDEX quote_organisation ON quote (organisation);
CREATE INDEX quote_workplace ON quote (workplace);
CREATE INDEX quote_person ON quote (person);
CREATE INDEX quote_maker ON quote (created_by);
