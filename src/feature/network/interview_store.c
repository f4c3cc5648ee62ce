/* The statements of interviews and their guides. See interview.h. */
#include "feature/network/interview.h"

#include "core/own_data.h"
#include "feature/network/inner.h"

enum { INTERVIEWS_MAX = 500, WORKPLACES_MAX = 1000 };

bool interview_may_call(const struct organisation *organisation) {
    if (organisation->parent) return false;
    return organisation->asker_manages || organisation->asker_is_contact ||
           organisation->asker_member == MEMBER_CONTACT;
}

/* ---- the guide ---- */

struct guide_row {
    int64_t version;
    struct str questions, lang;
};
static const struct db_column guide_columns[] = {DB_COL(struct guide_row, version),
                                                 DB_COL(struct guide_row, questions),
                                                 DB_COL(struct guide_row, lang)};
/* $2 is -1 for the newest. */
static const struct db_query find_guide = {
    "interview.guide",
    "SELECT version, questions, lang FROM interview_guide WHERE organisation = $1 "
    "AND ($2 = -1 OR version = $2) ORDER BY version DESC LIMIT 1",
    "ii", DB_ROW(struct guide_row, guide_columns)};
static const struct db_query insert_guide = {
    "interview.insert_guide",
    "INSERT INTO interview_guide (organisation, version, questions, lang, created_by, created_at) "
    "SELECT $1, COALESCE(max(g.version), 0) + 1, $2, $3, $4, $5 FROM interview_guide g "
    "WHERE g.organisation = $1",
    "ittii", .writes = true};

static enum rc built_in(const struct request *request, struct guide *guide) {
    static const enum text_id questions[GUIDE_QUESTIONS] = {T_guide_q1, T_guide_q2, T_guide_q3,
                                                            T_guide_q4, T_guide_q5, T_guide_q6,
                                                            T_guide_q7, T_guide_q8};
    struct str *list = arena_new_array(request->arena, GUIDE_QUESTIONS, struct str);
    if (!list) return RC_LIMIT;
    for (int i = 0; i < GUIDE_QUESTIONS; i++) list[i] = text_of(request->lang, questions[i]);
    *guide = (struct guide){.questions = {list, GUIDE_QUESTIONS}, .lang = lang_code(request->lang)};
    return RC_OK;
}

enum rc guide_parse(struct arena *arena, struct str text, struct guide *guide) {
    struct str line, *list = arena_new_array(arena, GUIDE_QUESTIONS_MAX, struct str);
    size_t n = 0;
    if (!list) return RC_LIMIT;
    while (str_cut(&text, '\n', &line)) {
        line = str_trim(line);
        if (!line.n) continue;
        if (n == GUIDE_QUESTIONS_MAX || str_length(line) > GUIDE_QUESTION_MAX) return RC_LIMIT;
        list[n++] = line;
    }
    guide->questions.v = list;
    guide->questions.n = n;
    return n ? RC_OK : RC_INVALID;
}

enum rc guide_read(const struct request *request, int64_t organisation, int64_t version,
                   struct guide *guide) {
    struct guide_row row;
    if (version == 0) return built_in(request, guide);
    enum rc rc = DB_ONE(request->db, request->arena, &find_guide, &row, DB_INT(organisation),
                        DB_INT(version));
    if (rc == RC_ABSENT && version == GUIDE_NEWEST) return built_in(request, guide);
    TRY(rc);
    *guide = (struct guide){.version = row.version, .lang = row.lang};
    return guide_parse(request->arena, row.questions, guide);
}

enum rc guide_add(const struct request *request, int64_t organisation, struct str text) {
    return DB_RUN(request->db, &insert_guide, DB_INT(organisation), DB_STR(text),
                  DB_STR(lang_code(request->lang)), DB_REF(request->asker.id),
                  DB_INT(request->now));
}

/* ---- interviews ---- */

static const struct db_column interview_columns[] = {
    DB_COL(struct interview, id),
    DB_COL(struct interview, public_id),
    DB_COL(struct interview, organisation),
    DB_COL(struct interview, workplace),
    DB_COL(struct interview, person),
    DB_COL(struct interview, who),
    DB_COL(struct interview, caller),
    DB_COL(struct interview, held_at),
    DB_COL(struct interview, guide_version),
    DB_COL(struct interview, consent),
    DB_COL(struct interview, consent_at),
    DB_COL(struct interview, created_at),
    DB_COL(struct interview, workplace_name),
    DB_COL(struct interview, workplace_lang),
    DB_COL(struct interview, caller_name),
    DB_COL(struct interview, workplace_public_id),
};
#define INTERVIEW_ROW DB_ROW(struct interview, interview_columns)
/* $2 is who asks, $3 whether she manages the organisation: others read what they wrote. */
#define INTERVIEW_SELECT                                                                           \
    "SELECT i.id, i.public_id, i.organisation, i.workplace, i.person, i.who, i.caller, "           \
    "i.held_at, "                                                                                  \
    "i.guide_version, i.consent, i.consent_at, i.created_at, o.name, o.lang, p.name, o.public_id " \
    "FROM interview i JOIN organisation o ON o.id = i.workplace "                                  \
    "LEFT JOIN person p ON p.id = i.caller "                                                       \
    "WHERE i.organisation = $1 AND (i.caller = $2 OR $3 = 1) "

static const struct db_query list_interviews = {
    "interview.list", INTERVIEW_SELECT "ORDER BY i.held_at DESC, i.id DESC LIMIT $4", "iiii",
    INTERVIEW_ROW};
static const struct db_query find_interview = {
    "interview.find", INTERVIEW_SELECT "AND i.public_id = $4", "iiii", INTERVIEW_ROW};
static const struct db_query insert_interview = {
    "interview.insert",
    "INSERT INTO interview (public_id, organisation, workplace, person, who, caller, held_at, "
    "guide_version, consent, consent_at, created_at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
    "iiiitiiiiii", DB_ROW_I64, .writes = true};

static const struct db_column answer_columns[] = {DB_COL(struct interview_answer, question),
                                                  DB_COL(struct interview_answer, answer)};
static const struct db_query list_answers = {
    "interview.answers",
    "SELECT question, answer FROM interview_answer WHERE interview = $1 ORDER BY seq LIMIT 50", "i",
    DB_ROW(struct interview_answer, answer_columns)};
static const struct db_query insert_answer = {
    "interview.insert_answer",
    "INSERT INTO interview_answer (interview, seq, question, answer) VALUES ($1, $2, $3, $4)",
    "iitt", .writes = true};
static const struct db_query erase_answers = {"interview.erase_answers",
                                              "DELETE FROM interview_answer WHERE interview = $1",
                                              "i", .writes = true};
static const struct db_query erase_interview = {
    "interview.erase", "DELETE FROM interview WHERE id = $1", "i", .writes = true};
static const struct db_query list_old = {
    "interview.old", "SELECT id FROM interview WHERE created_at < $1 ORDER BY created_at LIMIT 100",
    "i", DB_ROW_I64};

enum rc interview_list_read(const struct request *request, const struct organisation *organisation,
                            struct interview_list *list) {
    return DB_ALL(request->db, request->arena, &list_interviews, &list->rows,
                  DB_INT(organisation->id), DB_INT(request->asker.id),
                  DB_INT(organisation->asker_manages), DB_INT(INTERVIEWS_MAX));
}

enum rc interview_find(const struct request *request, const struct organisation *organisation,
                       uint64_t public_id, struct interview *interview) {
    return DB_ONE(request->db, request->arena, &find_interview, interview, DB_INT(organisation->id),
                  DB_INT(request->asker.id), DB_INT(organisation->asker_manages), DB_ID(public_id));
}

enum rc interview_answers_read(const struct request *request, int64_t interview,
                               struct interview_answers *answers) {
    return DB_ALL(request->db, request->arena, &list_answers, &answers->rows, DB_INT(interview));
}

enum rc interview_add(const struct request *request, struct interview *interview,
                      const struct interview_answers *answers) {
    struct db *db = request->db;
    interview->public_id = id_random();
    interview->created_at = request->now;
    interview->caller = request->asker.id;
    TRY(DB_ONE(db, request->arena, &insert_interview, &interview->id, DB_ID(interview->public_id),
               DB_INT(interview->organisation), DB_INT(interview->workplace),
               DB_REF(interview->person), DB_STR(interview->who), DB_REF(interview->caller),
               DB_INT(interview->held_at), DB_INT(interview->guide_version),
               DB_INT(interview->consent), DB_INT(interview->consent_at),
               DB_INT(interview->created_at)));
    for (size_t i = 0; i < answers->rows.n; i++)
        TRY(DB_RUN(db, &insert_answer, DB_INT(interview->id), DB_INT((int64_t)i),
                   DB_STR(answers->rows.v[i].question), DB_STR(answers->rows.v[i].answer)));
    return RC_OK;
}

enum rc interview_erase(struct db *db, int64_t interview) {
    TRY(quote_erase(db, interview));
    TRY(DB_RUN(db, &erase_answers, DB_INT(interview)));
    return DB_RUN(db, &erase_interview, DB_INT(interview));
}

struct keys {
    LIST(int64_t) rows;
};

/* Quotes stay: they were published with a consent of their own. */
enum rc interview_tidy(struct db *db, struct arena *arena, int64_t before) {
    struct keys old = {0};
    TRY(DB_ALL(db, arena, &list_old, &old.rows, DB_INT(before)));
    for (size_t i = 0; i < old.rows.n; i++) {
        TRY(DB_RUN(db, &erase_answers, DB_INT(old.rows.v[i])));
        TRY(DB_RUN(db, &erase_interview, DB_INT(old.rows.v[i])));
    }
    return RC_OK;
}

/* ---- workplaces ---- */

static const struct db_column workplace_columns[] = {DB_COL(struct workplace, id),
                                                     DB_COL(struct workplace, public_id),
                                                     DB_COL(struct workplace, name)};
static const struct db_query list_workplaces = {
    "interview.workplaces",
    "SELECT o.id, o.public_id, o.name FROM organisation o WHERE o.id = $1 OR o.parent = $1 "
    "OR o.parent IN (SELECT b.id FROM organisation b WHERE b.parent = $1) "
    "ORDER BY o.name COLLATE \"da-x-icu\", o.id LIMIT $2",
    "ii", DB_ROW(struct workplace, workplace_columns)};

enum rc interview_workplaces(const struct request *request, int64_t organisation,
                             struct workplaces *list) {
    return DB_ALL(request->db, request->arena, &list_workplaces, &list->rows, DB_INT(organisation),
                  DB_INT(WORKPLACES_MAX));
}

/* ---- own data ---- */

struct own_answer {
    struct str workplace, question, answer;
    int64_t held_at;
    int consent;
};
static const struct db_column own_columns[] = {
    DB_COL(struct own_answer, workplace), DB_COL(struct own_answer, question),
    DB_COL(struct own_answer, answer),    DB_COL(struct own_answer, held_at),
    DB_COL(struct own_answer, consent),
};
/* What she answered, what she wrote down as caller, what was quoted of her or by her, and guides.
 */
static const struct db_query own_answers = {
    "interview.own",
    "SELECT o.name, a.question, a.answer, i.held_at, i.consent FROM interview i "
    "JOIN organisation o ON o.id = i.workplace JOIN interview_answer a ON a.interview = i.id "
    "WHERE i.person = $1 OR i.caller = $1 UNION ALL "
    "SELECT o.name, '', q.text, q.published_at, q.consent FROM quote q "
    "JOIN organisation o ON o.id = q.workplace WHERE q.person = $1 OR q.created_by = $1 UNION ALL "
    "SELECT o.name, '', g.questions, g.created_at, 0 FROM interview_guide g "
    "JOIN organisation o ON o.id = g.organisation WHERE g.created_by = $1",
    "i", DB_ROW(struct own_answer, own_columns)};

static enum rc write_answers(struct own_data_out *out, struct db *db, int64_t person) {
    LIST(struct own_answer) rows = {0};
    TRY(DB_ALL(db, own_data_arena(out), &own_answers, &rows, DB_INT(person)));
    for (size_t i = 0; i < rows.n; i++) {
        const struct own_answer *row = &rows.v[i];
        own_data_row(out);
        own_data_str(out, "workplace", T_own_organisation, row->workplace);
        own_data_when(out, "held_at", T_network_field_held, row->held_at);
        own_data_str(out, "question", T_own_question, row->question);
        own_data_str(out, "answer", T_own_answer, row->answer);
        own_data_word(out, "consent", T_network_field_consent, consent_choices[row->consent],
                      consent_labels[row->consent]);
    }
    return RC_OK;
}

static const struct db_query erase_own_answers = {
    "interview.erase_own_answers",
    "UPDATE interview_answer SET answer = '' WHERE interview IN "
    "(SELECT id FROM interview WHERE person = $1)",
    "i", .writes = true};
static const struct db_query erase_own_quotes = {
    "interview.erase_own_quotes",
    "DELETE FROM quote WHERE person = $1 OR interview IN "
    "(SELECT id FROM interview WHERE person = $1)",
    "i", .writes = true};
static const struct db_query forget_person = {
    "interview.forget_person", "UPDATE interview SET who = '', person = NULL WHERE person = $1",
    "i", .writes = true};
static const struct db_query forget_caller = {
    "interview.forget_caller", "UPDATE interview SET caller = NULL WHERE caller = $1", "i",
    .writes = true};

/* With her account goes her consent: what she answered and what was quoted of it. */
static enum rc erase_person(struct db *db, struct arena *arena, int64_t person, int64_t now) {
    (void)arena;
    (void)now;
    TRY(DB_RUN(db, &erase_own_quotes, DB_INT(person)));
    TRY(DB_RUN(db, &erase_own_answers, DB_INT(person)));
    TRY(DB_RUN(db, &forget_person, DB_INT(person)));
    return DB_RUN(db, &forget_caller, DB_INT(person));
}

const struct own_data talk_own_data = {"interviews", T_own_interviews, write_answers, erase_person};

static const struct db_query *const all[] = {
    &find_guide,        &insert_guide,     &list_interviews, &find_interview,
    &insert_interview,  &list_answers,     &insert_answer,   &erase_answers,
    &erase_interview,   &list_old,         &list_workplaces, &own_answers,
    &erase_own_answers, &erase_own_quotes, &forget_person,   &forget_caller,
};
const struct db_queries network_interview_queries = DB_QUERIES("interview", all);
