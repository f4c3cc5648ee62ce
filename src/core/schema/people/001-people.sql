-- People, their sessions, one-time links and letters.
-- Every column says what it is for and how long it is kept.

CREATE TABLE person (
    id @pk, -- internal key; kept for ever, also of an erased person, so that counts stay right
    public_id @int NOT NULL UNIQUE, -- random number in addresses; kept for ever
    name TEXT NOT NULL DEFAULT '', -- shown beside what she does; kept until erasure
    mail TEXT UNIQUE, -- folded; signs in and gets letters; kept until erasure
    phone TEXT NOT NULL DEFAULT '', -- only for herself and administrators; kept until erasure
    password_hash TEXT NOT NULL DEFAULT '', -- Argon2id, empty when she uses links; kept until erasure
    lang TEXT NOT NULL DEFAULT 'da', -- language of pages and letters; kept until erasure
    sector @int NOT NULL DEFAULT 0, -- what she is here as, enum sector; kept until erasure
    is_administrator @int NOT NULL DEFAULT 0, -- may run the site; kept until erasure
    has_signed_in @int NOT NULL DEFAULT 0, -- ever; a site whose administrator has needs no first link; kept until erasure
    version @int NOT NULL DEFAULT 1, -- grows with each edit, to show edit conflicts; kept for ever
    created_at @int NOT NULL, -- when the account was made; kept for ever
    erased_at @int -- when she erased her account, else NULL; kept for ever
) @strict;
CREATE INDEX person_administrator ON person (is_administrator) WHERE is_administrator = 1;

CREATE TABLE session (
    id @pk, -- internal key; kept until the session ends
    public_id @int NOT NULL UNIQUE, -- names it in the list of own sessions; kept until it ends
    token_hash @blob NOT NULL UNIQUE, -- keyed hash of the cookie; kept until the session ends
    person @int NOT NULL REFERENCES person (id), -- whose it is; kept until the session ends
    acting @int, -- organisation she acts as now, else NULL; kept until the session ends
    by_link @int NOT NULL DEFAULT 0, -- began with a one-time link, so a password may be set without the old one; kept until it ends
    device @int NOT NULL DEFAULT 0, -- rough sort of browser and machine, so that she knows it again; kept until it ends
    created_at @int NOT NULL, -- absolute lifetime counts from here; kept until the session ends
    seen_at @int NOT NULL -- idle lifetime counts from here; kept until the session ends
) @strict;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_seen ON session (seen_at);

CREATE TABLE login_link (
    id @pk, -- internal key; kept until 30 days after the link expired
    token_hash @blob NOT NULL UNIQUE, -- keyed hash of the token in the address; kept as the row
    nonce @blob, -- the server makes the token again from it and its key, for the letter; kept until used
    purpose @int NOT NULL, -- enum link_purpose: a link does one thing only; kept as the row
    person @int REFERENCES person (id), -- who signs in, NULL when the account does not exist yet; kept as the row
    mail TEXT NOT NULL DEFAULT '', -- address of the account to make; kept until used or expired
    name TEXT NOT NULL DEFAULT '', -- name of the account to make; kept until used or expired
    lang TEXT NOT NULL DEFAULT 'da', -- language of the account to make; kept as the row
    sector @int NOT NULL DEFAULT 0, -- sector of the account to make; kept as the row
    organisation @int, -- what one becomes a member of, else NULL; kept as the row
    role @int NOT NULL DEFAULT 0, -- the part in it, enum member_role; kept as the row
    made_by @int REFERENCES person (id), -- who asked for it on behalf of another; kept as the row
    created_at @int NOT NULL, -- when it was made; kept as the row
    expires_at @int NOT NULL, -- does not work after this; kept as the row
    used_at @int -- when it was used, else NULL: it works once; kept as the row
) @strict;
CREATE INDEX login_link_person ON login_link (person);
CREATE INDEX login_link_mail ON login_link (mail);
CREATE INDEX login_link_made_by ON login_link (made_by);
CREATE INDEX login_link_organisation ON login_link (organisation, used_at);
CREATE INDEX login_link_expires ON login_link (expires_at);

CREATE TABLE outbox (
    id @pk, -- internal key; kept until 30 days after sending
    letter @int NOT NULL, -- which letter it is, enum letter_kind; kept as the row
    person @int REFERENCES person (id), -- receiver, when she has an account; kept as the row
    address TEXT NOT NULL DEFAULT '', -- where it goes; kept until sent
    receiver TEXT NOT NULL DEFAULT '', -- name it is addressed to; kept until sent
    lang TEXT NOT NULL DEFAULT 'da', -- language of the letter; kept as the row
    about TEXT NOT NULL DEFAULT '', -- the title or name that the letter mentions; kept until sent
    path TEXT NOT NULL DEFAULT '', -- address on this site that the letter points to; kept until sent
    link @int REFERENCES login_link (id), -- one-time link in the letter, else NULL; kept until sent
    created_at @int NOT NULL, -- when it was written; kept as the row
    sent_at @int, -- when the mail server took it or an administrator handed it over; kept as the row
    attempts @int NOT NULL DEFAULT 0, -- how often sending was tried; kept as the row
    failure @int NOT NULL DEFAULT 0 -- why the last try failed, enum mail_failure; kept as the row
) @strict;
CREATE INDEX outbox_person ON outbox (person);
CREATE INDEX outbox_link ON outbox (link);
CREATE INDEX outbox_sent ON outbox (sent_at, id);
