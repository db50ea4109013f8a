package dev.echospec.tap;

import dev.echospec.tap.TapEvent.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Relays connections, and tells what it sees. One thread serves all of them; {@link #stop} and
 * {@link #address} may be called from others.
 */
public final class Relay implements AutoCloseable {
  /** Between two looks at connections on which something waits. */
  private static final Duration LOOK = Duration.ofMillis(100);

  private static final int BACKLOG = 1024;

  private final List<InetSocketAddress> targets;
  private final TapEvent.Listener listener;
  private final ServerSocketChannel door;
  private final Selector selector;
  private final List<Relayed> open = new ArrayList<>();
  private final long began = System.nanoTime();
  private int accepted;
  private volatile boolean stopped;

  /**
   * Listens.
   *
   * @param at where; port 0 for any that is free
   * @param targets the addresses of the server, one or more, tried in this order
   * @param listener learns of each event
   * @throws IOException if the address cannot be listened on
   */
  public Relay(InetSocketAddress at, List<InetSocketAddress> targets, TapEvent.Listener listener)
      throws IOException {
    this.targets = List.copyOf(targets);
    this.listener = listener;
    door = ServerSocketChannel.open();
    try {
      door.bind(at, BACKLOG);
      door.configureBlocking(false);
      selector = Selector.open();
    } catch (IOException e) {
      door.close();
      throw e;
    }
  }

  /** Returns where the relay listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) door.socket().getLocalSocketAddress();
  }

  /**
   * Relays until {@link #stop} is called, or until a number of connections have come and gone.
   *
   * @param most connections that are accepted; 1 or more
   * @throws IOException if this machine lacks what a connection needs, such as descriptors
   */
  public void run(int most) throws IOException {
    door.register(selector, SelectionKey.OP_ACCEPT);
    long looked = System.nanoTime();
    while (!stopped && (accepted < most || !open.isEmpty())) {
      boolean blocked = open.stream().anyMatch(Relayed::isBlocked);
      selector.select(blocked ? LOOK.toMillis() : 0);
      for (SelectionKey key : List.copyOf(selector.selectedKeys())) {
        if (key.attachment() instanceof Relayed relayed) {
          relayed.turn();
        } else {
          accept(most);
        }
      }
      selector.selectedKeys().clear();
      if (System.nanoTime() - looked >= LOOK.toNanos()) {
        looked = System.nanoTime();
        for (Relayed relayed : open) {
          relayed.look();
        }
      }
      open.removeIf(Relayed::isOver);
    }
    // The channels that were closed last are let go of by the next selection only.
    selector.selectNow();
  }

  private void accept(int most) throws IOException {
    SocketChannel client = door.accept();
    if (client == null) {
      return;
    }
    try {
      open.add(new Relayed(accepted, client, targets, selector, this::tell));
    } catch (IOException e) {
      client.close();
      throw e;
    }
    accepted++;
    if (accepted == most) {
      door.close();
    }
  }

  private void tell(int connection, Side side, Kind kind, byte[] bytes, TapEvent.Ends ends) {
    Duration at = Duration.ofNanos(System.nanoTime() - began);
    listener.happened(new TapEvent(connection, at, side, kind, bytes, ends));
  }

  /** Makes {@link #run} return soon. */
  public void stop() {
    stopped = true;
    if (selector.isOpen()) {
      selector.wakeup();
    }
  }

  /** Closes all connections. */
  @Override
  public void close() throws IOException {
    try (door;
        selector) {
      for (Relayed relayed : open) {
        relayed.close();
      }
    }
  }
}
