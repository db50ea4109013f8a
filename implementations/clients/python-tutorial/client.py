"""client.py HOST PORT MESSAGE: the tutorial's client with arguments; its faults are kept on purpose."""

import os
import socket
import sys

READ_SIZE = 16


def main(host, port, text):
    connection = socket.create_connection((host, int(port)))
    try:
        print(f"Отправка: {text}")
        message = os.fsencode(text)
        connection.sendall(message)
        received = 0
        while received < len(message):
            # An early end of the stream reads as an empty block, for ever.
            data = connection.recv(READ_SIZE)
            received += len(data)
            # A character that the read has cut ends the program.
            print(f"Получено: {data.decode()}")
    finally:
        print("Закрываем сокет")
        connection.close()


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")
    main(*sys.argv[1:4])
