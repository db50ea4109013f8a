"""An echo server in upper case. HOST, PORT and FAULT in its environment say what is wrong with it."""

import os
import socket
import sys
import threading
import time

HOST = os.environ.get("HOST", "0.0.0.0")
PORT = int(os.environ.get("PORT", "10000"))
FAULT = os.environ.get("FAULT", "")
KEPT = []


def serve(connection):
    with connection:
        while True:
            data = connection.recv(65536)
            if not data:
                return
            if FAULT == "exits-at-x" and b"x" in data:
                print("saw an x", file=sys.stderr, flush=True)
                os._exit(3)
            if FAULT == "hoards" and b"x" in data:
                while True:
                    KEPT.append(bytearray(os.urandom(1 << 20)))
            connection.sendall(data.upper())


def converse(connection):
    if FAULT == "leaks-descriptors":
        KEPT.append(open("/dev/null"))
    elif FAULT == "leaks-zombies":
        KEPT.append(os.posix_spawn("/bin/true", ["true"], {}))
    elif FAULT == "leaks-threads":
        threading.Thread(target=time.sleep, args=(100000,), daemon=True).start()
    try:
        serve(connection)
    except OSError:
        pass


if FAULT == "exits":
    print("on stdout: nothing to say", flush=True)
    print("no configuration was found", file=sys.stderr, flush=True)
    sys.exit(7)
if FAULT == "late":
    time.sleep(float(os.environ.get("SECONDS", "4")))
with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, PORT))
    listener.listen(128)
    print("listens on", HOST, PORT, flush=True)
    while True:
        threading.Thread(target=converse, args=(listener.accept()[0],), daemon=True).start()
