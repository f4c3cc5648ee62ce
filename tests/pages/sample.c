/*
 * Writes sample pages made of the frame and the shared pieces, for looking at them and for the
 * browser checks in tests/pages: sample LANG PAGE > file.html, PAGE one of form, list, start,
 * stars, or an HTTP status for its error page.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/layout.h"
#include "sample_pictures.h"
#include "templates.h"

enum { CEILING = 1 << 20 };
static const int64_t NOW = 1788524400000; /* 4 September 2026, 14.20 in Copenhagen */

static void write_form(struct page *page) {
    static const struct field_option themes[] = {
        {STR_INIT("climate"), .label_text = STR_INIT("Klima og natur")},
        {STR_INIT("care"), .label_text = STR_INIT("Omsorg og sundhed"), .chosen = true},
        {STR_INIT("children"), .label_text = STR_INIT("B\xC3\xB8rn og unge"),
         .hint = STR_INIT("Dagtilbud, skole og fritid")},
    };
    static const struct summary_error errors[] = {
        {STR_INIT("title"), STR_INIT("Skriv en titel p\xC3\xA5 h\xC3\xB8jst 120 tegn.")},
        {STR_INIT("phone"), STR_INIT("Skriv et telefonnummer, vi kan ringe til.")},
    };
    const struct error_summary summary = {.errors = {errors, COUNT(errors)}};
    const struct form_field fields[] = {
        {.name = STR("title"),
         .label_text = STR("Titel"),
         .hint_text = STR("Kort og konkret, s\xC3\xA5 andre forst\xC3\xA5r det."),
         .error = STR("Skriv en titel p\xC3\xA5 h\xC3\xB8jst 120 tegn."),
         .required = true,
         .longest = 120},
        {.name = STR("problem"),
         .label_text = STR("Hvad er problemet, med dine egne ord?"),
         .is_area = true,
         .required = true,
         .value = STR("Parken ved \xC3\x85"
                      "en er m\xC3\xB8rk & utryg <om aftenen>.")},
        {.name = STR("phone"),
         .label_text = STR("Telefon"),
         .type = STR("tel"),
         .autocomplete = STR("tel"),
         .error = STR("Skriv et telefonnummer, vi kan ringe til."),
         .required = true,
         .value = STR("12 34")},
        {.name = STR("area"),
         .label_text = STR("Omr\xC3\xA5"
                           "de"),
         .is_select = true,
         .options = {themes, COUNT(themes)}},
        {.name = STR("theme"),
         .label_text = STR("Tema"),
         .is_choice = true,
         .options = {themes, COUNT(themes)}},
        {.name = STR("also"),
         .label_text = STR("Ber\xC3\xB8rer ogs\xC3\xA5"),
         .is_many = true,
         .options = {themes, COUNT(themes)}},
        {.name = STR("news"),
         .label_text = STR("Send mig en mail, n\xC3\xA5r der sker noget"),
         .is_check = true,
         .checked = true,
         .required = true},
    };
    error_summary_html(page, &summary);
    buf_lit(page->out, "<h1>Start et initiativ</h1><p class=\"lead\">Alle kan tage initiativ. "
                       "Skriv kort, hvad det handler om, og hvem man kan ringe til.</p>"
                       "<form method=\"post\" action=\"/da/i/new\" novalidate>");
    page_form_token(page);
    for (size_t i = 0; i < COUNT(fields); i++) form_field_html(page, &fields[i]);
    buf_lit(page->out,
            "<p class=\"actions\"><button class=\"button button-primary\" type=\"submit\">Opret "
            "initiativet</button> <a class=\"button button-secondary\" href=\"/da/\">Fortryd</a>"
            "</p></form>");
}

static void write_tiles(struct page *page) {
    static const char *const titles[] = {
        "Tryg aften i \xC3\x85parken",
        "F\xC3\xA6lles k\xC3\xB8kkenhave p\xC3\xA5 Lindeg\xC3\xA5rden",
        "Unge skriver nat\xC2\xADur\xC2\xADpolitikken", "Cykelsti til Vesterby Skole",
        "Besøgsvenner uden ventetid"};
    buf_lit(page->out, "<ul class=\"cards\">");
    for (size_t i = 0; i < COUNT(titles); i++) {
        buf_lit(page->out,
                "<li class=\"tile\"><ul class=\"badges\"><li class=\"badge badge-accent\">"
                "Tidlig dialog</li><li class=\"badge\">Udformes</li></ul><h2><a "
                "href=\"/da/i/1\">");
        page_put_str(page, str_from(titles[i]));
        buf_lit(page->out, "</a></h2><p>Naboer, beboerforening og kommune finder sammen ud af, "
                           "hvad der skal til.</p><p class=\"meta\">Anne Berg, 7 parter, senest ");
        page_put_when(page, (struct when){NOW - (int64_t)i * 86400000 * 2}, WHEN_AGO);
        buf_lit(page->out, "</p></li>");
    }
    buf_lit(page->out, "</ul>");
}

static void write_list(struct page *page) {
    const struct notice notice = {.is_success = true,
                                  .title_text = STR("Dit initiativ er oprettet"),
                                  .text = STR("Nu kan du invitere parter med et link.")};
    notice_html(page, &notice);
    buf_lit(page->out,
            "<h1>Initiativer</h1><p class=\"lead\">Her er det, borgere, foreninger og kommune er i "
            "gang med sammen.</p><form class=\"filters\" role=\"search\" action=\"/da/i\">");
    const struct form_field search = {.name = STR("q"),
                                      .label_text = STR("S\xC3\xB8g"),
                                      .type = STR("search"),
                                      .required = false};
    form_field_html(page, &search);
    buf_lit(page->out, "<button class=\"button button-primary\" type=\"submit\">S\xC3\xB8g</button>"
                       "</form>");
    write_tiles(page);
    const struct pager pager = {.previous = {.path = STR("/i?before=3")},
                                .next = {.path = STR("/i?after=9")}};
    pager_html(page, &pager);
    const struct empty_state empty = {.title = T_error_404,
                                      .text = T_error_404_todo,
                                      .action = T_error_503,
                                      .url = {.path = STR("/i/new")}};
    empty_state_html(page, &empty);
    static const struct notice others[] = {
        {.title_text = STR_INIT("Til orientering"),
         .text = STR_INIT("Afstemningen er vejledende.")},
        {.is_warning = true, .title_text = STR_INIT("Lukker i morgen kl. 12.00")},
        {.is_error = true,
         .title_text = STR_INIT("Filen kunne ikke l\xC3\xA6ses"),
         .text = STR_INIT("Linje 14, kolonne 3: feltet cost mangler.")},
    };
    for (size_t i = 0; i < COUNT(others); i++) notice_html(page, &others[i]);
}

static void put_row(struct page *page, const char *name, int64_t votes, int64_t cost, bool chosen) {
    buf_add(page->out, chosen ? STR("<tr class=\"is-chosen\"><th scope=\"row\">")
                              : STR("<tr><th scope=\"row\">"));
    page_put_str(page, str_from(name));
    buf_lit(page->out, "</th><td class=\"num\">");
    page_put_number(page, (struct number){votes});
    buf_lit(page->out, "</td><td class=\"num\">");
    page_put_money(page, (struct money){cost, 2, STR("DKK")});
    buf_add(page->out,
            chosen ? STR("</td><td>Valgt</td></tr>") : STR("</td><td>Ikke valgt</td></tr>"));
}

static void write_start(struct page *page) {
    buf_lit(page->out,
            "<div class=\"hero\"><h1>Sammen om det, der betyder noget</h1><p class=\"lead\">I "
            "Lindevig Kommune kan alle tage initiativ. Find et, der angår dig, eller start dit "
            "eget.</p><p class=\"actions\"><a class=\"button button-primary\" href=\"/da/i\">Se "
            "initiativer</a> <a class=\"button button-secondary\" href=\"/da/i/new\">Start et "
            "initiativ</a></p></div><h2>Borgerbudget 2026</h2><dl class=\"figures\"><div><dt>"
            "stemmer talt</dt><dd>");
    page_put_number(page, (struct number){6586});
    buf_lit(page->out, "</dd></div><div><dt>fordelt</dt><dd>");
    page_put_money(page, (struct money){100000000, 2, STR("DKK")});
    buf_lit(page->out, "</dd></div><div><dt>fik mindst ét ønske opfyldt</dt><dd>");
    page_put_percent(page, (struct percent){875, 1});
    buf_lit(
        page->out,
        "</dd></div></dl><figure><svg class=\"chart\" viewBox=\"0 0 800 60\" role=\"img\" "
        "aria-labelledby=\"c\"><title id=\"c\">Pengene: 62 % til grønne projekter, 25 % til "
        "unge, 13 % tilbage</title><rect class=\"fill-1\" width=\"496\" height=\"36\" rx=\"4\"/>"
        "<rect class=\"fill-2\" x=\"500\" width=\"196\" height=\"36\" rx=\"4\"/><rect "
        "class=\"fill-rest\" x=\"700\" width=\"100\" height=\"36\" rx=\"4\"/><text "
        "class=\"chart-text\" x=\"0\" y=\"56\">0 kr.</text></svg></figure><div "
        "class=\"table-wrap\" tabindex=\"0\" role=\"region\" aria-label=\"Projekter\"><table "
        "class=\"table\"><thead><tr><th scope=\"col\">Projekt</th><th scope=\"col\" "
        "class=\"num\">Stemmer</th><th scope=\"col\" class=\"num\">Pris</th><th "
        "scope=\"col\">Udfald</th></tr></thead><tbody>");
    put_row(page, "Blomsterenge langs Ringvejen", 2045, 12000000, true);
    put_row(page, "Legeplads ved B\xC3\xB8rnehuset Sol\xC3\xB8je", 1876, 45000050, true);
    put_row(page, "Skaterbane p\xC3\xA5 havnen", 1211, 98000000, false);
    buf_lit(page->out,
            "</tbody></table></div><div class=\"columns\"><div class=\"prose\"><h2>Sådan foregår "
            "det</h2><p>Alle over 15 år kan stemme. Læs <a href=\"/da/was\">om tilgængelighed</a>."
            "</p><ol class=\"stages\"><li class=\"is-done\">Idé</li><li aria-current=\"step\">"
            "Udformes</li><li>Afprøves</li><li>Drift</li></ol><details><summary>Hvordan tælles "
            "der?</summary><p>Efter metoden lige andele.</p></details></div><aside "
            "class=\"panel\"><h2 class=\"h4\">Fakta</h2><dl class=\"facts facts-narrow\"><div><dt>"
            "Lukker</dt><dd>");
    page_put_when_full(page, (struct when){NOW});
    buf_lit(page->out,
            "</dd></div><div><dt>Kontakt</dt><dd>Anne Berg</dd></div></dl></aside></div><h2>Det "
            "sker</h2><ol class=\"timeline\"><li><p>Anne Berg åbnede afstemningen</p><time "
            "datetime=\"2026-09-04\">i dag</time></li><li><p>Åparkens Venner blev part</p><time "
            "datetime=\"2026-09-01\">for 3 dage siden</time></li></ol>");
}

static bool write_body(struct page *page, const char *name) {
    static const struct {
        const char *name;
        void (*write)(struct page *page);
    } pages[] = {{"form", write_form},     {"list", write_list},
                 {"start", write_start},   {"stars", write_stars},
                 {"strips", write_strips}, {"conditions", write_conditions}};
    for (size_t i = 0; i < COUNT(pages); i++)
        if (strcmp(pages[i].name, name) == 0) {
            pages[i].write(page);
            return true;
        }
    int64_t status = 0;
    if (str_to_i64(str_from(name), &status) != RC_OK) return false;
    struct error_page error = error_page_for((int)status);
    error.contact_name = STR("Mette Holm");
    error.contact_phone = STR("12 34 56 78");
    error.contact_phone_url = url_phone(page->out->arena, error.contact_phone);
    if (status == 403) error.sign_in = url_format(page->out->arena, "/sign-in");
    error_page_html(page, &error);
    return true;
}

static void write_frame(struct page *page, const char *name, struct html body) {
    struct arena *arena = page->out->arena;
    const struct layout_link links[] = {
        {T_error_429, url_format(arena, "/i"), strcmp(name, "list") == 0},
        {T_error_500, url_format(arena, "/o"), false},
    };
    const struct layout_crumb crumbs[] = {{STR("Initiativer"), url_format(arena, "/i")}};
    const bool signed_in = strcmp(name, "form") == 0;
    const struct layout layout = {
        .title = STR("Pr\xC3\xB8veside"),
        .site_name = STR("Lindevig Kommune"),
        .body = body,
        .is_start = strcmp(name, "start") == 0,
        .links = {links, COUNT(links)},
        .crumbs = {crumbs, COUNT(crumbs)},
        .languages = {layout_languages(arena, page->lang, url_format(arena, "/i/new")), LANG__N},
        .person = signed_in ? STR("Anne Berg") : STR(""),
        .acting = signed_in ? STR("\xC3\x85parkens Venner") : STR(""),
        .person_url = url_format(arena, "/me"),
        .sign_in_url = url_format(arena, "/sign-in"),
        .sign_out_url = url_format(arena, "/sign-out"),
        .contact_name = STR("Mette Holm"),
        .contact_phone = STR("12 34 56 78"),
        .contact_phone_url = url_phone(arena, STR("12 34 56 78")),
        .contact_mail = STR("samskab@lindevig.example"),
        .contact_mail_url = url_mail(arena, STR("samskab@lindevig.example")),
        .accessibility_url = url_format(arena, "/was"),
    };
    layout_html(page, &layout);
}

int main(int argc, char **argv) {
    enum lang lang;
    if (argc != 3 || !lang_from(str_from(argv[1]), &lang)) return 2;
    struct arena arena;
    arena_init(&arena, 4 * CEILING);
    struct buf inner, outer;
    buf_init(&inner, &arena, CEILING);
    buf_init(&outer, &arena, CEILING);
    struct page page = {.out = &inner,
                        .lang = lang,
                        .prefix = lang == LANG_DA ? STR("/da") : STR("/en"),
                        .now_ms = NOW,
                        .form_token = STR("0123")};
    if (!write_body(&page, argv[2])) return 2;
    struct html body = page_html(&page);
    page.out = &outer;
    write_frame(&page, argv[2], body);
    bool ok = buf_ok(&inner) && buf_ok(&outer);
    fwrite(outer.p, 1, outer.n, stdout);
    arena_release(&arena);
    return ok ? 0 : 1;
}
