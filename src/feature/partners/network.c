/* Across workplaces: who knows whom, so that ten of them do not call the same association in one
   month; rows that look like the same partner, merged by hand and parted again. */
#include "feature/partners/inner.h"

#include "core/log.h"
#include "platform/secret.h"

#include <stdlib.h>

static struct str id_of(struct request *request, uint64_t public_id) {
    char id[ID_TEXT_BYTES + 1];
    id_text(public_id, id);
    return str_copy(request->arena, str_from(id));
}

static int64_t key_of(const struct partner *row) {
    return row->same_as ? row->same_as : row->id;
}

/* ---- what is known ---- */

static int by_key(const void *a, const void *b) {
    const struct partner *x = a, *y = b;
    if (key_of(x) != key_of(y)) return key_of(x) < key_of(y) ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

static int by_name(const void *a, const void *b) {
    const struct partners_known *x = a, *y = b;
    if (x->workplaces != y->workplaces) return x->workplaces > y->workplaces ? -1 : 1;
    return text_collate(LANG_DA, x->name, y->name);
}

/* One partner: rows from..to are the same. Who did not share is counted and not named. */
static enum rc view_one(struct request *request, const struct partner *rows, size_t n, bool merges,
                        struct partners_known *known) {
    struct partners_know *knows = arena_new_array(request->arena, n + 1, struct partners_know);
    if (!knows) return RC_LIMIT;
    *known = (struct partners_known){.name = rows[0].name,
                                     .sector = partner_sector_labels[rows[0].sector],
                                     .workplaces = (int64_t)n,
                                     .knows = {knows, 0},
                                     .may_part = merges};
    for (size_t i = 0; i < n; i++) {
        if (!rows[i].is_shared) {
            known->hidden++;
            continue;
        }
        knows[known->knows.n++] =
            (struct partners_know){.workplace = rows[i].organisation_name,
                                   .layer = partner_layer_labels[rows[i].layer],
                                   .status = partner_status_labels[rows[i].status],
                                   .partner = id_of(request, rows[i].public_id),
                                   .is_merged = merges && rows[i].same_as != 0};
    }
    return RC_OK;
}

/* Private persons are not compared across workplaces; what nobody shares is not shown. */
static bool is_common(const struct partner *row) {
    return row->kind != PARTNER_PERSON && row->status != STATUS_ENDED && row->folded.n;
}

static enum rc view_known(struct request *request, const struct partner *rows, size_t n,
                          struct partners_network *view) {
    struct partners_known *known = arena_new_array(request->arena, n + 1, struct partners_known);
    if (!known) return RC_LIMIT;
    size_t found = 0;
    for (size_t from = 0, to; from < n; from = to) {
        for (to = from + 1; to < n && key_of(&rows[to]) == key_of(&rows[from]);) to++;
        TRY(view_one(request, &rows[from], to - from, view->may_merge, &known[found]));
        found += known[found].knows.n > 0;
    }
    if (found) qsort(known, found, sizeof *known, by_name);
    view->known.v = known;
    view->known.n = found;
    return RC_OK;
}

/* ---- who may be the same ---- */

static int by_folded(const void *a, const void *b) {
    const struct partner *x = a, *y = b;
    int order = str_compare(x->folded, y->folded);
    return order ? order : by_key(a, b);
}

static enum rc view_proposals(struct request *request, struct partner *rows, size_t n,
                              struct partners_network *view) {
    struct partners_proposal *made =
        arena_new_array(request->arena, n + 1, struct partners_proposal);
    if (!made) return RC_LIMIT;
    view->proposals.v = made;
    if (n) qsort(rows, n, sizeof *rows, by_folded);
    for (size_t i = 1; i < n; i++) {
        const struct partner *a = &rows[i - 1], *b = &rows[i];
        if (!str_is(a->folded, b->folded) || key_of(a) == key_of(b) ||
            a->organisation == b->organisation)
            continue;
        made[view->proposals.n++] = (struct partners_proposal){.name = b->name,
                                                               .a = id_of(request, a->public_id),
                                                               .b = id_of(request, b->public_id),
                                                               .a_workplace = a->organisation_name,
                                                               .b_workplace = b->organisation_name};
    }
    return RC_OK;
}

/* ---- the page ---- */

enum rc partners_show_network(struct request *request) {
    const struct organisation *organisation = partners_place(request);
    struct partners_network view = {
        .organisation = organisation->name,
        .lang = organisation->lang,
        .may_merge = rights_may(request, MAY_ARRANGE, request_object(request, OBJECT_ORGANISATION)),
        .back_url = partners_url(request)};
    struct partner_list list;
    size_t n = 0;
    TRY(partner_list_below(request->db, request->arena, organisation->id, &list));
    struct partner *rows = (struct partner *)list.rows.v;
    for (size_t i = 0; i < list.rows.n; i++)
        if (is_common(&rows[i])) rows[n++] = rows[i];
    if (n) qsort(rows, n, sizeof *rows, by_key);
    TRY(view_known(request, rows, n, &view));
    if (view.may_merge) TRY(view_proposals(request, rows, n, &view));
    view.is_empty = view.known.n == 0;
    view.post_url =
        url_format(request->arena, "/o/%s/partners/network", partners_place_id(request));
    struct page page;
    page_start(request, &page);
    partners_network_html(&page, &view);
    struct page_head head = partners_head(request, T_partners_network);
    return answer_page(request, &page, &head);
}

/* ---- merging and parting ---- */

enum change { CHANGE_MERGE, CHANGE_PART, CHANGE__N };
static const char *const change_choices[CHANGE__N + 1] = {"merge", "part"};
struct change_draft {
    int change;
    uint64_t a, b;
};
static const struct field change_fields[] = {
    {.name = "change",
     .kind = FIELD_CHOICE,
     .required = true,
     .choices = change_choices,
     .offset = offsetof(struct change_draft, change)},
    {.name = "a", .kind = FIELD_ID, .required = true, .offset = offsetof(struct change_draft, a)},
    {.name = "b", .kind = FIELD_ID, .offset = offsetof(struct change_draft, b)},
};

enum rc partners_read_network(struct request *request) {
    struct change_draft *draft = arena_new(request->arena, struct change_draft);
    if (!draft) return RC_LIMIT;
    request->state = draft;
    return form_read(request, change_fields, COUNT(change_fields), draft);
}

static const struct partner *find_in(const struct partner_list *list, uint64_t public_id) {
    for (size_t i = 0; i < list->rows.n; i++)
        if (list->rows.v[i].public_id == public_id) return &list->rows.v[i];
    return NULL;
}

enum rc partners_apply_network(struct request *request) {
    const struct change_draft *draft = request->state;
    struct partner_list list;
    TRY(partner_list_below(request->db, request->arena, partners_place(request)->id, &list));
    const struct partner *a = find_in(&list, draft->a), *b = find_in(&list, draft->b);
    if (!a || (draft->change == CHANGE_MERGE && (!b || a == b))) return RC_ABSENT;
    TRY(log_add_asked(request, REF_ORGANISATION(partners_place(request)->id), LOG_PARTNERS_CHANGED,
                      (struct ref){OBJECT_NONE, 0}));
    if (draft->change == CHANGE_PART) return partner_part(request->db, a);
    return partner_merge(request->db, a, b);
}

enum rc partners_answer_network(struct request *request) {
    const struct change_draft *draft = request->state;
    return answer_redirect(
        request, url_format(request->arena, "/o/%s/partners/network", partners_place_id(request)),
        draft->change == CHANGE_MERGE ? T_partners_merged : T_partners_parted);
}
