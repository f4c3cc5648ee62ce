/* A file while it comes in: on disk at once, without a name, gone with its descriptor. */
#ifndef PLATFORM_HTTP_UPLOAD_H
#define PLATFORM_HTTP_UPLOAD_H

#include "base/str.h"

/* A new empty file in the folder that no directory lists; *fd is closed with the arena. */
enum rc upload_open(struct arena *arena, struct str folder, int *fd) MUST_CHECK;
/* Appends all bytes; RC_BROKEN when the disk is full or fails. */
enum rc upload_write(int fd, struct str bytes) MUST_CHECK;
/* Back to the first byte, for reading. */
enum rc upload_rewind(int fd) MUST_CHECK;

#endif
