/* The bank as files: one row an idea, or everything as JSON. Category, stage and date can be chosen
   as in the list. Nobody is named who to ask; told_by is what the person agreed to be called. One
   query. For everyone. */
#include "feature/idea/inner.h"

enum { FILE_MAX = 8 * 1024 * 1024 };

static struct str day_of(struct request *request, int64_t ms) {
    struct buf day;
    buf_init(&day, request->arena, 32);
    text_add_when(&day, request->lang, (struct when){ms}, WHEN_DAY);
    return buf_str(&day);
}

/* What both files tell of an idea, in this order. */
struct fact {
    const char *name;
    struct str text;
};
enum { FACTS__N = 14 };

static struct str id_of(const struct idea_whole_list *list, struct request *request, int64_t id) {
    for (size_t i = 0; id && i < list->rows.n; i++)
        if (list->rows.v[i].id == id) return idea_id(request, list->rows.v[i].public_id);
    return (struct str){0};
}

static void read_facts(struct request *request, const struct idea_whole_list *list,
                       const struct idea *idea, struct fact facts[FACTS__N]) {
    const struct fact all[FACTS__N] = {
        {"id", idea_id(request, idea->public_id)},
        {"title", idea->title},
        {"category", str_from(idea_category_choices[idea->category])},
        {"stage", str_from(idea_stage_choices[idea->stage])},
        {"text", idea->body},
        {"language", lang_code((enum lang)idea->lang)},
        {"place", idea->place},
        {"needs", idea->needs},
        {"source", idea->source},
        {"told_by", idea->told_by},
        {"story", idea->story_url},
        {"organisation", idea->organisation_name},
        {"copy_of", id_of(list, request, idea->copy_of)},
        {"entered", day_of(request, idea->created_at)},
    };
    for (size_t i = 0; i < FACTS__N; i++) facts[i] = all[i];
}

/* A number, or nothing when it was not said. */
static void put_number(struct buf *out, int64_t value, const char *nothing) {
    if (value < 0)
        buf_add(out, str_from(nothing));
    else
        buf_add_i64(out, value);
}

static void put_row(struct buf *out, const struct fact facts[FACTS__N], const struct idea *idea) {
    for (size_t i = 0; i < FACTS__N; i++) {
        buf_add_csv(out, facts[i].text);
        buf_add_char(out, ',');
    }
    put_number(out, idea->hours, "");
    buf_add_char(out, ',');
    put_number(out, idea->kroner, "");
    buf_lit(out, "\r\n");
}

static void put_object(struct buf *out, const struct fact facts[FACTS__N],
                       const struct idea *idea) {
    buf_lit(out, "    {");
    for (size_t i = 0; i < FACTS__N; i++) {
        buf_format(out, "\"%s\": ", facts[i].name);
        buf_add_json(out, facts[i].text);
        buf_lit(out, ", ");
    }
    buf_lit(out, "\"hours\": ");
    put_number(out, idea->hours, "null");
    buf_lit(out, ", \"kroner\": ");
    put_number(out, idea->kroner, "null");
    buf_lit(out, "}");
}

static enum rc read_list(struct request *request, struct idea_whole_list *list) {
    struct idea_asked asked;
    idea_read_asked(request, &asked);
    return idea_all(request->db, request->arena, &asked.filter, list);
}

enum rc idea_answer_csv(struct request *request) {
    struct idea_whole_list list = {0};
    struct fact facts[FACTS__N];
    struct buf out;
    TRY(read_list(request, &list));
    buf_init(&out, request->arena, FILE_MAX);
    const struct idea none = {0};
    read_facts(request, &list, &none, facts);
    for (size_t i = 0; i < FACTS__N; i++) buf_format(&out, "%s,", facts[i].name);
    buf_lit(&out, "hours,kroner\r\n");
    for (size_t i = 0; i < list.rows.n; i++) {
        read_facts(request, &list, &list.rows.v[i], facts);
        put_row(&out, facts, &list.rows.v[i]);
    }
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "text/csv; charset=utf-8", STR("ideas.csv"), buf_str(&out));
}

enum rc idea_answer_json(struct request *request) {
    struct idea_whole_list list = {0};
    struct fact facts[FACTS__N];
    struct buf out;
    TRY(read_list(request, &list));
    buf_init(&out, request->arena, FILE_MAX);
    buf_lit(&out, "{\n  \"format\": \"samskab-ideas\",\n  \"version\": 1,\n  \"ideas\": [\n");
    for (size_t i = 0; i < list.rows.n; i++) {
        read_facts(request, &list, &list.rows.v[i], facts);
        put_object(&out, facts, &list.rows.v[i]);
        buf_add(&out, i + 1 < list.rows.n ? STR(",\n") : STR("\n"));
    }
    buf_lit(&out, "  ]\n}\n");
    if (!buf_ok(&out)) return RC_LIMIT;
    return answer_bytes(request, "application/json", STR("ideas.json"), buf_str(&out));
}
