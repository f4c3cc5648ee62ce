-- The line to the steward: who she is, the key of her box, and the messages in it, which nobody can
-- read without her passphrase. Who wrote is not kept, nor the time of day.

CREATE TABLE steward (
    id @pk, -- internal key; kept for ever
    public_id @int NOT NULL UNIQUE, -- names her box in addresses; kept for ever
    organisation @int NOT NULL REFERENCES organisation (id), -- whose steward she is; kept for ever
    person @int NOT NULL REFERENCES person (id), -- who she is; kept for ever, an erased person stays a shell
    named_by @int REFERENCES person (id), -- the manager who named her; kept for ever
    from_at @int NOT NULL, -- since when; kept for ever
    to_at @int -- until when, NULL while it lasts; kept for ever
) @strict;
CREATE UNIQUE INDEX steward_current ON steward (organisation, person) WHERE to_at IS NULL;
CREATE INDEX steward_organisation ON steward (organisation);
CREATE INDEX steward_person ON steward (person);
CREATE INDEX steward_named_by ON steward (named_by);

CREATE TABLE steward_key (
    id @pk, -- internal key; kept as the row
    public_id @int NOT NULL UNIQUE, -- names it in forms; kept as the row
    steward @int NOT NULL REFERENCES steward (id), -- whose; kept as the row
    public_key @blob NOT NULL, -- seals messages; kept until she is erased
    private_key @blob NOT NULL, -- opens them, encrypted under her passphrase, which is not kept; kept until she is erased
    made_at @int NOT NULL -- when she chose the passphrase: the newest is used for new messages; kept as the row
) @strict;
CREATE INDEX steward_key_steward ON steward_key (steward, id);

CREATE TABLE steward_message (
    id @int PRIMARY KEY, -- keyed hash of the form's one-time key and the text: sent twice is there once; kept as the row
    steward_key @int NOT NULL REFERENCES steward_key (id), -- which key opens it; kept as the row
    sealed @blob NOT NULL, -- the message, sealed when it came, all equally long; kept until she deletes it, at most 24 months
    day @int NOT NULL, -- the day it came, without the time; kept as the row
    is_told @int NOT NULL DEFAULT 0 -- she has had a letter about it; kept as the row
) @norowid;
CREATE INDEX steward_message_key ON steward_message (steward_key, day);
CREATE INDEX steward_message_day ON steward_message (day);
CREATE INDEX steward_message_told ON steward_message (is_told) WHERE is_told = 0;
