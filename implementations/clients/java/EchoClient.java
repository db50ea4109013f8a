import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.Charset;

/** EchoClient HOST PORT MESSAGE: sends the message and prints its echo. */
public class EchoClient {
    private static final int PATIENCE_MILLIS = 10_000;

    public static void main(String[] args) {
        if (args.length != 3) {
            System.err.println("usage: EchoClient HOST PORT MESSAGE");
            System.exit(2);
        }
        // The encoding that the arguments came in, so that the bytes leave as they were typed.
        byte[] message = args[2].getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
        try {
            exchange(args[0], Integer.parseInt(args[1]), message, System.out);
        } catch (IOException e) {
            System.err.println("EchoClient: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void exchange(String host, int port, byte[] message, PrintStream out)
            throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(message);
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            int received = 0;
            while (received < message.length) {
                int n = in.read(buffer, 0, Math.min(buffer.length, message.length - received));
                if (n < 0) {
                    throw new IOException(
                            "the server ended after " + received + " of " + message.length
                                    + " bytes");
                }
                out.write(buffer, 0, n);
                received += n;
            }
            out.flush();
        }
    }
}
