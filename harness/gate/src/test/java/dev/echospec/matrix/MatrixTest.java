package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import dev.echospec.suite.Level;
import dev.echospec.zoo.Zoo;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The matrix has no holes: what the other classes here run covers all cases and all servers. */
class MatrixTest {
  private static final List<FaultMatrix> FAULTS =
      List.of(
          new TransformFaultsTest(),
          new SpecialByteFaultsTest(),
          new CommandFaultsTest(),
          new TextFaultsTest(),
          new StreamFaultsTest(),
          new BufferFaultsTest(),
          new FramingFaultsTest(),
          new CloseFaultsTest(),
          new LifetimeFaultsTest(),
          new StartFaultsTest(),
          new SurvivalFaultsTest(),
          new FlowFaultsTest(),
          new DisconnectFaultsTest(),
          new ConcurrentFaultsTest(),
          new SequentialFaultsTest(),
          new EnduranceFaultsTest());
  private static final List<OddMatrix> ODD =
      List.of(
          new OddServersTest(),
          new SlowServersTest(),
          new StallingServersTest(),
          new LateServersTest(),
          new BusyServersTest());

  /** What is left open is no fault: see MeasuredBehaviourTest for the cases that record it. */
  @Test
  void everyCaseCatchesAFaultUnlessItOnlyRecords() {
    List<String> named = named();

    assertThat(Catalogue.cases())
        .filteredOn(info -> info.level() != Level.INFO)
        .extracting(CaseInfo::id)
        .allSatisfy(id -> assertThat(named).contains(id));
  }

  @Test
  void faultsNameCasesThatExist() {
    assertThat(named()).allSatisfy(id -> assertThat(Catalogue.find(id)).as(id).isPresent());
  }

  @Test
  void wordsForOneCaseBelongToACaseThatIsNamed() {
    // Otherwise "stream/typo: words" would be looked for literally in every failure.
    assertThat(Zoo.faults())
        .allSatisfy(
            fault ->
                assertThat(fault.saying())
                    .as(fault.name())
                    .allSatisfy(
                        words ->
                            assertThat(
                                    !words.matches("[a-z]+/[a-z0-9-]+:.*")
                                        || fault.caughtBy().stream()
                                            .anyMatch(id -> words.startsWith(id + ":")))
                                .as(words)
                                .isTrue()));
  }

  @Test
  void fewOddServersAreMarkedAsChance() {
    assertThat(Zoo.odd()).filteredOn(odd -> odd.chance().isPresent()).hasSizeLessThan(2);
  }

  @Test
  void fewFaultsAreMarkedAsChanceAndThoseWhoseCauseIsChanceAre() {
    List<Zoo.Entry> marked = Zoo.faults().stream().filter(f -> f.chance().isPresent()).toList();

    assertThat(marked.size() * 15).as(marked.toString()).isLessThanOrEqualTo(Zoo.faults().size());
    assertThat(Zoo.faults())
        .filteredOn(fault -> fault.causes().contains(Cause.INTERMITTENT))
        .allSatisfy(fault -> assertThat(marked).contains(fault));
  }

  @Test
  void everyFamilyHasItsTests() {
    assertThat(
            Stream.concat(
                FAULTS.stream().map(FaultMatrix::family), ODD.stream().map(OddMatrix::family)))
        .containsExactlyInAnyOrderElementsOf(Zoo.families());
    assertThat(Zoo.faults())
        .allSatisfy(f -> assertThat(FAULTS).anyMatch(m -> m.family() == f.family()));
    assertThat(Zoo.odd()).allSatisfy(o -> assertThat(ODD).anyMatch(m -> m.family() == o.family()));
  }

  private static List<String> named() {
    return Zoo.faults().stream().flatMap(fault -> fault.caughtBy().stream()).distinct().toList();
  }
}
