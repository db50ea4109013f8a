package dev.echospec.tap;

import dev.echospec.tap.TapEvent.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection of a client, and the one to the server that belongs to it. */
final class Relayed implements AutoCloseable {
  /** A side that takes nothing for this long is said not to read. */
  private static final Duration STALL = Duration.ofMillis(250);

  private static final byte[] NOTHING = {};

  /** Tells what happened, with the time. */
  interface Note {
    void of(int connection, Side side, Kind kind, byte[] bytes, TapEvent.Ends ends);
  }

  private final int number;
  private final SocketChannel client;
  private final InetSocketAddress from;
  private final List<InetSocketAddress> targets;
  private final Selector selector;
  private final Note note;
  private SocketChannel server;
  private TapEvent.Ends ends;
  private int tried;
  private boolean connected;
  private boolean over;
  private @Nullable Flow up;
  private @Nullable Flow down;

  /**
   * Begins to connect to the server.
   *
   * @param targets the addresses of the server, one or more, tried in this order
   */
  Relayed(
      int number,
      SocketChannel client,
      List<InetSocketAddress> targets,
      Selector selector,
      Note note)
      throws IOException {
    this.number = number;
    this.client = client;
    this.targets = targets;
    this.selector = selector;
    this.note = note;
    from = (InetSocketAddress) client.getRemoteAddress();
    ends = new TapEvent.Ends(from, targets.get(0));
    server = SocketChannel.open();
    client.configureBlocking(false);
    client.setOption(StandardSocketOptions.TCP_NODELAY, true);
    note(Side.CLIENT, Kind.CONNECTED);
    connect();
  }

  private void connect() throws IOException {
    while (!over) {
      ends = new TapEvent.Ends(from, targets.get(tried));
      try {
        server.configureBlocking(false);
        if (server.connect(targets.get(tried))) {
          begin();
        } else {
          server.register(selector, SelectionKey.OP_CONNECT, this);
        }
        return;
      } catch (IOException e) {
        tryNext();
      }
    }
  }

  private void tryNext() throws IOException {
    server.close();
    tried++;
    if (tried < targets.size()) {
      server = SocketChannel.open();
      return;
    }
    note(Side.SERVER, Kind.REFUSED);
    abort();
  }

  private void begin() throws IOException {
    connected = true;
    server.setOption(StandardSocketOptions.TCP_NODELAY, true);
    up = new Flow(Side.CLIENT, client, server);
    down = new Flow(Side.SERVER, server, client);
    client.register(selector, SelectionKey.OP_READ, this);
    server.register(selector, SelectionKey.OP_READ, this);
  }

  /** Moves what can be moved without waiting. */
  void turn() throws IOException {
    if (over) {
      return;
    }
    if (!connected) {
      try {
        if (!server.finishConnect()) {
          return;
        }
        begin();
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("reset")) {
          // It was reached, and reset the connection before the relay had looked.
          reset(Side.SERVER);
          return;
        }
        tryNext();
        connect();
        return;
      }
    }
    move(flow(Side.CLIENT));
    move(flow(Side.SERVER));
    settle();
  }

  private Flow flow(Side side) {
    Flow flow = side == Side.CLIENT ? up : down;
    if (flow == null) {
      throw new IllegalStateException("not connected to the server yet");
    }
    return flow;
  }

  private void move(Flow flow) throws IOException {
    if (over) {
      return;
    }
    Flow.Turn turn = flow.turn(this::note);
    if (flow.endsToStall()) {
      note(flow.to(), Kind.RESUMED_READING);
    }
    switch (turn) {
      case DONE -> {
        // The selector tells when more can be moved.
      }
      case END -> ended(flow);
      case SOURCE_RESET -> reset(flow.from());
      case SINK_RESET -> sinkGone(flow);
    }
  }

  private void ended(Flow flow) throws IOException {
    flow.end();
    if (flow(flow.to()).isSinkGone()) {
      // After a failed write, the kernel reports a reset as an end.
      reset(flow.from());
      return;
    }
    note(flow.from(), Kind.END);
    try {
      channel(flow.to()).shutdownOutput();
    } catch (IOException e) {
      sinkGone(flow);
    }
  }

  /** What the sink sent before it went is still to be read, and reaches the other side first. */
  private void sinkGone(Flow flow) throws IOException {
    flow.loseSink();
    Flow back = flow(flow.to());
    if (back.hasEnded() || back.isSinkGone()) {
      reset(flow.to());
    }
  }

  private void reset(Side by) throws IOException {
    note(by, Kind.RESET);
    abort();
  }

  /** Ends both connections with a reset. */
  private void abort() throws IOException {
    over = true;
    for (SocketChannel channel : List.of(client, server)) {
      if (channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
      }
    }
  }

  private void settle() throws IOException {
    if (over) {
      return;
    }
    Flow upwards = flow(Side.CLIENT);
    Flow downwards = flow(Side.SERVER);
    if (upwards.hasEnded() && downwards.hasEnded()) {
      close();
      return;
    }
    want(client, upwards, downwards);
    want(server, downwards, upwards);
  }

  private void want(SocketChannel channel, Flow outOf, Flow into) {
    SelectionKey key = channel.keyFor(selector);
    key.interestOps(
        (outOf.wantsToRead() ? SelectionKey.OP_READ : 0)
            | (into.isBlocked() ? SelectionKey.OP_WRITE : 0));
  }

  /** Looks for what the selector does not tell: sides that do not read, and resets behind them. */
  void look() throws IOException {
    if (over || !connected) {
      return;
    }
    for (Side side : Side.values()) {
      Flow flow = flow(side);
      if (flow.beginsToStall(STALL)) {
        note(flow.to(), Kind.STOPPED_READING);
      }
      // Bytes that wait keep the relay from reading, and so from hearing of a reset behind them.
      if (!over
          && flow.isBlocked()
          && !flow(flow.to()).hasEnded()
          && BrokenConnection.is(channel(side))) {
        reset(side);
      }
    }
  }

  boolean isBlocked() {
    return !over && connected && (flow(Side.CLIENT).isBlocked() || flow(Side.SERVER).isBlocked());
  }

  boolean isOver() {
    return over;
  }

  private SocketChannel channel(Side side) {
    return side == Side.CLIENT ? client : server;
  }

  private void note(Side side, Kind kind) {
    note.of(number, side, kind, NOTHING, ends);
  }

  private void note(Side side, byte[] bytes) {
    note.of(number, side, Kind.DATA, bytes, ends);
  }

  /** Closes both connections. */
  @Override
  public void close() throws IOException {
    over = true;
    try {
      client.close();
    } finally {
      server.close();
    }
  }
}
