package dev.echospec.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.echospec.result.FailureFile;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The annotations are the only list of cases, so they must be right. */
class CatalogueTest {
  static List<CaseInfo> cases() {
    return Catalogue.all();
  }

  @Test
  void idsAreUniqueAndSoAreTheFilesThatAreNamedAfterThem() {
    List<String> ids = cases().stream().map(CaseInfo::id).toList();

    assertThat(ids).doesNotHaveDuplicates();
    assertThat(ids.stream().map(id -> FailureFile.name(id).toLowerCase(Locale.ROOT)))
        .doesNotHaveDuplicates();
  }

  /** Unique, because a build selects a case by the name of its method. */
  @Test
  void methodsAreNamedAsTheirCasesAndNoTwoAreNamedAlike() {
    List<String> methods = cases().stream().map(info -> info.method().getName()).toList();

    assertThat(methods).doesNotHaveDuplicates();
    assertThat(methods)
        .containsExactlyElementsOf(cases().stream().map(info -> camelCase(info.id())).toList());
  }

  private static String camelCase(String id) {
    return Pattern.compile("-(.)")
        .matcher(id.substring(id.indexOf('/') + 1))
        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anIdIsASlugOfItsSection(CaseInfo info) {
    String section =
        info.method()
            .getDeclaringClass()
            .getSimpleName()
            .replaceFirst("Cases$", "")
            .toLowerCase(Locale.ROOT);

    assertThat(info.id()).matches("[a-z]+/[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(info.id().length()).isLessThanOrEqualTo(40);
    assertThat(info.section()).isEqualTo(section);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everythingIsSaid(CaseInfo info) {
    Case rule = info.rule();
    for (String text : List.of(rule.rule(), rule.why(), rule.fix(), rule.source())) {
      assertThat(text).isNotBlank().isEqualTo(text.strip()).doesNotContain("\n", "  ");
    }
    assertThat(rule.rule()).endsWith(".");
    assertThat(rule.why()).endsWith(".");
    assertThat(rule.fix()).matches(".*[.)]");
    assertThat(rule.cost()).isPositive();
    assertThat(rule.listed()).isPositive();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void jqwikCanRunIt(CaseInfo info) {
    Method method = info.method();

    assertThat(Modifier.isPrivate(method.getModifiers())).isFalse();
    assertThat(Modifier.isStatic(method.getModifiers())).isFalse();
    assertThat(method.getReturnType()).isEqualTo(void.class);
    assertThat(Arrays.stream(method.getParameterTypes()).filter(Playing.class::isAssignableFrom))
        .containsExactly(info.section().equals("client") ? ClientWire.class : Wire.class);
    for (Parameter parameter : method.getParameters()) {
      ForAll forAll = parameter.getAnnotation(ForAll.class);
      assertThat(forAll == null).isEqualTo(Playing.class.isAssignableFrom(parameter.getType()));
      if (forAll != null) {
        assertThat(providers(method.getDeclaringClass())).contains(forAll.value());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void whatOpensVeryManyConnectionsIsHeavy(CaseInfo info) throws Exception {
    Optional<String> provider =
        Arrays.stream(info.method().getParameters())
            .filter(parameter -> parameter.isAnnotationPresent(ForAll.class))
            .map(parameter -> parameter.getAnnotation(ForAll.class).value())
            .findFirst();
    if (provider.isEmpty()) {
      assertThat(info.rule().heavy()).isFalse();
      return;
    }
    Constructor<?> constructor = info.method().getDeclaringClass().getDeclaredConstructor();
    Object section = constructor.newInstance();
    if (section instanceof Scalable scalable) {
      scalable.scale(Effort.ORDINARY);
    }
    Method method = section.getClass().getDeclaredMethod(provider.get());
    if (method.invoke(section) instanceof ScriptArbitrary drawn) {
      Random random = new Random(7);
      int most =
          Stream.generate(() -> drawn.generator(1).next(random).value().connections())
              .limit(20)
              .reduce(0, Math::max);

      assertThat(info.rule().heavy()).as(most + " connections").isEqualTo(most > Effort.LIGHT);
    }
  }

  private static List<String> providers(Class<?> section) {
    return Stream.of(section.getDeclaredMethods())
        .filter(method -> method.isAnnotationPresent(Provide.class))
        .filter(method -> Arbitrary.class.isAssignableFrom(method.getReturnType()))
        .map(Method::getName)
        .toList();
  }

  private static List<Class<?>> sections() {
    return Stream.concat(Catalogue.SECTIONS.stream(), Catalogue.CLIENT_SECTIONS.stream()).toList();
  }

  @Test
  void everyProviderIsUsed() {
    for (Class<?> section : sections()) {
      List<String> used =
          Stream.of(section.getDeclaredMethods())
              .flatMap(method -> Stream.of(method.getParameters()))
              .filter(parameter -> parameter.isAnnotationPresent(ForAll.class))
              .map(parameter -> parameter.getAnnotation(ForAll.class).value())
              .toList();

      assertThat(used).as(section.getSimpleName()).containsAll(providers(section));
    }
  }

  @Test
  void casesComeSectionBySectionInTheOrderOfRankAndId() {
    List<String> sections =
        cases().stream().map(CaseInfo::section).distinct().collect(Collectors.toList());

    assertThat(sections).hasSameSizeAs(sections());
    for (String section : sections) {
      assertThat(cases().stream().filter(info -> info.section().equals(section)).toList())
          .isSortedAccordingTo(
              Comparator.comparing((CaseInfo info) -> -info.rule().rank())
                  .thenComparing(CaseInfo::id));
    }
    assertThat(cases().stream().map(CaseInfo::section).toList())
        .isSortedAccordingTo(Comparator.comparing(sections::indexOf));
  }

  /** A case in a class that is not listed would compile and never run. */
  @Test
  void noCaseIsOutsideOfTheSections() {
    List<String> annotated =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.echospec")
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(Case.class))
                .map(method -> method.getAnnotationOfType(Case.class).id())
                .toList();

    assertThat(annotated)
        .containsExactlyInAnyOrderElementsOf(cases().stream().map(CaseInfo::id).toList());
  }

  @Test
  void aCaseIsFoundByItsIdAndByItsMethod() {
    for (CaseInfo info : cases()) {
      assertThat(Catalogue.find(info.id())).contains(info);
      assertThat(Catalogue.find(info.method())).contains(info);
    }
    assertThat(Catalogue.find("stream/no-such-case")).isEmpty();
  }
}
