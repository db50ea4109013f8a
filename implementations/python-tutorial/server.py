"""The tutorial's echo server, as it behaves there: its faults are kept on purpose (README.md)."""

import socket

ADDRESS = ("localhost", 10000)
READ_SIZE = 16
BACKLOG = 1


def answer(connection, client):
    while True:
        block = connection.recv(READ_SIZE)
        # Decoding comes before answering: a block that is not UTF-8 by itself is the end.
        print(f"Получено: {block.decode()}")
        if not block:
            print("Нет данных от:", client)
            return
        print("Обработка данных...")
        reply = block.upper()
        print("Отправка обратно клиенту.")
        connection.sendall(reply)


def main():
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    host, port = ADDRESS
    print(f"Старт сервера на {host} порт {port}")
    listener.bind(ADDRESS)
    listener.listen(BACKLOG)
    while True:
        print("Ожидание соединения...")
        connection, client = listener.accept()
        try:
            print("Подключено к:", client)
            answer(connection, client)
        finally:
            connection.close()


if __name__ == "__main__":
    main()
