package dev.echospec.reference.server;

/** The language of the dialogue that a server prints, and its words. */
public enum Language {
  /** English, line for line beside the Russian one. */
  EN(
      "Starting the server on %s port %s",
      "Waiting for a connection...",
      "Connection from: ",
      "Received: ",
      "Processing the data...",
      "Sending back to the client.",
      "No data from: ",
      "Connection lost: ",
      "Cannot accept a connection for now: ",
      "(%s lines not shown: the output was not read)"),
  /** Russian: the dialogue of the tutorial that this server comes from, word for word. */
  RU(
      "Старт сервера на %s порт %s",
      "Ожидание соединения...",
      "Подключено к: ",
      "Получено: ",
      "Обработка данных...",
      "Отправка обратно клиенту.",
      "Нет данных от: ",
      "Соединение прервано: ",
      "Пока не удаётся принять соединение: ",
      "(не показано строк: %s, вывод никто не читал)");

  final String starting;
  final String waiting;
  final String connected;
  final String received;
  final String processing;
  final String replying;
  final String noData;
  final String lost;
  final String acceptFailed;
  final String notShown;

  Language(
      String starting,
      String waiting,
      String connected,
      String received,
      String processing,
      String replying,
      String noData,
      String lost,
      String acceptFailed,
      String notShown) {
    this.starting = starting;
    this.waiting = waiting;
    this.connected = connected;
    this.received = received;
    this.processing = processing;
    this.replying = replying;
    this.noData = noData;
    this.lost = lost;
    this.acceptFailed = acceptFailed;
    this.notShown = notShown;
  }
}
