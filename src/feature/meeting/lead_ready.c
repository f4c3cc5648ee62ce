/* How people come in: the code, the QR code, and an honest word on whether telephones can reach the
   address that stands in it. */
#include "feature/meeting/lead.h"

#include "platform/qr.h"

/* The host of "http://host:port". */
static struct str host_of(struct str base) {
    for (size_t i = 0; i + 2 < base.n; i++)
        if (base.p[i] == ':' && base.p[i + 1] == '/' && base.p[i + 2] == '/')
            return str_slice(base, i + 3, base.n);
    return base;
}

static bool is_this_machine(struct str host) {
    return str_starts(host, STR("localhost")) || str_starts(host, STR("127.")) ||
           str_starts(host, STR("[::1]")) || str_starts(host, STR("0.0.0.0"));
}

enum rc lead_view_ready(struct request *request, struct meeting_lead *view) {
    const struct meeting *meeting = meeting_asked(request);
    struct str base = request_base(request);
    struct qr qr;
    view->join_url = url_format(request->arena, "/j/%s", meeting->code);
    view->address = str_format(request->arena, "%.*s/join", STR_ARG(host_of(base)));
    view->join =
        str_format(request->arena, "%.*s%.*s", STR_ARG(base), STR_ARG(view->join_url.path));
    view->is_local = is_this_machine(host_of(base));
    enum rc rc = qr_make(request->arena, view->join, &qr);
    if (rc == RC_LIMIT) return RC_OK; /* a host too long for a code: the address still stands */
    TRY(rc);
    view->qr_box = qr.box;
    view->qr_path = qr.path;
    return RC_OK;
}
