import java.io.InputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * EchoClient HOST PORT MESSAGE: the tutorial's client in Java, line for line. Its faults are kept on
 * purpose: it adds the -1 of an ended read to its count, and makes a text of each read by itself.
 */
public class EchoClient {
    private static final Charset UTF_8 = Charset.forName("UTF-8");

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        String text = args[2];
        try (Socket socket = new Socket(args[0], Integer.parseInt(args[1]))) {
            out.println("Отправка: " + text);
            byte[] message = text.getBytes(Charset.forName(System.getProperty("sun.jnu.encoding")));
            socket.getOutputStream().write(message);
            InputStream in = socket.getInputStream();
            byte[] data = new byte[16];
            int received = 0;
            while (received < message.length) {
                int n = in.read(data);
                received += n;
                out.println("Получено: " + new String(Arrays.copyOf(data, Math.max(0, n)), UTF_8));
            }
            out.println("Закрываем сокет");
        }
    }
}
