/* Gathering what the stores know about a person: see own_data.h. */
#include "core/own_data.h"

#include <assert.h>

#include "base/buf.h"

enum { JSON_MAX = 64 * 1024 * 1024 };

struct own_data_out {
    struct arena *arena;
    struct own_data_section *section;
    bool failed; /* memory is out */
};

struct arena *own_data_arena(struct own_data_out *out) {
    return out->arena;
}

void own_data_row(struct own_data_out *out) {
    struct own_data_record *record = arena_new(out->arena, struct own_data_record);
    struct own_data_section *section = out->section;
    if (!record) {
        out->failed = true;
        return;
    }
    if (section->last)
        section->last->next = record;
    else
        section->rows = record;
    section->last = record;
    section->n++;
}

static void add(struct own_data_out *out, struct own_data_value value) {
    struct own_data_value *kept = arena_new(out->arena, struct own_data_value);
    if (!kept) out->failed = true;
    if (out->failed) return;
    struct own_data_record *record = out->section->last;
    assert(record); /* own_data_row comes first */
    *kept = value;
    if (record->last)
        record->last->next = kept;
    else
        record->values = kept;
    record->last = kept;
}

void own_data_str(struct own_data_out *out, const char *name, enum text_id label,
                  struct str value) {
    add(out, (struct own_data_value){name, label, OWN_STR, value, 0, T_none, NULL});
}

void own_data_int(struct own_data_out *out, const char *name, enum text_id label, int64_t value) {
    add(out, (struct own_data_value){name, label, OWN_INT, {0}, value, T_none, NULL});
}

void own_data_when(struct own_data_out *out, const char *name, enum text_id label, int64_t ms) {
    add(out, (struct own_data_value){name, label, OWN_WHEN, {0}, ms, T_none, NULL});
}

void own_data_flag(struct own_data_out *out, const char *name, enum text_id label, bool value) {
    add(out, (struct own_data_value){name, label, OWN_FLAG, {0}, value, T_none, NULL});
}

void own_data_word(struct own_data_out *out, const char *name, enum text_id label, const char *word,
                   enum text_id text) {
    add(out, (struct own_data_value){name, label, OWN_WORD, str_from(word), 0, text, NULL});
}

void own_data_deed(struct own_data_out *out, const char *name, enum text_id label, struct str verb,
                   bool is_hers) {
    add(out, (struct own_data_value){name, label, OWN_DEED, verb, is_hers, T_none, NULL});
}

enum rc own_data_gather(struct db *db, struct arena *arena, int64_t person,
                        const struct own_data *const *stores,
                        const struct own_data_section **sections) {
    struct own_data_section *last = NULL;
    *sections = NULL;
    for (; *stores; stores++) {
        struct own_data_out out = {arena, arena_new(arena, struct own_data_section), false};
        if (!out.section) return RC_LIMIT;
        out.section->name = (*stores)->name;
        out.section->title = (*stores)->title;
        TRY((*stores)->write(&out, db, person));
        if (out.failed) return RC_LIMIT;
        if (last)
            last->next = out.section;
        else
            *sections = out.section;
        last = out.section;
    }
    return RC_OK;
}

/* ---- JSON ---- */

static void json_value(struct buf *buf, const struct own_data_value *value) {
    switch (value->kind) {
    case OWN_STR:
    case OWN_WORD:
    case OWN_DEED:
        buf_add_json(buf, value->text);
        break;
    case OWN_INT:
        buf_add_i64(buf, value->number);
        break;
    case OWN_FLAG:
        buf_add(buf, value->number ? STR("true") : STR("false"));
        break;
    case OWN_WHEN:
        if (!value->number) {
            buf_lit(buf, "null");
            break;
        }
        buf_add_char(buf, '"');
        text_add_when(buf, LANG_EN, (struct when){value->number}, WHEN_ISO);
        buf_add_char(buf, '"');
        break;
    }
}

static void json_record(struct buf *buf, const struct own_data_record *record) {
    buf_lit(buf, "    {");
    for (const struct own_data_value *value = record->values; value; value = value->next) {
        buf_add_json(buf, str_from(value->name));
        buf_lit(buf, ": ");
        json_value(buf, value);
        if (value->next) buf_lit(buf, ", ");
    }
    buf_add(buf, record->next ? STR("},\n") : STR("}\n"));
}

enum rc own_data_json(struct arena *arena, const struct own_data_section *sections,
                      struct str *json) {
    struct buf buf;
    buf_init(&buf, arena, JSON_MAX);
    buf_lit(&buf, "{\n");
    for (; sections; sections = sections->next) {
        buf_lit(&buf, "  ");
        buf_add_json(&buf, str_from(sections->name));
        buf_lit(&buf, ": [\n");
        for (const struct own_data_record *record = sections->rows; record; record = record->next)
            json_record(&buf, record);
        buf_add(&buf, sections->next ? STR("  ],\n") : STR("  ]\n"));
    }
    buf_lit(&buf, "}\n");
    *json = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}
