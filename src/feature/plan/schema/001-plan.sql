-- One person's own plan: hers alone, shown to the helpers she chooses. Everything goes when she
-- deletes the plan or her account.

CREATE TABLE plan (
    id @pk, -- internal key; kept until she deletes the plan
    public_id @int NOT NULL UNIQUE, -- random number in addresses; kept as the row
    owner @int NOT NULL REFERENCES person (id), -- whose plan it is; kept as the row
    title TEXT NOT NULL, -- kept until edited
    dream TEXT NOT NULL DEFAULT '', -- what she dreams of; kept until edited
    solution TEXT NOT NULL DEFAULT '', -- what could be done; kept until edited
    who TEXT NOT NULL DEFAULT '', -- who can help; kept until edited
    free_title TEXT NOT NULL DEFAULT '', -- a part of her own; kept until edited
    free_text TEXT NOT NULL DEFAULT '', -- its text; kept until edited
    more_title TEXT NOT NULL DEFAULT '', -- another part of her own; kept until edited
    more_text TEXT NOT NULL DEFAULT '', -- its text; kept until edited
    version @int NOT NULL DEFAULT 1, -- grows with each edit, to show edit conflicts; kept as the row
    created_at @int NOT NULL -- kept as the row
) @strict;
CREATE INDEX plan_of_owner ON plan (owner, id);

CREATE TABLE plan_helper (
    id @pk, -- internal key; kept as the plan
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    plan @int NOT NULL REFERENCES plan (id), -- kept as the row
    name TEXT NOT NULL, -- what she calls the helper; kept as the row
    may @int NOT NULL, -- enum plan_may; kept until changed
    token_hash @blob NOT NULL UNIQUE, -- keyed hash of the link; kept as the row
    created_at @int NOT NULL, -- kept as the row
    opened_at @int -- when the helper first opened it, else NULL; kept as the row
) @strict;
CREATE INDEX plan_helper_plan ON plan_helper (plan, id);

CREATE TABLE plan_entry (
    id @pk, -- internal key; kept as the plan
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    plan @int NOT NULL REFERENCES plan (id), -- kept as the row
    helper @int REFERENCES plan_helper (id), -- who wrote it, NULL: she herself; kept as the row
    taken_by @int REFERENCES plan_helper (id), -- the helper who does it; kept as the row
    kind @int NOT NULL, -- enum plan_entry_kind; kept as the row
    is_done @int NOT NULL DEFAULT 0, -- a task that is done; kept as the row
    text TEXT NOT NULL, -- kept until she deletes it
    created_at @int NOT NULL -- kept as the row
) @strict;
CREATE INDEX plan_entry_plan ON plan_entry (plan, id);
CREATE INDEX plan_entry_helper ON plan_entry (helper);
CREATE INDEX plan_entry_taken ON plan_entry (taken_by);

CREATE TABLE plan_offer (
    id @pk, -- internal key; kept until it is used or a month old
    token_hash @blob NOT NULL UNIQUE, -- keyed hash of the link; kept as the row
    made_by @int NOT NULL REFERENCES person (id), -- who offers to help; kept as the row
    expires_at @int NOT NULL -- the link does not work after this; kept as the row
) @strict;
CREATE INDEX plan_offer_made_by ON plan_offer (made_by);
CREATE INDEX plan_offer_expires ON plan_offer (expires_at);
