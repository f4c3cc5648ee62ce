/* Sending a letter: see mail.h. */
#include "platform/mail.h"

#include <curl/curl.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"

enum { MESSAGE_MAX = 256 * 1024, SECONDS_MAX = 30, HEAD_WORD_BYTES = 39 };

/* ---- the message ---- */

static bool is_head_safe(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f) return false;
    return str_is_utf8(s);
}

/* Also nothing that would end the angle brackets around it. */
static bool is_address(struct str s) {
    size_t at = str_find(s, '@', 0);
    if (at == 0 || at + 1 >= s.n || s.n > 250 || !is_head_safe(s)) return false;
    for (size_t i = 0; i < s.n; i++)
        if (memchr("<>()[]\\,;:\" ", s.p[i], 12)) return false;
    return true;
}

static bool is_plain(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80 || memchr("\"()<>[]:;@\\,=?", s.p[i], 14)) return false;
    return s.n < 60;
}

static void add_base64(struct buf *buf, struct str s) {
    char text[512];
    sodium_bin2base64(text, sizeof text, (const unsigned char *)s.p, s.n,
                      sodium_base64_VARIANT_ORIGINAL);
    buf_add(buf, str_from(text));
}

/* Text in a head line (RFC 2047): as it is when plain, else in pieces of base 64 that do not cut a
   character in two. */
static void add_head_text(struct buf *buf, struct str s) {
    if (is_plain(s)) {
        buf_add(buf, s);
        return;
    }
    for (size_t from = 0; from < s.n;) {
        size_t to = from + HEAD_WORD_BYTES < s.n ? from + HEAD_WORD_BYTES : s.n;
        while (to < s.n && to > from + 4 && ((unsigned char)s.p[to] & 0xc0) == 0x80) to--;
        if (from) buf_lit(buf, "\r\n ");
        buf_lit(buf, "=?UTF-8?B?");
        add_base64(buf, str_slice(s, from, to));
        buf_lit(buf, "?=");
        from = to;
    }
}

static void add_mailbox(struct buf *buf, const char *head, struct str name, struct str address) {
    buf_format(buf, "%s: ", head);
    if (name.n) {
        add_head_text(buf, name);
        buf_add_char(buf, ' ');
    }
    buf_format(buf, "<%.*s>\r\n", STR_ARG(address));
}

/* RFC 5322 wants English names, whatever the locale. */
static void add_date(struct buf *buf, int64_t now) {
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t seconds = (time_t)(now / 1000);
    struct tm tm;
    if (!gmtime_r(&seconds, &tm)) return;
    buf_format(buf, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[tm.tm_wday], tm.tm_mday,
               months[tm.tm_mon], tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Base 64 in lines of 76 characters, so that no server changes a long line. */
static void add_body(struct buf *buf, struct str body) {
    for (size_t from = 0; from < body.n; from += 57) {
        add_base64(buf, str_slice(body, from, from + 57));
        buf_lit(buf, "\r\n");
    }
}

static struct str domain_of(struct str address) {
    return str_slice(address, str_find(address, '@', 0) + 1, address.n);
}

/* Line ends become CRLF before the base 64, as text has them in mail. */
static struct str with_crlf(struct arena *arena, struct str body) {
    struct buf buf;
    buf_init(&buf, arena, MESSAGE_MAX);
    for (size_t i = 0; i < body.n; i++) {
        if (body.p[i] == '\n') buf_add_char(&buf, '\r');
        buf_add_char(&buf, body.p[i]);
    }
    return buf_ok(&buf) ? buf_str(&buf) : (struct str){0};
}

enum rc mail_compose(struct arena *arena, const struct mail_server *server, const struct mail *mail,
                     struct str *message) {
    if (!is_address(mail->to) || !is_address(server->from) || !is_head_safe(mail->to_name) ||
        !is_head_safe(server->from_name) || !is_head_safe(mail->subject) ||
        !is_head_safe(mail->id) || !is_plain(mail->id))
        return RC_INVALID;
    struct str body = with_crlf(arena, mail->body);
    if (mail->body.n && !body.n) return RC_LIMIT;
    struct buf buf;
    buf_init(&buf, arena, MESSAGE_MAX);
    add_date(&buf, mail->now);
    add_mailbox(&buf, "From", server->from_name, server->from);
    add_mailbox(&buf, "To", mail->to_name, mail->to);
    buf_format(&buf, "Message-ID: <%.*s@%.*s>\r\n", STR_ARG(mail->id),
               STR_ARG(domain_of(server->from)));
    buf_lit(&buf, "Subject: ");
    add_head_text(&buf, mail->subject);
    buf_lit(&buf, "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    add_body(&buf, body);
    *message = buf_str(&buf);
    return buf_ok(&buf) ? RC_OK : RC_LIMIT;
}

/* ---- sending ---- */

static size_t give_piece(char *to, size_t size, size_t n, void *data) {
    struct str *rest = data;
    size_t room = size * n, take = rest->n < room ? rest->n : room;
    if (take) memcpy(to, rest->p, take);
    *rest = str_slice(*rest, take, rest->n);
    return take;
}

static enum rc judge(CURLcode code, long answer, enum mail_failure *failure) {
    *failure = MAIL_NO_FAILURE;
    if (code == CURLE_OK) return RC_OK;
    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_LOGIN_DENIED ||
        code == CURLE_SSL_CONNECT_ERROR || code == CURLE_USE_SSL_FAILED)
        return *failure = MAIL_NO_TRUST, RC_BUSY;
    if (answer >= 500) return *failure = MAIL_REFUSED, RC_INVALID;
    if (answer >= 400) return *failure = MAIL_LATER, RC_BUSY;
    return *failure = MAIL_NO_SERVER, RC_BUSY;
}

static void set_server(CURL *curl, struct arena *arena, const struct mail_server *server) {
    curl_easy_setopt(curl, CURLOPT_URL, str_c(arena, server->url));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)SECONDS_MAX / 3);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SECONDS_MAX);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (server->user.n) {
        /* A password never travels in the clear. */
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_ALL);
        curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(arena, server->user));
        curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(arena, server->password));
    } else {
        curl_easy_setopt(curl, CURLOPT_USE_SSL, (long)CURLUSESSL_TRY);
    }
}

enum rc mail_send(struct arena *arena, const struct mail_server *server, const struct mail *mail,
                  enum mail_failure *failure) {
    struct str message;
    *failure = MAIL_BROKEN;
    enum rc rc = mail_compose(arena, server, mail, &message);
    if (rc == RC_INVALID) *failure = MAIL_REFUSED;
    TRY(rc);
    struct str to = str_format(arena, "<%.*s>", STR_ARG(mail->to));
    struct str from = str_format(arena, "<%.*s>", STR_ARG(server->from));
    CURL *curl = curl_easy_init();
    struct curl_slist *receivers = to.p ? curl_slist_append(NULL, to.p) : NULL;
    if (curl && receivers && from.p) {
        long answer = 0;
        set_server(curl, arena, server);
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.p);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, receivers);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_piece);
        curl_easy_setopt(curl, CURLOPT_READDATA, &message);
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        CURLcode code = curl_easy_perform(curl);
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
        rc = judge(code, answer, failure);
    } else {
        rc = RC_BROKEN;
    }
    curl_slist_free_all(receivers);
    if (curl) curl_easy_cleanup(curl);
    return rc;
}
