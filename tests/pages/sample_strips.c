/* Sample pages with strips, trends and the matrix of the conditions for change. */
#include "sample_pictures.h"

#include <assert.h>
#include <string.h>

#include "core/picture_matrix.h"
#include "core/picture_strip.h"
#include "core/picture_trend.h"
#include "templates.h"

static const struct scale_axis oas = {1, 10, 1, 0}, ready = {0, 3, 1, 0};

static void must(enum rc rc) {
    assert(rc == RC_OK);
}

static struct scale_summary counted(const struct scale_axis *axis, const int *counts,
                                    int dont_know) {
    struct scale_summary summary;
    must(scale_summarise_counts(axis, counts, dont_know, &summary));
    return summary;
}

static void put_strips(struct page *page, const struct strips_data *data) {
    struct picture_strips view;
    must(picture_strips(page->out->arena, data, &view));
    picture_strips_html(page, &view);
}

static void put_trend(struct page *page, const struct trend_data *data) {
    struct picture_trend view;
    must(picture_trend(page->out->arena, data, &view));
    picture_trend_html(page, &view);
}

static void write_coherence(struct page *page, struct str id, struct str title, int times) {
    static const struct str names[] = {STR_INIT("Jeg forstår det"), STR_INIT("Jeg kan klare det"),
                                       STR_INIT("Det giver mening for mig")};
    static const int own[3][10] = {{0, 0, 1, 0, 1, 2, 5, 2, 1, 0},
                                   {1, 2, 2, 3, 1, 1, 0, 1, 1, 0},
                                   {0, 0, 0, 0, 1, 1, 2, 4, 3, 1}};
    static const int guessed[3][10] = {{0, 1, 1, 2, 4, 2, 1, 1, 0, 0},
                                       {0, 1, 3, 4, 2, 1, 1, 0, 0, 0},
                                       {1, 1, 3, 3, 2, 1, 1, 0, 0, 0}};
    struct scale_summary summaries[3][2];
    struct strip_row_data rows[3][2];
    struct strip_data strips[3];
    for (size_t i = 0; i < 3; i++) {
        int many[2][10];
        for (size_t v = 0; v < 10; v++) {
            many[0][v] = own[i][v] * times;
            many[1][v] = guessed[i][v] * times;
        }
        for (size_t r = 0; r < 2; r++) {
            summaries[i][r] = counted(&oas, many[r], 1);
            rows[i][r] = (struct strip_row_data){.label = r ? STR("Det, jeg tror om kollegerne")
                                                            : STR("Jeg selv"),
                                                 .summary = &summaries[i][r]};
        }
        strips[i] = (struct strip_data){
            .label = names[i], .axis = oas, .rows = {rows[i], 2}, .show_gap = true};
    }
    const struct strips_data data = {.id = id, .title = title, .strips = {strips, 3}};
    put_strips(page, &data);
}

static void write_history(struct page *page) {
    static const struct when dates[] = {
        {1756980000000}, {1765020000000}, {1767020000000}, {1780020000000}, {1788524400000}};
    static const int medians[2][5] = {{20, 22, 24, 26, 30}, {28, 0, 18, 12, 14}};
    static const struct str names[] = {STR_INIT("Jeg forstår det"), STR_INIT("Jeg kan klare det"),
                                       STR_INIT("Det giver mening for mig")};
    struct picture_point points[3][5] = {0};
    struct trend_axis_data axes[3];
    for (size_t i = 0; i < 2; i++)
        for (size_t d = 0; d < 5; d++)
            if (medians[i][d])
                points[i][d] = (struct picture_point){
                    true, medians[i][d], medians[i][d] - 4, medians[i][d] + 3, 12, 1};
    for (size_t i = 0; i < 3; i++)
        axes[i] =
            (struct trend_axis_data){.label = names[i], .axis = oas, .points = {points[i], 5}};
    struct trend_data data = {.id = STR("trend"),
                              .title = STR("Oplevelse af sammenhæng over tid"),
                              .dates = {dates, 5},
                              .axes = {axes, 3},
                              .left_out = 2};
    buf_lit(page->out, "<h2>Over tid</h2>");
    put_trend(page, &data);
    for (size_t i = 0; i < 3; i++) axes[i].points.n = 1;
    data.id = STR("once");
    data.title = STR("Kun én dato");
    data.dates.n = 1;
    data.left_out = 0;
    put_trend(page, &data);
}

void write_strips(struct page *page) {
    buf_lit(page->out, "<h1>Oplevelse af sammenhæng</h1>");
    write_coherence(page, STR("oas"), STR("Oplevelse af sammenhæng, 12 svar"), 1);
    buf_lit(page->out, "<h2>300 svar</h2>");
    write_coherence(page, STR("large"), STR("Oplevelse af sammenhæng, 300 svar"), 23);
    write_history(page);
}

/* ---- the conditions for change ---- */

static const struct str conditions[] = {STR_INIT("Nødvendighed"), STR_INIT("Klart fælles grundlag"),
                                        STR_INIT("Kapacitet"), STR_INIT("Første skridt")};
static const struct str words[] = {STR_INIT("slet ikke"), STR_INIT("lidt"), STR_INIT("i høj grad"),
                                   STR_INIT("helt")};

static void put_matrix(struct page *page, struct str id, const struct scale_readiness *readiness) {
    struct matrix_data data = {
        .id = id,
        .title = id,
        .lasting = STR("Varig forandring"),
        .consequences = {STR("Havner nederst i bunken"), STR("Hurtig start, der løber ud i sandet"),
                         STR("Ængstelse og frustration"), STR("Spredte forsøg og falske starter")},
        .readiness = readiness};
    struct picture_matrix view;
    memcpy(data.conditions, conditions, sizeof conditions);
    must(picture_matrix(page->out->arena, &data, &view));
    picture_matrix_html(page, &view);
}

void write_conditions(struct page *page) {
    static const int counts[4][4] = {{0, 1, 3, 7}, {3, 4, 3, 1}, {0, 0, 4, 7}, {1, 3, 6, 1}};
    struct scale_summary summaries[4], two[4];
    struct strip_row_data rows[4][2];
    struct strip_data strips[4];
    struct scale_readiness one, several;
    for (size_t i = 0; i < 4; i++) {
        summaries[i] = counted(&ready, counts[i], 1);
        two[i] = counted(&ready, counts[i < 2 ? 1 : 2], 0);
    }
    scale_read_conditions(summaries, &one);
    scale_read_conditions(two, &several);
    for (size_t i = 0; i < 4; i++) {
        rows[i][0] = (struct strip_row_data){.summary = &summaries[i]};
        rows[i][1] = (struct strip_row_data){.label = STR("Aftenholdet"),
                                             .summary = &summaries[i],
                                             .reason = picture_reason(SCALE_REST_SMALL, 4, 5)};
        strips[i] = (struct strip_data){.label = conditions[i],
                                        .axis = ready,
                                        .words = {words, 4},
                                        .rows = {rows[i], i == 3 ? 2 : 1},
                                        .is_missing = one.missing[i],
                                        .is_contested = one.contested[i]};
    }
    const struct strips_data data = {
        .id = STR("four"), .title = STR("De fire betingelser"), .strips = {strips, 4}};
    buf_lit(page->out, "<h1>Forandringsledelse</h1>");
    put_strips(page, &data);
    buf_lit(page->out, "<h2>Hvad plejer der at ske?</h2>");
    put_matrix(page, STR("matrix-one"), &one);
    put_matrix(page, STR("matrix-several"), &several);
    put_matrix(page, STR("matrix-blank"), NULL);
}
