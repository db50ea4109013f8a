package dev.echospec.result;

/** The version of the kit, which the build writes into the manifest of its jars. */
public final class KitVersion {
  private KitVersion() {}

  /** Returns the version; "development" where the classes are in no jar. */
  public static String text() {
    String version = KitVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
