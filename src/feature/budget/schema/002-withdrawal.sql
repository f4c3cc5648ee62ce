-- A count that was withdrawn: the ballots and the result are gone, this and the log stay.
CREATE TABLE budget_withdrawal (
    activity @int PRIMARY KEY REFERENCES activity (id), -- the activity whose result was withdrawn
    reason TEXT NOT NULL, -- shown to everybody who may see the place; empty after the author's erasure
    person @int REFERENCES person (id), -- who withdrew it; empty after erasure
    withdrawn_at @int NOT NULL
);
CREATE INDEX budget_withdrawal_person ON budget_withdrawal (person);
