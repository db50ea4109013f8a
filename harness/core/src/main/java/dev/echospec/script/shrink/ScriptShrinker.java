package dev.echospec.script.shrink;

import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.Send;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Proposes simpler scripts: without some connections or steps, with fewer cuts, fewer or plainer
 * bytes, shorter pauses. A connection that sends UTF-8 goes on sending UTF-8, so that a fault in
 * decoding is not shrunk to a different fault with malformed bytes.
 */
public final class ScriptShrinker {
  /** Longest generated payload that is turned into a literal one, in bytes. */
  private static final int WRITTEN_OUT = 64 << 10;

  private ScriptShrinker() {}

  /** A way to make a script simpler. */
  private interface Pass {
    Stream<Proposal> proposals(Script script);
  }

  /**
   * Returns strictly simpler scripts, the greatest simplifications first, computed lazily.
   *
   * @param script the script to simplify
   */
  public static Stream<Script> simpler(Script script) {
    return simpler(script, Clue.NONE, Place.START).map(Candidate::script);
  }

  /**
   * Returns strictly simpler scripts, computed lazily: first what is left of the pass that has made
   * the script, for a fault of chance also of the later ones, then all, the greatest
   * simplifications first. Some come twice.
   *
   * @param script the script to simplify
   * @param clue what is known of its failure
   * @param from the place of the candidate that it was, or {@link Place#START}
   */
  public static Stream<Candidate> simpler(Script script, Clue clue, Place from) {
    Simplicity before = Simplicity.of(script);
    BitSet text = connectionsOfText(script);
    List<Pass> passes =
        List.of(
            s -> upTo(s, clue.steps()),
            ScriptShrinker::hurried,
            s -> ConnectionShrinker.focused(s, clue),
            ConnectionShrinker::withoutConnections,
            s -> ConnectionShrinker.pausingForConnections(s, clue),
            ScriptShrinker::withShortMessages,
            s -> ConnectionShrinker.spaced(s, clue),
            ConnectionShrinker::withoutAKind,
            ScriptShrinker::withoutSteps,
            ConnectionShrinker::withoutStepsOfAConnection,
            s -> ConnectionShrinker.pausingForSteps(s, clue),
            ScriptShrinker::withFewerCuts,
            ScriptShrinker::withAShorterMessage,
            s -> PayloadShrinker.withHalfTheBytes(s, text),
            ScriptShrinker::withShorterStreams,
            ScriptShrinker::writtenOut,
            s -> PayloadShrinker.withPlainerBytes(s, text),
            s -> PayloadShrinker.withFewerBytes(s, text),
            ScriptShrinker::withPlainerSteps);
    int resumed = from.pass();
    Stream<Candidate> rest =
        resumed < 0
            ? Stream.empty()
            : candidates(passes.get(resumed).proposals(script).filter(from::isBefore), resumed);
    // The passes before have just been refused, which costs many plays where chance decides.
    Stream<Candidate> later =
        clue.ofChance() ? candidates(passes, script, resumed + 1) : Stream.empty();
    Stream<Candidate> all = candidates(passes, script, 0);
    return flat(Stream.of(rest, later, all), Function.identity())
        .filter(simpler -> Simplicity.of(simpler.script()).compareTo(before) < 0)
        .filter(simpler -> connectionsOfText(simpler.script(), text).equals(text));
  }

  private static Stream<Candidate> candidates(List<Pass> passes, Script script, int first) {
    return flat(
        IntStream.range(first, passes.size()).boxed(),
        pass -> candidates(passes.get(pass).proposals(script), pass));
  }

  private static Stream<Candidate> candidates(Stream<Proposal> proposals, int pass) {
    return flat(
        proposals,
        proposal -> {
          List<Step> steps = proposal.steps().get();
          return steps.isEmpty() || Script.flaw(steps).isPresent()
              ? Stream.empty()
              : Stream.of(new Candidate(new Script(steps), Place.of(pass, proposal)));
        });
  }

  /**
   * Like {@link Stream#flatMap}, but lazy in the inner streams as well. Nested flatMaps of Java 17
   * buffer all elements of an inner stream when only the first is asked for: all candidates of a
   * long payload at once would be gigabytes.
   */
  static <T, R> Stream<R> flat(Stream<T> outer, Function<? super T, Stream<R>> inner) {
    Spliterator<T> streams = outer.spliterator();
    return StreamSupport.stream(
        new Spliterators.AbstractSpliterator<R>(Long.MAX_VALUE, Spliterator.ORDERED) {
          private Spliterator<R> current = Spliterators.emptySpliterator();

          @Override
          public boolean tryAdvance(Consumer<? super R> action) {
            while (!current.tryAdvance(action)) {
              if (!streams.tryAdvance(next -> current = inner.apply(next).spliterator())) {
                return false;
              }
            }
            return true;
          }
        },
        false);
  }

  /** What was played until the failure showed; all later steps may be in vain. */
  private static Stream<Proposal> upTo(Script script, int steps) {
    return steps > 0 && steps < script.steps().size()
        ? Stream.of(Proposal.single(() -> script.steps().subList(0, steps)))
        : Stream.empty();
  }

  /** Shortest pauses: if timing does not matter, this makes all further attempts fast. */
  private static Stream<Proposal> hurried(Script script) {
    return Stream.of(
        Proposal.single(
            () ->
                script.steps().stream()
                    .map(step -> step instanceof Pause ? new Pause(1) : step)
                    .<Step>map(Function.identity())
                    .toList()));
  }

  private static Stream<Proposal> withoutSteps(Script script) {
    List<Step> steps = script.steps();
    return Range.of(steps.size())
        .map(
            range ->
                new Proposal(
                    0,
                    range,
                    () -> {
                      List<Step> rest = new ArrayList<>(steps.subList(0, range.from()));
                      steps.subList(range.from(), range.to()).stream()
                          .filter(Step.Connect.class::isInstance)
                          .forEach(rest::add);
                      rest.addAll(steps.subList(range.to(), steps.size()));
                      return rest;
                    }));
  }

  private static Stream<Proposal> withFewerCuts(Script script) {
    List<Step> steps = script.steps();
    return Range.of(steps.size())
        .filter(range -> range.length() > 1)
        .map(range -> new Proposal(0, range, () -> merge(steps, range.from(), range.to())));
  }

  /** Joins adjacent literal writes of a connection in a range, if there are any. */
  private static List<Step> merge(List<Step> steps, int from, int to) {
    List<Step> merged = new ArrayList<>(steps.subList(0, from));
    for (Step step : steps.subList(from, to)) {
      @Nullable Step last = merged.size() > from ? merged.get(merged.size() - 1) : null;
      if (step instanceof Send second
          && last instanceof Send first
          && first.connection() == second.connection()
          && first.payload() instanceof Payload.Literal
          && second.payload() instanceof Payload.Literal) {
        merged.set(
            merged.size() - 1,
            new Send(first.connection(), joined(first.payload(), second.payload())));
      } else {
        merged.add(step);
      }
    }
    merged.addAll(steps.subList(to, steps.size()));
    return merged;
  }

  private static Payload joined(Payload first, Payload second) {
    int length = (int) first.length();
    byte[] joined = Arrays.copyOf(first.period(), length + (int) second.length());
    System.arraycopy(second.period(), 0, joined, length, (int) second.length());
    return Payload.of(joined);
  }

  /**
   * Every message cut down to its first byte, or to half. If only the number of messages matters,
   * this makes all further attempts fast.
   */
  private static Stream<Proposal> withShortMessages(Script script) {
    return Stream.of(true, false)
        .map(
            toItsFirst ->
                Proposal.single(
                    () -> script.steps().stream().map(step -> shorter(step, toItsFirst)).toList()));
  }

  private static Stream<Proposal> withAShorterMessage(Script script) {
    return replacing(script, step -> Stream.of(shorter(step, true), shorter(step, false)));
  }

  private static Step shorter(Step step, boolean toItsFirst) {
    if (!(step instanceof Send send) || send.payload().length() < 2) {
      return step;
    }
    long length = toItsFirst ? 1 : send.payload().length() / 2;
    Payload payload =
        send.payload() instanceof Payload.Generated generated
            ? new Payload.Generated(generated.seed(), length, generated.alphabet())
            : beginning(send.payload().period(), (int) length);
    return new Send(send.connection(), payload);
  }

  /** Extends the cut to the end of a character of several bytes. */
  private static Payload beginning(byte[] bytes, int length) {
    int end = length;
    while (end < bytes.length && (bytes[end] & 0xc0) == 0x80) {
      end++;
    }
    return Payload.of(Arrays.copyOf(bytes, end));
  }

  private static Stream<Proposal> withShorterStreams(Script script) {
    return replacing(
        script,
        step ->
            step instanceof Send send && send.payload() instanceof Payload.Generated generated
                ? Stream.iterate(generated.length(), cut -> cut > 0, cut -> cut / 2)
                    .map(cut -> generated.length() - cut)
                    .map(
                        length ->
                            new Send(
                                send.connection(),
                                new Payload.Generated(
                                    generated.seed(), length, generated.alphabet())))
                : Stream.empty());
  }

  private static Stream<Proposal> writtenOut(Script script) {
    return replacing(
        script,
        step ->
            step instanceof Send send
                    && send.payload() instanceof Payload.Generated generated
                    && generated.length() <= WRITTEN_OUT
                ? Stream.of(
                    new Send(
                        send.connection(),
                        Payload.of(generated.bytes(0, (int) generated.length()))))
                : Stream.empty());
  }

  private static Stream<Proposal> withPlainerSteps(Script script) {
    return replacing(
        script,
        step ->
            switch (step.kind()) {
              case PAUSE -> shorterPauses(((Pause) step).millis());
              case READ -> unboundedReads((Read) step);
              // The bytes of a Send have passes of their own; the others have nothing to vary.
              case SEND, CONNECT, READ_TO_END, HALF_CLOSE, STOP_READING -> Stream.empty();
              case RESUME_READING, RESET, CLOSE -> Stream.empty();
            });
  }

  private static Stream<Step> unboundedReads(Read read) {
    return read.bytes() == Step.EVERYTHING
        ? Stream.empty()
        : Stream.of(new Read(read.connection(), Step.EVERYTHING));
  }

  private static Stream<Step> shorterPauses(int millis) {
    return Stream.iterate(millis, cut -> cut > 0, cut -> cut / 2)
        .map(cut -> millis - cut)
        .filter(shorter -> shorter > 0)
        .map(Pause::new);
  }

  private static Stream<Proposal> replacing(
      Script script, Function<Step, Stream<? extends Step>> others) {
    List<Step> steps = script.steps();
    return flat(
        IntStream.range(0, steps.size()).boxed(),
        i ->
            others
                .apply(steps.get(i))
                .map(
                    other ->
                        new Proposal(
                            i,
                            new Range(i, i + 1, 1),
                            () -> {
                              List<Step> changed = new ArrayList<>(steps);
                              changed.set(i, other);
                              return changed;
                            })));
  }

  private static BitSet connectionsOfText(Script script) {
    BitSet all = new BitSet();
    script.connectionNumbers().forEach(all::set);
    return connectionsOfText(script, all);
  }

  /** Returns the connections that send UTF-8 or nothing; a removed connection sends nothing. */
  private static BitSet connectionsOfText(Script script, BitSet among) {
    Map<Integer, List<Payload>> sent = new HashMap<>();
    for (Step step : script.steps()) {
      if (step instanceof Send send) {
        sent.computeIfAbsent(send.connection(), c -> new ArrayList<>()).add(send.payload());
      }
    }
    BitSet text = new BitSet();
    among.stream()
        .filter(connection -> isText(sent.getOrDefault(connection, List.of())))
        .forEach(text::set);
    return text;
  }

  private static boolean isText(List<Payload> sent) {
    return sent.stream().noneMatch(Payload.Generated.class::isInstance)
        && Characters.isText(PayloadShrinker.concatenated(sent));
  }
}
