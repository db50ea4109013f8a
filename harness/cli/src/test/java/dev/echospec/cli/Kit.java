package dev.echospec.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.echospec.script.JsonText;
import dev.echospec.script.Malformed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The kit as its users have it: a command line in, text and a status out. */
final class Kit {
  /** Asks that nothing is skipped for want of a program or a free port. */
  static final boolean REQUIRE_ALL = "true".equals(System.getenv("ECHOSPEC_REQUIRE_ALL"));

  /** What a report has in any case. */
  static final List<String> REPORT =
      List.of(
          ".echospec-report",
          "TEST-echospec.xml",
          "badge.json",
          "badge.svg",
          "report.html",
          "results.json",
          "results.tap");

  private Kit() {}

  /** How a command ended, and what it printed. */
  record Ended(int status, String out, String err) {
    @Override
    public String toString() {
      return "status " + status + "\n--- out\n" + out + "--- err\n" + err;
    }
  }

  static Ended run(List<String> args) {
    return run(Map.of(), args);
  }

  /** In an environment of one's own: that of these tests may be a workflow's. */
  static Ended run(Map<String, String> environment, List<String> args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Echospec.run(
            args.toArray(String[]::new),
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            environment);
    return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
  }

  static Ended run(String... args) {
    return run(List.of(args));
  }

  /** A command line that ends with the command of a target. */
  static Ended run(List<String> command, String... args) {
    return run(
        Stream.of(Stream.of(args), Stream.of("--"), command.stream()).flatMap(s -> s).toList());
  }

  /** The command that runs a main class of these tests. */
  static List<String> java(Class<?> main, String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** One line, which says what is wrong, and no stack trace. */
  static void complains(Ended ended, int status, String... words) {
    assertThat(ended.status()).as(ended::toString).isEqualTo(status);
    assertThat(ended.err().lines()).as(ended::toString).hasSize(1);
    assertThat(ended.err()).startsWith("echospec: ").contains(words);
    assertThat(ended.out() + ended.err()).doesNotContain("Exception", "\tat ");
  }

  static JsonNode results(Path report) throws IOException, Malformed {
    return JsonText.parse(Files.readString(report.resolve("results.json")));
  }

  static Stream<JsonNode> cases(JsonNode results) {
    return StreamSupport.stream(results.get("cases").spliterator(), false);
  }

  static JsonNode result(JsonNode results, String id) {
    return cases(results).filter(one -> text(one, "id").equals(id)).findFirst().orElseThrow();
  }

  static List<String> idsWith(String verdict, JsonNode results) {
    return cases(results)
        .filter(one -> text(one, "verdict").equals(verdict))
        .map(one -> text(one, "id"))
        .toList();
  }

  static String text(JsonNode json, String key) {
    return json.get(key).stringValue();
  }

  /** The names of the files in a folder, in order. */
  static List<String> files(Path folder) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return List.copyOf(names);
  }

  /**
   * Returns a port that nobody listens on: one below the range from which the kernel gives a port
   * to a socket that names none, so that no other test gets it meanwhile.
   */
  static int freePort() {
    for (int i = 0; i < 100; i++) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free");
  }

  /** Whether a server could listen there now, at once and without SO_REUSEADDR. */
  static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(false);
      probe.bind(new InetSocketAddress("127.0.0.1", port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The processes that a kit started as targets and whose command line holds a word. Zombies have
   * no environment.
   */
  static List<Long> targets(String word) {
    return processes(
        process ->
            read(process.resolve("environ")).contains("ECHOSPEC_TARGET=")
                && read(process.resolve("cmdline")).contains(word));
  }

  /** The processes that have an entry in their environment, NAME=VALUE. */
  static List<Long> withEnvironment(String entry) {
    return processes(
        process -> List.of(read(process.resolve("environ")).split("\0")).contains(entry));
  }

  private static List<Long> processes(Predicate<Path> are) {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (are.test(process)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("echospec"))
        .toList();
  }

  /** The folder of the whole project, above the module whose tests these are. */
  static Path project() {
    return Path.of("../..").toAbsolutePath().normalize();
  }
}
