/* Sample pages with every kind of picture of a score sheet, in its ordinary and its odd forms. */
#include "sample_pictures.h"

#include <assert.h>

#include "core/picture_radar.h"
#include "templates.h"

enum { RAYS = 12 };

static const struct scale_axis star = {0, 5, 1, 0};

static const struct str aspects[] = {STR_INIT("Personlige"), STR_INIT("Relationelle"),
                                     STR_INIT("Organisatoriske")};

static const struct radar_ray_data rays[RAYS] = {
    {STR_INIT("Forståelse"), 0},
    {STR_INIT("Engagement"), 0},
    {STR_INIT("Ejerskab"), 0},
    {STR_INIT("Handlekraft og kompetence"), 0},
    {STR_INIT("Ligeværd"), 1},
    {STR_INIT("Tillid"), 1},
    {STR_INIT("Dialog, hvor vi lytter til hinanden"), 1},
    {STR_INIT("Gensidighed"), 1},
    {STR_INIT("Ledelse"), 2},
    {STR_INIT("Finansiering"), 2},
    {STR_INIT("Fælles definition af opgaven"), 2},
    {STR_INIT("Fælles udførelse"), 2},
};

/* Medians in quarters, for three webs. */
static const int medians[3][RAYS] = {
    {16, 20, 14, 12, 18, 16, 12, 14, 6, 4, 8, 10},
    {12, 16, 12, 16, 12, 8, 16, 12, 12, 4, 0, 14},
    {20, 18, 16, 8, 20, 20, 8, 18, 4, 8, 12, 6},
};

static void put_star(struct page *page, const struct radar_data *data) {
    struct picture_radar view;
    if (picture_radar(page->out->arena, data, &view) != RC_OK) assert(false);
    picture_radar_html(page, &view);
}

static struct picture_point point(int median, int below, int above) {
    int q1 = median - below, q3 = median + above;
    return (struct picture_point){.has = true,
                                  .median = median,
                                  .q1 = q1 < 0 ? 0 : q1,
                                  .q3 = q3 > 20 ? 20 : q3,
                                  .n = 14,
                                  .dont_know = above % 3};
}

static void head(struct page *page, const char *text) {
    buf_lit(page->out, "<h2>");
    page_put_str(page, str_from(text));
    buf_lit(page->out, "</h2>");
}

static void write_overlay(struct page *page, const struct radar_data *base, size_t webs) {
    static const char *const names[] = {"Ansatte", "Frivillige og foreninger", "Borgere"};
    struct picture_point points[3][RAYS];
    struct picture_series series[3];
    for (size_t s = 0; s < webs; s++) {
        for (size_t i = 0; i < RAYS; i++) points[s][i] = point(medians[s][i], 0, 0);
        series[s] = (struct picture_series){str_from(names[s]), 7, {points[s], RAYS}};
    }
    if (webs == 2) points[1][5].has = false;
    struct radar_data data = *base;
    data.title = webs == 2 ? STR("Stjernen på to sektorer") : STR("Stjernen på tre sektorer");
    data.note = (struct picture_reason){0};
    data.id = webs == 2 ? STR("two") : STR("three");
    data.series.v = series;
    data.series.n = webs;
    put_star(page, &data);
}

/* 24 rays with names that do not fit around the web. */
static void write_many(struct page *page, const struct radar_data *base) {
    struct radar_ray_data many[PICTURE_AXES_MAX];
    struct picture_point points[PICTURE_AXES_MAX];
    for (size_t i = 0; i < PICTURE_AXES_MAX; i++) {
        many[i] = rays[i / 2];
        many[i].aspect = i / 8;
        if (i % 5 == 0)
            many[i].label = STR("Samarbejdet med frivilligcenteret, husstandsomdelerne og "
                                "beboerrådgivningsorganisationerne");
        points[i] = point((int)(i * 7 % 21), 3, 4);
    }
    const struct picture_series series = {STR("Alle"), 14, {points, PICTURE_AXES_MAX}};
    struct radar_data data = *base;
    data.id = STR("many");
    data.title = STR("Stjernen med 24 stråler");
    data.rays.v = many;
    data.rays.n = PICTURE_AXES_MAX;
    data.series.v = &series;
    data.series.n = 1;
    put_star(page, &data);
}

static void write_equal(struct page *page, const struct radar_data *base, struct str id,
                        int value) {
    struct picture_point points[RAYS];
    for (size_t i = 0; i < RAYS; i++) points[i] = picture_agreed(value);
    const struct picture_series series = {STR("Bord 3, i enighed"), 0, {points, RAYS}};
    struct radar_data data = *base;
    data.id = id;
    data.title = id;
    data.series.v = &series;
    data.series.n = 1;
    data.note = (struct picture_reason){0};
    put_star(page, &data);
}

static void write_refused(struct page *page, const struct radar_data *base) {
    struct radar_data data = *base;
    data.reason = picture_reason(SCALE_ROOM_SMALL, 3, 5);
    put_star(page, &data);
    struct picture_point points[RAYS] = {point(12, 0, 0), point(16, 0, 0)};
    const struct picture_series series = {STR("Alle"), 14, {points, RAYS}};
    data.reason = (struct picture_reason){0};
    data.series.v = &series;
    data.title = STR("For få stråler");
    put_star(page, &data);
}

void write_stars(struct page *page) {
    struct picture_point points[RAYS];
    for (size_t i = 0; i < RAYS; i++) points[i] = point(medians[0][i], (int)i % 6, (int)i % 5);
    const struct picture_series series = {STR("Alle"), 14, {points, RAYS}};
    const struct radar_data data = {.id = STR("star"),
                                    .title = STR("Stjernen for Lindegården, marts 2026"),
                                    .axis = star,
                                    .rays = {rays, RAYS},
                                    .aspects = {aspects, COUNT(aspects)},
                                    .series = {&series, 1},
                                    .show_spread = true,
                                    .note = picture_reason(SCALE_GROUP_SMALL, 4, 5)};
    buf_lit(page->out, "<h1>Samskabelsesstjernen</h1>");
    put_star(page, &data);
    head(page, "To sektorer");
    write_overlay(page, &data, 2);
    head(page, "Tre sektorer");
    write_overlay(page, &data, 3);
    head(page, "24 stråler");
    write_many(page, &data);
    head(page, "Alle værdier ens");
    write_equal(page, &data, STR("same"), 3);
    head(page, "Lutter nuller");
    write_equal(page, &data, STR("zero"), 0);
    head(page, "Ingen tal");
    write_refused(page, &data);
}
