/* The control socket itself: one thread that takes calls, and the commands' side. See control.h. */
#include "app/control.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_SECONDS = 10, CALL_MEMORY = 64 * 1024 * 1024 };

struct control_server {
    void (*run)(struct control_call *call);
    void *data;
    char path[512];
    int listener;
    int stop; /* an eventfd */
    pthread_t thread;
};

/* ---- addresses ---- */

/* The socket's address by way of the open folder, since a path may be longer than the 108 bytes
   of an address. *folder_fd must stay open while the address is used. */
static enum rc make_address(const char *folder, int *folder_fd, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*folder_fd < 0) return RC_ABSENT;
    (void)snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/control",
                   *folder_fd);
    return RC_OK;
}

static void set_patience(int fd, int option) {
    struct timeval limit = {.tv_sec = PATIENCE_SECONDS};
    (void)setsockopt(fd, SOL_SOCKET, option, &limit, sizeof limit);
}

/* ---- lines and files over a socket ---- */

static enum rc send_all(int fd, struct str bytes) {
    while (bytes.n > 0) {
        ssize_t n = send(fd, bytes.p, bytes.n, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return RC_BROKEN;
        bytes = str_slice(bytes, (size_t)n, bytes.n);
    }
    return RC_OK;
}

union file_message {
    struct cmsghdr header;
    char room[CMSG_SPACE(sizeof(int))];
};

/* The first byte carries the file. */
static enum rc send_with_file(int fd, struct str bytes, int file) {
    if (file < 0) return send_all(fd, bytes);
    union file_message extra = {0};
    char first = bytes.p[0];
    struct iovec part = {&first, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = extra.room,
                             .msg_controllen = sizeof extra.room};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    *header = (struct cmsghdr){
        .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int))};
    memcpy(CMSG_DATA(header), &file, sizeof file);
    if (sendmsg(fd, &message, MSG_NOSIGNAL) != 1) return RC_BROKEN;
    return send_all(fd, str_slice(bytes, 1, bytes.n));
}

static void take_file(struct msghdr *message, int *file) {
    for (struct cmsghdr *h = CMSG_FIRSTHDR(message); h; h = CMSG_NXTHDR(message, h)) {
        if (h->cmsg_level != SOL_SOCKET || h->cmsg_type != SCM_RIGHTS) continue;
        size_t n = (h->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < n; i++) {
            int fd;
            memcpy(&fd, CMSG_DATA(h) + i * sizeof fd, sizeof fd);
            if (*file >= 0) (void)close(*file);
            *file = fd;
        }
    }
}

/* Bytes read from a socket and not yet handed out as lines. */
struct lines {
    int fd;
    size_t start, end;
    char bytes[CONTROL_LINE_MAX];
    int file; /* came along; -1: none */
};

static enum rc receive_more(struct lines *lines) {
    union file_message extra;
    struct iovec part = {lines->bytes + lines->end, sizeof lines->bytes - lines->end};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = extra.room,
                             .msg_controllen = sizeof extra.room};
    if (part.iov_len == 0) return RC_LIMIT;
    ssize_t n;
    do n = recvmsg(lines->fd, &message, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    if (n > 0) take_file(&message, &lines->file);
    if (n <= 0) return RC_ABSENT;
    lines->end += (size_t)n;
    return RC_OK;
}

/* The next line without its end. It lives until the next call. RC_ABSENT: no more. */
static enum rc next_line(struct lines *lines, struct str *line) {
    if (lines->start > 0) {
        memmove(lines->bytes, lines->bytes + lines->start, lines->end - lines->start);
        lines->end -= lines->start;
        lines->start = 0;
    }
    for (size_t searched = 0;;) {
        struct str have = {lines->bytes, lines->end};
        size_t at = str_find(have, '\n', searched);
        if (at < have.n) {
            *line = str_slice(have, 0, at);
            lines->start = at + 1;
            return RC_OK;
        }
        searched = have.n;
        TRY(receive_more(lines));
    }
}

/* ---- the command's side ---- */

static enum rc connect_to(const char *folder, int *connection) {
    struct sockaddr_un address;
    int folder_fd;
    TRY(make_address(folder, &folder_fd, &address));
    *connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int result = *connection < 0
                     ? -1
                     : connect(*connection, (const struct sockaddr *)&address, sizeof address);
    (void)close(folder_fd);
    if (result == 0) return RC_OK;
    if (*connection >= 0) (void)close(*connection);
    return RC_ABSENT;
}

static enum rc wait_for_answer(struct arena *arena, struct lines *lines,
                               const struct control_client *client, struct control_answer *answer) {
    struct str line;
    for (;;) {
        if (next_line(lines, &line) != RC_OK) {
            *answer = (struct control_answer){.kind = CONTROL_ERROR,
                                              .code = RC_BROKEN,
                                              .text = STR("the server broke off; its log tells "
                                                          "why, and what was not finished is "
                                                          "undone")};
            return RC_OK;
        }
        TRY(control_read_answer(arena, line, answer));
        if (answer->kind != CONTROL_PROGRESS) return RC_OK;
        client->progress(client->data, answer->done, answer->all);
    }
}

enum rc control_call(struct arena *arena, const char *folder, const struct control_request *request,
                     const struct control_client *client, struct control_answer *answer) {
    struct buf out;
    buf_init(&out, arena, CONTROL_LINE_MAX);
    control_write_request(&out, request);
    if (!buf_ok(&out)) return RC_INVALID;
    struct lines *lines = arena_new(arena, struct lines);
    if (!lines) return RC_BROKEN;
    TRY(connect_to(folder, &lines->fd));
    lines->file = -1;
    enum rc rc = send_with_file(lines->fd, buf_str(&out), client->file);
    if (rc == RC_OK) rc = wait_for_answer(arena, lines, client, answer);
    (void)close(lines->fd);
    return rc;
}

/* ---- the server's side ---- */

static void send_answer(struct arena *arena, int connection, const struct control_answer *answer) {
    struct buf out;
    buf_init(&out, arena, CONTROL_LINE_MAX);
    control_write_answer(&out, answer);
    if (buf_ok(&out)) (void)send_all(connection, buf_str(&out));
}

void control_progress(struct control_call *call, int64_t done, int64_t all) {
    struct control_answer answer = {.kind = CONTROL_PROGRESS, .done = done, .all = all};
    struct arena_mark mark = arena_mark(call->arena);
    send_answer(call->arena, call->connection, &answer);
    arena_back(call->arena, mark);
}

/* Only this user, or root, may ask; the socket's mode says the same. */
static bool is_ours(int connection) {
    struct ucred peer;
    socklen_t n = sizeof peer;
    return getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &n) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

static void answer_call(struct control_server *server, struct arena *arena, struct lines *lines) {
    struct str line;
    struct control_request request;
    struct control_answer answer = {
        .kind = CONTROL_ERROR, .code = RC_INVALID, .text = STR("the request cannot be read")};
    struct control_call call = {arena, &request, -1, lines->fd, &answer, server->data};
    if (next_line(lines, &line) == RC_OK && control_read_request(arena, line, &request) == RC_OK) {
        call.file = lines->file;
        server->run(&call);
    }
    send_answer(arena, lines->fd, &answer);
    if (lines->file >= 0) (void)close(lines->file);
}

static void take_call(struct control_server *server) {
    int connection = accept4(server->listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection < 0) return;
    struct arena arena;
    arena_init(&arena, CALL_MEMORY);
    struct lines *lines = arena_new(&arena, struct lines);
    if (lines && is_ours(connection)) {
        set_patience(connection, SO_RCVTIMEO);
        set_patience(connection, SO_SNDTIMEO);
        lines->fd = connection;
        lines->file = -1;
        answer_call(server, &arena, lines);
    }
    arena_release(&arena);
    (void)close(connection);
}

static void *serve_calls(void *data) {
    struct control_server *server = data;
    struct pollfd waits[] = {{server->listener, POLLIN, 0}, {server->stop, POLLIN, 0}};
    for (;;) {
        if (poll(waits, 2, -1) < 0 && errno != EINTR) return NULL;
        if (waits[1].revents) return NULL;
        if (waits[0].revents) take_call(server);
    }
}

/* A socket left by a server that was killed is in the way. The caller has the folder's lock. */
static enum rc start_listening(struct control_server *server, const char *folder) {
    struct sockaddr_un address;
    int folder_fd;
    TRY(make_address(folder, &folder_fd, &address));
    (void)unlink(server->path);
    server->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0177);
    bool good = server->listener >= 0 &&
                bind(server->listener, (const struct sockaddr *)&address, sizeof address) == 0;
    (void)umask(before);
    (void)close(folder_fd);
    return good && listen(server->listener, 8) == 0 ? RC_OK : RC_BROKEN;
}

static void close_all(struct control_server *server) {
    if (server->listener >= 0) (void)close(server->listener);
    if (server->stop >= 0) (void)close(server->stop);
    (void)unlink(server->path);
}

enum rc control_start(struct arena *arena, const char *folder,
                      void (*run)(struct control_call *call), void *data,
                      struct control_server **started) {
    struct control_server *server = arena_new(arena, struct control_server);
    if (!server) return RC_BROKEN;
    *server = (struct control_server){.run = run, .data = data, .listener = -1, .stop = -1};
    int n = snprintf(server->path, sizeof server->path, "%s/control", folder);
    if (n < 0 || (size_t)n >= sizeof server->path) return RC_INVALID;
    server->stop = eventfd(0, EFD_CLOEXEC);
    enum rc rc = server->stop < 0 ? RC_BROKEN : start_listening(server, folder);
    if (rc == RC_OK && pthread_create(&server->thread, NULL, serve_calls, server) != 0)
        rc = RC_BROKEN;
    if (rc != RC_OK) {
        close_all(server);
        return rc;
    }
    *started = server;
    return RC_OK;
}

void control_stop(struct control_server *server) {
    (void)eventfd_write(server->stop, 1);
    (void)pthread_join(server->thread, NULL);
    close_all(server);
}
