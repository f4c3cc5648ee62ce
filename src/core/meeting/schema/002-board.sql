-- Boards: notes with layers, clusters, details, links, dots, history and origins. As with notes,
-- every key is random, nothing has a sequence or a time finer than a day, and tag is the only tie to a
-- telephone; dots have nothing else and are deleted when the exercise is closed.

ALTER TABLE note ADD COLUMN layer @int NOT NULL DEFAULT 0;
ALTER TABLE note ADD COLUMN version @int NOT NULL DEFAULT 1;
ALTER TABLE note ADD COLUMN cluster_id @int NOT NULL DEFAULT 0; -- 0: none
ALTER TABLE note ADD COLUMN merged_into @int NOT NULL DEFAULT 0; -- note.id; 0: it stands alone
ALTER TABLE note ADD COLUMN dots @int NOT NULL DEFAULT -1; -- after closing; -1: no vote
DROP INDEX note_by_exercise;
CREATE INDEX note_by_exercise ON note (exercise_id, region, cluster_id, id);

-- The keys of the axes that the leader chose, one blank between them; '' is the tool's own choice.
ALTER TABLE exercise ADD COLUMN axes TEXT NOT NULL DEFAULT '';

CREATE TABLE note_detail (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    note_id @int NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (exercise_id, note_id, key)
) @norowid;

CREATE TABLE note_cluster (
    id @int NOT NULL PRIMARY KEY, -- random, positive
    exercise_id @int NOT NULL REFERENCES exercise (id),
    group_number @int NOT NULL, -- 0: the board of all
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (exercise_id, group_number, region, name)
) @norowid;

CREATE TABLE note_link (
    id @int NOT NULL PRIMARY KEY, -- random, positive
    exercise_id @int NOT NULL REFERENCES exercise (id),
    note_a @int NOT NULL,
    note_b @int NOT NULL,
    kind @int NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (exercise_id, note_a, note_b)
) @norowid;

-- A hidden vote; deleted at close, when note.dots keeps the sums.
CREATE TABLE note_dot (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    phase @int NOT NULL,
    tag @blob NOT NULL,
    note_id @int NOT NULL,
    PRIMARY KEY (exercise_id, phase, tag, note_id)
) @norowid;

-- Every text that a note has had, the last one too; tools that keep history.
CREATE TABLE note_history (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    note_id @int NOT NULL,
    seq @int NOT NULL, -- 1, 2, 3 … of that note
    text TEXT NOT NULL,
    sector @int NOT NULL, -- of who wrote it; -1: not said
    day @int NOT NULL, -- UTC midnight
    PRIMARY KEY (exercise_id, note_id, seq)
) @norowid;

-- Where a note came from: another note, an idea.
CREATE TABLE note_origin (
    exercise_id @int NOT NULL REFERENCES exercise (id),
    note_id @int NOT NULL,
    kind @int NOT NULL,
    from_id @int NOT NULL,
    from_title TEXT NOT NULL,
    PRIMARY KEY (exercise_id, note_id)
) @norowid;
CREATE INDEX note_origin_by_from ON note_origin (from_id);
