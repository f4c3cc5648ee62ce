-- Counted votes. A voter's own data (age, sex, number) never gets here: the stored file holds only
-- what each ballot says, in an order that tells nothing. Kept as long as the activity.

CREATE TABLE budget (
    activity @int PRIMARY KEY REFERENCES activity (id), -- the activity whose result this is
    country TEXT NOT NULL, -- as the file says: where and when the vote was held
    unit TEXT NOT NULL,
    subunit TEXT NOT NULL,
    instance TEXT NOT NULL,
    lang TEXT NOT NULL, -- language of the project names, ISO 639-1, or empty
    currency TEXT NOT NULL, -- ISO 4217, or empty
    date_begin TEXT NOT NULL, -- as written in the file
    date_end TEXT NOT NULL,
    rule_in_file TEXT NOT NULL, -- the rule the organiser used, as named in the file
    source TEXT NOT NULL, -- where the file comes from, in the words of whoever imported it
    vote_type @int NOT NULL,
    voters @int NOT NULL,
    empty_ballots @int NOT NULL,
    projects @int NOT NULL,
    funded @int NOT NULL,
    places @int NOT NULL, -- decimals of all amounts below
    amount @int NOT NULL, -- the pot
    cost @int NOT NULL, -- of all funded projects
    rule @int NOT NULL, -- the options used, as numbers of rules/budget
    utility @int NOT NULL,
    ranking @int NOT NULL,
    completion @int NOT NULL,
    stop_rule @int NOT NULL,
    endowment_rule @int NOT NULL,
    tie_rule @int NOT NULL,
    seed @blob, -- of the lot, published
    stop @int NOT NULL, -- why counting ended
    increments @int NOT NULL, -- added to each voter's share, in whole currency units
    endowment TEXT NOT NULL, -- each voter's share, exact, "n/d"
    endowment_units @int NOT NULL, -- the same rounded to two decimals
    ties @int NOT NULL,
    excluded @int NOT NULL, -- voters without any funded project they voted for
    winners_sum @int NOT NULL, -- funded projects per voter, summed
    histogram TEXT NOT NULL, -- voters with 0, 1, 2 … funded projects
    greedy_cost @int NOT NULL, -- the same if most votes had won
    greedy_funded @int NOT NULL,
    greedy_excluded @int NOT NULL,
    greedy_winners_sum @int NOT NULL,
    greedy_histogram TEXT NOT NULL,
    prefer_this @int NOT NULL, -- voters with more funded projects than under most-votes-win
    prefer_greedy @int NOT NULL,
    prefer_same @int NOT NULL,
    votes_differ @int NOT NULL, -- projects whose stated votes are not those of the ballots
    votes_file @int NOT NULL REFERENCES file (id), -- .pb, gzip
    result_file @int NOT NULL REFERENCES file (id), -- JSON, gzip
    counted_at @int NOT NULL
);

CREATE TABLE budget_project (
    budget @int NOT NULL REFERENCES budget (activity),
    seq @int NOT NULL, -- place in the file, from 1
    code TEXT NOT NULL, -- the project's id in the file
    name TEXT NOT NULL,
    category TEXT NOT NULL,
    district TEXT NOT NULL,
    cost @int NOT NULL,
    votes @int NOT NULL, -- ballots that list it
    score @int NOT NULL, -- sum of points in 1 / points_scale; equals votes for approval
    organiser @int NOT NULL, -- what the organiser decided: 1 funded, 0 not, -1 unknown, 2 and up special
    fate @int NOT NULL,
    place @int NOT NULL, -- order of funding, from 1; 0 when not funded
    phase @int NOT NULL,
    pot_left @int NOT NULL,
    supporters_left @int NOT NULL,
    max_payment TEXT NOT NULL, -- exact "n/d"
    max_payment_units @int NOT NULL, -- rounded to two decimals
    effective_units @int NOT NULL, -- effective votes, rounded to two decimals
    payers @int NOT NULL,
    payers_at_max @int NOT NULL,
    tie @int NOT NULL CHECK (tie IN (0, 1)),
    greedy_place @int NOT NULL, -- order of funding if most votes had won; 0 when not funded
    loss_project @int NOT NULL, -- seq of the winner that its voters had paid most for; 0 when none
    loss_voters @int NOT NULL, -- voters of both
    loss_paid @int NOT NULL, -- what those paid for it
    PRIMARY KEY (budget, seq)
);

-- An upload that waits to be counted, or was. Removed with the initiative.
CREATE TABLE budget_import (
    id @pk,
    public_id @int NOT NULL UNIQUE,
    place_kind @int NOT NULL, -- where the result will belong: initiative or organisation
    place @int NOT NULL,
    person @int REFERENCES person (id), -- who uploaded it; empty after erasure
    acting @int REFERENCES organisation (id),
    title TEXT NOT NULL,
    source TEXT NOT NULL,
    options TEXT NOT NULL, -- "rule utility …" by name; "auto" where the file decides
    votes_file @int NOT NULL REFERENCES file (id),
    job @int, -- of the table job
    activity @int REFERENCES activity (id), -- the result, once there is one
    created_at @int NOT NULL
);

-- For the references that are checked when a file, a person, an organisation or an activity goes.
CREATE INDEX budget_votes_file ON budget (votes_file);
CREATE INDEX budget_result_file ON budget (result_file);
CREATE INDEX budget_import_person ON budget_import (person);
CREATE INDEX budget_import_acting ON budget_import (acting);
CREATE INDEX budget_import_votes_file ON budget_import (votes_file);
CREATE INDEX budget_import_activity ON budget_import (activity);
