/*
 * The bare client: what a program that judges nothing can do against echo_server. It is the mark
 * that the Java half of the benchmark is held against.
 *
 *   bare_client conversations PORT SECONDS    one after the other: connect, send 64 bytes,
 *                                             half-close, read to the end and count, close
 *   bare_client roundtrips PORT SECONDS       64 bytes there and back, on one connection
 *   bare_client stream PORT MEGABYTES         one connection, both ways at once, every byte
 *                                             checked as it arrives; a megabyte is 1,000,000
 *
 *   bare_client runs PORT SECONDS             the program "client" beside this one, run again and
 *                                             again, each with the same 64 bytes to send
 *
 * Prints one line, the measure and its figure. A server that errs, or is silent for ten seconds,
 * is a message on stderr and status 1.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
  PATIENCE_SECONDS = 10,
  MESSAGE = 64,
  MEGABYTE = 1000 * 1000,
  /* Prime, so that no buffer size divides it: a block that is lost or repeated shows. */
  PERIOD = 65521,
  CHUNK = 256 * 1024,
  /* Sent and not yet back. Without this bound some megabytes queue up in the kernel, no cache holds
   * them, and the rate is half. */
  WINDOW = 384 * 1024
};

/* One period and a chunk more, so that a chunk is contiguous wherever in the period it starts. */
static unsigned char payload[PERIOD + CHUNK];
static unsigned char expected[PERIOD + CHUNK];

static void fail(const char *what) {
  fprintf(stderr, "bare_client: %s\n", what);
  exit(1);
}

static void fail_with_errno(const char *what) {
  fprintf(stderr, "bare_client: %s: %s\n", what, strerror(errno));
  exit(1);
}

static void give_up(int signal_number) {
  static const char message[] = "bare_client: the server is silent\n";
  (void)signal_number;
  ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
  (void)ignored;
  _exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fill_pools(void) {
  uint32_t state = 1;
  for (size_t i = 0; i < sizeof payload; i++) {
    if (i < PERIOD) {
      state = state * 1664525u + 1013904223u;
      payload[i] = (unsigned char)(state >> 24);
    } else {
      payload[i] = payload[i - PERIOD];
    }
    int lower = payload[i] >= 'a' && payload[i] <= 'z';
    expected[i] = lower ? (unsigned char)(payload[i] - 'a' + 'A') : payload[i];
  }
}

static int connect_to(uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  if (connection < 0) {
    fail_with_errno("socket");
  }
  if (connect(connection, (struct sockaddr *)&address, sizeof address) < 0) {
    fail_with_errno("connect");
  }
  return connection;
}

static void send_message(int connection) {
  ssize_t sent = write(connection, payload, MESSAGE);
  if (sent < 0) {
    fail_with_errno("write");
  }
  if (sent != MESSAGE) {
    fail("a short write");
  }
}

/* Reads until `wanted` bytes or the end of the stream: the number of bytes that came. */
static size_t receive(int connection, unsigned char *bytes, size_t wanted) {
  size_t received = 0;
  while (received < wanted) {
    ssize_t more = read(connection, bytes + received, wanted - received);
    if (more < 0) {
      fail_with_errno("read");
    }
    if (more == 0) {
      break;
    }
    received += (size_t)more;
  }
  return received;
}

static void conversation(uint16_t port) {
  unsigned char echo[2 * MESSAGE];
  int connection = connect_to(port);
  send_message(connection);
  if (shutdown(connection, SHUT_WR) < 0) {
    fail_with_errno("shutdown");
  }
  if (receive(connection, echo, sizeof echo) != MESSAGE) {
    fail("an echo of another length");
  }
  close(connection);
}

static double conversations_per_second(uint16_t port, unsigned seconds) {
  double start = now();
  double elapsed;
  uint64_t done = 0;
  alarm(seconds + PATIENCE_SECONDS);
  do {
    conversation(port);
    done++;
    elapsed = now() - start;
  } while (elapsed < seconds);
  return (double)done / elapsed;
}

static double round_trips_per_second(uint16_t port, unsigned seconds) {
  unsigned char echo[MESSAGE];
  int connection = connect_to(port);
  double start = now();
  double elapsed;
  uint64_t done = 0;
  alarm(seconds + PATIENCE_SECONDS);
  do {
    send_message(connection);
    if (receive(connection, echo, MESSAGE) != MESSAGE) {
      fail("the stream ended early");
    }
    done++;
    elapsed = now() - start;
  } while (elapsed < seconds);
  close(connection);
  return (double)done / elapsed;
}

static size_t smallest(uint64_t a, uint64_t b, uint64_t c) {
  uint64_t least = a < b ? a : b;
  return (size_t)(least < c ? least : c);
}

static double stream_megabytes_per_second(uint16_t port, unsigned megabytes) {
  static unsigned char echo[CHUNK];
  uint64_t total = (uint64_t)megabytes * MEGABYTE;
  uint64_t sent = 0;
  uint64_t received = 0;
  int connection = connect_to(port);
  if (fcntl(connection, F_SETFL, O_NONBLOCK) < 0) {
    fail_with_errno("fcntl");
  }
  double start = now();
  for (;;) {
    size_t room = smallest(CHUNK, total - sent, WINDOW - (sent - received));
    struct pollfd ready = {.fd = connection, .events = (short)(room > 0 ? POLLIN | POLLOUT : POLLIN)};
    int count = poll(&ready, 1, PATIENCE_SECONDS * 1000);
    if (count < 0) {
      fail_with_errno("poll");
    }
    if (count == 0) {
      fail("the server is silent");
    }
    if (ready.revents & POLLOUT) {
      ssize_t written = write(connection, payload + sent % PERIOD, room);
      if (written < 0) {
        fail_with_errno("write");
      }
      sent += (uint64_t)written;
      if (sent == total && shutdown(connection, SHUT_WR) < 0) {
        fail_with_errno("shutdown");
      }
    }
    if (ready.revents & ~POLLOUT) {
      ssize_t more = read(connection, echo, CHUNK);
      if (more < 0) {
        fail_with_errno("read");
      }
      if (more == 0) {
        break;
      }
      if (received + (uint64_t)more > sent) {
        fail("more came back than was sent");
      }
      if (memcmp(echo, expected + received % PERIOD, (size_t)more) != 0) {
        fail("a wrong byte");
      }
      received += (uint64_t)more;
    }
  }
  double elapsed = now() - start;
  if (received != total) {
    fail("the stream ended early");
  }
  close(connection);
  return (double)total / MEGABYTE / elapsed;
}

static int usage(void) {
  fprintf(stderr, "usage: bare_client conversations|roundtrips PORT SECONDS\n"
                  "       bare_client stream PORT MEGABYTES\n");
  return 2;
}

/* A whole number from 1 to `most`, or 0. */
static unsigned number(const char *text, unsigned most) {
  char *end;
  long value = strtol(text, &end, 10);
  return end == text || *end != '\0' || value < 1 || value > (long)most ? 0 : (unsigned)value;
}

/* A process a run, as a shell would start it; its output goes nowhere. */
static double runs_per_second(const char *self, const char *port, unsigned seconds) {
  extern char **environ;
  char program[4096];
  char message[MESSAGE + 1];
  const char *name = strrchr(self, '/');
  snprintf(program, sizeof program, "%.*sclient", name ? (int)(name - self) + 1 : 0, self);
  memset(message, 'a', MESSAGE);
  message[MESSAGE] = 0;
  char *words[] = {program, "127.0.0.1", (char *)port, message, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  double start = now();
  double elapsed;
  unsigned runs = 0;
  do {
    pid_t process;
    int status;
    if (posix_spawn(&process, program, &actions, NULL, words, environ) != 0) {
      fail("the program \"client\" beside it cannot be started");
    }
    if (waitpid(process, &status, 0) < 0 || status != 0) {
      fail("the program \"client\" failed");
    }
    runs++;
    elapsed = now() - start;
  } while (elapsed < seconds);
  return runs / elapsed;
}

int main(int argc, char **argv) {
  uint16_t port = argc == 4 ? (uint16_t)number(argv[2], UINT16_MAX) : 0;
  unsigned amount = argc == 4 ? number(argv[3], 1000 * 1000) : 0;
  if (port == 0 || amount == 0) {
    return usage();
  }
  signal(SIGPIPE, SIG_IGN);
  signal(SIGALRM, give_up);
  fill_pools();
  if (strcmp(argv[1], "conversations") == 0) {
    printf("conversations_per_second %.0f\n", conversations_per_second(port, amount));
  } else if (strcmp(argv[1], "roundtrips") == 0) {
    printf("round_trips_per_second %.0f\n", round_trips_per_second(port, amount));
  } else if (strcmp(argv[1], "stream") == 0) {
    printf("stream_megabytes_per_second %.0f\n", stream_megabytes_per_second(port, amount));
  } else if (strcmp(argv[1], "runs") == 0) {
    printf("runs_per_second %.0f\n", runs_per_second(argv[0], argv[2], amount));
  } else {
    return usage();
  }
  return 0;
}
