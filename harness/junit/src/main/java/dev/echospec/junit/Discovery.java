package dev.echospec.junit;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Catalogue;
import java.util.List;
import java.util.function.Predicate;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.Filter;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.PackageNameFilter;
import org.junit.platform.engine.discovery.PackageSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;

/**
 * Which cases JUnit asks for: those of a package (all, or those of the classes whose names pass the
 * filters), of a class, a method, or with an id; and all cases, where a suite selects nothing.
 */
final class Discovery {
  private final EngineDiscoveryRequest request;
  private final UniqueId engine;

  /**
   * Creates the discovery for one request.
   *
   * @param engine the id of the engine in its place
   */
  Discovery(EngineDiscoveryRequest request, UniqueId engine) {
    this.request = request;
    this.engine = engine;
  }

  /** In the order of the catalogue. */
  List<CaseInfo> cases() {
    List<DiscoverySelector> selectors = request.getSelectorsByType(DiscoverySelector.class);
    if (selectors.isEmpty() && isInSuite()) {
      return Catalogue.cases();
    }
    return Catalogue.cases().stream()
        .filter(info -> selectors.stream().anyMatch(selector -> isSelected(selector, info)))
        .toList();
  }

  private boolean isSelected(DiscoverySelector selector, CaseInfo info) {
    Class<?> section = info.method().getDeclaringClass();
    if (selector instanceof PackageSelector chosen) {
      return (section.getPackageName() + ".").startsWith(chosen.getPackageName() + ".")
          && isIncluded(section);
    }
    if (selector instanceof ClassSelector chosen) {
      return chosen.getClassName().equals(section.getName());
    }
    if (selector instanceof MethodSelector chosen) {
      return chosen.getClassName().equals(section.getName())
          && chosen.getMethodName().equals(info.method().getName());
    }
    return selector instanceof UniqueIdSelector chosen
        && CaseDescriptor.id(engine, info).hasPrefix(chosen.getUniqueId());
  }

  private boolean isInSuite() {
    return engine.getSegments().size() > 1;
  }

  private boolean isIncluded(Class<?> section) {
    Predicate<String> classes =
        Filter.composeFilters(request.getFiltersByType(ClassNameFilter.class)).toPredicate();
    Predicate<String> packages =
        Filter.composeFilters(request.getFiltersByType(PackageNameFilter.class)).toPredicate();
    return classes.test(section.getName()) && packages.test(section.getPackageName());
  }
}
