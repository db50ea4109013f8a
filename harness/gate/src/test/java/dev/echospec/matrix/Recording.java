package dev.echospec.matrix;

import dev.echospec.option.KitProperty;

/** What a run of the matrix writes to {@code docs/sensitivity.json} and the page beside it. */
enum Recording {
  /** Nothing: an ordinary build. It holds what it finds against the published figures. */
  NOTHING(""),
  /** How many checks each fault had, and how often chance needed another run; no times. */
  CHECKS("checks"),
  /** Everything: each fault is measured several times. */
  FIGURES("true");

  /** What this run writes. */
  static final Recording NOW = of(KitProperty.REGENERATE.system().orElse(NOTHING.value));

  private final String value;

  Recording(String value) {
    this.value = value;
  }

  private static Recording of(String value) {
    for (Recording recording : values()) {
      if (recording.value.equals(value)) {
        return recording;
      }
    }
    throw new IllegalArgumentException(
        KitProperty.REGENERATE.key() + " must be checks or true, not " + value);
  }

  /** The command that does it. */
  String command() {
    return "mvn -B -pl harness/gate -am test -Dtest='*FaultsTest,CombinedWith*Test'"
        + " -Dsurefire.failIfNoSpecifiedTests=false -D"
        + KitProperty.REGENERATE.key()
        + "="
        + value;
  }
}
