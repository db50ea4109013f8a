package dev.echospec.run;

import dev.echospec.judge.Judge;
import dev.echospec.judge.Law;
import dev.echospec.judge.Violation;
import dev.echospec.judge.Violation.Kind;
import dev.echospec.oracle.Oracle;
import dev.echospec.play.Event;
import dev.echospec.play.Patience;
import dev.echospec.play.Transcript;
import dev.echospec.run.Failure.Death;
import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.suite.Figure;
import dev.echospec.suite.Violated;
import dev.echospec.suite.Violated.Sight;
import dev.echospec.suite.Watched;
import dev.echospec.suite.Wire;
import dev.echospec.target.Manner;
import dev.echospec.target.Resources;
import dev.echospec.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/** One case while it runs: plays its scripts, judges them, and knows the shortest failure. */
final class CaseRun implements Wire {
  private static final int CONVERSATIONS = 50;

  private static final IntConsumer NOBODY = step -> {};

  /** A correct server may free what it held some seconds late. */
  private static final long FREEING = TimeUnit.SECONDS.toNanos(8);

  private static final long FREEING_POLL = TimeUnit.MILLISECONDS.toNanos(50);

  /** A shorter failure has to repeat so often; one that is late once less. */
  private static final int ONCE_MORE = 2;

  /** What takes longer has not to repeat: the time is better spent on looking further. */
  private static final Duration QUICK = Duration.ofMillis(500);

  /** A search that has found nothing shorter for so long finds nothing any more, as a rule. */
  private static final Duration FRUITLESS = Duration.ofSeconds(4);

  /** At least so many attempts as long as the first failure took belong to a search. */
  private static final int ATTEMPTS = 8;

  /** A server that ends more often than this during one case is not brought back again. */
  private static final int MOST_DEATHS = 500;

  private final ServerUnderTest server;
  private final Oracle oracle;
  private final Judge judge;
  private final BooleanSupplier stopped;
  private final RunListener listener;
  private final int planned;
  private final TimeBudget budget;
  private final long began = System.nanoTime();
  private final long searchEnds;
  private boolean cutShort;
  private int tries;
  private int unfinished;
  private int hiccups;
  private int foundAfter;
  private int deaths;
  private Sight first;

  /** Ever shorter ones, from the first on. */
  private final List<Sight> failures = new ArrayList<>();

  private Sight last;
  private Death death;
  private long foundAt;
  private long shrinkingEnds;
  private long shorterAt;
  private String skipReason;
  private TargetException lost;
  private IntConsumer watcher = NOBODY;
  private String recorded;
  private String open;
  private final List<Figure> figures = new ArrayList<>(0);

  CaseRun(
      ServerUnderTest server,
      Oracle oracle,
      int planned,
      BooleanSupplier stopped,
      TimeBudget budget,
      RunListener listener) {
    this.budget = budget;
    this.server = server;
    this.oracle = oracle;
    this.judge = new Judge(oracle);
    this.planned = planned;
    this.stopped = stopped;
    this.listener = listener;
    this.searchEnds = budget.searchEnds();
  }

  @Override
  public void converse(Script script, Law law) {
    check(server.manner().fit(script), law);
  }

  @Override
  public void check(Script script, Law law) {
    if (stopped.getAsBoolean() || lost != null) {
      cutShort = true;
      return;
    }
    if (law == Law.ECHO && server.manner() == Manner.DRAINS) {
      // This law does not ask for the end of stream, which is known not to come: no time is lost.
      script = server.manner().fit(script);
    }
    if (first == null && (cutShort || System.nanoTime() - searchEnds > 0)) {
      cutShort = true;
    } else if (first == null) {
      attempt(script, law);
    } else if (maySearchOn()) {
      shrink(script, law);
    }
  }

  private void attempt(Script script, Law law) {
    tries++;
    Optional<Sight> seen = see(script, law, server.patience());
    if (seen.isPresent() && isTiming(seen.get()) && !budget.isWellKnown(kind(seen.get()))) {
      // A hiccup of the machine does not repeat.
      seen = see(script, law, server.patience());
      if (seen.isEmpty()) {
        hiccups++;
      }
    }
    if (seen.isPresent()) {
      found(seen.get());
    }
    if (last != null && last.transcript().isCutShort()) {
      // Another try would take as long.
      unfinished++;
      cutShort = true;
    }
    listener.tried(tries, Math.max(tries, planned));
  }

  private void found(Sight sight) {
    first = sight;
    failures.add(sight);
    foundAfter = tries;
    foundAt = System.nanoTime();
    shorterAt = foundAt;
    shrinkingEnds = foundAt + budget.shrinking(kind(sight)).toNanos();
    listener.shrinking(sight.script().bytes());
    throw new Violated(sight);
  }

  private boolean maySearchOn() {
    Duration some = first.transcript().elapsed().multipliedBy(ATTEMPTS);
    Duration fruitless = some.compareTo(FRUITLESS) < 0 ? FRUITLESS : some;
    long now = System.nanoTime();
    return now - shrinkingEnds < 0
        && now - shorterAt < fruitless.toNanos()
        && deaths < MOST_DEATHS / 2;
  }

  private void shrink(Script script, Law law) {
    Optional<Sight> seen = failsLikewise(script, law);
    // What fails now and then only is a poor example, and leads the search astray.
    for (int i = isTiming(first) ? 1 : 0;
        i < ONCE_MORE
            && seen.filter(s -> s.transcript().elapsed().compareTo(QUICK) < 0).isPresent();
        i++) {
      seen = failsLikewise(script, law);
    }
    if (seen.isPresent()) {
      failures.add(seen.get());
      shorterAt = System.nanoTime();
      listener.shrinking(script.bytes());
      throw new Violated(seen.get());
    }
  }

  private Optional<Sight> failsLikewise(Script script, Law law) {
    Optional<Sight> seen =
        first.violations().get(0).kind() == Kind.DID_NOT_SURVIVE
            ? killed(script, law, server.shortPatience())
            : see(script, law, server.shortPatience());
    return seen.filter(sight -> isTiming(sight) == isTiming(first));
  }

  static boolean isTiming(Sight sight) {
    return kind(sight).isTiming();
  }

  private static Kind kind(Sight sight) {
    return sight.violations().get(0).kind();
  }

  /** Plays and judges; if the server did not survive it, notes its death and brings it back. */
  Optional<Sight> see(Script script, Law law, Patience patience) {
    if (server.isKnownDead()) {
      return gone(script, law, patience);
    }
    Transcript transcript = server.play(script, law, oracle, patience, watcher);
    List<Violation> violations = judge.judge(law, script, transcript);
    if (violations.isEmpty()) {
      last = new Sight(script, law, transcript, violations);
      return Optional.empty();
    }
    boolean refusedAtFirst =
        violations.get(0).kind() == Kind.REFUSED
            && transcript.events().get(0) instanceof Event.NotConnected;
    if (refusedAtFirst && last != null) {
      return gone(script, law, patience);
    }
    if (refusedAtFirst && server.isRestartedByOthers() && deaths < MOST_DEATHS) {
      // It ended when the case before was over: that is not this script's fault.
      if (!revive(patience)) {
        // It is back already.
        deaths++;
      }
      return lost == null ? see(script, law, patience) : Optional.empty();
    }
    Sight sight = new Sight(script, law, transcript, violations);
    boolean died = hasEnded(violations.get(0).kind()) && revive(patience);
    return died && last != null && lost == null ? dying(sight, patience) : Optional.of(sight);
  }

  /** The server may have been dying already of what was played before: a fresh one tells. */
  private Optional<Sight> dying(Sight sight, Patience patience) {
    Sight suspect = last;
    last = null;
    Optional<Sight> again = see(sight.script(), sight.law(), patience);
    if (again.isPresent() || first != null || lost != null) {
      return again;
    }
    return Optional.of(survives(suspect) ? sight : didNotSurvive(suspect));
  }

  /** Whether the server is gone after the script, which by itself need show nothing. */
  private Optional<Sight> killed(Script script, Law law, Patience patience) {
    Transcript transcript = server.play(script, law, oracle, patience);
    Sight sight = new Sight(script, law, transcript, List.of(notSurvived()));
    return revive(patience) ? Optional.of(sight) : Optional.empty();
  }

  private static boolean hasEnded(Kind kind) {
    return switch (kind) {
      case LOST, EARLY_END, REFUSED, LATE, NO_ANSWER, RESET_AT_END, NOT_CLOSED -> true;
      case WRONG_BYTE, UNASKED, LAW, DID_NOT_SURVIVE, NOT_RELEASED -> false;
    };
  }

  @Override
  public Optional<Watched> watch(Script script) {
    List<Long> memory = new ArrayList<>(script.steps().size());
    Script fitted = server.manner().fit(script);
    Sight before = last;
    watcher = step -> server.resources().ifPresent(held -> memory.add(held.memory()));
    try {
      check(fitted, Law.ECHO);
    } finally {
      watcher = NOBODY;
    }
    long machine = server.resources().map(Resources::machine).orElse(0L);
    // A try that was repeated has only its latest figures.
    int steps = fitted.steps().size();
    List<Long> latest = memory.subList(Math.max(0, memory.size() - steps), memory.size());
    return last()
        .filter(sight -> sight != before)
        .map(sight -> new Watched(sight.script(), sight.transcript(), latest, machine));
  }

  @Override
  public Optional<Transcript> observe(Script script, Duration connect) {
    if (stopped.getAsBoolean() || lost != null) {
      return Optional.empty();
    }
    tries++;
    Transcript transcript =
        server.play(script, Law.ECHO, oracle, new Patience(server.patience().answer(), connect));
    last = new Sight(script, Law.ECHO, transcript, List.of());
    return Optional.of(transcript);
  }

  @Override
  public Optional<Transcript> observeReference(Script script) {
    if (stopped.getAsBoolean() || lost != null) {
      return Optional.empty();
    }
    return Reference.play(script, oracle, server.patience());
  }

  @Override
  public boolean countsMemory() {
    boolean counts = server.resources().filter(held -> held.memory() > 0).isPresent();
    if (!counts) {
      skipReason = "the memory of this kind of target cannot be seen from here";
    }
    return counts;
  }

  @Override
  public void record(String sentence, Figure... what) {
    recorded = sentence;
    figures.clear();
    figures.addAll(List.of(what));
  }

  @Override
  public void holdsTooMuch(String message) {
    if (last != null) {
      notReleased(message);
    }
  }

  @Override
  public void leaveOpen(String reason) {
    open = reason;
  }

  private void notReleased(String message) {
    found(
        new Sight(
            last.script(),
            last.law(),
            last.transcript(),
            List.of(new Violation(Kind.NOT_RELEASED, 0, 0, message))));
  }

  /** The server was gone before the script began: what was played before it is to blame. */
  private Optional<Sight> gone(Script script, Law law, Patience patience) {
    revive(patience);
    if (lost != null && last == null) {
      return Optional.empty();
    }
    if (last == null || first != null) {
      return lost == null ? see(script, law, patience) : Optional.empty();
    }
    Sight suspect = last;
    last = null;
    return Optional.of(didNotSurvive(suspect));
  }

  private static Sight didNotSurvive(Sight suspect) {
    return new Sight(suspect.script(), suspect.law(), suspect.transcript(), List.of(notSurvived()));
  }

  static Violation notSurvived() {
    return new Violation(
        Kind.DID_NOT_SURVIVE,
        0,
        0,
        "the server did not survive the conversation: the next client was not served");
  }

  /** Plays a script and looks whether the server serves on; brings it back if not. */
  boolean survives(Sight sight) {
    Transcript transcript =
        server.play(sight.script(), sight.law(), oracle, server.patience().doubled());
    boolean refused =
        judge.judge(sight.law(), sight.script(), transcript).stream()
            .anyMatch(violation -> violation.kind() == Kind.REFUSED);
    return !revive(server.patience()) && !refused;
  }

  private boolean revive(Patience patience) {
    // To be more patient than usual with a server that seems gone would only take time.
    boolean hasty = patience.answer().compareTo(server.patience().answer()) < 0;
    Optional<Death> found = server.examine(hasty ? patience : server.patience());
    if (found.isPresent()) {
      death = found.get();
      try {
        if (++deaths > MOST_DEATHS) {
          throw new TargetException("The server ends again and again: it was given up.");
        }
        server.bringBack();
      } catch (TargetException e) {
        lost = e;
      }
    }
    return found.isPresent();
  }

  @Override
  public Payload echo(Payload payload) {
    int before = tries;
    converse(Script.conversation(payload), Law.LENGTH);
    // It belongs to the try that asks for it.
    tries = before;
    // There is no last sight when the run was stopped or the server is gone for good.
    return last == null ? payload : Payload.of(judge.reply(last.script(), last.transcript(), 0));
  }

  @Override
  public void checkReleases(Runnable work) {
    if (server.resources().isEmpty()) {
      skipReason =
          "descriptors, threads and processes of this kind of target cannot be counted from here";
      return;
    }
    if (server.resources().filter(held -> held.descriptors() < 0).isPresent()) {
      skipReason =
          "the descriptors of this container cannot be counted: it has no shell that may look at the"
              + " server's, and neither may this user from outside";
      return;
    }
    for (int i = 0; i < CONVERSATIONS / 5; i++) {
      work.run();
    }
    Optional<Resources> before = server.resources();
    for (int i = 0; i < CONVERSATIONS; i++) {
      work.run();
    }
    long until = System.nanoTime() + FREEING;
    String more = more(before, server.resources());
    while (!more.isEmpty() && System.nanoTime() < until && !stopped.getAsBoolean()) {
      LockSupport.parkNanos(FREEING_POLL);
      more = more(before, server.resources());
    }
    if (!more.isEmpty() && last != null) {
      notReleased("after " + CONVERSATIONS + " conversations the server holds " + more);
    }
  }

  /** What there is more of than half a piece a conversation; pools may grow a little. */
  private static String more(Optional<Resources> before, Optional<Resources> after) {
    if (before.isEmpty() || after.isEmpty()) {
      return "";
    }
    String more =
        more(after.get().descriptors() - before.get().descriptors(), "descriptors")
            + more(after.get().threads() - before.get().threads(), "threads")
            + more(after.get().zombies() - before.get().zombies(), "zombies")
            + more(after.get().processes() - before.get().processes(), "processes");
    return more.isEmpty() ? "" : more.substring(2) + " more than before";
  }

  private static String more(int count, String what) {
    return count > CONVERSATIONS / 2 ? ", " + count + " " + what : "";
  }

  /** How long ago the first failure was found. */
  Duration sinceFound() {
    return Duration.ofNanos(System.nanoTime() - foundAt);
  }

  /** How long was looked for a failure. */
  Duration searched() {
    return Duration.ofNanos((first == null ? System.nanoTime() : foundAt) - began);
  }

  /** Whether no try came to its end, because the server is so slow. */
  boolean isUnfinished() {
    return unfinished > 0 && unfinished >= tries;
  }

  /** Whether the time was up before all tries were made. */
  boolean isCutShort() {
    return cutShort;
  }

  /** Whether no further try will be played. */
  boolean isSearchOver() {
    return first == null && (cutShort || lost != null || isStopped());
  }

  /** Whether the run was stopped, or its time is up: nothing more should be played. */
  boolean isStopped() {
    return stopped.getAsBoolean();
  }

  @Override
  public String toString() {
    return "the wire to the server";
  }

  int tries() {
    return tries;
  }

  int hiccups() {
    return hiccups;
  }

  int foundAfter() {
    return foundAfter;
  }

  Optional<Sight> first() {
    return Optional.ofNullable(first);
  }

  /** The first failure and ever shorter ones after it. */
  List<Sight> failures() {
    return List.copyOf(failures);
  }

  Optional<Sight> last() {
    return Optional.ofNullable(last);
  }

  Optional<Death> death() {
    return Optional.ofNullable(death);
  }

  Optional<String> skipReason() {
    return Optional.ofNullable(skipReason);
  }

  /** What the case has observed, in a sentence. */
  Optional<String> recorded() {
    return Optional.ofNullable(recorded);
  }

  /** The same for programs. */
  List<Figure> figures() {
    return List.copyOf(figures);
  }

  /** Why the case has not come to a result, if so. */
  Optional<String> leftOpen() {
    return Optional.ofNullable(open);
  }

  /** Why the server could not be brought back, if so. */
  Optional<TargetException> lost() {
    return Optional.ofNullable(lost);
  }

  /** The server was probed after the case, and was found dead though every script had passed. */
  void diedAfterwards(Death how) {
    death = how;
    if (first == null && last != null) {
      first = didNotSurvive(last);
      failures.add(first);
      foundAfter = tries;
    }
  }
}
