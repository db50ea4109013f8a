package dev.echospec.engine;

import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Profile;
import java.util.Comparator;
import java.util.Optional;

/** Which of the selected cases can show anything of this server. */
final class Applicability {
  private final Settings settings;
  private final ServerUnderTest server;
  private final PrematureEnd end;

  /** The server must be open before the first question. */
  Applicability(Settings settings, ServerUnderTest server, PrematureEnd end) {
    this.settings = settings;
    this.server = server;
    this.end = end;
  }

  /** Returns why a case need not be run; empty if it should be. */
  Optional<String> pointless(CaseInfo info) {
    if (!info.isFor(settings.profile())) {
      return Optional.of("not part of the profile " + settings.profile().id());
    }
    if (end.gone().isPresent()) {
      return end.gone();
    }
    if (info.rule().resets() && server.isRelayed()) {
      return Optional.of(
          "the container is reached through a published port, which turns resets into orderly ends");
    }
    boolean manyAtOnce = !info.isFor(Profile.SEQUENTIAL);
    return manyAtOnce && server.facts().sequential() && !showsHowManyAreServed(info)
        ? Optional.of("the server serves one connection at a time, which another case shows")
        : Optional.empty();
  }

  /**
   * One of the cases that need several connections is enough to show that a server accepts only one
   * at a time: the simplest, with two clients, or the first that is selected.
   */
  private boolean showsHowManyAreServed(CaseInfo info) {
    return settings.cases().stream()
        .filter(one -> one.isFor(settings.profile()) && !one.isFor(Profile.SEQUENTIAL))
        .min(Comparator.comparing(one -> !one.id().equals("concurrent/independent")))
        .filter(info::equals)
        .isPresent();
  }
}
