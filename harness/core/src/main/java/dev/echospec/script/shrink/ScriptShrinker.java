package dev.echospec.script.shrink;

import dev.echospec.script.Characters;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import dev.echospec.script.Step.OnConnection;
import dev.echospec.script.Step.Pause;
import dev.echospec.script.Step.Read;
import dev.echospec.script.Step.Send;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

  /** Most ranges of one size that are all tried. */
  private static final int MOST_PLACES = 1024;

  private static final int PLACES_AT_AN_END = 16;

  private ScriptShrinker() {}

  /**
   * Returns strictly simpler scripts, the greatest simplifications first, computed lazily.
   *
   * @param script the script to simplify
   */
  public static Stream<Script> simpler(Script script) {
    Simplicity before = Simplicity.of(script);
    BitSet text = connectionsOfText(script);
    Stream<Function<Script, Stream<List<Step>>>> passes =
        Stream.of(
            ScriptShrinker::hurried,
            ScriptShrinker::withoutConnections,
            ScriptShrinker::withShortMessages,
            ScriptShrinker::withoutSteps,
            ScriptShrinker::withFewerCuts,
            ScriptShrinker::withAShorterMessage,
            s -> PayloadShrinker.withHalfTheBytes(s, text),
            ScriptShrinker::withShorterStreams,
            ScriptShrinker::writtenOut,
            s -> PayloadShrinker.withPlainerBytes(s, text),
            s -> PayloadShrinker.withFewerBytes(s, text),
            ScriptShrinker::withPlainerSteps);
    return flat(passes, pass -> pass.apply(script))
        .filter(steps -> !steps.isEmpty() && Script.flaw(steps).isEmpty())
        .map(Script::new)
        .filter(simpler -> Simplicity.of(simpler).compareTo(before) < 0)
        .filter(simpler -> connectionsOfText(simpler, text).equals(text));
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

  /**
   * The ranges [from, to) of n things: first the whole, then by powers of two down to single ones.
   * Servers read in powers of two: without such a piece in front of it, a fault that depends on the
   * place stays at its place. Of very many small ranges only those at either end are tried; the
   * others come up when fewer are left.
   */
  static Stream<int[]> chunks(int n) {
    return n == 0
        ? Stream.empty()
        : Stream.concat(
            Stream.of(new int[] {0, n}),
            flat(
                IntStream.iterate(Integer.highestOneBit(n - 1), size -> size > 0, size -> size / 2)
                    .boxed(),
                size ->
                    places((n - 1) / size + 1)
                        .mapToObj(
                            place -> {
                              int from = place * size;
                              return new int[] {from, Math.min(n - from, size) + from};
                            })));
  }

  /** All places, or of very many only those at either end, to bound the search. */
  private static IntStream places(int count) {
    return count <= MOST_PLACES
        ? IntStream.range(0, count)
        : IntStream.concat(
            IntStream.range(0, PLACES_AT_AN_END), IntStream.range(count - PLACES_AT_AN_END, count));
  }

  /** Shortest pauses: if timing does not matter, this makes all further attempts fast. */
  private static Stream<List<Step>> hurried(Script script) {
    return Stream.of(
        script.steps().stream()
            .map(step -> step instanceof Pause ? new Pause(1) : step)
            .<Step>map(Function.identity())
            .toList());
  }

  private static Stream<List<Step>> withoutConnections(Script script) {
    List<Integer> connections = script.connectionNumbers();
    return chunks(connections.size())
        .filter(chunk -> chunk[1] - chunk[0] < connections.size())
        .map(chunk -> new HashSet<>(connections.subList(chunk[0], chunk[1])))
        .map(gone -> without(script.steps(), gone));
  }

  /** Removes the steps of some connections, and the pauses right after them. */
  private static List<Step> without(List<Step> steps, Set<Integer> gone) {
    List<Step> rest = new ArrayList<>(steps.size());
    boolean left = false;
    for (Step step : steps) {
      left =
          step instanceof OnConnection on
              ? gone.contains(on.connection())
              : left && step instanceof Pause;
      if (!left) {
        rest.add(step);
      }
    }
    return rest;
  }

  private static Stream<List<Step>> withoutSteps(Script script) {
    List<Step> steps = script.steps();
    return chunks(steps.size())
        .map(
            chunk -> {
              List<Step> rest = new ArrayList<>(steps.subList(0, chunk[0]));
              steps.subList(chunk[0], chunk[1]).stream()
                  .filter(Step.Connect.class::isInstance)
                  .forEach(rest::add);
              rest.addAll(steps.subList(chunk[1], steps.size()));
              return rest;
            });
  }

  private static Stream<List<Step>> withFewerCuts(Script script) {
    List<Step> steps = script.steps();
    return chunks(steps.size())
        .filter(chunk -> chunk[1] - chunk[0] > 1)
        .map(chunk -> merge(steps, chunk[0], chunk[1]))
        .filter(Objects::nonNull);
  }

  /** Joins adjacent literal writes of a connection in a range. Returns null if there are none. */
  private static @Nullable List<Step> merge(List<Step> steps, int from, int to) {
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
    boolean same = merged.size() == to;
    merged.addAll(steps.subList(to, steps.size()));
    return same ? null : merged;
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
  private static Stream<List<Step>> withShortMessages(Script script) {
    return Stream.of(true, false)
        .map(toItsFirst -> script.steps().stream().map(step -> shorter(step, toItsFirst)).toList());
  }

  private static Stream<List<Step>> withAShorterMessage(Script script) {
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

  private static Stream<List<Step>> withShorterStreams(Script script) {
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

  private static Stream<List<Step>> writtenOut(Script script) {
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

  private static Stream<List<Step>> withPlainerSteps(Script script) {
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

  private static Stream<List<Step>> replacing(
      Script script, Function<Step, Stream<? extends Step>> others) {
    List<Step> steps = script.steps();
    return flat(
        IntStream.range(0, steps.size()).boxed(),
        i ->
            others
                .apply(steps.get(i))
                .map(
                    other -> {
                      List<Step> changed = new ArrayList<>(steps);
                      changed.set(i, other);
                      return changed;
                    }));
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
