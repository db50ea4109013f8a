package dev.echospec.server;

import java.nio.file.Path;

/** What a container with a server in it is made from. */
public sealed interface ContainerSource {
  /**
   * @return as the user writes it, such as {@code docker://my/echo:latest}
   */
  String text();

  /**
   * An image by its name. One that is not there is pulled.
   *
   * @param name with or without a registry and a tag
   */
  record Image(String name) implements ContainerSource {
    /** What such a target's name begins with. */
    public static final String PREFIX = "docker://";

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /**
   * An image that is built first.
   *
   * @param path the Dockerfile, or the folder that it is in; that folder is what the build sees
   */
  record Dockerfile(Path path) implements ContainerSource {
    /** What such a target's name begins with. */
    public static final String PREFIX = "dockerfile:";

    @Override
    public String text() {
      return PREFIX + path;
    }
  }

  /**
   * One service of a compose file; those that it depends on are started with it.
   *
   * @param file the compose file
   * @param service its name there
   */
  record ComposeService(Path file, String service) implements ContainerSource {
    /** What such a target's name begins with. */
    public static final String PREFIX = "compose:";

    @Override
    public String text() {
      return PREFIX + file + "#" + service;
    }
  }
}
