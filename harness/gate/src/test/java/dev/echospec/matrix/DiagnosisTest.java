package dev.echospec.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.diagnosis.CaseReference;
import dev.echospec.diagnosis.Cause;
import dev.echospec.suite.Catalogue;
import dev.echospec.zoo.Zoo;
import dev.echospec.zoo.client.ClientZoo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the zoo says of causes is not empty: few faults are beyond diagnosis. */
class DiagnosisTest {
  /**
   * Causes of which the zoo has no server: nothing there ends with so little, or forks; and a run
   * asks what an answer is held back for, which a replay does not.
   */
  private static final Set<Cause> NOT_IN_THE_ZOO =
      EnumSet.of(Cause.UNCAUGHT_ERROR, Cause.LEAKS_CHILDREN, Cause.HOLDS_ANSWER_BACK);

  @Test
  void atMostOneFaultInTenIsTooThinToDiagnose() {
    List<Zoo.Entry> thin = Zoo.faults().stream().filter(f -> f.causes().isEmpty()).toList();

    assertThat(thin.size() * 10).as(thin.toString()).isLessThanOrEqualTo(Zoo.faults().size());
  }

  @Test
  void fewFaultsHaveMoreThanOneCause() {
    assertThat(Zoo.faults().stream().filter(f -> f.causes().size() > 1))
        .hasSizeLessThanOrEqualTo(Zoo.faults().size() / 20);
  }

  @Test
  void everyCauseIsTriedOnTheZoo() {
    Set<Cause> tried = EnumSet.copyOf(NOT_IN_THE_ZOO);
    Zoo.faults().forEach(fault -> tried.addAll(fault.causes()));

    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Cause.values()).filter(cause -> !cause.isOfClient()).toList());
  }

  @Test
  void everyCauseOfAClientIsTriedOnTheZoo() {
    assertThat(ClientZoo.faults().stream().flatMap(fault -> fault.causes().stream()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Cause.values()).filter(Cause::isOfClient).toList());
  }

  @Test
  void causesNameCasesThatExist() {
    assertThat(Arrays.stream(Cause.values()).flatMap(cause -> cause.mustFail().stream()))
        .extracting(CaseReference::id)
        .allSatisfy(id -> assertThat(Catalogue.find(id)).as(id).isPresent());
  }
}
