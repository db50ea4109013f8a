package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import dev.echospec.result.Verdict;
import dev.echospec.suite.Level;
import dev.echospec.zoo.Zoo;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.function.Executable;

/**
 * What is checked of each pair of a fault and a case that must catch it. Each check that ran is
 * counted, and the count is published: one that is dropped makes the build fail.
 */
enum PairCheck {
  /** The case blames the server. */
  VERDICT {
    @Override
    void check(Pair pair) {
      assertThat(pair.result().verdict())
          .as(pair.title())
          .isEqualTo(pair.result().info().level() == Level.MUST ? Verdict.FAIL : Verdict.WARN);
    }
  },
  /** The printed failure names the fault. */
  WORDS {
    @Override
    void check(Pair pair) {
      assertThat(pair.words()).as("words that name the fault, for " + pair.title()).isNotEmpty();
      assertThat(pair.text()).as(pair.title()).contains(pair.words());
    }
  },
  /** The cause that is called likely, if one is, is true of the server. */
  LIKELY_CAUSE {
    @Override
    void check(Pair pair) {
      DiagnosisCheck.check(pair.fault().causes(), pair.result(), pair.title());
    }
  },
  /** Shrinking leaves few bytes. */
  BYTES {
    @Override
    boolean isFor(Zoo.Entry fault) {
      return fault.bytes() < Integer.MAX_VALUE;
    }

    @Override
    void check(Pair pair) {
      assertThat(Measured.mostBytesOnAConnection(pair.script()))
          .as("bytes left on a connection by shrinking, of " + pair.title())
          .isLessThanOrEqualTo(pair.fault().bytes());
    }
  },
  /** Shrinking leaves one connection, where one shows the fault. */
  CONNECTIONS {
    @Override
    boolean isFor(Zoo.Entry fault) {
      return SensitivityPage.atTheBoundary().anyMatch(fault::equals);
    }

    @Override
    void check(Pair pair) {
      assertThat(pair.script().connections()).as("connections, of " + pair.title()).isEqualTo(1);
    }
  },
  /** Tries and bytes are not grossly worse than the published ones. */
  FIGURES {
    /** How soon chance shows, and how far its script can be shrunk, differs from run to run. */
    @Override
    boolean isFor(Zoo.Entry fault) {
      return fault.chance().isEmpty();
    }

    @Override
    void check(Pair pair) {
      pair.published().ifPresent(row -> agrees(row, pair));
    }
  };

  /** A figure that is this many times worse contradicts the published one. */
  private static final int GROSSLY = 10;

  /** Below these, a multiple says nothing. */
  private static final int FEW_TRIES = 10;

  private static final int FEW_BYTES = 4096;

  /** Whether the check means anything for a fault. */
  boolean isFor(Zoo.Entry fault) {
    return true;
  }

  /**
   * Checks one pair.
   *
   * @throws AssertionError if the pair is not as it must be
   */
  abstract void check(Pair pair);

  /**
   * Runs every check that is for the fault, the later ones also where an earlier one has failed.
   *
   * @param pair what is checked
   * @param ran told of each check as it begins
   * @throws AssertionError if one or more checks failed; it names all of them
   */
  static void checkAll(Pair pair, Consumer<PairCheck> ran) {
    assertAll(
        pair.fault() + " × " + pair.result().info().id(),
        Arrays.stream(values())
            .filter(check -> check.isFor(pair.fault()))
            .map(
                check ->
                    (Executable)
                        () -> {
                          ran.accept(check);
                          check.check(pair);
                        }));
  }

  private static void agrees(Measured row, Pair pair) {
    long tries = Math.max(FEW_TRIES, row.most(Measured.Run::tries));
    String stale = " against docs/sensitivity.md; measure anew with " + Recording.FIGURES.command();
    assertThat((long) pair.failure().foundAfter())
        .as("tries" + stale + "; " + pair.title())
        .isLessThanOrEqualTo(GROSSLY * tries);
    // How far megabytes are shrunk depends on how many replays a machine makes in the time for it.
    if (row.most(Measured.Run::bytes) <= FEW_BYTES) {
      assertThat(pair.script().bytes())
          .as("bytes" + stale + "; " + pair.title())
          .isLessThanOrEqualTo(GROSSLY * FEW_BYTES);
    }
  }
}
