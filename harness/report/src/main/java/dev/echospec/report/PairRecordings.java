package dev.echospec.report;

import dev.echospec.compare.Fleet;
import dev.echospec.compare.FleetClient;
import dev.echospec.compare.Member;
import dev.echospec.compare.PairRecorder;
import dev.echospec.compare.PairResult;
import dev.echospec.folder.ReportException;
import dev.echospec.interop.Talk;
import dev.echospec.judge.Oracle;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.result.FailureFile;
import dev.echospec.result.KitVersion;
import dev.echospec.tap.Pcapng;
import dev.echospec.tap.TapEvent;
import dev.echospec.tap.TapScript;
import dev.echospec.tap.TapServerScript;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Writes what was said in a pair that fails to the folder of the comparison, as tap does. */
public final class PairRecordings implements PairRecorder {
  private final Path comparison;

  /**
   * Writes nothing yet.
   *
   * @param comparison the folder of its report
   */
  public PairRecordings(Path comparison) {
    this.comparison = comparison;
  }

  @Override
  public String keep(Fleet fleet, FleetClient client, Member server, Talk talk, Oracle oracle)
      throws IOException {
    String name = PairResult.recordings(client.name(), server.name());
    Path path = comparison.resolve(name);
    try (RecordingFolder folder = RecordingFolder.open(path)) {
      TapScript clients = new TapScript();
      TapServerScript servers = new TapServerScript(oracle);
      List<TapEvent.Listener> listeners =
          List.of(
              clients,
              servers,
              new Pcapng(
                  folder.capture(),
                  "echospec " + KitVersion.text(),
                  Instant.now().minus(talk.seen().elapsed())));
      talk.events().forEach(event -> listeners.forEach(one -> one.happened(event)));
      folder.finish(
          FailureFile.recording(
              clients.script(),
              oracle.transform(),
              path.resolve(RecordingFolder.CONVERSATION).toString(),
              fleet.replayed(server)),
          ClientFailureFile.recording(
              servers.script(),
              servers.law(),
              oracle.transform(),
              path.resolve(RecordingFolder.OF_SERVER).toString(),
              fleet.replayed(client)));
      return name;
    } catch (ReportException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
