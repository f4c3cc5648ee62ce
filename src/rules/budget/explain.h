/* What citizens want to know of the returned run of Equal Shares: the rounds with their exact
   prices, and for each loser when its supporters' money no longer covered it and where that money
   had gone. Not for other folders. */
#ifndef RULES_BUDGET_EXPLAIN_H
#define RULES_BUDGET_EXPLAIN_H

#include "rules/budget/shares.h"

struct explain;

enum rc explain_begin(struct explain **explain, struct tally *tally,
                      struct shares *shares) MUST_CHECK;
/* For shares->notice: called before each purchase. */
enum rc explain_round(void *data, uint32_t project, bool tie) MUST_CHECK;
enum rc explain_end(struct explain *explain) MUST_CHECK;

#endif
