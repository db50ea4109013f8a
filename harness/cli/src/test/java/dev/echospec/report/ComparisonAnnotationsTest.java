package dev.echospec.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.compare.ConformanceLevel;
import dev.echospec.compare.MemberResult;
import dev.echospec.suite.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ComparisonAnnotationsTest {
  @Provide
  Arbitrary<String> hostile() {
    return Samples.hostile();
  }

  private static MemberResult notRun(String said) {
    return new MemberResult(
        "away",
        "-- " + said,
        Profile.SEQUENTIAL,
        ConformanceLevel.NOT_RUN,
        Optional.of(said),
        said,
        List.of(said),
        Optional.empty(),
        Duration.ZERO,
        List.of(),
        "members/away");
  }

  @Test
  void howManyConformThenWhoHasToBeLookedAt() {
    assertThat(ComparisonAnnotations.of(Comparisons.of(Comparisons.four(""))).lines())
        .containsExactly(
            "::error title=echospec::4 members: 1 conforms; 1 fails as expected; 1 does not"
                + " conform; 1 not run%0A3 cases, seed 42, 1 min 15 s.",
            "::error title=echospec%3A python-tutorial does not conform::"
                + "-- ./python-tutorial, profile concurrent"
                + "%0AFailed: transform/length%0AWarned of: close/empty",
            "::notice title=echospec%3A node fails as expected::"
                + "-- ./node, profile concurrent%0AKnown: transform/length",
            "::error title=echospec%3A away is not run::"
                + "-- ./away, profile concurrent%0ANobody listens there.");
  }

  @Test
  void whereAllIsWellThatIsAllThereIsToSay() {
    assertThat(ComparisonAnnotations.of(Comparisons.of(List.of(Comparisons.fine("a")))).lines())
        .containsExactly(
            "::notice title=echospec::1 member: 1 conforms%0A3 cases, seed 42, 1 min 15 s.");
  }

  @Test
  void thereAreNoMoreThanAreShown() {
    List<MemberResult> members = new ArrayList<>(Collections.nCopies(30, notRun("")));

    assertThat(ComparisonAnnotations.of(Comparisons.of(members)).lines())
        .hasSize(WorkflowCommands.MOST);
  }

  @Property(tries = 200)
  void nothingThatIsSaidIsACommand(@ForAll("hostile") String said) {
    List<String> lines = ComparisonAnnotations.of(Comparisons.of(List.of(notRun(said)))).lines();

    assertThat(WorkflowLog.commands(String.join("\n", lines)))
        .extracting(WorkflowLog.Command::name)
        .containsExactly("error", "error");
  }
}
