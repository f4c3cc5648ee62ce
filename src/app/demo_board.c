/* Writing the boards of the demonstration. See demo_board.h. */
#include "app/demo_board.h"

#include "platform/secret.h"

static struct str text_of_json(const json_t *json) {
    const char *text = json_string_value(json);
    return str_from(text ? text : "");
}

static enum rc say(const struct request *request, struct board_act *act, const json_t *facts) {
    const char *key;
    json_t *value;
    json_object_foreach(json_object_get(facts, "set"), key, value) {
        TRY(board_detail(request, act, str_from(key), text_of_json(value)));
        act->version++;
    }
    struct str pile = text_of_json(json_object_get(facts, "pile"));
    return pile.n ? board_gather(request, act, pile) : RC_OK;
}

enum rc demo_board_write(const struct request *request, const json_t *notes,
                         struct demo_board *board) {
    size_t i;
    const json_t *note;
    json_array_foreach(notes, i, note) {
        if (board->n == DEMO_BOARD_NOTES) return RC_INVALID;
        const json_t *facts = json_array_get(note, 2);
        const struct note_save save = {
            .exercise = board->exercise,
            .id = id_random() >> 1,
            .region = text_of_json(json_array_get(note, 0)),
            .text = text_of_json(json_array_get(note, 1)),
            .origin = ORIGIN_TABLE,
            .layer = (int)json_integer_value(json_object_get(facts, "layer")),
            .group = (int)json_integer_value(json_object_get(facts, "table"))};
        TRY(note_save(request, &save));
        board->ids[board->n++] = save.id;
        struct board_act act = {.exercise = board->exercise, .note = save.id, .version = 1};
        TRY(say(request, &act, facts));
    }
    return RC_OK;
}

static int kind_of(struct str word) {
    for (int i = 0; i < LINK_KIND__N; i++)
        if (str_is(word, str_from(link_choices[i]))) return i;
    return LINK_AGREEMENT;
}

enum rc demo_board_link(const struct request *request, const json_t *links,
                        const struct demo_board *board) {
    size_t i;
    const json_t *row;
    json_array_foreach(links, i, row) {
        size_t a = (size_t)json_integer_value(json_array_get(row, 0));
        size_t b = (size_t)json_integer_value(json_array_get(row, 1));
        if (a >= board->n || b >= board->n) return RC_INVALID;
        const struct board_link link = {.a = board->ids[a],
                                        .b = board->ids[b],
                                        .kind = kind_of(text_of_json(json_array_get(row, 2))),
                                        .text = text_of_json(json_array_get(row, 3))};
        TRY(board_link(request, board->exercise, NULL, &link));
    }
    return RC_OK;
}
