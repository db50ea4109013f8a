package dev.echospec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/java-api.md and docs/junit.md promise: these types, and none of another package. */
class PublicApiTest {
  private static final List<JavaClass> CLASSES =
      new ClassFileImporter()
              .withImportOption(new ImportOption.DoNotIncludeTests())
              .importPackages("dev.echospec.api", "dev.echospec.junit")
              .stream()
              .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
              .toList();

  @Test
  void thesePublicTypesAreTheApi() {
    assertThat(CLASSES)
        .extracting(JavaClass::getName)
        .containsExactlyInAnyOrder(
            "dev.echospec.api.CaseOutcome",
            "dev.echospec.api.Conformance",
            "dev.echospec.api.Verdict",
            "dev.echospec.api.Verification",
            "dev.echospec.api.VerificationResult",
            "dev.echospec.junit.EchoConformance",
            "dev.echospec.junit.EchoFleet",
            "dev.echospec.junit.EchoServer",
            "dev.echospec.junit.EchoServerContract",
            // Services, which the JUnit Platform finds.
            "dev.echospec.junit.ConformanceEngine",
            "dev.echospec.junit.JqwikLeftover");
  }

  @Test
  void noSignatureNamesATypeOfAnotherPackageOfTheKit() {
    Set<String> foreign = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      Stream.concat(type.getMethods().stream(), type.getConstructors().stream())
          .filter(PublicApiTest::isForUsers)
          .forEach(
              unit ->
                  Stream.concat(
                          unit.getAllInvolvedRawTypes().stream(),
                          unit.getExceptionTypes().stream()
                              .flatMap(thrown -> thrown.getAllInvolvedRawTypes().stream()))
                      .filter(
                          used ->
                              used.getPackageName().startsWith("dev.echospec.")
                                  && !used.getPackageName().matches("dev.echospec.(api|junit)"))
                      .forEach(
                          used -> foreign.add(unit.getFullName() + " names " + used.getName())));
    }

    assertThat(foreign).isEmpty();
  }

  private static boolean isForUsers(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }
}
