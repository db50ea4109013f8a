package dev.echospec.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The published figures are those of the faults and cases that there are, and keep what the kit
 * promises. Whether they still hold is for the matrix itself to say, in every build.
 */
@DisabledIfSystemProperty(
    named = "echospec.regenerate",
    matches = "true|checks",
    disabledReason = "the figures are being measured; the next build looks at them")
class SensitivityPageTest {
  private final Sensitivity data = Sensitivity.read();

  @Test
  void thePageInTheRepositoryIsWhatTheDataAndTheZooSay() throws IOException {
    assertThat(Files.exists(Sensitivity.PAGE) ? Files.readString(Sensitivity.PAGE, UTF_8) : "")
        .as("docs/sensitivity.md is stale. Measure anew with: " + Recording.FIGURES.command())
        .isEqualTo(SensitivityPage.of(data));
  }

  @Test
  void everyFaultWasMeasuredWithEveryCaseThatItNames() {
    List<String> wanted =
        Zoo.faults().stream()
            .flatMap(fault -> fault.caughtBy().stream().map(id -> fault + " × " + id))
            .toList();

    assertThat(names(data.named()))
        .as("pairs in docs/sensitivity.json. Measure anew with: " + Recording.FIGURES.command())
        .containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(data.named()).filteredOn(row -> !isChance(row.fault())).allMatch(Measured::isSure);
    assertThat(data.named()).allMatch(row -> row.runs().stream().anyMatch(Measured.Run::caught));
  }

  @Test
  void theChecksOfEveryFaultWereCounted() {
    assertThat(data.checks())
        .as("checks in docs/sensitivity.json. Count anew with: " + Recording.CHECKS.command())
        .extracting(Checks::fault)
        .containsExactlyElementsOf(Zoo.faults().stream().map(Zoo.Entry::name).toList());
  }

  /** Otherwise the cases that must catch such a fault try it too little. */
  @Test
  void mostTestsOfChanceNeedOneRun() {
    List<Checks> chance = data.checks().stream().filter(row -> isChance(row.fault())).toList();
    int more = chance.stream().mapToInt(row -> row.second() + row.third()).sum();

    assertThat(4 * more).isLessThanOrEqualTo(chance.stream().mapToInt(Checks::tests).sum());
  }

  @Test
  void everyCombinationWasMeasured() {
    assertThat(data.combined())
        .as("in docs/sensitivity.json. Measure anew with: " + Recording.FIGURES.command())
        .extracting(Combined::faults)
        .containsExactlyElementsOf(
            CombinedFaults.all().stream().map(Combination::toString).toList());
  }

  @Test
  void nearlyAllCombinedFaultsAreShown() {
    int planted = data.combined().stream().mapToInt(Combined::planted).sum();
    int shown = data.combined().stream().mapToInt(Combined::shown).sum();

    assertThat(10 * shown).isGreaterThanOrEqualTo(9 * planted);
  }

  @Test
  void mostRunsHaveAtMostOneReportMoreThanFaults() {
    long brief = data.combined().stream().filter(Combined::isBrief).count();

    assertThat(5 * brief).isGreaterThanOrEqualTo(4 * data.combined().size());
  }

  private static boolean isChance(String fault) {
    return Zoo.named(fault).chance().isPresent();
  }

  @Test
  void theModelWasTriedOnEveryFaultThatItCouldSee() {
    List<String> wanted =
        Zoo.faults().stream()
            .flatMap(
                fault -> ModelAlone.casesFor(fault).stream().map(info -> fault + " × " + info.id()))
            .toList();

    assertThat(names(data.model()))
        .as("pairs in docs/sensitivity.json. Measure anew with: " + Recording.FIGURES.command())
        .containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** And every build tries it on as many, so that this is no old tale. */
  @Test
  void theModelAloneCatchesFourFifthsOfTheFaults() {
    List<Zoo.Entry> faults = Zoo.faults().stream().filter(ModelAlone::isWithinReach).toList();
    long caught =
        faults.stream().filter(fault -> ModelAlone.certain(data, fault).isPresent()).count();

    assertThat(5 * caught).isGreaterThanOrEqualTo(4L * faults.size());
  }

  private static List<String> names(List<Measured> rows) {
    return rows.stream().map(row -> row.fault() + " × " + row.caseId()).toList();
  }
}
