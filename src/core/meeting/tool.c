/* Finding tools, and small questions about them. See tool.h. */
#include "core/meeting/tool.h"

#include "kit/site.h"

const struct tool *tool_find(const struct site *site, struct str key) {
    for (size_t i = 0; site->tools && site->tools[i]; i++)
        if (str_is(key, str_from(site->tools[i]->key))) return site->tools[i];
    return NULL;
}

size_t tool_phase_count(const struct tool *tool) {
    size_t n = 0;
    while (n < TOOL_PHASES_MAX && tool->phases[n].key) n++;
    return n;
}

size_t tool_step_count(const struct tool *tool) {
    size_t n = 0;
    while (n < TOOL_STEPS_MAX && tool->steps[n] != T_none) n++;
    return n;
}

int tool_score_phase(const struct tool *tool) {
    for (size_t i = 0; i < tool_phase_count(tool); i++)
        if (tool->phases[i].input == INPUT_SCORE) return (int)i;
    return -1;
}
