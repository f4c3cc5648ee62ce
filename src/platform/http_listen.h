/* Listening sockets, made by us and not by the HTTP library, so that they can also be inherited. */
#ifndef PLATFORM_HTTP_LISTEN_H
#define PLATFORM_HTTP_LISTEN_H

#include "platform/http.h"

struct sockaddr;

/* A listening TCP socket on loopback (IPv4) or on every interface (IPv6 and IPv4). Explains a
   failure on stderr; RC_CONFLICT when the port is taken. */
enum rc listen_open(int port, bool everywhere, int *fd) MUST_CHECK;
/* The port a socket is bound to, 0 when it has none. */
int listen_port(int fd);
/* The address in its IPv6 form; all zero when the kind is unknown. */
void listen_peer(const struct sockaddr *from, struct http_peer *peer);

/* An address written as text, as a proxy forwards it. RC_INVALID, and *peer untouched, when it is
   none. */
enum rc listen_parse(struct str text, struct http_peer *peer) MUST_CHECK;

#endif
