package dev.echospec.junit;

import dev.echospec.suite.Catalogue;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.MethodDescriptor;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.MethodOrdererContext;

/** The order of the command line: simple cases first. Tests that are no cases come before them. */
final class CaseOrder implements MethodOrderer {
  private final List<String> names = Catalogue.cases().stream().map(CaseName::of).toList();

  @Override
  public void orderMethods(MethodOrdererContext context) {
    context
        .getMethodDescriptors()
        .sort(
            Comparator.<MethodDescriptor>comparingInt(
                method -> names.indexOf(method.getMethod().getName())));
  }
}
