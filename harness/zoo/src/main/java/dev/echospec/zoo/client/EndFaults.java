package dev.echospec.zoo.client;

import dev.echospec.diagnosis.Cause;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** Clients that end wrongly, or not at all. */
public final class EndFaults {
  private static final String ENDS = "client/ends";
  private static final String EARLY_END = "client/early-end";

  private EndFaults() {}

  /** {@code while ((n = read(...)) > 0)}. */
  @ClientFault(
      summary = "Reads to the end of the stream without a half-close: both sides wait.",
      caughtBy = ENDS,
      causes = {
        Cause.CLIENT_WAITS_FOR_THE_END,
        Cause.CLIENT_NO_TIME_OUT,
        Cause.CLIENT_STATUS_ALWAYS_ZERO
      })
  public static final class WaitsForTheEnd extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      socket.setSoTimeout(0);
      send(socket, message);
      socket.getInputStream().transferTo(stdout);
      return SUCCESS;
    }
  }

  /** {@code readLine()}. */
  @ClientFault(
      summary = "Waits for a line end that is not owed.",
      caughtBy = ENDS,
      causes = {
        Cause.CLIENT_WAITS_FOR_LINE_END,
        Cause.CLIENT_NO_TIME_OUT,
        Cause.CLIENT_STATUS_ALWAYS_ZERO
      })
  public static final class WaitsForALineEnd extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      socket.setSoTimeout(0);
      send(socket, message);
      InputStream in = socket.getInputStream();
      int next = in.read();
      while (next >= 0 && next != '\n') {
        stdout.write(next);
        next = in.read();
      }
      stdout.write('\n');
      return SUCCESS;
    }
  }

  /** {@code input("Press Enter")}, in a machine where nobody does. */
  @ClientFault(
      summary = "Has everything, closes, and does not end.",
      caughtBy = ENDS,
      causes = Cause.CLIENT_KEEPS_RUNNING)
  public static final class WaitsForAKey extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      int status = super.run(server, message, stdout);
      new CountDownLatch(1).await();
      return status;
    }
  }

  /** {@code return received;} from {@code main}. */
  @ClientFault(
      summary = "Ends with the number of bytes as its status.",
      caughtBy = ENDS,
      causes = Cause.CLIENT_STATUS_IS_A_COUNT)
  public static final class ReturnsTheCount extends ZooClient {
    private static final int STATUSES = 128;

    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      super.converse(socket, message, stdout);
      return message.length % (STATUSES - 1);
    }
  }

  /** A pool that nobody closes. */
  @ClientFault(
      summary = "Has everything, and leaves its connection open.",
      caughtBy = "client/quiet-end",
      causes = {Cause.CLIENT_LEAVES_CONNECTION_OPEN, Cause.CLIENT_NO_TIME_OUT})
  public static final class KeepsItsConnection extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      Socket socket = connect(server);
      int status = converse(socket, message, stdout);
      Thread holder = new Thread(() -> hold(socket), "zoo client: kept connection");
      holder.setDaemon(true);
      holder.start();
      return status;
    }

    /** Keeps the socket from being collected, until the other side ends it. */
    private static void hold(Socket socket) {
      try (socket) {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      } catch (IOException e) {
        // Reset: it is over as well.
      }
    }
  }

  /** {@code received += in.read(buffer)}. */
  @ClientFault(
      summary = "Adds the -1 of an ended read to its count, and reads for ever.",
      caughtBy = EARLY_END,
      causes = Cause.CLIENT_SPINS_AT_THE_END)
  public static final class CountsMinusOne extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received < owed && !Thread.currentThread().isInterrupted()) {
        int length = in.read(buffer, 0, Math.min(buffer.length, owed - Math.max(0, received)));
        received += length;
        if (length > 0) {
          stdout.write(buffer, 0, length);
        }
      }
    }
  }

  /**
   * The tutorial's loop: {@code amount_received += len(data)}, and a print of what is not there.
   */
  @ClientFault(
      summary = "Prints an empty line for each read after an early end, without end.",
      caughtBy = EARLY_END,
      causes = Cause.CLIENT_SPINS_AT_THE_END)
  public static final class PrintsEmptyLines extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[16];
      int received = 0;
      while (received < owed && !Thread.currentThread().isInterrupted()) {
        int length = Math.max(0, in.read(buffer));
        received += length;
        stdout.write(buffer, 0, length);
        stdout.write('\n');
      }
    }
  }

  /** {@code while (in.available() == 0);}. */
  @ClientFault(
      summary = "Polls for bytes, which an ended connection never has, and spins.",
      caughtBy = EARLY_END,
      causes = {Cause.CLIENT_SPINS_AT_THE_END, Cause.CLIENT_NO_TIME_OUT})
  public static final class PollsForBytes extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received < owed && !Thread.currentThread().isInterrupted()) {
        if (in.available() > 0) {
          int length = some(in, buffer, Math.min(buffer.length, owed - received));
          stdout.write(buffer, 0, length);
          received += length;
        }
      }
    }
  }

  /** {@code if (!data) break;}, and then the end of the program. */
  @ClientFault(
      summary = "Takes an early end for the end of the reply: status 0.",
      caughtBy = EARLY_END,
      causes = Cause.CLIENT_STATUS_ALWAYS_ZERO)
  public static final class EarlyEndIsSuccess extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      try {
        return super.converse(socket, message, stdout);
      } catch (EOFException e) {
        return SUCCESS;
      }
    }
  }

  /** An early end starts the program's loop anew. */
  @ClientFault(
      summary = "Connects and sends again after each early end, without end.",
      caughtBy = EARLY_END,
      causes = Cause.CLIENT_TRIES_WITHOUT_END)
  public static final class TriesAgainForEver extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      while (!Thread.currentThread().isInterrupted()) {
        try {
          return super.run(server, message, stdout);
        } catch (EOFException e) {
          // Next time it may be complete.
        }
      }
      return FAILURE;
    }
  }

  /** {@code catch (IOException e) { e.printStackTrace(); }}. */
  @ClientFault(
      summary = "Prints the error of a reset connection, and ends with status 0.",
      caughtBy = "client/reset",
      causes = Cause.CLIENT_STATUS_ALWAYS_ZERO)
  public static final class ResetIsSuccess extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      try {
        return super.converse(socket, message, stdout);
      } catch (java.net.SocketException e) {
        return SUCCESS;
      }
    }
  }

  /** {@code except ConnectionRefusedError: print("no server")}. */
  @ClientFault(
      summary = "Says that no server is there, and ends with status 0.",
      caughtBy = "client/refused",
      causes = Cause.CLIENT_STATUS_ALWAYS_ZERO)
  public static final class RefusedIsSuccess extends ZooClient {
    @Override
    public int run(InetSocketAddress server, byte[] message, OutputStream stdout) throws Exception {
      try {
        return super.run(server, message, stdout);
      } catch (ConnectException e) {
        return SUCCESS;
      }
    }
  }

  /** A loop for a server that is late. */
  @ClientFault(
      summary = "Tries to connect for ever where no server is.",
      caughtBy = "client/refused",
      causes = Cause.CLIENT_TRIES_WITHOUT_END)
  public static final class ConnectsForEver extends ZooClient {
    private static final int PAUSE_MILLIS = 100;

    @Override
    Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
      while (true) {
        try {
          return super.connect(server);
        } catch (ConnectException e) {
          Thread.sleep(PAUSE_MILLIS);
        }
      }
    }
  }

  /** The default of every socket. */
  @ClientFault(
      summary = "Waits for a silent server without a bound.",
      caughtBy = "client/silent-server",
      causes = Cause.CLIENT_NO_TIME_OUT)
  public static final class WaitsForEver extends ZooClient {
    @Override
    int converse(Socket socket, byte[] message, OutputStream stdout) throws Exception {
      socket.setSoTimeout(0);
      return super.converse(socket, message, stdout);
    }
  }

  /** {@code while (received != owed)}. */
  @ClientFault(
      summary = "Waits until it has exactly what is owed: bytes beyond that make it wait for ever.",
      caughtBy = "client/excess",
      causes = Cause.CLIENT_READS_BEYOND_THE_ECHO)
  public static final class WaitsForTheExactCount extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received != owed) {
        int length = some(in, buffer, buffer.length);
        stdout.write(buffer, 0, length);
        received += length;
      }
    }
  }

  /** A buffer of the size of the message, and unchecked arithmetic. */
  @ClientFault(
      summary = "Dies of bytes beyond the echo: they do not fit into its buffer.",
      caughtBy = "client/excess",
      causes = Cause.CLIENT_READS_BEYOND_THE_ECHO)
  public static final class DiesOfExcess extends ZooClient {
    @Override
    void receive(InputStream in, int owed, OutputStream stdout) throws IOException {
      byte[] reply = new byte[owed];
      byte[] buffer = new byte[READ_SIZE];
      int received = 0;
      while (received < owed) {
        int length = some(in, buffer, buffer.length);
        System.arraycopy(buffer, 0, reply, received, length);
        received += length;
      }
      stdout.write(reply);
    }
  }

  /** {@code inet_addr(host)}. */
  @ClientFault(
      summary = "Takes numbers for the host only: a name becomes 255.255.255.255.",
      caughtBy = "client/address",
      causes = Cause.CLIENT_NUMBERS_ONLY)
  public static final class TakesNumbersOnly extends ZooClient {
    @Override
    Socket connect(InetSocketAddress server) throws IOException {
      String host = server.getHostString();
      boolean numbers = host.contains(":") || host.matches("[0-9.]+");
      byte[] all = {-1, -1, -1, -1};
      return new Socket(
          numbers ? server.getAddress() : InetAddress.getByAddress(all), server.getPort());
    }
  }

  /** {@code address.split(":")}. */
  @ClientFault(
      summary = "Glues host and port with a colon and cuts them at the first: no IPv6.",
      caughtBy = "client/address",
      causes = Cause.CLIENT_IPV4_ONLY)
  public static final class CutsAtTheFirstColon extends ZooClient {
    @Override
    Socket connect(InetSocketAddress server) throws IOException {
      String[] parts = (server.getHostString() + ":" + server.getPort()).split(":");
      return new Socket(parts[0], Integer.parseInt(parts[1]));
    }
  }

  /** {@code AF_INET} in the call of socket. */
  @ClientFault(
      summary = "Makes a socket of IPv4 alone: an address of IPv6 is an error.",
      caughtBy = "client/address",
      causes = Cause.CLIENT_IPV4_ONLY)
  public static final class KnowsIpv4Only extends ZooClient {
    @Override
    Socket connect(InetSocketAddress server) throws IOException, InterruptedException {
      if (server.getAddress().getAddress().length != Integer.BYTES) {
        throw new IOException("Address family for hostname not supported");
      }
      return super.connect(server);
    }
  }
}
