/* Title, time and place of a meeting, sign-up, subgroups; and who leads it together. */
#include "feature/meeting/inner.h"

#include "core/person.h"

struct draft {
    struct str title, purpose, starts, ends, where, online, subgroups;
    int64_t minutes, version;
    bool signups;
    int64_t starts_at, ends_at;
    bool is_conflict;
};
enum {
    F_TITLE,
    F_PURPOSE,
    F_STARTS,
    F_ENDS,
    F_WHERE,
    F_ONLINE,
    F_SUBGROUPS,
    F_MINUTES,
    F_SIGNUPS,
    F_VERSION
};
enum { WHERE_MAX = 200, ONLINE_MAX = 500, SUBGROUPS_MAX = 600, MINUTES_MAX = 600 };

static const struct field fields[] = {
    [F_TITLE] = {.name = "title",
                 .kind = FIELD_LINE,
                 .required = true,
                 .max = MEETING_TITLE_MAX,
                 .offset = offsetof(struct draft, title),
                 .label = T_meeting_field_title},
    [F_PURPOSE] = {.name = "purpose",
                   .kind = FIELD_TEXT,
                   .max = MEETING_TEXT_MAX,
                   .offset = offsetof(struct draft, purpose),
                   .label = T_meeting_field_why},
    [F_STARTS] = {.name = "starts",
                  .kind = FIELD_LINE,
                  .required = true,
                  .max = 20,
                  .offset = offsetof(struct draft, starts),
                  .label = T_meeting_field_starts},
    [F_ENDS] = {.name = "ends",
                .kind = FIELD_LINE,
                .max = 20,
                .offset = offsetof(struct draft, ends),
                .label = T_meeting_field_ends,
                .hint = T_meeting_hint_ends},
    [F_WHERE] = {.name = "where",
                 .kind = FIELD_LINE,
                 .max = WHERE_MAX,
                 .offset = offsetof(struct draft, where),
                 .label = T_meeting_field_where},
    [F_ONLINE] = {.name = "online",
                  .kind = FIELD_LINE,
                  .max = ONLINE_MAX,
                  .offset = offsetof(struct draft, online),
                  .label = T_meeting_field_online,
                  .hint = T_meeting_hint_online},
    [F_SUBGROUPS] = {.name = "subgroups",
                     .kind = FIELD_TEXT,
                     .max = SUBGROUPS_MAX,
                     .offset = offsetof(struct draft, subgroups),
                     .label = T_meeting_field_subgroups,
                     .hint = T_meeting_hint_subgroups},
    [F_MINUTES] = {.name = "minutes",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .min = 5,
                   .max = MINUTES_MAX,
                   .offset = offsetof(struct draft, minutes),
                   .label = T_meeting_field_minutes},
    [F_SIGNUPS] = {.name = "signups",
                   .kind = FIELD_CHECK,
                   .offset = offsetof(struct draft, signups),
                   .label = T_meeting_field_signups,
                   .hint = T_meeting_hint_signups},
    [F_VERSION] = {.name = "version",
                   .kind = FIELD_NUMBER,
                   .required = true,
                   .offset = offsetof(struct draft, version)},
};

static struct str local_time(struct request *request, int64_t ms, enum when_format format) {
    struct buf out;
    if (!ms) return (struct str){0};
    buf_init(&out, request->arena, 64);
    text_add_when(&out, request->lang, (struct when){ms}, format);
    return buf_str(&out);
}

static void view_fields(struct request *request, const struct draft *draft,
                        struct meeting_settings *view) {
    view->title = form_view(request, &fields[F_TITLE], draft);
    view->purpose = form_view(request, &fields[F_PURPOSE], draft);
    view->purpose.rows = 3;
    view->starts = form_view(request, &fields[F_STARTS], draft);
    view->starts.type = STR("datetime-local");
    view->starts.longest = 0; /* HTML knows none for dates */
    view->ends = form_view(request, &fields[F_ENDS], draft);
    view->ends.type = STR("date");
    view->ends.longest = 0; /* HTML knows none for dates */
    view->where = form_view(request, &fields[F_WHERE], draft);
    view->online = form_view(request, &fields[F_ONLINE], draft);
    view->subgroups = form_view(request, &fields[F_SUBGROUPS], draft);
    view->subgroups.rows = 4;
    view->minutes = form_view(request, &fields[F_MINUTES], draft);
    view->minutes.type = STR("number");
    view->signups = form_view(request, &fields[F_SIGNUPS], draft);
}

enum rc show_settings(struct request *request) {
    const struct meeting *meeting = meeting_asked(request);
    const struct draft *posted = request->state;
    const struct draft draft = {.title = meeting->title,
                                .purpose = meeting->purpose,
                                .starts = local_time(request, meeting->starts_at, WHEN_LOCAL),
                                .ends = local_time(request, meeting->ends_at, WHEN_DAY),
                                .where = meeting->where_text,
                                .online = meeting->online_url,
                                .subgroups = meeting->subgroups,
                                .minutes = meeting->minutes,
                                .signups = meeting->takes_signups};
    struct meeting_settings view = {
        .errors = form_errors(request, fields, COUNT(fields)),
        .is_conflict = posted && posted->is_conflict,
        .version = meeting->version,
        .is_own_pace = meeting->pace == PACE_OWN,
        .post_url = meeting_page(request, "/settings"),
        .back_url = meeting_page(request, "/lead"),
    };
    if (view.is_conflict) answer_status(request, 409);
    view_fields(request, &draft, &view);
    struct page page;
    page_start(request, &page);
    meeting_settings_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_settings_title);
    return answer_page(request, &page, &head);
}

static bool read_time(struct request *request, const char *name, struct str text, int64_t *at) {
    struct when when = {0};
    if (!text.n) return true;
    if (text_when_from_local(text, &when) != RC_OK) {
        form_error(request, name, T_meeting_date_wrong);
        return false;
    }
    *at = when.ms;
    return true;
}

static bool read_online(struct request *request, struct str text) {
    struct url url;
    bool web = str_starts(text, STR("https://")) || str_starts(text, STR("http://"));
    if (!text.n || (web && url_external(request->arena, text, &url) == RC_OK)) return true;
    form_error(request, "online", T_meeting_online_wrong);
    return false;
}

enum rc prepare_settings(struct request *request) {
    struct draft *draft = arena_new(request->arena, struct draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    TRY(form_read(request, fields, COUNT(fields), draft));
    bool good = read_time(request, "starts", draft->starts, &draft->starts_at);
    good &= read_time(request, "ends", draft->ends, &draft->ends_at);
    good &= read_online(request, draft->online);
    return good ? RC_OK : RC_INVALID;
}

enum rc apply_settings(struct request *request) {
    struct draft *draft = request->state;
    struct meeting meeting = *meeting_asked(request);
    meeting.title = draft->title;
    meeting.purpose = draft->purpose;
    meeting.starts_at = draft->starts_at;
    meeting.ends_at = draft->ends_at;
    meeting.pace = draft->ends_at ? PACE_OWN : PACE_LIVE;
    meeting.where_text = draft->where;
    meeting.online_url = draft->online;
    meeting.subgroups = draft->subgroups;
    meeting.minutes = (int)draft->minutes;
    meeting.takes_signups = draft->signups;
    meeting.version = draft->version;
    enum rc rc = meeting_update(request, &meeting);
    draft->is_conflict = rc == RC_ABSENT;
    if (rc == RC_ABSENT) return RC_INVALID;
    TRY(rc);
    return meeting_tell_all(request, meeting.public_id);
}

enum rc answer_settings(struct request *request) {
    return answer_redirect(request, meeting_page(request, "/lead"), T_meeting_saved);
}

/* ---- leading it together ---- */

struct leader_draft {
    struct str mail;
    enum text_id notice;
};
static const struct field leader_fields[] = {
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct leader_draft, mail),
     .label = T_meeting_field_leader_mail,
     .hint = T_meeting_hint_leader_mail},
};

enum rc show_leaders(struct request *request) {
    struct meeting_leaders leaders = {0};
    TRY(meeting_leaders(request->db, request->arena, meeting_asked(request)->id, &leaders));
    struct meeting_leader_line *lines =
        arena_new_array(request->arena, leaders.rows.n + 1, struct meeting_leader_line);
    if (!lines) return RC_LIMIT;
    for (size_t i = 0; i < leaders.rows.n; i++) {
        lines[i].name = person_name(request->lang, leaders.rows.v[i].name);
        if (leaders.rows.n > 1)
            lines[i].remove_url = meeting_page_of(request, "/leaders/",
                                                  leaders.rows.v[i].person_public_id, "/remove");
    }
    struct meeting_leaders_view view = {
        .errors = form_errors(request, leader_fields, COUNT(leader_fields)),
        .mail = form_view(request, &leader_fields[0], NULL),
        .leaders = {.v = lines, .n = leaders.rows.n},
        .post_url = meeting_page(request, "/leaders"),
        .back_url = meeting_page(request, "/lead"),
    };
    struct page page;
    page_start(request, &page);
    meeting_leaders_html(&page, &view);
    struct page_head head = meeting_head(request, T_meeting_leaders_title);
    return answer_page(request, &page, &head);
}

enum rc prepare_leader(struct request *request) {
    struct leader_draft *draft = arena_new(request->arena, struct leader_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, leader_fields, COUNT(leader_fields), draft);
}

enum rc apply_leader(struct request *request) {
    struct leader_draft *draft = request->state;
    struct person person;
    enum rc rc = person_by_mail(request->db, request->arena, draft->mail, &person);
    if (rc == RC_ABSENT) {
        form_error(request, "mail", T_meeting_no_account);
        return RC_INVALID;
    }
    TRY(rc);
    rc = meeting_leader_add(request, meeting_asked(request)->id, person.id);
    draft->notice = rc == RC_ABSENT ? T_meeting_leads_already : T_meeting_leader_added;
    return rc == RC_ABSENT ? RC_OK : rc;
}

enum rc apply_leader_remove(struct request *request) {
    struct leader_draft *draft = arena_new(request->arena, struct leader_draft);
    uint64_t id;
    struct person person;
    if (!draft) return RC_LIMIT;
    request->state = draft;
    draft->notice = T_meeting_leader_removed;
    TRY(meeting_param_id(request, "person_id", &id));
    TRY(person_by_public_id(request->db, request->arena, id, &person));
    return meeting_leader_remove(request, meeting_asked(request)->id, person.id);
}

enum rc answer_leaders(struct request *request) {
    const struct leader_draft *draft = request->state;
    bool leads = meeting_asker_may(request, MAY_MANAGE);
    return answer_redirect(request, meeting_page(request, leads ? "/leaders" : "/after"),
                           draft->notice);
}
