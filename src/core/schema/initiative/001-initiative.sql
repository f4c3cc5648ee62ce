-- Initiatives with their parties and invitations, and what the whole product shares: activities,
-- links and the log. Numbers of enums are those of the headers in core/.

CREATE TABLE initiative (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    title TEXT NOT NULL,
    problem TEXT NOT NULL,
    problem_html TEXT NOT NULL,
    lang @int NOT NULL,
    contact_name TEXT NOT NULL,
    contact_phone TEXT NOT NULL,
    contact_by @int,
    owner_id @int,
    started_by @int,
    started_as @int,
    theme @int NOT NULL,
    area TEXT NOT NULL,
    stage @int NOT NULL,
    type @int NOT NULL,
    level @int NOT NULL,
    visibility @int NOT NULL CHECK (visibility BETWEEN 0 AND 2),
    version @int NOT NULL,
    created_at @int NOT NULL,
    updated_at @int NOT NULL,
    active_at @int NOT NULL,
    closed_at @int NOT NULL
) @strict;
CREATE INDEX initiative_by_time ON initiative (visibility, active_at, public_id);
CREATE INDEX initiative_by_theme ON initiative (visibility, theme, active_at, public_id);
CREATE INDEX initiative_by_stage ON initiative (visibility, stage, active_at, public_id);
CREATE INDEX initiative_by_both ON initiative (visibility, theme, stage, active_at, public_id);
CREATE INDEX initiative_by_owner ON initiative (owner_id, active_at, public_id)
    WHERE owner_id IS NOT NULL;
CREATE INDEX initiative_by_contact ON initiative (contact_by) WHERE contact_by IS NOT NULL;
CREATE INDEX initiative_by_phone ON initiative (contact_phone);

-- Somebody who was invited by link. The token is kept as a keyed hash only.
CREATE TABLE invitation (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    initiative_id @int NOT NULL REFERENCES initiative (id),
    token_hash @blob NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sector @int NOT NULL,
    created_at @int NOT NULL,
    created_by @int NOT NULL,
    expires_at @int NOT NULL,
    revoked_at @int NOT NULL,
    answer @int NOT NULL CHECK (answer BETWEEN 0 AND 3),
    condition_text TEXT NOT NULL,
    answered_at @int NOT NULL,
    joined_at @int NOT NULL
) @strict;
CREATE INDEX invitation_by_initiative ON invitation (initiative_id, id);
CREATE INDEX invitation_by_maker ON invitation (created_by, id);
CREATE INDEX invitation_named ON invitation (created_at) WHERE name <> '';

-- A party is a person, an organisation, or somebody who said yes to an invitation without an
-- account. A party that leaves is deleted; the log remembers.
CREATE TABLE initiative_party (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    initiative_id @int NOT NULL REFERENCES initiative (id),
    person_id @int,
    organisation_id @int,
    invitation_id @int REFERENCES invitation (id),
    sector @int NOT NULL,
    role @int NOT NULL CHECK (role IN (0, 1)),
    joined_at @int NOT NULL,
    CHECK ((CASE WHEN person_id IS NULL THEN 0 ELSE 1 END)
         + (CASE WHEN organisation_id IS NULL THEN 0 ELSE 1 END)
         + (CASE WHEN invitation_id IS NULL THEN 0 ELSE 1 END) = 1)
) @strict;
CREATE UNIQUE INDEX party_person ON initiative_party (initiative_id, person_id)
    WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX party_organisation ON initiative_party (initiative_id, organisation_id)
    WHERE organisation_id IS NOT NULL;
CREATE UNIQUE INDEX party_invitation ON initiative_party (invitation_id)
    WHERE invitation_id IS NOT NULL;
CREATE INDEX party_by_initiative ON initiative_party (initiative_id, role, joined_at);
CREATE INDEX party_by_person ON initiative_party (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX party_by_organisation ON initiative_party (organisation_id)
    WHERE organisation_id IS NOT NULL;

CREATE TABLE activity (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    place_kind @int NOT NULL,
    place_id @int NOT NULL,
    state @int NOT NULL,
    created_at @int NOT NULL,
    created_by @int
) @strict;
CREATE INDEX activity_by_place ON activity (place_kind, place_id, id);
CREATE INDEX activity_by_kind ON activity (kind, id);

CREATE TABLE activity_move (
    id @pk,
    activity_id @int NOT NULL REFERENCES activity (id),
    from_kind @int NOT NULL,
    from_id @int NOT NULL,
    to_kind @int NOT NULL,
    to_id @int NOT NULL,
    moved_at @int NOT NULL,
    moved_by @int
) @strict;
CREATE INDEX activity_move_by_activity ON activity_move (activity_id, id);

CREATE TABLE link (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    from_kind @int NOT NULL,
    from_id @int NOT NULL,
    to_kind @int NOT NULL,
    to_id @int NOT NULL,
    verb @int NOT NULL,
    reason TEXT NOT NULL,
    made_at @int NOT NULL,
    made_by @int,
    UNIQUE (from_kind, from_id, to_kind, to_id, verb)
) @strict;
CREATE INDEX link_by_target ON link (to_kind, to_id, id);

-- Append-only: references and verbs, never people's text.
CREATE TABLE log_entry (
    id @pk,
    at @int NOT NULL,
    actor_id @int,
    acting_id @int,
    verb TEXT NOT NULL,
    place_kind @int NOT NULL,
    place_id @int NOT NULL,
    target_kind @int NOT NULL,
    target_id @int NOT NULL,
    value_before @int NOT NULL,
    value_after @int NOT NULL
) @strict;
CREATE INDEX log_by_place ON log_entry (place_kind, place_id, id);
