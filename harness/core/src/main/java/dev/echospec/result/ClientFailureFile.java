package dev.echospec.result;

import dev.echospec.client.judge.ClientLaw;
import dev.echospec.client.script.ServerScript;
import dev.echospec.file.TextFile;
import dev.echospec.reference.server.Transform;
import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The file that a failing case of a client leaves, as far as it is needed to play the run again.
 *
 * @param caseId the case that failed
 * @param law what the run is judged by
 * @param transform what the server does to the bytes
 * @param script what the server does
 */
public record ClientFailureFile(
    String caseId, ClientLaw law, Transform transform, ServerScript script) {
  /**
   * Returns what is in a failure file of a client; empty if it is one of a server, or a script.
   *
   * @throws Malformed if it cannot be read; the message begins with the path
   */
  public static Optional<ClientFailureFile> read(Path path) throws Malformed {
    return Optional.ofNullable(TextFile.read(path, JsonText.LONGEST, ClientFailureFile::parse));
  }

  /**
   * Returns the text of a file that plays the server of a recorded conversation.
   *
   * @param script what the server did
   * @param law what a client is judged by that meets such a server
   * @param transform what the server was to do to the bytes
   * @param name of the file, as the command in it names it
   * @param client as the user writes it, such as {@code -- ./client {host} {port}}
   */
  public static String recording(
      ServerScript script, ClientLaw law, Transform transform, String name, String client) {
    return JsonText.print(
        FailureDocument.recording(
            null,
            JsonText.tree(ClientEntry.of(law, script)),
            Optional.empty(),
            transform,
            FailureText.replay(name, client)),
        FailureFile.DEEPEST);
  }

  private static @Nullable ClientFailureFile parse(String text) throws Malformed {
    JsonNode json = JsonText.parse(text);
    if (!json.has("client")) {
      return null;
    }
    FailureDocument document = JsonText.exactly(json, FailureDocument.class, "a failure file");
    ClientEntry entry = ClientEntry.read(json.get("client"));
    String name = document.transform().orElse("");
    Transform transform =
        Arrays.stream(Transform.values())
            .filter(one -> FailureFile.slug(one).equals(name))
            .findFirst()
            .orElseThrow(() -> new Malformed("\"transform\" is missing or none that is known"));
    return new ClientFailureFile(
        FailureFile.caseId(document), entry.judgedBy(), transform, entry.script());
  }
}
