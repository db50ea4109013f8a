package dev.echospec.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A folder that a run writes its report to, and no other run as long as this one holds it. No
 * symbolic link in it is followed, and only files of the kit are replaced. A process that ends lets
 * go of the folder, however it ends.
 */
public final class OutputFolder implements AutoCloseable {
  /**
   * Marks a folder as one of the kit's, and is locked while a run writes to it. It stays: to remove
   * a locked file is a race with the next run.
   */
  public static final String MARK = ".echospec-report";

  private static final String UNFINISHED = ".echospec-unfinished";
  private static final String TEXT = "echospec writes its report to this folder.\n";

  private final Path path;
  private final FileChannel channel;

  private OutputFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** What is in the folder is not the kit's, or another run holds it. The message is one line. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Creates the refusal.
     *
     * @param message for the user: what is wrong, and what to do
     */
    public Refused(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Makes the folder if it is not there, and holds it. The folder itself may be a symbolic link:
   * the user has named it.
   *
   * @param path where
   * @return the folder, to be closed
   * @throws Refused if another run holds it, or files that the kit needs are not the kit's
   * @throws IOException if it cannot be written to
   */
  public static OutputFolder open(Path path) throws IOException, Refused {
    if (!Files.isDirectory(path)) {
      Files.createDirectories(path);
    }
    mustBeFile(path.resolve(MARK));
    mustBeFile(path.resolve(UNFINISHED));
    FileChannel channel =
        FileChannel.open(
            path.resolve(MARK),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    OutputFolder folder = new OutputFolder(path, channel);
    try {
      folder.hold();
      folder.mark();
      // Fails where writing the report would.
      Files.delete(fresh(path, UNFINISHED));
      return folder;
    } catch (IOException | Refused e) {
      channel.close();
      throw e;
    }
  }

  private void hold() throws Refused {
    try {
      if (channel.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this process: said below.
    } catch (IOException e) {
      // There are file systems without locks; reports are written to them all the same.
      return;
    }
    throw new Refused(
        path + " is in use by another run of echospec: wait for its end, or choose another folder");
  }

  private void mark() throws IOException, Refused {
    ByteBuffer there = ByteBuffer.allocate(TEXT.length());
    while (there.hasRemaining() && channel.read(there) >= 0) {
      // Until the buffer is full or the file at its end.
    }
    String text = new String(there.array(), 0, there.position(), UTF_8);
    if (!TEXT.startsWith(text)) {
      throw foreign(path.resolve(MARK));
    }
    channel.write(ByteBuffer.wrap(TEXT.getBytes(UTF_8)), 0);
  }

  /**
   * Marks a folder that another process will hold.
   *
   * @param folder that is there
   * @throws IOException if it cannot be written to
   */
  public static void mark(Path folder) throws IOException {
    try {
      Files.writeString(folder.resolve(MARK), TEXT, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      // An earlier run has marked it.
    }
  }

  /**
   * Returns whether the kit has written to it.
   *
   * @param folder any
   */
  public static boolean isMarked(Path folder) {
    return Files.isRegularFile(folder.resolve(MARK), LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Refuses what is no ordinary file.
   *
   * @param file that the kit wants to write
   * @throws Refused if something is there that is no ordinary file: a link would be followed
   */
  public static void mustBeFile(Path file) throws Refused {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw foreign(file);
    }
  }

  /**
   * Returns a refusal that says that the kit did not write the file.
   *
   * @param file that the kit wants to write
   */
  public static Refused foreign(Path file) {
    return new Refused(
        file + " was not written by echospec and is not overwritten: choose another folder");
  }

  /**
   * Makes a new, empty file, in place of one of the same name. A link of that name is replaced, not
   * followed.
   *
   * @param folder where
   * @param name of the file
   * @return the file
   * @throws IOException if it cannot be made
   */
  public static Path fresh(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    Files.deleteIfExists(file);
    return Files.createFile(file);
  }

  /**
   * Writes a file whole or not at all: a reader never sees half of it.
   *
   * @param name of the file
   * @param text what is in it; half a character, as of a server's log, becomes a question mark
   * @throws IOException if it cannot be written
   */
  public void write(String name, String text) throws IOException {
    Path unfinished = path.resolve(UNFINISHED);
    Files.deleteIfExists(unfinished);
    // New: a link that was put there meanwhile is an error, and not followed.
    Files.write(unfinished, text.getBytes(UTF_8), StandardOpenOption.CREATE_NEW);
    Path file = path.resolve(name);
    try {
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Returns the path of the folder. */
  public Path path() {
    return path;
  }

  /** Releases the folder. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // All that was written to the report is written; the lock ends with the process.
    }
  }
}
