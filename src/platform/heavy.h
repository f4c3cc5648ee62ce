/* One at a time, for what takes hundreds of megabytes or all of a core while a request waits. */
#ifndef PLATFORM_HEAVY_H
#define PLATFORM_HEAVY_H

#include "base/rc.h"

/* RC_BUSY when somebody else is at it: try again in a moment. After RC_OK call heavy_end. From any
   thread; never waits. */
enum rc heavy_begin(void) MUST_CHECK;
void heavy_end(void);

#endif
