/*
 * What the person table knows about somebody, and how an account is erased: the row stays as an
 * empty shell that counts and histories can point at.
 */
#include "core/login_link.h"
#include "core/own_data.h"
#include "core/person.h"
#include "platform/search.h"
#include "platform/secret.h"

static const char *const yes_no[] = {"no", "yes"};

static enum rc write_person(struct own_data_out *out, struct db *db, int64_t id) {
    struct person person;
    char text[ID_TEXT_BYTES + 1];
    TRY(person_by_id(db, own_data_arena(out), id, &person));
    own_data_row(out);
    id_text(person.public_id, text);
    own_data_str(out, "id", T_own_id, str_copy(own_data_arena(out), str_from(text)));
    own_data_str(out, "name", T_field_name, person.name);
    own_data_str(out, "mail", T_field_mail, person.mail);
    own_data_str(out, "phone", T_field_phone, person.phone);
    own_data_str(out, "lang", T_field_language, person.lang);
    own_data_word(out, "sector", T_field_sector, sector_choices[person.sector],
                  sector_labels[person.sector]);
    own_data_word(out, "password", T_own_has_password, yes_no[person.password_hash.n > 0],
                  person.password_hash.n ? T_yes : T_no);
    own_data_flag(out, "is_administrator", T_own_administrator, person.is_administrator);
    own_data_int(out, "version", T_own_version, person.version);
    own_data_when(out, "created_at", T_own_made, person.created_at);
    return RC_OK;
}

const struct own_data person_own_data = {"person", T_own_person, write_person, NULL};

static const struct db_query empty_person = {
    "person.empty",
    "UPDATE person SET name = '', mail = NULL, phone = '', password_hash = '', lang = 'da', "
    "sector = 0, is_administrator = 0, has_signed_in = 0, version = version + 1, erased_at = $2 "
    "WHERE id = $1 AND erased_at IS NULL",
    "ii", .writes = true};

enum rc person_erase(struct db *db, struct arena *arena, int64_t id, int64_t now) {
    bool is_last;
    int64_t changed = 0;
    TRY(person_is_last_administrator(db, arena, id, &is_last));
    if (is_last) return RC_CONFLICT;
    for (const struct own_data *const *store = own_data_stores; *store; store++)
        if ((*store)->erase) TRY((*store)->erase(db, arena, id, now));
    TRY(search_remove(db, OBJECT_PERSON, id));
    TRY(search_tidy(db)); /* a removed entry's words stand in the index until then */
    TRY(DB_CHANGED(db, &empty_person, &changed, DB_INT(id), DB_INT(now)));
    return changed == 1 ? RC_OK : RC_ABSENT;
}

static const struct db_query *const all[] = {&empty_person};
const struct db_queries person_erase_queries = DB_QUERIES("person_erase", all);
