package dev.echospec.cli;

import dev.echospec.capture.CaptureException;
import dev.echospec.capture.ConversationCapture;
import dev.echospec.file.SearchPath;
import dev.echospec.folder.ReportException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the packets of a conversation go. */
final class CaptureOption {
  private static final String NAME = "--capture";

  private final SearchPath path;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = NAME,
      paramLabel = "OUT",
      description =
          "Let dumpcap, or else tcpdump, capture the packets of the conversation into a new file,"
              + " for Wireshark. Mostly needs root.")
  private @Nullable Path file;

  /**
   * Creates the option.
   *
   * @param environment says where programs are
   */
  CaptureOption(Map<String, String> environment) {
    path = new SearchPath(environment);
  }

  /**
   * Refuses the option where nothing can be captured.
   *
   * @param why not
   * @throws ParameterException if it is given
   */
  void refuse(String why) {
    if (file != null) {
      throw wrong(NAME + ": " + why);
    }
  }

  /**
   * Gets a capture ready; the caller closes it.
   *
   * @return empty if the option is not given
   * @throws ParameterException if the file cannot be used
   * @throws CaptureException if this machine cannot capture
   */
  Optional<ConversationCapture> open() {
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ConversationCapture.open(file, path));
    } catch (ReportException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
