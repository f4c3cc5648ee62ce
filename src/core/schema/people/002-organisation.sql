-- Organisations and who belongs to them. Both stay when people leave: what was done in their name
-- must remain understandable.

CREATE TABLE organisation (
    id @pk, -- internal key; kept for ever
    public_id @int NOT NULL UNIQUE, -- random number in addresses; kept for ever
    kind @int NOT NULL, -- enum organisation_kind; kept for ever
    name TEXT NOT NULL, -- public name; kept for ever
    parent @int REFERENCES organisation (id), -- workplace below institution below municipality; kept for ever
    cvr TEXT NOT NULL DEFAULT '', -- number in the business register, optional; kept for ever
    about TEXT NOT NULL DEFAULT '', -- what it does, in its own words; kept until edited
    lang TEXT NOT NULL DEFAULT 'da', -- language of name and about; kept until edited
    contact_name TEXT NOT NULL DEFAULT '', -- the person to call; public; kept until edited
    contact_phone TEXT NOT NULL DEFAULT '', -- her telephone; public; kept until edited
    version @int NOT NULL DEFAULT 1, -- grows with each edit, to show edit conflicts; kept for ever
    created_by @int REFERENCES person (id), -- who made it; kept for ever, an erased person stays a shell
    created_at @int NOT NULL -- when it was made; kept for ever
) @strict;
CREATE INDEX organisation_kind ON organisation (kind, id);
CREATE INDEX organisation_parent ON organisation (parent, name);
CREATE INDEX organisation_contact_phone ON organisation (contact_phone);
CREATE INDEX organisation_created_by ON organisation (created_by);

CREATE TABLE membership (
    id @pk, -- internal key; kept for ever
    public_id @int NOT NULL UNIQUE, -- names it in addresses of the member pages; kept for ever
    organisation @int NOT NULL REFERENCES organisation (id), -- where; kept for ever
    person @int NOT NULL REFERENCES person (id), -- who; kept for ever, an erased person stays a shell
    role @int NOT NULL, -- enum member_role; kept for ever
    title TEXT NOT NULL DEFAULT '', -- her title there; kept until edited or erasure
    may_act @int NOT NULL DEFAULT 0, -- may act in the organisation's name; kept for ever
    from_at @int NOT NULL, -- since when; kept for ever
    to_at @int -- until when, NULL while it lasts; kept for ever
) @strict;
CREATE UNIQUE INDEX membership_current ON membership (organisation, person) WHERE to_at IS NULL;
CREATE INDEX membership_person ON membership (person, to_at);
CREATE INDEX membership_organisation ON membership (organisation);
