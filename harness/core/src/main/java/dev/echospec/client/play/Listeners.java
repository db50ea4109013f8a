package dev.echospec.client.play;

import dev.echospec.client.script.Host;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** The port of one run: open on the addresses that its host may mean, or taken and closed. */
final class Listeners implements AutoCloseable {
  private static final int BACKLOG = 64;
  private static final int TRIES = 20;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private static final byte[] LOOPBACK6 = new byte[16];

  static {
    LOOPBACK6[15] = 1;
  }

  private final List<NetworkChannel> open;
  private final int port;

  private Listeners(List<NetworkChannel> open, int port) {
    this.open = open;
    this.port = port;
  }

  /** Returns true if this machine has the IPv6 loopback address. */
  static boolean hasIpv6() {
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      channel.bind(new InetSocketAddress(address(Host.IPV6), 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Opens a port.
   *
   * @param host what the client is told
   * @param port 0 for one of the kernel's choice
   * @param refuses true if connects to it are to be refused
   * @throws IOException if the port is taken, or none is free
   */
  static Listeners open(Host host, int port, boolean refuses) throws IOException {
    List<InetAddress> addresses = new ArrayList<>();
    if (host != Host.IPV6) {
      addresses.add(address(Host.IPV4));
    }
    if (host == Host.IPV6 || host == Host.NAME && hasIpv6()) {
      addresses.add(address(Host.IPV6));
    }
    for (int i = 1; ; i++) {
      List<NetworkChannel> channels = new ArrayList<>();
      try {
        int number = port;
        for (InetAddress address : addresses) {
          NetworkChannel channel = refuses ? SocketChannel.open() : ServerSocketChannel.open();
          channels.add(channel);
          number = bind(channel, new InetSocketAddress(address, number));
        }
        return new Listeners(channels, number);
      } catch (IOException e) {
        for (NetworkChannel channel : channels) {
          channel.close();
        }
        if (port != 0 && e instanceof BindException) {
          throw new IOException(
              "port "
                  + port
                  + " cannot be listened on: "
                  + e.getMessage()
                  + "; end what has it, or give another one with --port",
              e);
        }
        // A port that is free on one address may be taken on the other.
        if (i >= TRIES || !(e instanceof BindException)) {
          throw e;
        }
      }
    }
  }

  private static int bind(NetworkChannel channel, InetSocketAddress address) throws IOException {
    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    if (channel instanceof ServerSocketChannel server) {
      server.bind(address, BACKLOG);
    } else {
      // Bound and not listening: the port is taken, and connects to it are refused.
      channel.bind(address);
    }
    return ((InetSocketAddress) channel.getLocalAddress()).getPort();
  }

  private static InetAddress address(Host host) throws IOException {
    return InetAddress.getByAddress(host.text(), host == Host.IPV6 ? LOOPBACK6 : LOOPBACK);
  }

  /** Returns where a client that is told this host connects. */
  InetSocketAddress told(Host host) throws IOException {
    return new InetSocketAddress(address(host), port);
  }

  int port() {
    return port;
  }

  void register(Selector selector) throws IOException {
    for (NetworkChannel channel : open) {
      if (channel instanceof ServerSocketChannel server) {
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
      }
    }
  }

  @Override
  public void close() {
    for (NetworkChannel channel : open) {
      try {
        channel.close();
      } catch (IOException e) {
        // The port is given back when the selector lets go of it.
      }
    }
  }
}
