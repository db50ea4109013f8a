package dev.echospec.result;

import dev.echospec.client.judge.ClientObservation;
import dev.echospec.client.play.Captured;
import dev.echospec.client.play.ClientTranscript;
import dev.echospec.client.play.Conversation;
import dev.echospec.client.script.ServerScriptText;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.script.Payload;
import dev.echospec.script.ScriptText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A failing run of a client in lines: the server's script, what was seen, and what was wrong. */
final class ClientText {
  private static final int MOST_SHOWN = 48;

  private ClientText() {}

  static List<String> lines(ClientObservation run, Oracle oracle) {
    List<String> lines =
        new ArrayList<>(FailureText.shortened(ServerScriptText.lines(run.script())));
    ClientTranscript seen = run.transcript();
    Payload message = run.script().message();
    Optional<Conversation> main = seen.main();
    main.filter(one -> !one.received().equals(message))
        .ifPresent(one -> lines.add("arrived: " + shown(one.received(), one.total())));
    if (seen.status().isPresent() || seen.wasEnded()) {
      byte[] echo = oracle.apply(message.bytes(0, MOST_SHOWN));
      Captured stdout = seen.stdout();
      lines.add("echo:    " + shown(Payload.of(echo), message.length()));
      lines.add("printed: " + shown(stdout.bytes(), stdout.total()));
    }
    lines.add("ended:   " + ending(seen));
    for (Violation violation : run.violations()) {
      lines.add(FailureText.sentence(violation.message()));
    }
    List<String> words = seen.stderr().orElse("").lines().filter(line -> !line.isBlank()).toList();
    int from = Math.max(0, words.size() - FailureText.LAST_WORDS);
    for (String line : words.subList(from, words.size())) {
      lines.add("stderr:  " + FailureText.bounded(line));
    }
    return lines;
  }

  private static String shown(Payload bytes, long total) {
    byte[] first = bytes.bytes(0, MOST_SHOWN);
    String text = ScriptText.textBeside(first).strip();
    return (first.length == 0 ? "nothing" : text.isEmpty() ? ScriptText.hex(first) : text)
        + (total > first.length ? "... (" + ServerScriptText.count(total) + ")" : "");
  }

  private static String ending(ClientTranscript seen) {
    if (seen.wasEnded()) {
      return "not by itself: the kit ended it after " + Seconds.of(seen.elapsed());
    }
    return seen.status()
        .map(status -> "with exit status " + status + " after " + Seconds.of(seen.elapsed()))
        .orElse("its connection is closed; its exit status cannot be seen");
  }
}
