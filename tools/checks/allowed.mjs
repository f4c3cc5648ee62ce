// What the checks let pass by name, each with its reason.

// Functions that a library demands: file -> names.
export const functions = {
  'src/kit/serve.c': ['clock_now_ms'], // the clock that a request gets, unless a test gives another
  'src/platform/text_time.c': ['calloc', 'free'], // ICU's tools of each thread, freed by its key
};

// goto and typedef: file -> words.
export const words = {
  'src/kit/route.h': ['typedef'], // the type of every handler
  'src/platform/db_migrate.c': ['typedef'], // a list that functions pass on
};

// Files over the limit of lines.
export const long_files = [];

// Functions over a limit, "file name": each is one thing that reads worse in pieces.
export const large_functions = [
  // The signature is the library's.
  'src/platform/http.c on_access', 'src/platform/http.c take_header',
  // A key, a clock or a database that most of their kind do without makes a sixth parameter.
  'src/core/login_link.c login_link_make', 'src/core/login_link.c login_link_find',
  'src/core/outbox_letter.c letter_text', 'src/core/outbox_letter.c letter_url',
  'src/core/person.c person_list_read', 'src/core/person.c person_search',
  'src/feature/budget/store.c store_blob', 'src/platform/jobs.c job_add',
  // Readers that look at one byte or one word after the other.
  'src/base/str.c sequence_length', 'src/platform/db_lint.c look_at_pair',
  'src/platform/db_sql.c sql_expand', 'src/platform/jobs.c decide',
];

// Statements that belong to one engine or to the schema's own book-keeping.
export const statements = ['src/platform/db_migrate.c', 'src/platform/db_pg.c'];

// What the computations may use of the C library, of GMP's mpn layer and of base/.
export const rules_symbols = [
  /^(memcpy|memmove|memset|memcmp|memchr|strlen|strcmp|strchr|qsort|bsearch|abort)$/,
  /^__(memcpy|memmove|memset|strcpy)_chk$/,
  /^(__stack_chk_fail|__assert_fail|_GLOBAL_OFFSET_TABLE_)$/,
  /^__gmpn_\w+$/,
  /^(ldexp|__\w*ti\w*)$/, // numbers of 128 bits, and as floating point for a picture
  /^(arena|buf|str|rc)_\w+$/,
  /^__(asan|ubsan|sanitizer|sancov)_\w+$/,
];
