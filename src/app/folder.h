/* Making the data folder: for samskab init and samskab demo. */
#ifndef APP_FOLDER_H
#define APP_FOLDER_H

#include "app/options.h"

/* Makes the folder (mode 0700), the configuration file (flags given become its values) and the key.
   Complains and returns EXIT_REFUSED, with nothing touched, when there is a site in it. */
int folder_create(const struct options *options);

/* True when the folder holds a site: it has a key. */
bool folder_holds_site(const struct options *options);

#endif
