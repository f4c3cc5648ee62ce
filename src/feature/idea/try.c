/*
 * "Vi vil prøve det": a meeting at one's own pace with a poster, where the idea is the first note
 * and says where it comes from, and an entry of one's own in the bank that grows on the tree of the
 * original. All in one transaction; pressed again while that meeting lasts, it leads to the same
 * one. For whoever may hold meetings at the organisation.
 */
#include "core/meeting/board.h"
#include "core/meeting/exercise.h"
#include "core/meeting/meeting.h"
#include "core/meeting/tool.h"
#include "feature/idea/inner.h"

enum { DRAW_DAYS = 14 };

struct attempt {
    uint64_t meeting; /* public id */
};

static const struct db_query find_attempt = {
    "idea.attempt",
    "SELECT m.public_id FROM idea i JOIN meeting m ON m.id = i.meeting WHERE i.organisation = $1 "
    "AND i.copy_of = $2 AND i.withdrawn_at = 0 AND m.state <> 2 LIMIT 1",
    "ii", DB_ROW_U64};
static const struct db_query *const statements[] = {&find_attempt};
const struct db_queries idea_try_queries = DB_QUERIES("idea_try", statements);

/* An idea is a theme of the poster that it opens; where the tool has none, it goes to the first
   field that this exercise has. */
static struct str region_for(const struct tool *tool, const struct exercise *exercise) {
    const char *first = NULL;
    for (int i = 0; i < (int)tool_phase_count(tool); i++) {
        const struct tool_region *regions = tool->phases[i].regions;
        if (!exercise_has_phase(tool, exercise, i)) continue;
        for (size_t j = 0; j < PHASE_REGIONS_MAX && regions[j].key; j++) {
            if (!first) first = regions[j].key;
            if (str_is(str_from(regions[j].key), STR("theme"))) return STR("theme");
        }
    }
    return str_from(first);
}

/* Title and paragraph, cut at a word's end where it is more than a note holds. */
static struct str note_text(struct request *request, const struct idea *idea) {
    struct str all =
        str_format(request->arena, "%.*s. %.*s", STR_ARG(idea->title), STR_ARG(idea->body));
    if (str_length(all) <= NOTE_MAX) return all;
    size_t chars = 0, end = 0;
    for (size_t i = 0; i < all.n && chars < NOTE_MAX - 1; i++) {
        if (((unsigned char)all.p[i] & 0xC0) == 0x80) continue; /* inside a character */
        chars++;
        if (all.p[i] == ' ' || all.p[i] == '\n') end = i;
    }
    return end > idea->title.n ? str_format(request->arena, "%.*s…", (int)end, all.p) : idea->title;
}

static enum rc carry(struct request *request, const struct idea *idea, const struct tool *tool,
                     const struct exercise *exercise) {
    const struct note_carry note = {
        .exercise = exercise,
        .region = region_for(tool, exercise),
        .text = note_text(request, idea),
        .lang = lang_code((enum lang)idea->lang),
        .from = FROM_IDEA,
        .from_id = idea->public_id,
        .from_title = str_format(request->arena, "%.*s, %.*s", STR_ARG(idea->title),
                                 STR_ARG(idea->organisation_name)),
    };
    return note_carry(request, &note);
}

static enum rc hold(struct request *request, const struct idea *idea, const struct tool *tool,
                    struct meeting *meeting) {
    const char *form = tool->forms ? tool->forms[0] : "";
    struct exercise exercise = {.meeting = meeting->id,
                                .title = text_of(request->lang, tool->title),
                                .tool = str_from(tool->key),
                                .form = str_from(form),
                                .k = MEETING_K_DEFAULT};
    struct meeting_items items = {0};
    struct exercise_list list = {0};
    TRY(exercise_create(request, &exercise));
    TRY(meeting_items(request->db, request->arena, meeting->id, &items));
    TRY(meeting_open(request, meeting->id));
    TRY(meeting_go(request, meeting->id, items.rows.v[items.rows.n - 1].id));
    TRY(exercise_list(request->db, request->arena, meeting->id, &list));
    exercise = list.rows.v[list.rows.n - 1];
    TRY(exercise_start(request, &exercise));
    return carry(request, idea, tool, &exercise);
}

static enum rc begin(struct request *request, const struct idea *idea, const struct tool *tool,
                     struct attempt *attempt) {
    const struct organisation *place = idea_place(request);
    struct meeting meeting = {
        .place = REF_ORGANISATION(place->id),
        .title = idea->title,
        .purpose = TEXT(request->arena, request->lang, T_idea_try_purpose,
                        ARG("organisation", idea->organisation_name)),
        .lang = lang_code(request->lang),
        .starts_at = request->now,
        .ends_at = text_day_start((struct when){request->now}, DRAW_DAYS).ms,
        .minutes = tool->minutes,
        .pace = PACE_OWN,
    };
    TRY(meeting_create(request, &meeting));
    TRY(hold(request, idea, tool, &meeting));
    struct idea copy = idea_copy(idea, place->id, meeting.id);
    copy.created_at = copy.confirmed_at = request->now;
    copy.created_by = request->asker.id;
    attempt->meeting = meeting.public_id;
    return idea_create(request->db, request->arena, &copy);
}

enum rc idea_apply_try(struct request *request) {
    const struct tool *tool = tool_find(request->site, STR("poster"));
    struct attempt *attempt = arena_new(request->arena, struct attempt);
    struct idea idea;
    if (!attempt) return RC_LIMIT;
    if (!tool) return RC_ABSENT;
    request->state = attempt;
    TRY(idea_shown(request, &idea));
    enum rc rc = DB_ONE(request->db, request->arena, &find_attempt, &attempt->meeting,
                        DB_INT(idea_place(request)->id), DB_INT(idea.id));
    return rc == RC_ABSENT ? begin(request, &idea, tool, attempt) : rc;
}

enum rc idea_answer_try(struct request *request) {
    const struct attempt *attempt = request->state;
    struct url url = meeting_url(request->arena, attempt->meeting);
    url.path = str_format(request->arena, "%.*s/lead", STR_ARG(url.path));
    return answer_redirect(request, url, T_idea_try_made);
}
