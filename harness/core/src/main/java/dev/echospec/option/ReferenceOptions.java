package dev.echospec.option;

import dev.echospec.reference.server.ServerOptions;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.suite.Profile;

/** How the embedded reference server behaves when it is the target. */
public final class ReferenceOptions {
  private ReferenceOptions() {}

  /**
   * @param profile what is claimed
   * @return the tutorial's own settings for the profile seed, a fast concurrent server otherwise;
   *     on a free port
   */
  public static ServerOptions of(Profile profile) {
    return profile == Profile.SEED
        ? ServerOptions.tutorial().withPort(0)
        : EmbeddedTarget.concurrent(profile.oracle().transform());
  }
}
