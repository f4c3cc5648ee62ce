/* Signing up before a meeting, for whoever has its address; and the leader's list of who will come
   and who came. */
#include "feature/meeting/inner.h"

#include "core/person.h"

struct draft {
    struct str name, mail;
    int sector, verb;
};
enum { F_NAME, F_MAIL, F_SECTOR };
static const struct field fields[] = {
    [F_NAME] = {.name = "name",
                .kind = FIELD_LINE,
                .required = true,
                .max = PERSON_NAME_MAX,
                .offset = offsetof(struct draft, name),
                .label = T_meeting_field_signup_name},
    [F_MAIL] = {.name = "mail",
                .kind = FIELD_MAIL,
                .max = PERSON_MAIL_MAX,
                .offset = offsetof(struct draft, mail),
                .label = T_meeting_field_signup_mail,
                .hint = T_meeting_hint_signup_mail},
    [F_SECTOR] = {.name = "sector",
                  .kind = FIELD_CHOICE,
                  .required = true,
                  .choices = sector_choices,
                  .offset = offsetof(struct draft, sector),
                  .label = T_meeting_field_signup_sector,
                  .labels = sector_labels},
};

enum verb { VERB_CAME, VERB_ABSENT, VERB_REMOVE };
static const char *const verb_choices[] = {"came", "absent", "remove", NULL};
static const struct field verb_fields[] = {
    {.name = "verb",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = verb_choices,
     .offset = offsetof(struct draft, verb)},
};

static enum rc read_draft(struct request *request, const struct field *table, size_t n) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, table, n, draft);
}

/* ---- signing up ---- */

enum rc show_signup(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    if (!meeting->takes_signups) return RC_ABSENT;
    const struct meeting_signup_view view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .title = meeting->title,
        .lang = meeting->lang,
        .place = meeting->place_title,
        .purpose = meeting->purpose,
        .where = meeting->where_text,
        .starts = {meeting->starts_at},
        .is_open = meeting->state == MEETING_PLANNED,
        .name = form_view(request, &fields[F_NAME], NULL),
        .mail = form_view(request, &fields[F_MAIL], NULL),
        .sector = form_view(request, &fields[F_SECTOR], NULL),
        .post_url = meeting_page(request, "/signup"),
    };
    struct page page;
    page_start(request, &page);
    meeting_signup_html(&page, &view);
    const struct page_head head = {.title = text_of(request->lang, T_meeting_signup_title),
                                   .search_index = STR("noindex")};
    return answer_page(request, &page, &head);
}

enum rc prepare_signup(struct request *request) {
    return read_draft(request, fields, COUNT(fields));
}

enum rc apply_signup(struct request *request) {
    const struct draft *draft = request->state;
    const struct meeting *meeting = meeting_asked(request);
    if (!meeting->takes_signups || meeting->state != MEETING_PLANNED) return RC_CONFLICT;
    struct meeting_signup signup = {.meeting = meeting->id,
                                    .name = draft->name,
                                    .mail = draft->mail,
                                    .sector = draft->sector,
                                    .made_at = request->now};
    /* An address that is on the list already is not told: it may be somebody else's question. */
    enum rc rc = meeting_signup_add(request, &signup);
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc answer_signup(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/signup"), T_meeting_signed_up);
}

/* ---- the leader's list ---- */

enum rc show_signups(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    struct meeting_signups list = {0};
    TRY(meeting_signups(request->db, request->arena, meeting->id, &list));
    struct meeting_signup_line *lines =
        arena_new_array(request->arena, list.rows.n + 1, struct meeting_signup_line);
    if (!lines) return RC_LIMIT;
    struct url url = meeting_page(request, "/signup");
    struct meeting_signups_view view = {
        .title = meeting->title,
        .lang = meeting->lang,
        .is_open = meeting->takes_signups,
        .address = str_format(request->arena, "%.*s%.*s", STR_ARG(request_base(request)),
                              STR_ARG(url.path)),
        .settings_url = meeting_page(request, "/settings"),
        .back_url = meeting_page(request, "/lead"),
    };
    for (size_t i = 0; i < list.rows.n; i++) {
        const struct meeting_signup *row = &list.rows.v[i];
        lines[i] = (struct meeting_signup_line){
            .name = row->name,
            .mail = row->mail,
            .sector = sector_labels[row->sector],
            .came = row->came,
            .url = meeting_page_of(request, "/signups/", row->public_id, "")};
        view.came += row->came;
    }
    view.lines.v = lines;
    view.lines.n = list.rows.n;
    struct page page;
    page_start(request, &page);
    meeting_signups_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_signups_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_signup_change(struct request *request) {
    return read_draft(request, verb_fields, COUNT(verb_fields));
}

enum rc apply_signup_change(struct request *request) {
    const struct draft *draft = request->state;
    int64_t meeting = meeting_asked(request)->id;
    uint64_t id;
    TRY(meeting_param_id(request, "signup", &id));
    if (draft->verb == VERB_REMOVE) return meeting_signup_remove(request, meeting, id);
    return meeting_signup_set_came(request, meeting, id, draft->verb == VERB_CAME);
}

enum rc answer_signups(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/signups"), T_meeting_saved);
}
