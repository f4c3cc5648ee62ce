-- Work that nobody waits for. due_at: when a runner should look at it (waiting), when the lease ends
-- (running), or when it ended. lease: a random number of the run that owns it.
CREATE TABLE job (
    id @pk,
    kind TEXT NOT NULL,
    recurring TEXT UNIQUE, -- the kind again, for jobs that come back
    payload TEXT NOT NULL,
    state @int NOT NULL CHECK (state BETWEEN 0 AND 3),
    due_at @int NOT NULL,
    lease @int NOT NULL,
    attempts @int NOT NULL,
    progress @int NOT NULL,
    total @int NOT NULL,
    error TEXT NOT NULL
) @strict;
CREATE INDEX job_due ON job (state, due_at);
