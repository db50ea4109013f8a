package dev.echospec.client.script;

import dev.echospec.client.script.ServerStep.Answer;
import dev.echospec.client.script.ServerStep.Pause;
import dev.echospec.client.script.ServerStep.Read;
import dev.echospec.client.script.ServerStep.Send;
import dev.echospec.script.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Proposes simpler server scripts: shorter messages, fewer pieces and pauses, plainer bytes. A
 * proposal keeps the end of its script, so a whole echo stays whole and an early end stays early. A
 * pause that keeps pieces apart is left out, but not made shorter.
 */
public final class ServerScriptShrinker {
  private ServerScriptShrinker() {}

  /** Returns simpler scripts, the simplest first; none equals the given one. */
  public static List<ServerScript> simpler(ServerScript script, boolean variableMessage) {
    Set<ServerScript> all = new LinkedHashSet<>();
    if (variableMessage) {
      messages(script, all);
    }
    steps(script, all);
    all.remove(script);
    return List.copyOf(all);
  }

  private static void messages(ServerScript script, Set<ServerScript> all) {
    byte[] bytes = script.message().bytes(0, (int) script.message().length());
    int least = script.isCutShort() ? 1 : 0;
    for (int length : new int[] {least, 1, 2, bytes.length / 4, bytes.length / 2}) {
      if (length < bytes.length && length >= least) {
        all.add(script.with(Payload.of(Arrays.copyOf(bytes, wholeCharacters(bytes, length)))));
        int from = wholeCharacters(bytes, bytes.length - length);
        all.add(script.with(Payload.of(Arrays.copyOfRange(bytes, from, bytes.length))));
      }
    }
    for (int less : new int[] {bytes.length / 8, 16, 4, 2, 1}) {
      if (less > 0 && bytes.length - less >= least) {
        all.add(
            script.with(
                Payload.of(Arrays.copyOf(bytes, wholeCharacters(bytes, bytes.length - less)))));
        int from = wholeCharacters(bytes, less);
        all.add(script.with(Payload.of(Arrays.copyOfRange(bytes, from, bytes.length))));
      }
    }
    byte[] plain = new byte[bytes.length];
    Arrays.fill(plain, (byte) 'a');
    all.add(script.with(Payload.of(plain)));
    if (bytes.length > 0) {
      String alphabet = "abcdefghijklmnopqrstuvwxyz".repeat(bytes.length / 26 + 1);
      all.add(
          script.with(
              Payload.of(alphabet.substring(0, bytes.length).getBytes(StandardCharsets.US_ASCII))));
    }
    all.removeIf(one -> compare(one, script) >= 0);
  }

  /** Plainer bytes are simpler, so that two messages of one length never alternate. */
  private static int compare(ServerScript one, ServerScript other) {
    int byLength = Long.compare(one.message().length(), other.message().length());
    return byLength != 0 ? byLength : Long.compare(variety(one), variety(other));
  }

  private static long variety(ServerScript script) {
    byte[] bytes = script.message().bytes(0, (int) script.message().length());
    long distinct = 0;
    long odd = 0;
    boolean[] seen = new boolean[256];
    for (byte b : bytes) {
      distinct += seen[b & 0xff] ? 0 : 1;
      seen[b & 0xff] = true;
      odd += b >= 'a' && b <= 'z' ? 0 : 1;
    }
    return odd * 256 + distinct;
  }

  /** Returns the end of the last whole UTF-8 character at or before an index. */
  private static int wholeCharacters(byte[] bytes, int length) {
    int end = length;
    while (end > 0 && end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    return end;
  }

  private static void steps(ServerScript script, Set<ServerScript> all) {
    List<ServerStep> steps = script.steps();
    boolean whole = !script.isCutShort();
    for (int i = 0; i < steps.size(); i++) {
      ServerStep step = steps.get(i);
      if (step instanceof Pause || step instanceof Read) {
        all.add(script.with(without(steps, i)));
      }
      if (step instanceof Pause pause && pause.millis() > PiecesApart.PAUSE) {
        all.add(
            script.with(
                replaced(steps, i, new Pause(Math.max(PiecesApart.PAUSE, pause.millis() / 2)))));
      }
      if (step instanceof Answer answer) {
        if (!whole) {
          all.add(script.with(without(steps, i)));
        }
        if (i + 1 < steps.size() && steps.get(i + 1) instanceof Answer next) {
          all.add(script.with(replaced(without(steps, i + 1), i, new Answer(sum(answer, next)))));
        }
        if (i + 2 < steps.size()
            && steps.get(i + 1) instanceof Pause
            && steps.get(i + 2) instanceof Answer next) {
          List<ServerStep> fewer = without(without(steps, i + 2), i + 1);
          all.add(script.with(replaced(fewer, i, new Answer(sum(answer, next)))));
        }
        if (answer.bytes() > 1 && answer.bytes() != ServerStep.EVERYTHING) {
          boolean followed =
              steps.subList(i + 1, steps.size()).stream().anyMatch(Answer.class::isInstance);
          if (followed || !whole) {
            all.add(script.with(replaced(steps, i, new Answer(1))));
            all.add(script.with(replaced(steps, i, new Answer(answer.bytes() / 2))));
          }
        }
      }
      if (step instanceof Send send && send.payload().length() > 1) {
        all.add(script.with(replaced(steps, i, new Send(Payload.of(send.payload().bytes(0, 1))))));
      }
    }
    // Removing the steps of a script may leave one that answers less than it did.
    all.removeIf(one -> whole && one.isCutShort());
  }

  private static int sum(Answer one, Answer next) {
    return (int) Math.min(ServerStep.EVERYTHING, (long) one.bytes() + next.bytes());
  }

  private static List<ServerStep> without(List<ServerStep> steps, int index) {
    List<ServerStep> fewer = new ArrayList<>(steps);
    fewer.remove(index);
    return fewer;
  }

  private static List<ServerStep> replaced(List<ServerStep> steps, int index, ServerStep by) {
    List<ServerStep> others = new ArrayList<>(steps);
    others.set(index, by);
    return others;
  }
}
