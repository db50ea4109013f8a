/*
 * The server that both halves of the benchmark talk to: upper-cases ASCII, one thread per
 * connection, drains at half-close.
 *
 *   echo_server PORT      0 takes a free port; the first line on stdout is "PORT n"
 *
 * It ends on SIGTERM and at the end of its standard input, so that it cannot outlive whoever
 * started it.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
  BLOCK = 64, /* a constant, so that -O2 turns the loop over a block into vector instructions */
  READ_SIZE = 1024 * BLOCK,
  STACK_SIZE = READ_SIZE + 64 * 1024,
  BACKLOG = 512
};

static void die(const char *what) {
  fprintf(stderr, "echo_server: %s: %s\n", what, strerror(errno));
  exit(1);
}

/* Works on whole blocks: what lies behind `length` in the last one is changed too, and is nobody's. */
static void upper(unsigned char *bytes, size_t length) {
  for (size_t block = 0; block < length; block += BLOCK) {
    for (size_t i = 0; i < BLOCK; i++) {
      unsigned char byte = bytes[block + i];
      bytes[block + i] = (unsigned char)(byte - ((unsigned char)(byte - 'a') < 26 ? 'a' - 'A' : 0));
    }
  }
}

static int write_all(int connection, const unsigned char *bytes, size_t length) {
  while (length > 0) {
    ssize_t written = write(connection, bytes, length);
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return -1;
    }
    bytes += written;
    length -= (size_t)written;
  }
  return 0;
}

static void *serve(void *argument) {
  int connection = (int)(intptr_t)argument;
  unsigned char bytes[READ_SIZE];
  for (;;) {
    ssize_t received = read(connection, bytes, sizeof bytes);
    if (received < 0 && errno == EINTR) {
      continue;
    }
    if (received <= 0) {
      break;
    }
    upper(bytes, (size_t)received);
    if (write_all(connection, bytes, (size_t)received) < 0) {
      break;
    }
  }
  close(connection);
  return NULL;
}

static void *end_with_stdin(void *argument) {
  (void)argument;
  char ignored[512];
  ssize_t received;
  do {
    received = read(STDIN_FILENO, ignored, sizeof ignored);
  } while (received > 0 || (received < 0 && errno == EINTR));
  _exit(0);
}

static void end_with_signal(int signal_number) {
  (void)signal_number;
  _exit(0);
}

static int listen_on(uint16_t port) {
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0) {
    die("socket");
  }
  int on = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  /* Accepted connections inherit it. */
  setsockopt(listener, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (bind(listener, (struct sockaddr *)&address, size) < 0) {
    die("bind");
  }
  if (listen(listener, BACKLOG) < 0) {
    die("listen");
  }
  if (getsockname(listener, (struct sockaddr *)&address, &size) < 0) {
    die("getsockname");
  }
  printf("PORT %d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(int argc, char **argv) {
  char *end = NULL;
  long port = argc == 2 ? strtol(argv[1], &end, 10) : -1;
  if (port < 0 || port > UINT16_MAX || end == argv[1] || *end != '\0') {
    fprintf(stderr, "usage: echo_server PORT\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  signal(SIGTERM, end_with_signal);

  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, STACK_SIZE);

  int listener = listen_on((uint16_t)port);
  pthread_t thread;
  errno = pthread_create(&thread, &attributes, end_with_stdin, NULL);
  if (errno != 0) {
    die("pthread_create");
  }
  for (;;) {
    int connection = accept(listener, NULL, NULL);
    if (connection < 0) {
      if (errno == EINTR || errno == ECONNABORTED) {
        continue;
      }
      die("accept");
    }
    errno = pthread_create(&thread, &attributes, serve, (void *)(intptr_t)connection);
    if (errno != 0) {
      die("pthread_create");
    }
  }
}
