/* samskab recount FILE.pb: anyone counts an election again and gets the same result. */
#ifndef APP_RECOUNT_H
#define APP_RECOUNT_H

/* The whole command; argv[0] names it. Returns the exit code: 0, or 2 for a bad file or option. */
int recount_main(int argc, char **argv);

#endif
