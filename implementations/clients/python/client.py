"""client.py HOST PORT MESSAGE: sends the message and prints its echo."""

import os
import socket
import sys

PATIENCE = 10


def main(host, port, text):
    message = os.fsencode(text)
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(message)
        received = 0
        while received < len(message):
            piece = connection.recv(min(4096, len(message) - received))
            if not piece:
                sys.exit(f"the server ended after {received} of {len(message)} bytes")
            sys.stdout.buffer.write(piece)
            received += len(piece)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: client.py HOST PORT MESSAGE")
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit(f"client.py: {error}")
