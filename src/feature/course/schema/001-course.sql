-- Courses: a planned row of meetings, and what each step of it is for.

CREATE TABLE course (
    id @pk, -- internal key; kept until the course is deleted
    public_id @int NOT NULL UNIQUE, -- random number in addresses; kept as the row
    place_kind @int NOT NULL, -- organisation or initiative, enum object_kind; kept as the row
    place_id @int NOT NULL, -- where it belongs; kept as the row
    title TEXT NOT NULL, -- kept until edited
    about TEXT NOT NULL DEFAULT '', -- what comes of it, in people's own words; kept until edited
    version @int NOT NULL DEFAULT 1, -- grows with each edit, to show edit conflicts; kept as the row
    created_by @int REFERENCES person (id), -- who planned it; kept until she is erased
    created_at @int NOT NULL -- kept as the row
) @strict;
CREATE INDEX course_place ON course (place_kind, place_id, id);
CREATE INDEX course_created_by ON course (created_by);

CREATE TABLE course_step (
    id @pk, -- internal key; kept as the course
    public_id @int NOT NULL UNIQUE, -- names it in addresses; kept as the row
    course @int NOT NULL REFERENCES course (id), -- kept as the row
    title TEXT NOT NULL, -- kept until edited
    about TEXT NOT NULL DEFAULT '', -- what the day is for; kept until edited
    contacts TEXT NOT NULL DEFAULT '', -- the part for contact persons; kept until edited
    starts_at @int NOT NULL, -- as planned, until there is a meeting; kept until edited
    minutes @int NOT NULL, -- as planned; kept until edited
    tool1 TEXT NOT NULL DEFAULT '', -- keys of the tools suggested; kept until edited
    tool2 TEXT NOT NULL DEFAULT '', -- the second; kept until edited
    tool3 TEXT NOT NULL DEFAULT '', -- the third; kept until edited
    meeting_id @int REFERENCES meeting (id), -- made from the step, else NULL; kept as the row
    contact_meeting_id @int REFERENCES meeting (id), -- the extra one for contact persons, else NULL; kept as the row
    version @int NOT NULL DEFAULT 1 -- grows with each edit; kept as the row
) @strict;
CREATE INDEX course_step_course ON course_step (course, starts_at);
CREATE INDEX course_step_meeting ON course_step (meeting_id);
CREATE INDEX course_step_contact_meeting ON course_step (contact_meeting_id);
