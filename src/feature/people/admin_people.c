/* The administrators' pages of people. */
#include "feature/people/inner.h"

/* ---- the list ---- */

struct search {
    struct str words;
};
static const struct field search_fields[] = {
    {.name = "q",
     .kind = FIELD_LINE,
     .max = 100,
     .offset = offsetof(struct search, words),
     .label = T_field_search_people},
};

static enum rc read_list(struct request *request, const struct page_place *place, struct str words,
                         struct person_list *list) {
    struct db *db = request->db;
    struct arena *arena = request->arena;
    int64_t older = place->is_set && !place->backwards ? place->id : 0;
    if (words.n) {
        TRY(limit_take(request, LIMIT_SEARCH, (struct str){0}));
        return person_search(db, arena, words, place, list);
    }
    int64_t newer = place->backwards ? place->id : 0;
    return person_list_read(db, arena, older, newer, PAGE_ROWS + 1, list);
}

static struct people_line line_of(struct request *request, const struct person_line *row) {
    return (struct people_line){
        .name = row->name,
        .mail = row->mail,
        .url = person_url(request->arena, row->public_id),
        .sector = sector_labels[row->sector],
        .is_administrator = row->is_administrator,
        .created = {row->created_at},
    };
}

enum rc show_people(struct request *request) {
    struct search search = {0};
    struct page_place place = paging_place(request);
    struct person_list list;
    struct outbox_counts counts;
    query_read(request, search_fields, COUNT(search_fields), &search);
    TRY(read_list(request, &place, search.words, &list));
    TRY(outbox_count(request->db, request->arena, &counts));
    size_t n = list.rows.n < PAGE_ROWS ? list.rows.n : PAGE_ROWS;
    struct people_line *lines = arena_new_array(request->arena, n + 1, struct people_line);
    if (!lines) return RC_LIMIT;
    struct page_rows rows = {.n = list.rows.n};
    for (size_t i = 0; i < n; i++) {
        /* Backwards the query runs upwards: turn it round. */
        const struct person_line *row = &list.rows.v[place.backwards ? n - 1 - i : i];
        lines[i] = line_of(request, row);
        if (i == 0) rows.first.id = row->id;
        rows.last.id = row->id;
    }
    struct people_list view = {
        .words = form_view(request, &search_fields[0], &search),
        .pager = paging_view(request, &place, &rows),
        .is_search = search.words.n > 0,
        .nobody = {.title = T_people_nobody,
                   .text = T_people_nobody_text,
                   .url = url_format(request->arena, "/people"),
                   .action = T_people_all},
        .waiting = {counts.waiting},
    };
    view.words.type = STR("search");
    view.people.v = lines;
    view.people.n = n;
    struct page page;
    page_start(request, &page);
    people_list_html(&page, &view);
    struct page_head head = head_of(request, T_people_title);
    return answer_page(request, &page, &head);
}

/* ---- a new person ---- */

struct new_person {
    struct str name, mail;
    int sector;
    bool is_administrator;
    bool exists;
    struct url next;
};
static const struct field new_fields[] = {
    {.name = "name",
     .kind = FIELD_LINE,
     .required = true,
     .max = PERSON_NAME_MAX,
     .offset = offsetof(struct new_person, name),
     .label = T_field_name},
    {.name = "mail",
     .kind = FIELD_MAIL,
     .required = true,
     .max = PERSON_MAIL_MAX,
     .offset = offsetof(struct new_person, mail),
     .label = T_field_mail},
    {.name = "sector",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = sector_choices,
     .offset = offsetof(struct new_person, sector),
     .label = T_field_sector_other,
     .labels = sector_labels},
    {.name = "administrator",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct new_person, is_administrator),
     .label = T_field_administrator},
};

enum rc show_person_new(struct request *request) {
    static const struct new_person empty = {.sector = SECTOR_CITIZEN};
    struct people_new view = {
        .errors = form_errors(request, new_fields, COUNT(new_fields)),
        .name = form_view(request, &new_fields[0], &empty),
        .mail = form_view(request, &new_fields[1], &empty),
        .sector = form_view(request, &new_fields[2], &empty),
        .administrator = form_view(request, &new_fields[3], &empty),
    };
    view.mail.autocomplete = STR("off");
    struct page page;
    page_start(request, &page);
    people_new_html(&page, &view);
    struct page_head head = head_below_people(request, text_of(request->lang, T_person_new_title));
    return answer_page(request, &page, &head);
}

enum rc prepare_person_new(struct request *request) {
    struct new_person *person = arena_new(request->arena, struct new_person);
    if (!person) return RC_LIMIT;
    request->state = person;
    return form_read(request, new_fields, COUNT(new_fields), person);
}

static enum rc send_welcome(struct request *request, const struct person *person,
                            enum link_purpose purpose, enum letter_kind kind) {
    struct login_link link = {.purpose = (int)purpose,
                              .person = person->id,
                              .lang = person->lang,
                              .made_by = request->asker.id};
    struct letter letter = {.kind = (int)kind,
                            .person = person->id,
                            .address = person->mail,
                            .receiver = person->name,
                            .lang = person->lang};
    return send_link(request, &link, &letter);
}

enum rc apply_person_new(struct request *request) {
    struct new_person *from = request->state;
    struct person person = {.name = from->name,
                            .mail = from->mail,
                            .lang = lang_code(LANG_DA),
                            .sector = from->sector,
                            .is_administrator = from->is_administrator,
                            .created_at = request->now};
    enum rc rc = person_create(request->db, request->arena, &person);
    if (rc == RC_ABSENT) {
        form_error(request, "mail", T_person_exists);
        return RC_INVALID;
    }
    TRY(rc);
    from->next = person_url(request->arena, person.public_id);
    return send_welcome(request, &person, PURPOSE_WELCOME, LETTER_WELCOME);
}

enum rc answer_person_new(struct request *request) {
    const struct new_person *person = request->state;
    if (request->site->mail) return answer_redirect(request, person->next, T_person_made_mail);
    return answer_redirect(request, url_format(request->arena, "/people/letters"), T_person_made);
}

/* ---- one person ---- */

static const struct person *person_of(struct request *request) {
    return request_object(request, OBJECT_PERSON)->row;
}

enum rc show_person(struct request *request) {
    const struct person *person = person_of(request);
    char id[ID_TEXT_BYTES + 1];
    id_text(person->public_id, id);
    struct people_person view = {
        .name = person->name,
        .mail = person->mail,
        .phone = person->phone,
        .mail_url = url_mail(request->arena, person->mail),
        .phone_url = url_phone(request->arena, person->phone),
        .sector = sector_labels[person->sector],
        .created = {person->created_at},
        .is_administrator = person->is_administrator,
        .is_self = person->id == request->asker.id,
        .has_password = person->password_hash.n > 0,
        .administrator_url = url_format(request->arena, "/people/%s/administrator", str_from(id)),
        .link_url = url_format(request->arena, "/people/%s/link", str_from(id)),
    };
    TRY(read_memberships(request, person->id, false, &view.memberships.v, &view.memberships.n));
    struct page page;
    page_start(request, &page);
    people_person_html(&page, &view);
    struct page_head head = head_below_people(request, person->name);
    return answer_page(request, &page, &head);
}

struct grant {
    bool is_administrator;
    enum text_id notice;
};
static const struct field grant_fields[] = {
    {.name = "administrator",
     .kind = FIELD_CHECK,
     .offset = offsetof(struct grant, is_administrator)},
};

enum rc prepare_administrator(struct request *request) {
    struct grant *grant = arena_new(request->arena, struct grant);
    if (!grant) return RC_LIMIT;
    request->state = grant;
    return form_read(request, grant_fields, COUNT(grant_fields), grant);
}

enum rc apply_administrator(struct request *request) {
    struct grant *grant = request->state;
    enum rc rc = person_set_administrator(request->db, request->arena, person_of(request)->id,
                                          grant->is_administrator);
    grant->notice = grant->is_administrator ? T_administrator_made : T_administrator_ended;
    if (rc == RC_CONFLICT) grant->notice = T_administrator_last;
    return rc == RC_CONFLICT ? RC_OK : rc;
}

enum rc answer_person(struct request *request) {
    const struct grant *grant = request->state;
    return answer_redirect(request, person_url(request->arena, person_of(request)->public_id),
                           grant->notice);
}

enum rc apply_person_link(struct request *request) {
    const struct person *person = person_of(request);
    bool is_new = person->password_hash.n == 0;
    return send_welcome(request, person, is_new ? PURPOSE_WELCOME : PURPOSE_SIGN_IN,
                        is_new ? LETTER_WELCOME : LETTER_SIGN_IN);
}

enum rc answer_person_link(struct request *request) {
    if (!request->site->mail)
        return answer_redirect(request, url_format(request->arena, "/people/letters"),
                               T_person_link_waits);
    return answer_redirect(request, person_url(request->arena, person_of(request)->public_id),
                           T_person_link_sent);
}
