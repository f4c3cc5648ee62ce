-- Files in pieces of 256 KiB. owner is person.id of core/, which is above this floor.
CREATE TABLE file (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size @int NOT NULL CHECK (size >= 0),
    sha256 @blob NOT NULL,
    gzipped @int NOT NULL CHECK (gzipped IN (0, 1)),
    owner @int,
    created_at @int NOT NULL
) @strict;
CREATE INDEX file_owner ON file (owner);

CREATE TABLE file_chunk (
    file_id @int NOT NULL REFERENCES file (id) ON DELETE CASCADE,
    seq @int NOT NULL CHECK (seq >= 0),
    bytes @blob NOT NULL,
    PRIMARY KEY (file_id, seq)
) @strict;
