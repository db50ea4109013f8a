package dev.echospec.reference.client;

/** The language of the dialogue that a client prints, and its words. */
public enum Language {
  /** English, line for line beside the Russian one. */
  EN("Connecting to %s port %s", "Sending: ", "Received: ", "Closing the socket"),
  /** Russian: the dialogue of the tutorial that this client comes from, word for word. */
  RU("Подключено к %s порт %s", "Отправка: ", "Получено: ", "Закрываем сокет");

  final String connecting;
  final String sending;
  final String received;
  final String closing;

  Language(String connecting, String sending, String received, String closing) {
    this.connecting = connecting;
    this.sending = sending;
    this.received = received;
    this.closing = closing;
  }
}
