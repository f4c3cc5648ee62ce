/* The one file of a form with upload: already on disk, in a file without a name. */
#ifndef KIT_UPLOAD_H
#define KIT_UPLOAD_H

#include "base/str.h"

struct upload {
    int fd; /* at its beginning; closed with the request's arena */
    int64_t size;
    struct str name; /* as the client called it, without folders; never a path to use */
    struct str type; /* as the client declared it; not to be trusted */
};

#endif
