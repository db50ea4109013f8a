package dev.echospec.cli;

import dev.echospec.file.IoErrors;
import dev.echospec.folder.ReportException;
import dev.echospec.report.Console;
import dev.echospec.report.RecordingFolder;
import dev.echospec.result.ClientFailureFile;
import dev.echospec.result.FailureFile;
import dev.echospec.result.KitVersion;
import dev.echospec.script.ScriptText;
import dev.echospec.server.ServerSpec;
import dev.echospec.suite.Profile;
import dev.echospec.tap.Pcapng;
import dev.echospec.tap.Relay;
import dev.echospec.tap.TapScript;
import dev.echospec.tap.TapServerScript;
import dev.echospec.tap.TapText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Stands between a client and a server, and records what they say. */
@Command(
    name = "tap",
    mixinStandardHelpOptions = true,
    versionProvider = Echospec.Version.class,
    description = "Relays connections to a server, and records what both sides do.",
    footer = {
      "",
      "Exit status: 0 recorded, 3 the port cannot be listened on or the server's name is",
      "not known, 4 the recording could not be written, or this machine lacks something.",
      "",
      "Example: ./echospec tap --listen 7000 localhost:10000"
    })
final class TapCommand implements Callable<Integer> {
  private static final String FOLDER = "target/echospec-tap";

  /** Stands in a recording for a client that is yet to be named. */
  private static final String CLIENT = "-- CLIENT COMMAND";

  private final Console out;
  private final Console err;

  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "PORT",
      converter = ListenAddress.class,
      description = "Where clients connect: PORT on 127.0.0.1, or ADDRESS:PORT; 0 for any port.")
  private InetSocketAddress listen;

  @Parameters(index = "0", paramLabel = "TARGET", description = "The server: HOST:PORT or PORT.")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = FOLDER,
      description = "Where the recording goes (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--connections",
      paramLabel = "N",
      converter = OptionConverter.Tries.class,
      description = "End after N connections. Otherwise Ctrl-C ends the recording.")
  private @Nullable Integer connections;

  @Option(
      names = "--profile",
      paramLabel = "PROFILE",
      defaultValue = "concurrent",
      converter = OptionConverter.ProfileName.class,
      description = "What replay expects of the server: rfc862 for the same bytes, not upper case.")
  private Profile profile;

  TapCommand(Console out, Console err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() throws IOException {
    ServerSpec.Address target = target();
    List<InetSocketAddress> addresses;
    try {
      addresses = addresses(target);
    } catch (UnknownHostException e) {
      return complain(ExitCode.NO_TARGET, "The name '" + target.host() + "' is not known.");
    }
    try (RecordingFolder recording = open()) {
      Instant began = Instant.now();
      TapScript script = new TapScript();
      TapServerScript server = new TapServerScript(profile.oracle());
      TapText text = new TapText(out::line);
      Pcapng capture = new Pcapng(recording.capture(), "echospec " + KitVersion.text(), began);
      try (Relay relay =
          new Relay(
              listen,
              addresses,
              event -> {
                script.happened(event);
                server.happened(event);
                capture.happened(event);
                text.happened(event);
              })) {
        relay(relay, target, recording, script, server);
      }
      return ExitCode.CONFORMS;
    } catch (BindException e) {
      return complain(ExitCode.NO_TARGET, bind(e));
    } catch (UncheckedIOException e) {
      return complain(
          ExitCode.FAULT,
          "the recording cannot be written to " + folder + ": " + IoErrors.inWords(e.getCause()));
    } catch (ReportException e) {
      return complain(ExitCode.FAULT, e.getMessage());
    }
  }

  private RecordingFolder open() {
    try {
      return RecordingFolder.open(folder);
    } catch (ReportException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void relay(
      Relay relay,
      ServerSpec.Address target,
      RecordingFolder recording,
      TapScript script,
      TapServerScript server)
      throws IOException, ReportException {
    Interruption interruption = Interruption.of(relay);
    try {
      out.println(
          "Listening on %s for %s%s."
              .formatted(
                  shown(relay.address()),
                  target.text(),
                  connections == null ? " (Ctrl-C ends it)" : ""));
      try {
        relay.run(connections == null ? Integer.MAX_VALUE : connections);
      } finally {
        relay.close();
        recording.finish(
            FailureFile.recording(
                script.script(),
                profile.oracle().transform(),
                folder.resolve(RecordingFolder.CONVERSATION).toString(),
                target.text()),
            ClientFailureFile.recording(
                server.script(),
                server.law(),
                profile.oracle().transform(),
                folder.resolve(RecordingFolder.OF_SERVER).toString(),
                CLIENT));
      }
      cut(script.isCut(), RecordingFolder.CONVERSATION);
      cut(server.isCut(), RecordingFolder.OF_SERVER);
      if (server.connections() > 1) {
        out.println(
            RecordingFolder.OF_SERVER + " has the connection on which most was said, no other.");
      }
      out.println("Recorded: " + folder);
    } finally {
      interruption.over();
    }
  }

  private void cut(boolean isCut, String file) {
    if (isCut) {
      out.println("More happened than a file for replay takes: " + file + " is the beginning.");
    }
  }

  private ServerSpec.Address target() {
    try {
      if (ServerSpec.parse(name) instanceof ServerSpec.Address address) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    throw new ParameterException(
        spec.commandLine(), "tap takes a running server, HOST:PORT, not '" + name + "'");
  }

  private static List<InetSocketAddress> addresses(ServerSpec.Address target)
      throws UnknownHostException {
    return Stream.of(InetAddress.getAllByName(target.host()))
        .map(address -> new InetSocketAddress(address, target.port()))
        .toList();
  }

  private String bind(IOException e) {
    String why = String.valueOf(e.getMessage());
    return "Cannot listen on "
        + shown(listen)
        + (why.contains("in use") ? ": another program does. Choose another port." : ": " + why);
  }

  private static String shown(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private int complain(int status, String what) {
    err.println("echospec: " + ScriptText.harmless(what));
    return status;
  }
}
