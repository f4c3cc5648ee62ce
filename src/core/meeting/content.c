/* Decks and sheets as JSON: what an organisation exports, edits and imports. The reader trusts
   nothing and names the first thing that is wrong. */
#include "core/meeting/content.h"

#include "rules/scale/scale.h"

#include <jansson.h>
#include <string.h>

enum { FORMAT_VERSION = 1, KEY_MAX = 40, ASPECT_LEAST = 3, ASPECT_MOST = 8, CARDS_LEAST = 2 };

static const char *const source_words[] = {
    [SOURCE_CATALOGUE] = "catalogue", [SOURCE_OURS] = "ours", [SOURCE_LOCAL] = "local"};

/* ---- writing ---- */

static void add_member(struct buf *buf, const char *name, struct str value) {
    buf_format(buf, "\"%s\": ", name);
    buf_add_json(buf, value);
}

static void begin_item(struct buf *buf, size_t at) {
    buf_add(buf, at ? STR(",\n    {") : STR("\n    {"));
}

static void add_axes(struct buf *buf, const struct content *content) {
    buf_lit(buf, ",\n  \"axes\": [");
    for (size_t i = 0; i < content->axes.n; i++) {
        const struct content_axis *axis = &content->axes.v[i];
        begin_item(buf, i);
        add_member(buf, "key", axis->key);
        buf_lit(buf, ", ");
        add_member(buf, "label", axis->label);
        buf_lit(buf, ", ");
        add_member(buf, "help", axis->help);
        buf_lit(buf, ", ");
        if (axis->aspect >= 0) {
            add_member(buf, "aspect", content->aspects.v[axis->aspect].key);
            buf_lit(buf, ", ");
        }
        add_member(buf, "source", str_from(source_words[axis->source]));
        buf_add_char(buf, '}');
    }
    buf_lit(buf, "\n  ]");
}

static void add_cards(struct buf *buf, const struct content *content) {
    buf_lit(buf, ",\n  \"cards\": [");
    for (size_t i = 0; i < content->cards.n; i++) {
        const struct content_card *card = &content->cards.v[i];
        begin_item(buf, i);
        add_member(buf, "key", card->key);
        buf_lit(buf, ", ");
        add_member(buf, "stem", card->stem);
        buf_lit(buf, ", ");
        add_member(buf, "source", str_from(source_words[card->source]));
        buf_add_char(buf, '}');
    }
    buf_lit(buf, "\n  ]");
}

static void add_scale(struct buf *buf, const struct content *content) {
    buf_format(buf, ",\n  \"min\": %d, \"max\": %d, \"step\": %d", content->min, content->max,
               content->step);
    buf_lit(buf, ",\n  \"anchors\": [");
    for (size_t i = 0; i < content->anchors.n; i++) {
        if (i > 0) buf_lit(buf, ", ");
        buf_add_json(buf, content->anchors.v[i]);
    }
    buf_lit(buf, "],\n  \"aspects\": [");
    for (size_t i = 0; i < content->aspects.n; i++) {
        begin_item(buf, i);
        add_member(buf, "key", content->aspects.v[i].key);
        buf_lit(buf, ", ");
        add_member(buf, "label", content->aspects.v[i].label);
        buf_add_char(buf, '}');
    }
    buf_add(buf, content->aspects.n ? STR("\n  ]") : STR("]"));
}

enum rc content_write(struct arena *arena, const struct content *content, struct str *json) {
    struct buf buf;
    buf_init(&buf, arena, CONTENT_JSON_MAX);
    buf_format(&buf, "{\n  \"samskab\": %d,\n  ", FORMAT_VERSION);
    add_member(&buf, "tool", content->tool);
    buf_lit(&buf, ",\n  ");
    add_member(&buf, "title", content->title);
    buf_lit(&buf, ",\n  ");
    add_member(&buf, "lang", content->lang);
    buf_format(&buf, ",\n  \"version\": %d", content->version);
    if (content->axes.n) {
        add_scale(&buf, content);
        add_axes(&buf, content);
    }
    if (content->cards.n) add_cards(&buf, content);
    buf_lit(&buf, "\n}\n");
    *json = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* ---- reading ---- */

struct reading {
    struct arena *arena;
    const struct tool *tool;
    struct content built_in; /* the tool's own: what scale and aspects must be */
    struct content *content;
    struct content_problem *problem;
};

/* One object of the text, and what it is called in problems: "axes[3]". */
struct spot {
    const json_t *json;
    struct str name;
};

static enum rc fault(const struct reading *reading, struct str where, enum text_id reason) {
    reading->problem->where = where;
    reading->problem->reason = reason;
    return RC_INVALID;
}

static struct str member_name(const struct reading *reading, const struct spot *spot,
                              const char *name) {
    if (!spot->name.n) return str_from(name);
    return str_format(reading->arena, "%.*s.%s", STR_ARG(spot->name), name);
}

static struct spot item_of(const struct reading *reading, const struct spot *spot, const char *list,
                           size_t at) {
    const json_t *array = json_object_get(spot->json, list);
    return (struct spot){json_array_get(array, at),
                         str_format(reading->arena, "%s[%zu]", list, at)};
}

/* Every member must be known: a slip of the pen is told and not passed over. */
static enum rc check_members(const struct reading *reading, const struct spot *spot,
                             const char *const *known) {
    const char *name;
    json_t *value;
    if (!json_is_object(spot->json)) return fault(reading, spot->name, T_content_not_object);
    json_object_foreach((json_t *)spot->json, name, value) {
        const char *const *at = known;
        while (*at && !str_is(str_from(*at), str_from(name))) at++;
        if (*at) continue;
        struct str shown = str_slice(str_from(name), 0, KEY_MAX);
        while (shown.n && !str_is_utf8(shown)) shown.n--;
        shown = str_copy(reading->arena, shown);
        if (!shown.p) return RC_LIMIT;
        return fault(reading, member_name(reading, spot, shown.p), T_content_unknown);
    }
    return RC_OK;
}

static bool has_control(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7F) return true;
    return false;
}

struct text_rule {
    const char *name;
    size_t max; /* characters */
    bool is_needed;
};

static enum rc check_text(const struct reading *reading, struct str where,
                          const struct text_rule *rule, struct str text) {
    if (rule->is_needed && !text.n) return fault(reading, where, T_content_missing);
    if (str_length(text) > rule->max) return fault(reading, where, T_content_too_long);
    return has_control(text) ? fault(reading, where, T_content_control) : RC_OK;
}

static enum rc take_text(const struct reading *reading, const json_t *value, struct str where,
                         struct str *text) {
    *text = (struct str){0};
    if (!value) return RC_OK;
    if (!json_is_string(value)) return fault(reading, where, T_content_not_text);
    const struct str raw = {json_string_value(value), json_string_length(value)};
    if (!str_is_utf8(raw)) return fault(reading, where, T_content_control);
    *text = str_copy(reading->arena, str_trim(raw));
    return text->p ? RC_OK : RC_LIMIT;
}

static enum rc read_text(const struct reading *reading, const struct spot *spot,
                         const struct text_rule *rule, struct str *text) {
    struct str where = member_name(reading, spot, rule->name);
    TRY(take_text(reading, json_object_get(spot->json, rule->name), where, text));
    return check_text(reading, where, rule, *text);
}

static enum rc read_int(const struct reading *reading, const struct spot *spot, const char *name,
                        int *number) {
    const json_t *value = json_object_get(spot->json, name);
    struct str where = member_name(reading, spot, name);
    if (!value) return fault(reading, where, T_content_missing);
    if (!json_is_integer(value)) return fault(reading, where, T_content_not_number);
    json_int_t found = json_integer_value(value);
    if (found < -100000 || found > 100000) return fault(reading, where, T_content_not_number);
    *number = (int)found;
    return RC_OK;
}

static bool is_key(struct str key) {
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        if (!fits) return false;
    }
    return key.n > 0 && key.n <= KEY_MAX;
}

static enum rc read_key(const struct reading *reading, const struct spot *spot, struct str *key) {
    const struct text_rule rule = {"key", KEY_MAX, true};
    TRY(read_text(reading, spot, &rule, key));
    return is_key(*key) ? RC_OK : fault(reading, member_name(reading, spot, "key"), T_content_key);
}

static enum rc read_source(const struct reading *reading, const struct spot *spot, int *source) {
    const struct text_rule rule = {"source", KEY_MAX, false};
    struct str word;
    TRY(read_text(reading, spot, &rule, &word));
    *source = SOURCE_LOCAL;
    if (!word.n) return RC_OK;
    for (size_t i = 0; i < COUNT(source_words); i++)
        if (str_is(word, str_from(source_words[i]))) {
            *source = (int)i;
            return RC_OK;
        }
    return fault(reading, member_name(reading, spot, "source"), T_content_source);
}

/* The length of a list, 0 when it is missing. */
static enum rc list_size(const struct reading *reading, const struct spot *spot, const char *name,
                         size_t max, size_t *n) {
    const json_t *value = json_object_get(spot->json, name);
    *n = json_array_size(value);
    if (value && !json_is_array(value)) return fault(reading, str_from(name), T_content_not_list);
    return *n > max ? fault(reading, str_from(name), T_content_too_many) : RC_OK;
}

/* ---- the scale ---- */

static enum rc read_anchors(const struct reading *reading, const struct spot *root) {
    const struct text_rule rule = {"", CONTENT_LABEL_MAX, false}; /* a word may be empty */
    struct content *content = reading->content;
    size_t n = 0, wanted = (size_t)((content->max - content->min) / content->step) + 1;
    TRY(list_size(reading, root, "anchors", wanted, &n));
    if (n != 0 && n != wanted) return fault(reading, STR("anchors"), T_content_anchors);
    struct str *made = arena_new_array(reading->arena, n + 1, struct str);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct spot spot = item_of(reading, root, "anchors", i);
        TRY(take_text(reading, spot.json, spot.name, &made[i]));
        TRY(check_text(reading, spot.name, &rule, made[i]));
    }
    content->anchors.v = made;
    content->anchors.n = n;
    return RC_OK;
}

static enum rc read_scale(const struct reading *reading, const struct spot *root) {
    struct content *content = reading->content;
    const struct content *own = &reading->built_in;
    TRY(read_int(reading, root, "min", &content->min));
    TRY(read_int(reading, root, "max", &content->max));
    TRY(read_int(reading, root, "step", &content->step));
    if (content->min != own->min) return fault(reading, STR("min"), T_content_scale);
    if (content->max != own->max) return fault(reading, STR("max"), T_content_scale);
    if (content->step != own->step) return fault(reading, STR("step"), T_content_scale);
    return read_anchors(reading, root);
}

/* ---- aspects: the tool's own, in its order; their labels may be others ---- */

static enum rc read_aspects(const struct reading *reading, const struct spot *root) {
    static const char *const known[] = {"key", "label", NULL};
    const struct text_rule label = {"label", CONTENT_LABEL_MAX, true};
    const struct content *own = &reading->built_in;
    size_t n = 0;
    TRY(list_size(reading, root, "aspects", CONTENT_AXES_MAX, &n));
    if (n != own->aspects.n) return fault(reading, STR("aspects"), T_content_aspects);
    struct content_aspect *made = arena_new_array(reading->arena, n + 1, struct content_aspect);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct spot spot = item_of(reading, root, "aspects", i);
        TRY(check_members(reading, &spot, known));
        TRY(read_key(reading, &spot, &made[i].key));
        TRY(read_text(reading, &spot, &label, &made[i].label));
        if (!str_is(made[i].key, own->aspects.v[i].key))
            return fault(reading, member_name(reading, &spot, "key"), T_content_aspects);
    }
    reading->content->aspects.v = made;
    reading->content->aspects.n = n;
    return RC_OK;
}

/* ---- axes ---- */

static enum rc read_aspect_of(const struct reading *reading, const struct spot *spot, int *aspect) {
    const struct text_rule rule = {"aspect", KEY_MAX, reading->content->aspects.n > 0};
    struct str key;
    TRY(read_text(reading, spot, &rule, &key));
    *aspect = -1;
    for (size_t i = 0; i < reading->content->aspects.n; i++)
        if (str_is(key, reading->content->aspects.v[i].key)) *aspect = (int)i;
    if (!key.n || *aspect >= 0) return RC_OK;
    return fault(reading, member_name(reading, spot, "aspect"), T_content_aspects);
}

static enum rc read_axis(const struct reading *reading, const struct spot *spot,
                         struct content_axis *axis) {
    static const char *const known[] = {"key", "label", "help", "aspect", "source", NULL};
    const struct text_rule label = {"label", CONTENT_LABEL_MAX, true};
    const struct text_rule help = {"help", CONTENT_HELP_MAX, false};
    TRY(check_members(reading, spot, known));
    TRY(read_key(reading, spot, &axis->key));
    TRY(read_text(reading, spot, &label, &axis->label));
    TRY(read_text(reading, spot, &help, &axis->help));
    TRY(read_aspect_of(reading, spot, &axis->aspect));
    return read_source(reading, spot, &axis->source);
}

static size_t axes_of_aspect(const struct content *content, int aspect) {
    size_t n = 0;
    for (size_t i = 0; i < content->axes.n; i++) n += content->axes.v[i].aspect == aspect;
    return n;
}

/* Tools whose axes carry their meaning keep them; only the words may be others. */
static enum rc check_axes(const struct reading *reading) {
    const struct content *content = reading->content, *own = &reading->built_in;
    if (!content->axes.n) return fault(reading, STR("axes"), T_content_missing);
    for (size_t i = 0; !reading->tool->picks_axes && i < content->aspects.n; i++) {
        size_t n = axes_of_aspect(content, (int)i);
        if (n < ASPECT_LEAST || n > ASPECT_MOST)
            return fault(reading, STR("axes"), T_content_per_aspect);
    }
    if (reading->tool->may_change_rays) return RC_OK;
    bool same = content->axes.n == own->axes.n;
    for (size_t i = 0; same && i < own->axes.n; i++)
        same = str_is(content->axes.v[i].key, own->axes.v[i].key);
    return same ? RC_OK : fault(reading, STR("axes"), T_content_fixed);
}

static enum rc read_axes(const struct reading *reading, const struct spot *root) {
    size_t n = 0;
    TRY(list_size(reading, root, "axes", CONTENT_AXES_MAX, &n));
    struct content_axis *made = arena_new_array(reading->arena, n + 1, struct content_axis);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct spot spot = item_of(reading, root, "axes", i);
        TRY(read_axis(reading, &spot, &made[i]));
        for (size_t j = 0; j < i; j++)
            if (str_is(made[i].key, made[j].key))
                return fault(reading, member_name(reading, &spot, "key"), T_content_twice);
    }
    reading->content->axes.v = made;
    reading->content->axes.n = n;
    return check_axes(reading);
}

/* ---- cards ---- */

static enum rc read_card(const struct reading *reading, const struct spot *spot,
                         struct content_card *card) {
    static const char *const known[] = {"key", "stem", "source", NULL};
    const struct text_rule stem = {"stem", CONTENT_STEM_MAX, true};
    TRY(check_members(reading, spot, known));
    TRY(read_key(reading, spot, &card->key));
    TRY(read_text(reading, spot, &stem, &card->stem));
    return read_source(reading, spot, &card->source);
}

static enum rc read_cards(const struct reading *reading, const struct spot *root) {
    size_t n = 0;
    TRY(list_size(reading, root, "cards", CONTENT_CARDS_MAX, &n));
    if (n < CARDS_LEAST) return fault(reading, STR("cards"), T_content_missing);
    struct content_card *made = arena_new_array(reading->arena, n, struct content_card);
    if (!made) return RC_LIMIT;
    for (size_t i = 0; i < n; i++) {
        const struct spot spot = item_of(reading, root, "cards", i);
        TRY(read_card(reading, &spot, &made[i]));
        for (size_t j = 0; j < i; j++)
            if (str_is(made[i].key, made[j].key))
                return fault(reading, member_name(reading, &spot, "key"), T_content_twice);
    }
    reading->content->cards.v = made;
    reading->content->cards.n = n;
    return RC_OK;
}

/* ---- the whole ---- */

/* Asked first: what else a file may hold depends on the tool it is for. */
static bool is_for_another(const struct reading *reading, const json_t *json) {
    const char *tool = json_string_value(json_object_get(json, "tool"));
    return tool && strcmp(tool, reading->tool->key) != 0;
}

static enum rc read_head(const struct reading *reading, const struct spot *root) {
    const struct text_rule tool = {"tool", KEY_MAX, true};
    const struct text_rule title = {"title", CONTENT_LABEL_MAX, true};
    const struct text_rule lang = {"lang", 2, true};
    struct content *content = reading->content;
    enum lang known;
    int format = 0;
    TRY(read_int(reading, root, "samskab", &format));
    if (format != FORMAT_VERSION) return fault(reading, STR("samskab"), T_content_format);
    TRY(read_text(reading, root, &tool, &content->tool));
    TRY(read_text(reading, root, &title, &content->title));
    TRY(read_text(reading, root, &lang, &content->lang));
    if (!lang_from(content->lang, &known)) return fault(reading, STR("lang"), T_content_lang);
    TRY(read_int(reading, root, "version", &content->version));
    if (content->version < 1) return fault(reading, STR("version"), T_content_not_number);
    return RC_OK;
}

static enum rc read_all(struct reading *reading, const json_t *json) {
    static const char *const sheet[] = {"samskab", "tool", "title",   "lang",    "version", "min",
                                        "max",     "step", "anchors", "aspects", "axes",    NULL};
    static const char *const deck[] = {"samskab", "tool",  "title", "lang",
                                       "version", "cards", NULL};
    const struct spot root = {json, {0}};
    bool is_deck = reading->tool->engine == ENGINE_CARDS;
    struct str form = {0};
    if (reading->tool->forms && reading->tool->forms[0]) form = str_from(reading->tool->forms[0]);
    TRY(reading->tool->content(reading->arena, LANG_DA, form, &reading->built_in));
    if (is_for_another(reading, json)) return fault(reading, STR("tool"), T_content_tool);
    TRY(check_members(reading, &root, is_deck ? deck : sheet));
    TRY(read_head(reading, &root));
    if (is_deck) return read_cards(reading, &root);
    if (!reading->built_in.axes.n && !json_object_get(json, "axes")) return RC_OK;
    TRY(read_scale(reading, &root));
    TRY(read_aspects(reading, &root));
    return read_axes(reading, &root);
}

enum rc content_read(struct arena *arena, const struct tool *tool, struct str json,
                     struct content *content, struct content_problem *problem) {
    json_error_t error = {0};
    struct reading reading = {.arena = arena, .tool = tool, .content = content, .problem = problem};
    *content = (struct content){0};
    *problem = (struct content_problem){0};
    if (json.n > CONTENT_JSON_MAX) return fault(&reading, (struct str){0}, T_content_too_large);
    json_t *read = json_loadb(json.n ? json.p : "", json.n, JSON_REJECT_DUPLICATES, &error);
    if (!read) {
        problem->line = error.line > 0 ? error.line : 1;
        problem->column = error.column > 0 ? error.column : 1;
        return fault(&reading, (struct str){0}, T_content_syntax);
    }
    enum rc rc = read_all(&reading, read);
    json_decref(read);
    return rc;
}
