package dev.echospec.option;

import dev.echospec.reference.server.ServerOptions;
import dev.echospec.server.EmbeddedTarget;
import dev.echospec.suite.Profile;

/** How the embedded reference server behaves when it is the target. */
public final class ReferenceOptions {
  private ReferenceOptions() {}

  /**
   * Returns the tutorial's settings for the profile sequential, and a fast concurrent server for
   * any other, on a free port.
   */
  public static ServerOptions of(Profile profile) {
    return profile == Profile.SEQUENTIAL
        ? ServerOptions.tutorial().withPort(0)
        : EmbeddedTarget.concurrent(profile.oracle().transform());
  }
}
