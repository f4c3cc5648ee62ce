/* The store of invitations by link, and what an answer does. */
#include "core/invitation.h"

#include "core/log.h"
#include "platform/secret.h"

#include <assert.h>

#define INVITATION_SELECT                                                                          \
    "SELECT v.id, v.public_id, v.initiative_id AS initiative, v.name, v.sector, "                  \
    "v.created_at, v.created_by, v.expires_at, v.revoked_at, v.answer, "                           \
    "v.condition_text AS condition, v.answered_at, v.joined_at "

static const struct db_column invitation_columns[] = {
    DB_COL(struct invitation, id),         DB_COL(struct invitation, public_id),
    DB_COL(struct invitation, initiative), DB_COL(struct invitation, name),
    DB_COL(struct invitation, sector),     DB_COL(struct invitation, created_at),
    DB_COL(struct invitation, created_by), DB_COL(struct invitation, expires_at),
    DB_COL(struct invitation, revoked_at), DB_COL(struct invitation, answer),
    DB_COL(struct invitation, condition),  DB_COL(struct invitation, answered_at),
    DB_COL(struct invitation, joined_at),
};

/* With as much of the initiative as a stranger may read who was invited to it. */
static const struct db_column invited_columns[] = {
    DB_COL(struct invited, invitation.id),
    DB_COL(struct invited, invitation.public_id),
    DB_COL(struct invited, invitation.initiative),
    DB_COL(struct invited, invitation.name),
    DB_COL(struct invited, invitation.sector),
    DB_COL(struct invited, invitation.created_at),
    DB_COL(struct invited, invitation.created_by),
    DB_COL(struct invited, invitation.expires_at),
    DB_COL(struct invited, invitation.revoked_at),
    DB_COL(struct invited, invitation.answer),
    DB_COL(struct invited, invitation.condition),
    DB_COL(struct invited, invitation.answered_at),
    DB_COL(struct invited, invitation.joined_at),
    DB_COL(struct invited, initiative.id),
    DB_COL(struct invited, initiative.public_id),
    DB_COL(struct invited, initiative.title),
    DB_COL(struct invited, initiative.problem_html),
    DB_COL(struct invited, initiative.lang),
    DB_COL(struct invited, initiative.contact_name),
    DB_COL(struct invited, initiative.contact_phone),
    DB_COL(struct invited, initiative.level),
    DB_COL(struct invited, initiative.visibility),
    DB_COL(struct invited, inviter_name),
};

static const struct db_query insert_invitation = {
    "invitation.insert",
    "INSERT INTO invitation (public_id, initiative_id, token_hash, name, sector, created_at, "
    "created_by, expires_at, revoked_at, answer, condition_text, answered_at, joined_at) VALUES "
    "($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, '', 0, 0) RETURNING id",
    "iibtiiii", DB_ROW_I64, .writes = true};
static const struct db_query find_invitation = {
    "invitation.find",
    INVITATION_SELECT ", i.id, i.public_id, i.title, i.problem_html, i.lang, i.contact_name, "
                      "i.contact_phone, i.level, i.visibility, h.name AS inviter_name "
                      "FROM invitation v JOIN initiative i ON i.id = v.initiative_id "
                      "LEFT JOIN person h ON h.id = v.created_by "
                      "WHERE v.token_hash = $1 AND v.revoked_at = 0 AND v.joined_at = 0 "
                      "AND v.expires_at > $2 AND i.closed_at = 0",
    "bi", DB_ROW(struct invited, invited_columns)};
static const struct db_query list_invitations = {
    "invitation.list",
    INVITATION_SELECT "FROM invitation v WHERE v.initiative_id = $1 AND v.name <> '' "
                      "ORDER BY v.id DESC LIMIT 200",
    "i", DB_ROW(struct invitation, invitation_columns)};
static const struct db_query update_answer = {
    "invitation.answer",
    "UPDATE invitation SET answer = $2, condition_text = $3, sector = $4, answered_at = $5 "
    "WHERE id = $1",
    "iitii", .writes = true};
static const struct db_query update_joined = {
    "invitation.joined",
    "UPDATE invitation SET joined_at = $2, name = '', condition_text = '' "
    "WHERE id = $1 AND joined_at = 0",
    "ii", .writes = true};
static const struct db_query update_revoked = {
    "invitation.revoke",
    "UPDATE invitation SET revoked_at = $3 WHERE public_id = $1 AND initiative_id = $2 "
    "AND revoked_at = 0 AND joined_at = 0",
    "iii", .writes = true};

/* The party that a yes without an account made. */
static const struct db_query delete_guest = {
    "invitation.delete_guest", "DELETE FROM initiative_party WHERE invitation_id = $1", "i",
    .writes = true};
static const struct db_query tie_guest = {
    "invitation.tie_guest",
    "UPDATE initiative_party SET person_id = $2, organisation_id = $3, invitation_id = NULL "
    "WHERE invitation_id = $1",
    "iii", .writes = true};

static const struct db_query *const invitation_statements[] = {
    &insert_invitation, &find_invitation, &list_invitations, &update_answer,
    &update_joined,     &update_revoked,  &delete_guest,     &tie_guest};
const struct db_queries invitation_queries = DB_QUERIES("invitation", invitation_statements);

bool invitation_is_open(const struct invitation *invitation, int64_t now) {
    return !invitation->revoked_at && !invitation->joined_at && invitation->expires_at > now;
}

struct str invitation_token(struct arena *arena, const unsigned char *key, struct str nonce) {
    unsigned char bytes[SECRET_HASH_BYTES];
    struct str named = str_format(arena, "invitation token %.*s", STR_ARG(nonce));
    if (!named.p) return named;
    secret_hash(key, named, bytes);
    return str_hex(arena, bytes, SECRET_TOKEN_BYTES);
}

struct url invitation_url(struct arena *arena, struct str token) {
    return url_format(arena, "/invitation/%s", token);
}

enum rc invitation_create(const struct request *request, struct invitation *v,
                          struct str token_hash) {
    assert(v->public_id && v->expires_at > v->created_at);
    TRY(DB_ONE(request->db, request->arena, &insert_invitation, &v->id, DB_ID(v->public_id),
               DB_INT(v->initiative), DB_BLOB(token_hash), DB_STR(v->name), DB_INT(v->sector),
               DB_INT(v->created_at), DB_INT(v->created_by), DB_INT(v->expires_at)));
    return log_add_asked(request, REF_INITIATIVE(v->initiative), LOG_INVITED, (struct ref){0});
}

enum rc invitation_find(struct db *db, struct arena *arena, struct str token_hash, int64_t now,
                        struct invited *invited) {
    return DB_ONE(db, arena, &find_invitation, invited, DB_BLOB(token_hash), DB_INT(now));
}

enum rc invitation_read(struct db *db, struct arena *arena, int64_t initiative,
                        struct invitation_list *list) {
    return DB_ALL(db, arena, &list_invitations, &list->rows, DB_INT(initiative));
}

/* The invited is nobody's account. Everybody can read the log, so it does not tell the answer. */
static enum rc log_answer(const struct request *request, int64_t initiative) {
    const struct log_entry entry = {
        .at = request->now, .verb = LOG_INVITATION_ANSWERED, .place = REF_INITIATIVE(initiative)};
    return log_add(request->db, &entry);
}

enum rc invitation_answer(const struct request *request, const struct invited *invited,
                          const struct invitation_answer *answer) {
    const struct invitation *v = &invited->invitation;
    assert(answer->answer > ANSWER_NONE && answer->answer < ANSWER__N);
    TRY(DB_RUN(request->db, &update_answer, DB_INT(v->id), DB_INT(answer->answer),
               DB_STR(answer->condition), DB_INT(answer->sector), DB_INT(request->now)));
    TRY(DB_RUN(request->db, &delete_guest, DB_INT(v->id)));
    if (answer->answer == ANSWER_YES) {
        struct party guest = {.public_id = answer->party_public_id,
                              .initiative = v->initiative,
                              .invitation = v->id,
                              .sector = (int)answer->sector,
                              .role = PARTY_MEMBER,
                              .joined_at = request->now};
        TRY(party_add(request->db, request->arena, &guest));
    }
    return v->answer == (int)answer->answer ? RC_OK : log_answer(request, v->initiative);
}

enum rc invitation_join(const struct request *request, const struct invited *invited) {
    const struct invitation *v = &invited->invitation;
    const struct asker *asker = &request->asker;
    if (v->answer != ANSWER_YES) return RC_DENIED;
    struct party already;
    enum rc rc = party_of_asker(request, v->initiative, &already);
    if (rc != RC_OK && rc != RC_ABSENT) return rc;
    int64_t person = asker->acting ? 0 : asker->id;
    bool same = rc == RC_OK && already.person == person && already.organisation == asker->acting;
    if (same)
        TRY(DB_RUN(request->db, &delete_guest, DB_INT(v->id)));
    else
        TRY(DB_RUN(request->db, &tie_guest, DB_INT(v->id), DB_REF(person), DB_REF(asker->acting)));
    TRY(DB_RUN(request->db, &update_joined, DB_INT(v->id), DB_INT(request->now)));
    if (same) return RC_OK;
    return log_add_asked(request, REF_INITIATIVE(v->initiative), LOG_PARTY_JOINED,
                         asker->acting ? REF_ORGANISATION(asker->acting) : REF_PERSON(asker->id));
}

enum rc invitation_revoke(const struct request *request, int64_t initiative, uint64_t public_id) {
    int64_t changed = 0;
    TRY(DB_CHANGED(request->db, &update_revoked, &changed, DB_ID(public_id), DB_INT(initiative),
                   DB_INT(request->now)));
    if (!changed) return RC_ABSENT;
    return log_add_asked(request, REF_INITIATIVE(initiative), LOG_INVITATION_REVOKED,
                         (struct ref){0});
}
