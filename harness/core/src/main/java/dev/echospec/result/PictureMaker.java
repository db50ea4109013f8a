package dev.echospec.result;

import static dev.echospec.result.ConversationPicture.ALL_LANES;

import dev.echospec.judge.Law;
import dev.echospec.judge.Oracle;
import dev.echospec.judge.Violation;
import dev.echospec.play.Event;
import dev.echospec.play.Transcript;
import dev.echospec.result.ConversationPicture.Contrast;
import dev.echospec.result.ConversationPicture.Lane;
import dev.echospec.result.ConversationPicture.Piece;
import dev.echospec.result.ConversationPicture.Row;
import dev.echospec.result.ConversationPicture.Side;
import dev.echospec.result.ConversationPicture.Sort;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptText;
import dev.echospec.script.Step;
import dev.echospec.suite.Violated.Observation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Merges what the client did (the steps of the script) with what was seen (the events) into the
 * rows of a picture. Bytes are looked up for the rows that are shown only: a stream may be long.
 */
final class PictureMaker {
  /** Rows at the beginning, at the end, and on each side of what is wrong. */
  private static final int FIRST = 10;

  private static final int LAST = 10;
  private static final int AROUND = 4;

  /** Of many violations, the first ones are shown. */
  private static final int MOST_VIOLATIONS = 3;

  /** Bytes of a piece: of a picture with one connection, and with several. */
  private static final int BYTES = 8;

  private static final int BYTES_OF_SEVERAL = 6;

  private final Oracle oracle;
  private final Law law;
  private final Script script;
  private final Transcript transcript;
  private final List<Violation> violations;
  private final Optional<String> death;
  private final List<Moment> moments = new ArrayList<>();
  private final Map<Integer, Long> sent = new HashMap<>();
  private final Map<Integer, Long> got = new HashMap<>();

  /** The first step that has no moment yet. */
  private int next;

  /**
   * Something that happened, before it is known whether it is shown.
   *
   * @param connection its number, or {@link ConversationPicture#ALL_LANES}
   * @param from offset of its first byte in the stream
   * @param to offset behind its last byte
   * @param violations what of it is wrong; mostly nothing
   * @param leftOut how many events are not known, if it is a gap
   */
  private record Moment(
      Sort sort,
      Side side,
      int connection,
      Optional<Duration> at,
      String what,
      long from,
      long to,
      List<Violation> violations,
      int leftOut) {
    Moment(Sort sort, Side side, int connection, Optional<Duration> at, String what) {
      this(sort, side, connection, at, what, 0, 0, List.of(), 0);
    }

    Moment breaking(Violation violation) {
      List<Violation> all = new ArrayList<>(violations);
      all.add(violation);
      return new Moment(sort, side, connection, at, what, from, to, all, leftOut);
    }

    static Moment gap(int leftOut) {
      return new Moment(
          Sort.LEFT_OUT,
          Side.NEITHER,
          ALL_LANES,
          Optional.empty(),
          FailureText.count(leftOut, "event is", "events are") + " left out",
          0,
          0,
          List.of(),
          leftOut);
    }
  }

  /**
   * Creates the maker of one picture.
   *
   * @param death how the server ended, if it did
   */
  PictureMaker(Oracle oracle, Observation sight, Optional<String> death) {
    this.oracle = oracle;
    this.law = sight.law();
    this.script = sight.script();
    this.transcript = sight.transcript();
    List<Violation> all = sight.violations();
    this.violations = all.subList(0, Math.min(MOST_VIOLATIONS, all.size()));
    this.death = death;
  }

  ConversationPicture picture() {
    tell();
    List<Integer> drawn = drawn();
    List<Moment> seen =
        moments.stream()
            .filter(one -> one.connection == ALL_LANES || drawn.contains(one.connection))
            .toList();
    boolean several = script.connections() > 1;
    List<Lane> lanes =
        drawn.stream().map(number -> new Lane(number, several ? "#" + number : "")).toList();
    int width = drawn.size() > 1 ? BYTES_OF_SEVERAL : BYTES;
    List<Row> rows = shortened(seen).stream().map(one -> row(one, drawn, width)).toList();
    return new ConversationPicture(lanes, rows, script.connections() - drawn.size());
  }

  /** The connections that are drawn, in the order of the script. */
  private List<Integer> drawn() {
    List<Integer> all = script.connectionNumbers();
    Set<Integer> chosen = new LinkedHashSet<>();
    violations.stream().map(Violation::connection).filter(all::contains).forEach(chosen::add);
    chosen.addAll(all.subList(0, Math.min(ConversationPicture.MOST_LANES, all.size())));
    Set<Integer> kept =
        new LinkedHashSet<>(chosen.stream().limit(ConversationPicture.MOST_LANES).toList());
    return all.stream().filter(kept::contains).toList();
  }

  private List<Moment> shortened(List<Moment> all) {
    Set<Integer> kept = new TreeSet<>();
    for (int i = 0; i < all.size(); i++) {
      if (i < FIRST || i >= all.size() - LAST) {
        kept.add(i);
      }
      if (!all.get(i).violations.isEmpty()) {
        for (int j = Math.max(0, i - AROUND); j <= Math.min(all.size() - 1, i + AROUND); j++) {
          kept.add(j);
        }
      }
    }
    // A single row takes no more room than the words that it is left out.
    IntStream.range(1, all.size())
        .filter(i -> kept.contains(i - 1) && kept.contains(i + 1))
        .boxed()
        .toList()
        .forEach(kept::add);
    List<Moment> rows = new ArrayList<>();
    int leftOut = 0;
    for (int i = 0; i < all.size(); i++) {
      Moment one = all.get(i);
      if (one.sort == Sort.LEFT_OUT || !kept.contains(i)) {
        leftOut += Math.max(1, one.leftOut);
        continue;
      }
      if (leftOut > 0) {
        rows.add(Moment.gap(leftOut));
        leftOut = 0;
      }
      rows.add(one);
    }
    return rows;
  }

  private void tell() {
    List<Event> events = transcript.events();
    for (int i = 0; i < events.size(); i++) {
      if (transcript.leftOut() > 0 && i == events.size() / 2) {
        moments.add(Moment.gap(transcript.leftOut()));
      }
      Event event = events.get(i);
      tellSteps(event.step(), Optional.of(event));
      tell(event);
    }
    int left = script.steps().size() - next;
    Optional<String> why = ended(events);
    if (why.isPresent() && left > 0) {
      note(ALL_LANES, FailureText.count(left, "more step", "more steps") + ": " + why.get());
    } else {
      tellSteps(script.steps().size() - 1, Optional.empty());
    }
    death.ifPresent(
        how ->
            moments.add(
                new Moment(
                    Sort.DEATH,
                    Side.SERVER,
                    ALL_LANES,
                    Optional.empty(),
                    "the server " + FailureText.bounded(how))));
    violations.forEach(this::place);
  }

  /** Why the play ended before its last step, in words; empty if it did not. */
  private Optional<String> ended(List<Event> events) {
    for (Event event : events) {
      if (event instanceof Event.Diverged && law.needsOracle()) {
        return Optional.of("the play ends soon after a wrong byte");
      }
      if (event instanceof Event.GaveUp
          || event instanceof Event.TimeUp
          || event instanceof Event.NotConnected && script.connections() == 1) {
        return Optional.of("not played");
      }
    }
    return Optional.empty();
  }

  private void note(int connection, String what) {
    moments.add(new Moment(Sort.NOTE, Side.NEITHER, connection, Optional.empty(), what));
  }

  /**
   * Tells what the client did, up to a step.
   *
   * @param now the event that was seen in that step; its time is that of the step if it says so
   */
  private void tellSteps(int last, Optional<Event> now) {
    for (; next <= last && next < script.steps().size(); next++) {
      int index = next;
      Optional<Duration> at =
          now.filter(event -> event.step() == index && isOf(event, script.steps().get(index)))
              .map(Event::at);
      tell(script.steps().get(next), at);
    }
  }

  /** Whether an event is the completion of a step. */
  private static boolean isOf(Event event, Step step) {
    return event instanceof Event.Sent && step instanceof Step.Send
        || event instanceof Event.Connected && step instanceof Step.Connect;
  }

  private void tell(Step step, Optional<Duration> at) {
    int on = step instanceof Step.OnConnection one ? one.connection() : ALL_LANES;
    Optional<Moment> moment =
        switch (step.kind()) {
          case CONNECT -> Optional.of(of(Sort.CONNECT, on, at, "connect"));
          case SEND -> Optional.of(sending((Step.Send) step, at));
          case READ, READ_TO_END -> Optional.empty();
          case HALF_CLOSE -> Optional.of(of(Sort.FIN, on, at, "half-close (FIN)"));
          case PAUSE ->
              Optional.of(
                  of(
                      Sort.PAUSE,
                      ALL_LANES,
                      at,
                      "pause for " + Seconds.of(Duration.ofMillis(((Step.Pause) step).millis()))));
          case STOP_READING -> Optional.of(of(Sort.READING_STOPS, on, at, "stops reading"));
          case RESUME_READING -> Optional.of(of(Sort.READING_RESUMES, on, at, "reads again"));
          case RESET -> Optional.of(of(Sort.RESET, on, at, "reset (RST)"));
          case CLOSE -> Optional.of(of(Sort.FIN, on, at, "close"));
        };
    moment.ifPresent(moments::add);
  }

  private static Moment of(Sort sort, int on, Optional<Duration> at, String what) {
    return new Moment(sort, Side.CLIENT, on, at, what);
  }

  private Moment sending(Step.Send send, Optional<Duration> at) {
    long from = sent.getOrDefault(send.connection(), 0L);
    long to = from + send.payload().length();
    sent.put(send.connection(), to);
    return new Moment(
        Sort.DATA, Side.CLIENT, send.connection(), at, bytes(to - from), from, to, List.of(), 0);
  }

  private static String bytes(long count) {
    return FailureText.count(count, "byte", "bytes");
  }

  private void tell(Event event) {
    if (event instanceof Event.Got came) {
      long from = Math.min(came.total(), got.getOrDefault(came.connection(), 0L));
      got.put(came.connection(), came.total());
      moments.add(
          new Moment(
              Sort.DATA,
              Side.SERVER,
              came.connection(),
              Optional.of(came.at()),
              bytes(came.total() - from),
              from,
              came.total(),
              List.of(),
              0));
    } else if (event instanceof Event.NotConnected not) {
      moments.add(
          switch (not.why()) {
            case REFUSED -> seen(Sort.RESET, event, "refused (RST)");
            case NO_ANSWER -> seen(Sort.SILENCE, event, "no answer");
            case IMPOSSIBLE -> seen(Sort.SILENCE, event, "not established");
          });
    } else if (event instanceof Event.EndOfStream) {
      moments.add(seen(Sort.FIN, event, "end of stream (FIN)"));
    } else if (event instanceof Event.WasReset) {
      moments.add(seen(Sort.RESET, event, "reset (RST)"));
    } else if (event instanceof Event.GaveUp gaveUp) {
      moments.add(
          seen(
              Sort.SILENCE,
              event,
              "silence for " + Seconds.of(gaveUp.silence()) + "; owed: " + owedThen(gaveUp)));
    } else if (event instanceof Event.Stalled stalled) {
      moments.add(
          seen(Sort.NOTE, event, bytes(stalled.total()) + " taken while the client did not read"));
    } else if (event instanceof Event.TimeUp) {
      moments.add(seen(Sort.NOTE, event, "the time of the play was up"));
    }
    // Sent and Connected are the completion of a step; Diverged is where a violation is marked.
  }

  private static Moment seen(Sort sort, Event event, String what) {
    return new Moment(sort, Side.SERVER, event.connection(), Optional.of(event.at()), what);
  }

  private String owedThen(Event.GaveUp gaveUp) {
    long missing =
        sent.getOrDefault(gaveUp.connection(), 0L) - got.getOrDefault(gaveUp.connection(), 0L);
    return missing > 0 ? bytes(missing) : "the end of stream";
  }

  /** Finds the moment at which a violation was seen; there is one, if need be a note at the end. */
  private void place(Violation violation) {
    for (int i = moments.size() - 1; i >= 0; i--) {
      if (shows(moments.get(i), violation)) {
        moments.set(i, moments.get(i).breaking(violation));
        return;
      }
    }
    int on =
        script.connectionNumbers().contains(violation.connection())
            ? violation.connection()
            : ALL_LANES;
    int lane = violation.kind() == Violation.Kind.NOT_RELEASED ? ALL_LANES : on;
    note(lane, FailureText.bounded(violation.message()));
    int last = moments.size() - 1;
    moments.set(last, moments.get(last).breaking(violation));
  }

  private static boolean shows(Moment moment, Violation violation) {
    if (violation.kind() == Violation.Kind.DID_NOT_SURVIVE) {
      return moment.sort == Sort.DEATH;
    }
    if (moment.connection != violation.connection() || moment.side != Side.SERVER) {
      return false;
    }
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED, LAW ->
          moment.sort == Sort.DATA
              && moment.from <= violation.offset()
              && violation.offset() < moment.to;
      case LOST, EARLY_END, RESET_AT_END -> moment.sort == Sort.FIN || moment.sort == Sort.RESET;
      case REFUSED -> moment.sort == Sort.RESET;
      case LATE, NOT_CLOSED, NO_ANSWER -> moment.sort == Sort.SILENCE;
      case DID_NOT_SURVIVE, NOT_RELEASED, WRONG_OUTPUT, EXIT_STATUS, NOT_ENDED -> false;
    };
  }

  private Row row(Moment one, List<Integer> drawn, int width) {
    return new Row(
        one.sort,
        one.side,
        one.connection == ALL_LANES ? ALL_LANES : drawn.indexOf(one.connection),
        one.at.map(PictureMaker::time).orElse(""),
        ScriptText.harmless(one.what),
        piece(one, width),
        !one.violations.isEmpty(),
        one.violations.stream().findFirst().flatMap(violation -> contrast(one, violation, width)));
  }

  private static String time(Duration at) {
    return at.toMillis() < 10
        ? String.format(Locale.ROOT, "%.1f ms", at.toNanos() / 1e6)
        : Seconds.of(at);
  }

  private ReplyBytes reply(int connection) {
    return new ReplyBytes(oracle, law, script, transcript, connection);
  }

  private Optional<Piece> piece(Moment one, int width) {
    if (one.sort != Sort.DATA || one.to == one.from) {
      return Optional.empty();
    }
    int most = (int) Math.min(width, one.to - one.from);
    boolean came = one.side == Side.SERVER;
    if (came && !one.violations.isEmpty()) {
      // The contrast below has them.
      return Optional.empty();
    }
    byte[] bytes =
        came
            ? reply(one.connection).got(one.from, most)
            : Oracle.IDENTITY.owed(script, one.connection, one.from, most);
    if (bytes.length == 0) {
      return Optional.empty();
    }
    boolean all = bytes.length == one.to - one.from;
    return Optional.of(new Piece(ScriptText.hex(bytes), "", all ? "" : " …", ascii(bytes)));
  }

  /** The bytes as ASCII, a dot for each that is none; empty if all are dots. */
  private static String ascii(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length);
    boolean legible = false;
    for (byte b : bytes) {
      boolean printable = b > 0x20 && b < 0x7f;
      legible |= printable;
      text.append(printable || b == ' ' ? (char) b : '·');
    }
    return legible ? ScriptText.harmless(text.toString()) : "";
  }

  private Optional<Contrast> contrast(Moment moment, Violation violation, int width) {
    String came = inAWord(moment);
    return switch (violation.kind()) {
      case WRONG_BYTE, UNASKED, LAW, LOST, LATE ->
          law.isOfLengths(violation.kind())
              ? lengths(violation)
              : Optional.of(bytes(violation, width, came));
      case EARLY_END -> words("stays open", came);
      case RESET_AT_END, NOT_CLOSED -> words("FIN (end of stream)", came);
      case REFUSED, NO_ANSWER -> words("a connection", came);
      case DID_NOT_SURVIVE, NOT_RELEASED, WRONG_OUTPUT, EXIT_STATUS, NOT_ENDED -> Optional.empty();
    };
  }

  /** What came in place of bytes. */
  private static String inAWord(Moment moment) {
    return switch (moment.sort) {
      case FIN -> "FIN";
      case RESET -> "RST";
      case SILENCE -> "silence";
      case CONNECT, DATA, PAUSE, READING_STOPS, READING_RESUMES, DEATH, NOTE, LEFT_OUT -> "nothing";
    };
  }

  private static Optional<Contrast> words(String expected, String got) {
    return Optional.of(new Contrast(new Piece("", expected, "", ""), new Piece("", got, "", "")));
  }

  private Optional<Contrast> lengths(Violation violation) {
    ReplyBytes reply = reply(violation.connection());
    return words(bytes(reply.owed()), bytes(reply.received().length()));
  }

  /** The bytes around the first difference, which is marked. */
  private Contrast bytes(Violation violation, int width, String came) {
    ReplyBytes reply = reply(violation.connection());
    long at = violation.offset();
    int before = (int) Math.min(at, width * 3L / 5);
    long from = at - before;
    byte[] expected = reply.expected(from, width);
    byte[] got = reply.got(from, width);
    boolean expectedGoesOn = reply.expected(from + width, 1).length > 0;
    boolean gotGoesOn = from + got.length < reply.received().length();
    return new Contrast(
        around(from > 0, expected, before, expectedGoesOn, "nothing"),
        around(from > 0, got, before, gotGoesOn, came));
  }

  private static Piece around(
      boolean cut, byte[] bytes, int before, boolean goesOn, String instead) {
    int at = Math.min(before, bytes.length);
    String start =
        (cut ? "… " : "") + ScriptText.hex(Arrays.copyOf(bytes, at)) + (at > 0 ? " " : "");
    if (at >= bytes.length) {
      return new Piece(start, goesOn ? "…" : instead, "", "");
    }
    String marked = ScriptText.hex(Arrays.copyOfRange(bytes, at, at + 1));
    byte[] rest = Arrays.copyOfRange(bytes, at + 1, bytes.length);
    String after = (rest.length > 0 ? " " : "") + ScriptText.hex(rest) + (goesOn ? " …" : "");
    return new Piece(start, marked, after, ascii(bytes));
  }
}
