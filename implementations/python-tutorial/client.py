"""The tutorial's echo client, as it behaves there: its faults are kept on purpose (README.md)."""

import socket

ADDRESS = ("localhost", 10000)
READ_SIZE = 16
TEXT = "Hello World!"


def exchange(connection):
    print(f"Отправка: {TEXT}")
    message = TEXT.encode()
    connection.sendall(message)
    received = 0
    while received < len(message):
        # An early end of the stream reads as an empty block, for ever.
        block = connection.recv(READ_SIZE)
        received += len(block)
        print(f"Получено: {block.decode()}")


def main():
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    host, port = ADDRESS
    print(f"Подключено к {host} порт {port}")
    connection.connect(ADDRESS)
    try:
        exchange(connection)
    finally:
        print("Закрываем сокет")
        connection.close()


if __name__ == "__main__":
    main()
