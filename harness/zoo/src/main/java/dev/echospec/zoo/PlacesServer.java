package dev.echospec.zoo;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.Semaphore;

/**
 * Serves a limited number of clients; further ones wait in the backlog until a subclass frees a
 * place.
 */
abstract class PlacesServer extends TransformingServer {
  final Semaphore places;

  PlacesServer(int places) {
    this.places = new Semaphore(places);
  }

  @Override
  void acceptLoop(ServerSocket listener) throws IOException {
    try {
      while (true) {
        places.acquire();
        admit(listener.accept());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // The server was closed.
    }
  }
}
