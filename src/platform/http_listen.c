/* Listening sockets. */
#include "platform/http_listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

static int open_bound(int family, const struct sockaddr *address, socklen_t size) {
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int on = 1, off = 0;
    if (fd < 0) return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (family == AF_INET6) setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(fd, address, size) == 0 && listen(fd, BACKLOG) == 0) return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int open_v4(int port, uint32_t host) {
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(host)};
    return open_bound(AF_INET, (const struct sockaddr *)&address, sizeof address);
}

static int open_v6(int port) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    return open_bound(AF_INET6, (const struct sockaddr *)&address, sizeof address);
}

enum rc listen_open(int port, bool everywhere, int *fd) {
    *fd = everywhere ? open_v6(port) : open_v4(port, INADDR_LOOPBACK);
    if (*fd < 0 && everywhere && errno == EAFNOSUPPORT) *fd = open_v4(port, INADDR_ANY);
    if (*fd >= 0) return RC_OK;
    enum rc rc = errno == EADDRINUSE ? RC_CONFLICT : RC_BROKEN;
    fprintf(stderr, "http: cannot listen on port %d: %s\n", port, strerror(errno));
    return rc;
}

int listen_port(int fd) {
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size) != 0) return 0;
    if (address.ss_family == AF_INET6)
        return ntohs(((const struct sockaddr_in6 *)&address)->sin6_port);
    return address.ss_family == AF_INET ? ntohs(((const struct sockaddr_in *)&address)->sin_port)
                                        : 0;
}

void listen_peer(const struct sockaddr *from, struct http_peer *peer) {
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    if (from->sa_family == AF_INET6) {
        memcpy(peer->address, &((const struct sockaddr_in6 *)(const void *)from)->sin6_addr, 16);
    } else if (from->sa_family == AF_INET) {
        memcpy(peer->address, mapped, sizeof mapped);
        memcpy(peer->address + 12, &((const struct sockaddr_in *)(const void *)from)->sin_addr, 4);
    }
}

enum rc listen_parse(struct str text, struct http_peer *peer) {
    char copy[INET6_ADDRSTRLEN];
    struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
    struct sockaddr_in v4 = {.sin_family = AF_INET};
    if (text.n == 0 || text.n >= sizeof copy) return RC_INVALID;
    memcpy(copy, text.p, text.n);
    copy[text.n] = '\0';
    if (inet_pton(AF_INET, copy, &v4.sin_addr) == 1)
        listen_peer((const struct sockaddr *)&v4, peer);
    else if (inet_pton(AF_INET6, copy, &v6.sin6_addr) == 1)
        listen_peer((const struct sockaddr *)&v6, peer);
    else
        return RC_INVALID;
    return RC_OK;
}
