-- Meetings, seats, exercises and what remains of them. What people answer and write (answer, note)
-- has no sequence and no time: the key is random, and tag is the only tie to a telephone, deleted
-- when the exercise is closed. Numbers of enums are those of the headers in core/.

CREATE TABLE meeting (
    id @pk,
    public_id @int NOT NULL UNIQUE, -- in the address; the key to what the room sees
    place_kind @int NOT NULL, -- organisation or initiative
    place_id @int NOT NULL,
    title TEXT NOT NULL,
    purpose TEXT NOT NULL,
    where_text TEXT NOT NULL,
    online_url TEXT NOT NULL,
    lang TEXT NOT NULL,
    starts_at @int NOT NULL,
    ends_at @int NOT NULL,
    minutes @int NOT NULL,
    pace @int NOT NULL,
    state @int NOT NULL CHECK (state BETWEEN 0 AND 2),
    code TEXT, -- NULL once closed
    takes_signups @int NOT NULL,
    subgroups TEXT NOT NULL DEFAULT '', -- one a line: what people choose among
    item_id @int NOT NULL DEFAULT 0, -- meeting_item that runs
    version @int NOT NULL,
    created_at @int NOT NULL,
    created_by @int, -- person.id
    opened_at @int NOT NULL,
    closed_at @int NOT NULL,
    next_text TEXT NOT NULL,
    next_at @int NOT NULL,
    next_who TEXT NOT NULL,
    erase_at @int NOT NULL
) @strict;
CREATE UNIQUE INDEX meeting_by_code ON meeting (code) WHERE code IS NOT NULL;
CREATE INDEX meeting_by_place ON meeting (place_kind, place_id, starts_at);
CREATE INDEX meeting_by_start ON meeting (state, starts_at);
CREATE INDEX meeting_by_erasing ON meeting (erase_at) WHERE erase_at > 0;
CREATE INDEX meeting_by_maker ON meeting (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE meeting_leader (
    id @pk,
    meeting_id @int NOT NULL REFERENCES meeting (id),
    person_id @int NOT NULL,
    added_at @int NOT NULL,
    UNIQUE (meeting_id, person_id)
) @strict;
CREATE INDEX meeting_leader_by_person ON meeting_leader (person_id, meeting_id);

CREATE TABLE meeting_item (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    meeting_id @int NOT NULL REFERENCES meeting (id),
    seq @int NOT NULL,
    kind @int NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    minutes @int NOT NULL,
    activity_id @int,
    is_done @int NOT NULL
) @strict;
CREATE INDEX meeting_item_by_meeting ON meeting_item (meeting_id, seq, id);
CREATE INDEX meeting_item_by_activity ON meeting_item (activity_id) WHERE activity_id IS NOT NULL;

CREATE TABLE meeting_signup (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    meeting_id @int NOT NULL REFERENCES meeting (id),
    name TEXT NOT NULL,
    mail TEXT NOT NULL,
    sector @int NOT NULL,
    made_at @int NOT NULL,
    reminded_at @int NOT NULL,
    came @int NOT NULL
) @strict;
CREATE INDEX meeting_signup_by_meeting ON meeting_signup (meeting_id, id);
CREATE INDEX meeting_signup_by_mail ON meeting_signup (mail) WHERE mail <> '';

-- Somebody in a meeting, without an account.
CREATE TABLE seat (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    meeting_id @int NOT NULL REFERENCES meeting (id),
    token_hash @blob, -- keyed hash of the cookie; NULL for proxies, and once the meeting is closed
    number @int NOT NULL,
    nickname TEXT NOT NULL,
    sector @int NOT NULL, -- -1: not said
    subgroup TEXT NOT NULL,
    device @int NOT NULL,
    has_left @int NOT NULL,
    UNIQUE (meeting_id, number)
) @strict;
CREATE UNIQUE INDEX seat_by_token ON seat (meeting_id, token_hash) WHERE token_hash IS NOT NULL;

-- An exercise is the activity with the same id.
CREATE TABLE exercise (
    id @int NOT NULL PRIMARY KEY REFERENCES activity (id),
    meeting_id @int NOT NULL REFERENCES meeting (id),
    tool TEXT NOT NULL,
    form TEXT NOT NULL,
    content TEXT NOT NULL, -- JSON frozen at creation; '' is the tool's own
    is_named @int NOT NULL,
    k @int NOT NULL CHECK (k >= 3),
    is_consensus @int NOT NULL,
    was_small @int NOT NULL,
    change @int NOT NULL,
    across_sectors @int NOT NULL,
    asks_heard @int NOT NULL,
    state @int NOT NULL,
    phase @int NOT NULL,
    step @int NOT NULL,
    is_revealed @int NOT NULL,
    phase_left_at @int NOT NULL,
    clock_round @int NOT NULL,
    clock_rounds @int NOT NULL,
    clock_repeats @int NOT NULL,
    clock_round_ms @int NOT NULL,
    clock_ends_at @int NOT NULL,
    clock_held_ms @int NOT NULL,
    seed @int NOT NULL,
    opened_at @int NOT NULL,
    closed_at @int NOT NULL,
    version @int NOT NULL
) @strict;
CREATE INDEX exercise_by_meeting ON exercise (meeting_id, id);

-- Who sits with whom, one row a round; deleted when the exercise is closed.
CREATE TABLE exercise_round (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    phase @int NOT NULL,
    round @int NOT NULL,
    seats TEXT NOT NULL, -- seat numbers by group, as rules/grouping writes them
    PRIMARY KEY (exercise_id, phase, round)
) @norowid;

-- Ready mode: the pair (or trio) each seat is in now, and since when it waits.
CREATE TABLE exercise_pair (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    seat_number @int NOT NULL,
    pair @int NOT NULL, -- 0: waiting
    round @int NOT NULL, -- how many partners she has had
    ready_at @int NOT NULL,
    PRIMARY KEY (exercise_id, seat_number)
) @norowid;

-- A group's own clock, where it differs from the phase's.
CREATE TABLE exercise_clock (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    phase @int NOT NULL,
    group_number @int NOT NULL,
    ends_at @int NOT NULL,
    held_ms @int NOT NULL,
    round_ms @int NOT NULL,
    PRIMARY KEY (exercise_id, phase, group_number)
) @norowid;

-- A sheet of scores. tag: whose, while the exercise is open; NULL afterwards.
CREATE TABLE answer (
    id @int NOT NULL PRIMARY KEY, -- random
    exercise_id @int NOT NULL REFERENCES exercise (id),
    tag @blob,
    group_number @int NOT NULL, -- consensus mode
    sector @int NOT NULL,
    subgroup TEXT NOT NULL,
    origin @int NOT NULL,
    sheet TEXT NOT NULL
) @norowid;
CREATE UNIQUE INDEX answer_by_tag ON answer (exercise_id, tag) WHERE tag IS NOT NULL;
CREATE INDEX answer_by_exercise ON answer (exercise_id, id);

CREATE TABLE note (
    id @int NOT NULL PRIMARY KEY, -- random, from the form that wrote it
    exercise_id @int NOT NULL REFERENCES exercise (id),
    phase @int NOT NULL,
    round @int NOT NULL, -- of a pair talk; 0 after closing
    region TEXT NOT NULL,
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    tag @blob,
    seat_id @int, -- named exercises only
    group_number @int NOT NULL,
    sector @int NOT NULL,
    origin @int NOT NULL,
    hidden @int NOT NULL,
    is_reported @int NOT NULL
) @norowid;
CREATE INDEX note_by_exercise ON note (exercise_id, region, id);
CREATE INDEX note_by_tag ON note (exercise_id, tag) WHERE tag IS NOT NULL;

-- What remains: figures, in JSON.
CREATE TABLE snapshot (
    exercise_id @int NOT NULL PRIMARY KEY REFERENCES exercise (id),
    taken_at @int NOT NULL,
    json TEXT NOT NULL
) @strict;

CREATE TABLE action (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    place_kind @int NOT NULL,
    place_id @int NOT NULL,
    meeting_id @int REFERENCES meeting (id),
    exercise_id @int REFERENCES exercise (id),
    axis TEXT NOT NULL,
    text TEXT NOT NULL,
    owner TEXT NOT NULL,
    due_at @int NOT NULL,
    state @int NOT NULL,
    outcome TEXT NOT NULL,
    created_at @int NOT NULL,
    created_by @int,
    updated_at @int NOT NULL,
    version @int NOT NULL
) @strict;
CREATE INDEX action_by_place ON action (place_kind, place_id, state, due_at, id);
CREATE INDEX action_by_meeting ON action (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX action_by_exercise ON action (exercise_id) WHERE exercise_id IS NOT NULL;
CREATE INDEX action_by_maker ON action (created_by) WHERE created_by IS NOT NULL;

CREATE TABLE action_note (
    action_id @int NOT NULL REFERENCES action (id),
    note_id @int NOT NULL,
    PRIMARY KEY (action_id, note_id)
) @norowid;
CREATE INDEX action_note_by_note ON action_note (note_id);

-- Decks and sheets that organisations made; a version never changes.
CREATE TABLE content (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    organisation_id @int NOT NULL,
    tool TEXT NOT NULL,
    family @int NOT NULL,
    version @int NOT NULL,
    title TEXT NOT NULL,
    json TEXT NOT NULL,
    is_newest @int NOT NULL,
    is_retired @int NOT NULL,
    created_at @int NOT NULL,
    created_by @int,
    UNIQUE (family, version)
) @strict;
CREATE INDEX content_by_organisation ON content (organisation_id, is_newest, tool, id);
CREATE INDEX content_by_maker ON content (created_by) WHERE created_by IS NOT NULL;
