-- The living map of partners. A row is what one workplace knows about one partner: an association,
-- a neighbour, somebody's relatives. Rows of several workplaces that are the same partner point at
-- one of them (same_as), so that merging can be undone and loses nothing.

CREATE TABLE partner (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    organisation_id @int NOT NULL, -- the workplace
    sector @int NOT NULL,
    kind @int NOT NULL,
    name TEXT NOT NULL, -- of a private person only with consent
    folded TEXT NOT NULL, -- the name made comparable
    role TEXT NOT NULL, -- of a private person who has not consented: "nabo med traktor"
    has_consent @int NOT NULL,
    layer @int NOT NULL, -- 0: we have it, 1: we could
    status @int NOT NULL,
    what TEXT NOT NULL,
    contact TEXT NOT NULL, -- on the side of the workplace
    last_contact_at @int NOT NULL,
    is_shared @int NOT NULL, -- other workplaces may see that this one knows it
    same_as @int REFERENCES partner (id),
    removal_asked_at @int NOT NULL,
    version @int NOT NULL,
    created_at @int NOT NULL
) @strict;
CREATE INDEX partner_by_organisation ON partner (organisation_id, sector, id);
CREATE INDEX partner_by_same ON partner (same_as) WHERE same_as IS NOT NULL;

-- Each change of layer or status, so that years can be compared.
CREATE TABLE partner_change (
    id @pk,
    partner_id @int NOT NULL REFERENCES partner (id),
    at @int NOT NULL,
    layer @int NOT NULL,
    status @int NOT NULL
) @strict;
CREATE INDEX partner_change_by_partner ON partner_change (partner_id, id);
