/* client HOST PORT MESSAGE: sends the message and prints its echo. */
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static int connect_to(const char *host, const char *port) {
    struct addrinfo hints = {0}, *found, *at;
    hints.ai_socktype = SOCK_STREAM;
    int error = getaddrinfo(host, port, &hints, &found);
    if (error) {
        fprintf(stderr, "%s: %s\n", host, gai_strerror(error));
        exit(1);
    }
    int fd = -1;
    for (at = found; at && fd < 0; at = at->ai_next) {
        fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
        if (fd >= 0 && connect(fd, at->ai_addr, at->ai_addrlen) < 0) {
            perror("connect");
            close(fd);
            fd = -1;
        }
    }
    freeaddrinfo(found);
    if (fd < 0)
        exit(1);
    return fd;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: client HOST PORT MESSAGE\n");
        return 2;
    }
    const char *message = argv[3];
    size_t length = strlen(message), sent = 0, received = 0;
    int fd = connect_to(argv[1], argv[2]);
    struct timeval patience = {.tv_sec = 10};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);

    while (sent < length) {
        ssize_t n = send(fd, message + sent, length - sent, MSG_NOSIGNAL);
        if (n < 0) {
            perror("send");
            return 1;
        }
        sent += n;
    }
    char buffer[4096];
    while (received < length) {
        size_t owed = length - received;
        ssize_t n = recv(fd, buffer, owed < sizeof buffer ? owed : sizeof buffer, 0);
        if (n < 0) {
            perror("recv");
            return 1;
        }
        if (n == 0) {
            fprintf(stderr, "the server ended after %zu of %zu bytes\n", received, length);
            return 1;
        }
        fwrite(buffer, 1, n, stdout);
        received += n;
    }
    close(fd);
    return fflush(stdout) == 0 ? 0 : 1;
}
