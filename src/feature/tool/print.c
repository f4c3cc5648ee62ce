/* Printing a tool. */
#include "feature/tool/inner.h"

enum rc tool_show_print(struct request *request) {
    (void)request;
    return RC_ABSENT;
}
