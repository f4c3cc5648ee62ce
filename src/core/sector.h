/*
 * Sectors: what somebody is here as ("Jeg er her som …"). A person has one on her profile, and a
 * party states one for each initiative, since the same person may come as neighbour or employee.
 */
#ifndef CORE_SECTOR_H
#define CORE_SECTOR_H

#include "platform/text.h"

/* Stored as these numbers: add at the end, never renumber. */
enum sector {
    SECTOR_CITIZEN,
    SECTOR_ASSOCIATION,
    SECTOR_COMPANY,
    SECTOR_EMPLOYEE, /* of the municipality or another public body */
    SECTOR_ELECTED,
    SECTOR_OTHER,
    SECTOR__N
};

/* For FIELD_CHOICE: wire values ("citizen" …, NULL at the end) and their labels. */
extern const char *const sector_choices[SECTOR__N + 1];
extern const enum text_id sector_labels[SECTOR__N];

#endif
