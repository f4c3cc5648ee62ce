/* The counted result of an exercise whose figures are shown: counted once and then the same for
   all the telephones, the leader and the screen. */
#include "core/meeting/sheet.h"
#include "kit/site.h"
#include "platform/kept.h"

static enum rc count_now(const struct request *request, const struct exercise *exercise,
                         const struct content *content, struct sheet_result *result) {
    struct sheet_rows rows;
    TRY(sheet_rows(request, exercise, content, &rows));
    const struct sheet_counting counting = {request->lang, exercise, content, &rows};
    return sheet_count_rows(request->arena, &counting, result);
}

/* Everything that the result depends on: sheets do not change after the reveal, and everything else
   of an exercise has its version. */
static enum rc name_result(const struct request *request, const struct exercise *exercise,
                           struct str *key) {
    int64_t n = 0;
    TRY(sheet_count(request->db, request->arena, exercise->id, &n));
    *key = str_format(request->arena, "result %lld %lld %lld %d", (long long)exercise->id,
                      (long long)exercise->version, (long long)n, (int)request->lang);
    return key->p ? RC_OK : RC_LIMIT;
}

enum rc sheet_result_shown(const struct request *request, const struct exercise *exercise,
                           const struct content *content, struct sheet_result *result) {
    struct str key, json;
    struct kept *kept = request->site->results;
    if (!exercise->is_revealed || !kept) return count_now(request, exercise, content, result);
    TRY(name_result(request, exercise, &key));
    if (kept_get(kept, request->arena, key, &json))
        return sheet_result_read(request->arena, json, result);
    TRY(count_now(request, exercise, content, result));
    TRY(sheet_result_write(request->arena, result, &json));
    kept_put(kept, key, json);
    return RC_OK;
}
