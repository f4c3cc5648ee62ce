/* The sample pages of the pictures of score sheets; see sample.c. */
#ifndef TESTS_PAGES_SAMPLE_PICTURES_H
#define TESTS_PAGES_SAMPLE_PICTURES_H

#include "platform/page.h"

void write_stars(struct page *page);
void write_strips(struct page *page);
void write_conditions(struct page *page);

#endif
