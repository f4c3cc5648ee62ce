-- What leaders lay before a meeting: papers to read, pictures of a wall. The bytes are in file, which
-- also knows who brought it.
CREATE TABLE meeting_document (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    meeting_id @int NOT NULL REFERENCES meeting (id),
    file_id @int NOT NULL REFERENCES file (id)
) @strict;
CREATE INDEX meeting_document_by_meeting ON meeting_document (meeting_id, id);
CREATE INDEX meeting_document_by_file ON meeting_document (file_id);
