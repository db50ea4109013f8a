package dev.echospec.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** A server in a container, by what the container is made from. */
public sealed interface ContainerSource extends ServerSpec {
  /**
   * Makes the server by the provider of {@link ContainerServers}.
   *
   * @throws IllegalArgumentException also if there is no provider on the class path
   */
  @Override
  default Target target(StartOptions options) {
    return ContainerServers.find().target(this, options.container());
  }

  /**
   * An image by its name. One that is not there is pulled.
   *
   * @param name with or without a registry and a tag
   */
  record Image(String name) implements ContainerSource {
    static final String PREFIX = "docker://";

    /** Docker takes 255; the pattern below takes a frame of the stack for each part of the name. */
    private static final int LONGEST = 512;

    /** A registry, a path in lower case, a tag and a digest, as Docker writes them. */
    private static final Pattern NAME =
        Pattern.compile(
            "((?=localhost/|[^/]*[.:])[A-Za-z0-9.-]+(:[0-9]+)?/)?[a-z0-9]+([._/-]+[a-z0-9]+)*(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
                + "(@sha256:[0-9a-f]{64})?");

    /**
     * Checks the form of the name.
     *
     * @throws IllegalArgumentException if no image can have it; the message is for the user
     */
    public Image {
      if (name.length() > LONGEST || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "'"
                + name
                + "' is no name of an image: write docker://NAME or docker://NAME:TAG, in lower"
                + " case.");
      }
    }

    static Image parse(String text) {
      return new Image(text.substring(PREFIX.length()));
    }

    @Override
    public String text() {
      return PREFIX + name;
    }
  }

  /**
   * An image that is built first.
   *
   * @param file the Dockerfile, or the folder that it is in; the build sees that folder
   */
  record Dockerfile(Path file) implements ContainerSource {
    static final String PREFIX = "dockerfile:";

    static Dockerfile parse(String text) {
      String path = text.substring(PREFIX.length());
      return new Dockerfile(Path.of(path.isEmpty() ? "." : path));
    }

    @Override
    public String text() {
      return PREFIX + file;
    }

    @Override
    public Optional<Path> path() {
      return Optional.of(file);
    }

    @Override
    public Dockerfile at(Path other) {
      return new Dockerfile(other);
    }
  }

  /**
   * One service of a compose file; those that it depends on are started with it.
   *
   * @param file the compose file
   * @param service its name there
   */
  record ComposeService(Path file, String service) implements ContainerSource {
    static final String PREFIX = "compose:";
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9._-]+");

    static ComposeService parse(String text) {
      int hash = text.lastIndexOf('#');
      String service = text.substring(hash + 1);
      String file = hash < 0 ? "" : text.substring(PREFIX.length(), hash);
      if (file.isEmpty() || !SERVICE.matcher(service).matches()) {
        throw new IllegalArgumentException(
            "'" + text + "' is no target: write compose:FILE#SERVICE, with the service's name.");
      }
      return new ComposeService(Path.of(file), service);
    }

    @Override
    public Target target(StartOptions options) {
      if (!(options.container().env().isEmpty() && options.container().command().isEmpty())) {
        throw new IllegalArgumentException(
            "--env and --command are not for a service of a compose file: write them there.");
      }
      return ContainerSource.super.target(options);
    }

    /** Compose keeps one project for a file, whatever the service. */
    @Override
    public Optional<String> claim(int port) {
      return Optional.of(PREFIX + file);
    }

    @Override
    public String text() {
      return PREFIX + file + "#" + service;
    }

    @Override
    public Optional<Path> path() {
      return Optional.of(file);
    }

    @Override
    public ComposeService at(Path other) {
      return new ComposeService(other, service);
    }
  }
}
