package dev.echospec.tap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.echospec.tap.TapEvent.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both sides of a relay meet what they would meet without it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RelayTest {
  /** More than the sockets of this machine take on the way, relay included. */
  private static final int MUCH = 64 << 20;

  /** One connection through a relay, seen from the side that acts and the other. */
  private record Ends(Socket acting, Socket other) {}

  private static Ends ends(Tapped tap, Side acting) throws IOException {
    Socket client = tap.client();
    Socket server = tap.accept();
    return acting == Side.CLIENT ? new Ends(client, server) : new Ends(server, client);
  }

  @ParameterizedTest
  @EnumSource
  void aPieceStaysAPiece(Side side) throws Exception {
    try (Tapped tap = new Tapped(1)) {
      Ends ends = ends(tap, side);
      byte[] buffer = new byte[100_000];
      for (int size : new int[] {12, 1, 1500, 3}) {
        ends.acting().getOutputStream().write(new byte[size]);

        assertThat(ends.other().getInputStream().read(buffer)).isEqualTo(size);
      }

      // What is forwarded is recorded a moment later.
      await().untilAsserted(() -> assertThat(tap.pieces(side)).containsExactly(12, 1, 1500, 3));
      assertThat(tap.pieces(side.other())).isEmpty();
      ends.acting().close();
      ends.other().close();
      tap.awaitEnd();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHalfCloseIsOneAndTheOtherDirectionGoesOn(Side side) throws Exception {
    try (Tapped tap = new Tapped(1)) {
      Ends ends = ends(tap, side);
      ends.acting().getOutputStream().write("all".getBytes(US_ASCII));
      ends.acting().shutdownOutput();

      assertThat(ends.other().getInputStream().readAllBytes()).asString().isEqualTo("all");

      ends.other().getOutputStream().write("answer".getBytes(US_ASCII));
      assertThat(ends.acting().getInputStream().readNBytes(6)).asString().isEqualTo("answer");
      await().untilAsserted(() -> assertThat(tap.kinds(side.other())).containsExactly(Kind.DATA));
      assertThat(tap.kinds(side)).containsExactly(Kind.DATA, Kind.END);

      ends.other().close();
      assertThat(ends.acting().getInputStream().read()).isNegative();
      tap.awaitEnd();
      assertThat(tap.kinds(side.other())).containsExactly(Kind.DATA, Kind.END);
      ends.acting().close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aResetIsOneBehindTheBytesBeforeIt(Side side) throws Exception {
    try (Tapped tap = new Tapped(1)) {
      Ends ends = ends(tap, side);
      ends.acting().getOutputStream().write("last".getBytes(US_ASCII));
      InputStream in = ends.other().getInputStream();
      assertThat(in.readNBytes(4)).asString().isEqualTo("last");

      Tapped.reset(ends.acting());

      assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
      tap.awaitEnd();
      assertThat(tap.kinds(side)).containsExactly(Kind.DATA, Kind.RESET);
      assertThat(tap.kinds(side.other())).isEmpty();
      ends.other().close();
    }
  }

  @Test
  void aReplyReachesTheClientBeforeTheResetRightBehindIt() throws Exception {
    try (Tapped tap = new Tapped(1);
        Socket client = tap.client();
        Socket server = tap.accept()) {
      client.getOutputStream().write(1);
      assertThat(server.getInputStream().read()).isEqualTo(1);
      server.getOutputStream().write("reply".getBytes(US_ASCII));
      Tapped.reset(server);

      assertThat(client.getInputStream().readNBytes(5)).asString().isEqualTo("reply");
      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
      tap.awaitEnd();
      assertThat(tap.kinds(Side.SERVER)).containsExactly(Kind.DATA, Kind.RESET);
    }
  }

  @Test
  void aCloseThatIsAnsweredWithBytesBecomesAReset() throws Exception {
    try (Tapped tap = new Tapped(1);
        Socket server = accepted(tap)) {
      assertThat(server.getInputStream().read()).isNegative();

      // The client is gone: its kernel answers with a reset, and the relay passes that on.
      assertThatThrownBy(
              () -> {
                while (true) {
                  server.getOutputStream().write(new byte[1000]);
                }
              })
          .isInstanceOf(SocketException.class);
      tap.awaitEnd();
      assertThat(tap.kinds(Side.CLIENT)).containsExactly(Kind.END, Kind.RESET);
    }
  }

  /** A connection whose client has closed. */
  private static Socket accepted(Tapped tap) throws IOException {
    tap.client().close();
    return tap.accept();
  }

  @Test
  void whatIsNotReadIsNotTakenEither() throws Exception {
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < block.length; i++) {
      block[i] = (byte) (i * 31 + (i >> 8));
    }
    try (Tapped tap = new Tapped(1);
        Socket client = tap.client();
        Socket server = tap.accept()) {
      FutureTask<Void> writing =
          new FutureTask<>(
              () -> {
                for (int i = 0; i < MUCH / block.length; i++) {
                  client.getOutputStream().write(block);
                }
                client.shutdownOutput();
                return null;
              });
      start(writing);
      await().until(() -> tap.kinds(Side.SERVER).contains(Kind.STOPPED_READING));
      assertThat(writing).isNotDone();
      assertThat(tap.pieces(Side.CLIENT).stream().mapToLong(size -> size).sum())
          .isLessThan(MUCH / 2);

      InputStream in = server.getInputStream();
      for (int i = 0; i < MUCH / block.length; i++) {
        assertThat(Arrays.equals(in.readNBytes(block.length), block)).as("block " + i).isTrue();
      }

      assertThat(in.read()).isNegative();
      writing.get(1, TimeUnit.MINUTES);
      assertThat(tap.kinds(Side.SERVER)).contains(Kind.RESUMED_READING);
      assertThat(tap.kinds(Side.CLIENT)).endsWith(Kind.END);
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "side");
    thread.setDaemon(true);
    thread.start();
  }

  @Test
  void aClientThatNeverReadsHoldsUpNobodyElse() throws Exception {
    try (Tapped tap = new Tapped(2);
        Socket hostile = tap.client(4096);
        Socket itsServer = tap.accept()) {
      FutureTask<Void> flood =
          new FutureTask<>(
              () -> {
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < MUCH / block.length; i++) {
                  itsServer.getOutputStream().write(block);
                }
                return null;
              });
      start(flood);
      await().until(() -> tap.kinds(Side.CLIENT).contains(Kind.STOPPED_READING));
      assertThat(flood).isNotDone();

      try (Socket other = tap.client();
          Socket server = tap.accept()) {
        other.getOutputStream().write(7);
        assertThat(server.getInputStream().read()).isEqualTo(7);
        server.getOutputStream().write(8);
        assertThat(other.getInputStream().read()).isEqualTo(8);
      }
      Tapped.reset(hostile);

      assertThatThrownBy(() -> flood.get(1, TimeUnit.MINUTES))
          .hasCauseInstanceOf(SocketException.class);
      tap.awaitEnd();
    }
  }

  /** The bytes that wait keep the relay from reading; it must hear of the reset all the same. */
  @Test
  void aResetIsNotHeldUpByASideThatDoesNotRead() throws Exception {
    try (Tapped tap = new Tapped(1);
        SocketChannel client = SocketChannel.open();
        Socket server = connected(tap, client)) {
      client.configureBlocking(false);
      ByteBuffer block = ByteBuffer.allocate(1 << 20);
      await()
          .until(
              () -> {
                client.write(block.clear());
                return tap.kinds(Side.SERVER).contains(Kind.STOPPED_READING);
              });

      Tapped.reset(client.socket());

      await().until(() -> tap.kinds(Side.CLIENT).contains(Kind.RESET));
      tap.awaitEnd();
      assertThatThrownBy(() -> server.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class);
    }
  }

  private static Socket connected(Tapped tap, SocketChannel client) throws IOException {
    client.connect(tap.address());
    return tap.accept();
  }

  @Test
  void aHundredConnectionsAtOnce() throws Exception {
    try (Tapped tap = new Tapped(100)) {
      start(
          () -> {
            for (int i = 0; i < 100; i++) {
              try {
                Socket socket = tap.accept();
                start(() -> echo(socket));
              } catch (IOException e) {
                return;
              }
            }
          });
      List<Socket> clients = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        clients.add(tap.client());
      }
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
          clients.get(i).getOutputStream().write(("client " + i).getBytes(US_ASCII));
        }
        for (int i = 0; i < 100; i++) {
          byte[] own = ("client " + i).getBytes(US_ASCII);
          assertThat(clients.get(i).getInputStream().readNBytes(own.length)).isEqualTo(own);
        }
      }
      for (Socket client : clients) {
        client.shutdownOutput();
        assertThat(client.getInputStream().read()).isNegative();
        client.close();
      }
      tap.awaitEnd();
      assertThat(tap.events.stream().map(TapEvent::connection).distinct()).hasSize(100);
    }
  }

  private static void echo(Socket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // The client sees it.
    }
  }

  @Test
  void aClientOfAServerThatIsNotThereIsReset() throws Exception {
    try (Tapped tap = new Tapped(1)) {
      tap.server.close();
      try (Socket client = tap.client()) {
        assertThatThrownBy(() -> client.getInputStream().read())
            .isInstanceOf(SocketException.class);
      }
      tap.awaitEnd();
      assertThat(tap.kinds(Side.SERVER)).containsExactly(Kind.REFUSED);
    }
  }

  @Test
  void theSecondAddressOfAServerIsTriedToo() throws Exception {
    try (Tapped tap = new Tapped(1)) {
      InetSocketAddress nobody = new InetSocketAddress("127.0.0.1", 1);
      InetSocketAddress server = new InetSocketAddress("127.0.0.1", tap.server.getLocalPort());
      try (Relay relay =
          new Relay(new InetSocketAddress("127.0.0.1", 0), List.of(nobody, server), e -> {})) {
        FutureTask<Void> run =
            new FutureTask<>(
                () -> {
                  relay.run(1);
                  return null;
                });
        start(run);
        try (Socket client = new Socket(relay.address().getAddress(), relay.address().getPort());
            Socket accepted = tap.accept()) {
          client.getOutputStream().write(5);
          assertThat(accepted.getInputStream().read()).isEqualTo(5);
        }
        run.get(1, TimeUnit.MINUTES);
      }
    }
  }
}
