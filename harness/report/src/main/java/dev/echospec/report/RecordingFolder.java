package dev.echospec.report;

import dev.echospec.file.OutputFolder;
import dev.echospec.folder.ReportException;
import dev.echospec.folder.ReportFolder;
import dev.echospec.folder.ReportFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The folder of a recording: a capture that grows while the recording goes on, and two failure
 * files that are written at its end, one of each side. Only earlier recordings of the kit are
 * replaced.
 */
public final class RecordingFolder implements AutoCloseable {
  /** Name of the file that {@code replay} takes. */
  public static final String CONVERSATION = "recording.json";

  /** Name of the file that {@code replay} takes to play the server to a client. */
  public static final String OF_SERVER = "recording-server.json";

  /** Name of the file that Wireshark takes. */
  public static final String CAPTURE = "recording.pcapng";

  /** The application stands near the beginning. */
  private static final Pattern OUR_CAPTURE = Pattern.compile("^\\n\\r\\r\\n[\\s\\S]*?echospec ");

  private final OutputFolder folder;
  private final OutputStream capture;

  private RecordingFolder(OutputFolder folder) throws IOException {
    this.folder = folder;
    capture =
        Files.newOutputStream(OutputFolder.fresh(folder.path(), CAPTURE), StandardOpenOption.WRITE);
  }

  /**
   * Makes the folder if it is not there, and removes an earlier recording.
   *
   * @param path where
   * @return the folder, which no other run can use until it is closed
   * @throws ReportException if it cannot be used
   */
  public static RecordingFolder open(Path path) throws ReportException {
    OutputFolder folder = ReportFolder.claim(path, () -> earlier(path));
    try {
      return new RecordingFolder(folder);
    } catch (IOException e) {
      folder.close();
      throw ReportFolder.cannot(path, e);
    }
  }

  private static List<Path> earlier(Path path) throws IOException, OutputFolder.Refused {
    List<Path> earlier = new ArrayList<>();
    for (String name : List.of(CONVERSATION, OF_SERVER)) {
      if (ReportFormat.isOurs(path.resolve(name), ReportFolder.OUR_FAILURE)) {
        earlier.add(path.resolve(name));
      }
    }
    Path capture = path.resolve(CAPTURE);
    if (ReportFormat.isOurs(capture, OUR_CAPTURE)) {
      earlier.add(capture);
    }
    return earlier;
  }

  /** Returns the file of the capture, which begins empty and belongs to the folder. */
  public OutputStream capture() {
    return capture;
  }

  /**
   * Writes the failure files.
   *
   * @param clients what the clients did, in the format failure/1
   * @param server what the server did, in the same format
   * @throws ReportException if one cannot be written
   */
  public void finish(String clients, String server) throws ReportException {
    try {
      capture.flush();
      folder.write(CONVERSATION, clients);
      folder.write(OF_SERVER, server);
    } catch (IOException e) {
      throw ReportFolder.cannot(folder.path(), e);
    }
  }

  /** Releases the folder. */
  @Override
  public void close() throws IOException {
    try (folder) {
      capture.close();
    }
  }
}
