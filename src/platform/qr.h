/* QR codes as one path of an SVG: for links that people scan from a screen or a sheet of paper. */
#ifndef PLATFORM_QR_H
#define PLATFORM_QR_H

#include "base/str.h"

/* box is the viewBox, path the dark modules with a quiet zone of four around them; one unit is one
   module. RC_LIMIT when the text is too long for a code that phones can read (about 600 bytes) or
   memory is out. */
struct qr {
    struct str box, path;
};
enum rc qr_make(struct arena *arena, struct str text, struct qr *qr) MUST_CHECK;

#endif
