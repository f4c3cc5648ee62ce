/* The files of a result, so that anybody can recount it: ballots, projects, the whole count. */
#include "feature/budget/download.h"

#include "core/activity.h"
#include "feature/budget/store.h"
#include "kit/answer.h"
#include "platform/files.h"

enum { PACKED_MAX = 8 * 1024 * 1024, TABLE_MAX = 8 * 1024 * 1024 };

/* Letters and digits in lower case, one hyphen for anything else. */
static void put_plain(struct buf *out, struct str text) {
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (c >= 'A' && c <= 'Z')
            buf_add_char(out, (char)(c - 'A' + 'a'));
        else if (plain)
            buf_add_char(out, c);
        else if (out->n && out->p[out->n - 1] != '-')
            buf_add_char(out, '-');
    }
}

struct str budget_file_name(struct arena *arena, const struct budget_summary *summary,
                            const char *what) {
    struct buf out;
    buf_init(&out, arena, 400);
    put_plain(&out, str_slice(summary->unit, 0, 60));
    put_plain(&out, STR("-"));
    put_plain(&out, str_slice(summary->instance, 0, 60));
    put_plain(&out, STR("-"));
    buf_add(&out, str_from(what));
    return buf_ok(&out) ? buf_str(&out) : str_from(what);
}

/* Unpacked while it is sent: the plain file of a large vote does not fit a request. */
static enum rc answer_packed(struct request *request, int64_t id, const char *type,
                             struct str name) {
    struct file file;
    struct str packed;
    struct gunzip *gunzip;
    TRY(file_load(request->db, request->arena, id, &file));
    TRY(file_read(request->db, request->arena, &file, PACKED_MAX, &packed));
    TRY(gunzip_open(&gunzip, request->arena, packed));
    const struct stream stream = {.next = gunzip_next, .state = gunzip, .size = -1};
    return answer_stream(request, type, name, &stream);
}

static enum rc load_summary(struct request *request, struct budget_summary *summary) {
    const struct object *activity = request_object(request, OBJECT_ACTIVITY);
    return budget_load(request->db, request->arena, activity->id, summary);
}

enum rc budget_download_votes(struct request *request) {
    struct budget_summary summary;
    TRY(load_summary(request, &summary));
    return answer_packed(request, summary.votes_file, "text/plain; charset=utf-8",
                         budget_file_name(request->arena, &summary, "votes.pb"));
}

enum rc budget_download_json(struct request *request) {
    struct budget_summary summary;
    TRY(load_summary(request, &summary));
    return answer_packed(request, summary.result_file, "application/json",
                         budget_file_name(request->arena, &summary, "result.json"));
}

static int64_t scale_of(int places) {
    int64_t scale = 1;
    for (int i = 0; i < places; i++) scale *= 10;
    return scale;
}

static void put_line(struct buf *out, const struct budget_line *line, int64_t scale) {
    buf_add_csv(out, line->code);
    buf_add_char(out, ',');
    buf_add_csv(out, line->name);
    buf_add_char(out, ',');
    buf_add_csv(out, line->category);
    buf_add_char(out, ',');
    buf_add_csv(out, line->district);
    buf_add_char(out, ',');
    budget_money(out, line->cost, scale);
    buf_format(out, ",%lld,%lld,%s,", (long long)line->votes, (long long)line->place,
               budget_fate_name((enum budget_fate)line->fate));
    budget_money(out, line->supporters_left, scale);
    buf_add_char(out, ',');
    buf_add_csv(out, line->max_payment);
    buf_format(out, ",%lld\r\n", (long long)line->greedy_place);
}

enum rc budget_download_table(struct request *request) {
    struct budget_summary summary;
    struct budget_lines lines;
    struct buf out;
    TRY(load_summary(request, &summary));
    TRY(budget_load_lines(request->db, request->arena, summary.activity, &lines));
    buf_init(&out, request->arena, TABLE_MAX);
    buf_lit(&out, "project_id,name,category,district,cost,votes,place,fate,supporters_left,"
                  "max_payment,place_if_most_votes_won\r\n");
    for (size_t i = 0; i < lines.rows.n; i++)
        put_line(&out, &lines.rows.v[i], scale_of(summary.places));
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8",
                        budget_file_name(request->arena, &summary, "projects.csv"), buf_str(&out));
}
