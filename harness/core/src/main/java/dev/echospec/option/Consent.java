package dev.echospec.option;

import dev.echospec.engine.Settings;
import dev.echospec.script.Script;
import dev.echospec.script.ScriptText;
import dev.echospec.server.Target;
import dev.echospec.suite.CaseInfo;
import dev.echospec.suite.Effort;
import dev.echospec.suite.Profile;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Protects public servers: cases that open very many connections run against an address outside of
 * this machine and of private networks only with the user's consent. Checked before anything is
 * sent.
 */
public final class Consent {
  private Consent() {}

  /**
   * Looks for cases that need consent.
   *
   * @param target not started; its name may be looked up
   * @param profile cases that are not of it do not run
   * @param cases that are about to run
   * @return why they may not run, and how to leave out those that need consent; empty if they may
   */
  public static Optional<String> objection(Target target, Profile profile, List<CaseInfo> cases) {
    List<String> heavy =
        cases.stream()
            .filter(info -> info.rule().heavy() && info.isFor(profile))
            .map(CaseInfo::id)
            .toList();
    if (heavy.isEmpty()) {
      return Optional.empty();
    }
    return target
        .publicAddress()
        .map(
            address ->
                stranger(target, address)
                    + String.join(", ", heavy)
                    + (heavy.size() == 1 ? " opens" : " open")
                    + " more than "
                    + Effort.LIGHT
                    + " connections: leave them out (--exclude, in a build echospec.exclude)");
  }

  /**
   * Looks whether a script needs consent.
   *
   * @param target not started; its name may be looked up
   * @param script that is about to be played
   * @return why it may not; empty if it may
   */
  public static Optional<String> objection(Target target, Script script) {
    if (script.connections() <= Effort.LIGHT) {
      return Optional.empty();
    }
    return target
        .publicAddress()
        .map(
            address ->
                stranger(target, address)
                    + "the conversation opens "
                    + script.connections()
                    + " connections, more than "
                    + Effort.LIGHT
                    + ": play it against a server of your own");
  }

  /**
   * Checks the consent of a build, which gives it by {@link KitProperty#YES_THIS_IS_MINE}.
   *
   * @param target not started
   * @param settings of the run
   * @param given true if the build gives it
   * @throws IllegalArgumentException if consent is needed and was not given; the message is for the
   *     user
   */
  public static void require(Target target, Settings settings, boolean given) {
    if (given) {
      return;
    }
    objection(target, settings.profile(), settings.cases())
        .ifPresent(
            objection -> {
              throw new IllegalArgumentException(
                  objection
                      + ", or set "
                      + KitProperty.YES_THIS_IS_MINE.key()
                      + "=true if the server is yours or its owner agrees");
            });
  }

  private static String stranger(Target target, InetAddress address) {
    return ScriptText.harmless(target.name())
        + " ("
        + address.getHostAddress()
        + ") is neither this machine nor in a private network, and ";
  }
}
