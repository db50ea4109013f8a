#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PORT 10000
#define BUFFER_SIZE 2000

static void *connection_handler(void *arg)
{
    int sock = *(int *)arg;
    free(arg);

    char buffer[BUFFER_SIZE];
    ssize_t n;
    while ((n = recv(sock, buffer, sizeof buffer, 0)) > 0) {
        for (ssize_t i = 0; i < n; i++)
            buffer[i] = toupper((unsigned char)buffer[i]);
        write(sock, buffer, n);
    }

    if (n == -1)
        perror("recv failed");
    close(sock);
    return NULL;
}

int main(void)
{
    int server = socket(AF_INET, SOCK_STREAM, 0);
    if (server == -1) {
        perror("Could not create socket");
        return 1;
    }
    int reuse = 1;
    setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);

    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = INADDR_ANY;
    address.sin_port = htons(PORT);
    if (bind(server, (struct sockaddr *)&address, sizeof address) < 0) {
        perror("bind failed");
        return 1;
    }
    listen(server, 3);
    fprintf(stderr, "Waiting for incoming connections...\n");

    int client;
    while ((client = accept(server, NULL, NULL)) >= 0) {
        int *arg = malloc(sizeof *arg);
        *arg = client;

        pthread_t thread;
        if (pthread_create(&thread, NULL, connection_handler, arg) != 0) {
            perror("could not create thread");
            return 1;
        }
        pthread_detach(thread);
    }
    perror("accept failed");
    return 1;
}
