package dev.echospec.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echospec.result.KnownFailure;
import dev.echospec.script.Malformed;
import dev.echospec.server.Confinement;
import dev.echospec.suite.Profile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetFileTest {
  private static final Path FOLDER = Path.of("/srv/fleet");

  @TempDir private Path folder;

  private static Fleet parse(String text) throws Malformed {
    return FleetFile.parse("fleet.yaml", FOLDER, Optional.empty(), text);
  }

  @Test
  void containersThatAreUpHaveTheNamesOfTheirMembers() throws Malformed {
    Fleet fleet =
        parse(
            """
            fleet:
              - name: go
                target: dockerfile:go
                command: [./echo]
                env: {LANG: C}
                known-failures:
                  - case: transform/utf8-text
                    reason: it decodes
                    words: [expected]
              - name: small
                target: docker://small
                container-port: 7
                profile: sequential
              - name: elsewhere
                target: example.org:7
              - name: command
                command: [./echo, "{port}"]
            """);

    List<Member> running = fleet.running().members();

    assertThat(running)
        .extracting(Member::target)
        .containsExactly(
            Optional.of("restarted:go:10000"),
            Optional.of("restarted:small:7"),
            Optional.of("example.org:7"),
            Optional.empty());
    assertThat(running.get(0).arguments(Optional.empty()))
        .containsExactly("--profile", "concurrent", "restarted:go:10000");
    assertThat(running.get(0).known()).isEqualTo(fleet.members().get(0).known());
    assertThat(running.get(1).profile()).isEqualTo(Profile.SEQUENTIAL);
    assertThat(running.get(1).claim()).isNotEqualTo(running.get(0).claim());
    assertThat(running.subList(2, 4)).isEqualTo(fleet.members().subList(2, 4));
  }

  @Test
  void readsAllThatAMemberCanHave() throws Malformed {
    Fleet fleet =
        parse(
            """
            # What we have.
            fleet:
              - name: go
                command: [./echo, --port, "{port}", 5]
              - name: python-tutorial
                command: [python3, server.py]
                port: 7007
                profile: seed # its former name
                known-failures:
                  - case: transform/utf8-text
                    reason: it decodes
                    words: [EOF, "status 1"]
                    until: 2027-01-31
              - name: running
                target: localhost:7
                profile: rfc862
            """);

    assertThat(fleet.file()).isEqualTo("fleet.yaml");
    assertThat(fleet.names()).containsExactly("go", "python-tutorial", "running");
    Member go = fleet.members().get(0);
    assertThat(go.command()).containsExactly("./echo", "--port", "{port}", "5");
    assertThat(go.profile()).isEqualTo(Profile.CONCURRENT);
    assertThat(go.target()).isEmpty();
    Member tutorial = fleet.members().get(1);
    assertThat(tutorial.port()).contains(7007);
    assertThat(tutorial.profile()).isEqualTo(Profile.SEQUENTIAL);
    assertThat(tutorial.known())
        .singleElement()
        .satisfies(
            known -> {
              assertThat(known.glob()).isEqualTo("transform/utf8-text");
              assertThat(known.words()).containsExactly("EOF", "status 1");
              assertThat(known.line()).isEqualTo(10);
            });
    assertThat(fleet.members().get(2).target()).contains("localhost:7");
  }

  @Test
  void readsAllThatAClientCanHave() throws Malformed {
    Fleet fleet =
        parse(
            """
            fleet: [{name: go, target: embedded}]
            clients:
              - name: c
                command: [./client, "{host}", "{port}", "{message}"]
              - name: tutorial
                command: [python3, client.py]
                sends: Hello World!
                port: 7007
                output: exact
                known-failures:
                  - case: client/early-end
                    reason: it spins
                    words: [spins]
            """);

    assertThat(fleet.names()).containsExactly("go", "c", "tutorial");
    FleetClient told = fleet.clients().get(0);
    assertThat(told.claim()).isEmpty();
    assertThat(told.arguments(Optional.empty()))
        .containsExactly("--", "./client", "{host}", "{port}", "{message}");
    FleetClient fixed = fleet.clients().get(1);
    assertThat(fixed.claim()).contains("port 7007");
    assertThat(fixed.known()).extracting(KnownFailure::line).containsExactly(11);
    assertThat(fixed.arguments(Optional.of(Path.of("known.yaml"))))
        .containsExactly(
            "--expect",
            "known.yaml",
            "--port",
            "7007",
            "--sends",
            "Hello World!",
            "--output",
            "exact",
            "--",
            "python3",
            "client.py");
    assertThat(fleet.replayed(told))
        .isEqualTo("-- env -C /srv/fleet ./client {host} {port} '{message}'");
    assertThat(fleet.only(List.of("c")).clients()).containsExactly(told);
    assertThat(fleet.only(List.of("c")).members()).isEmpty();
  }

  @Test
  void aClientMayBeAnImageOrADockerfile() throws Malformed {
    Fleet fleet =
        parse(
            """
            fleet: [{name: go, target: embedded}]
            clients:
              - name: built
                target: dockerfile:clients/c
                command: ["{host}", "{port}", "{message}"]
                memory: 64m
              - name: pulled
                target: docker://my/client
                env: {LANG: C.UTF-8}
                sends: Hello World!
            """);

    FleetClient built = fleet.clients().get(0);
    assertThat(built.isContainer()).isTrue();
    assertThat(built.claim()).isEmpty();
    assertThat(built.arguments(Optional.empty()))
        .startsWith("--memory", "64m")
        .endsWith("--", "{host}", "{port}", "{message}");
    assertThat(built.arguments(Optional.empty()).get(2)).startsWith("dockerfile:/").endsWith("/c");
    FleetClient pulled = fleet.clients().get(1);
    assertThat(pulled.claim()).contains("port 10000");
    assertThat(fleet.replayed(pulled))
        .isEqualTo("--sends 'Hello World!' --env LANG=C.UTF-8 docker://my/client");
  }

  static Stream<Arguments> mistakesAboutClients() {
    String one = "fleet: [{name: a, target: embedded}]\nclients:\n";
    return Stream.of(
        Arguments.of("clients: []\n", "line 1 column 1: the file must begin with fleet:"),
        Arguments.of(one + "  5\n", "line 3 column 3: clients takes a list"),
        Arguments.of(one + "  []\n", "line 3 column 3: there is no client"),
        Arguments.of(one + "- c\n", "line 3 column 3: a client must have a name"),
        Arguments.of(one + "- name: c\n", "line 3 column 3: c has neither target nor command"),
        Arguments.of(one + "- command: [c]\n", "line 3 column 3: the client has no name: add one"),
        Arguments.of(
            one + "- name: c\n  profile: x\n",
            "line 4 column 3: a client has no 'profile', only name, target, command, sends, port,"
                + " output, env, cap-add, memory, pids-limit, unconfined, known-failures"),
        Arguments.of(
            one + "- {name: c, target: 'localhost:7'}\n",
            "'localhost:7' is no client: name docker://IMAGE or dockerfile:PATH"),
        Arguments.of(one + "- {name: c, target: 'compose:a.yml#c'}\n", "is no client"),
        Arguments.of(one + "- {name: c, target: 'dockerfile:../c'}\n", "leads out of the folder"),
        Arguments.of(
            one + "- {name: c, command: [c], memory: 1g}\n", "c: memory is for containers"),
        Arguments.of(
            one + "- {name: c, target: 'docker://c', memory: 1g, unconfined: true}\n",
            "c: --unconfined lifts every limit"),
        Arguments.of(
            one + "- {name: A, command: [c]}\n", "'A' is the name of the member in line 1 already"),
        Arguments.of(
            one + "- {name: c, command: [c], output: some}\n",
            "there is no output 'some', only contains, exact, none"),
        Arguments.of(
            one + "- {name: c, command: [c, '{port}'], port: 7}\n",
            "c is told its port with {port}: remove port"),
        Arguments.of(
            one + "- {name: c, command: [c, '{message}'], sends: x}\n",
            "c: give either sends or {message} in the command, not both"),
        Arguments.of(
            one + "- {name: c, command: [c]}\nclients:\n- {name: d, command: [d]}\n",
            "line 4 column 1: "),
        Arguments.of(
            one + "- {name: c, command: [c]}\nmore: 1\n",
            "line 4 column 1: nothing may stand beside fleet"));
  }

  @ParameterizedTest
  @MethodSource("mistakesAboutClients")
  void aMistakeAboutAClientIsToldWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> mistakes() {
    String one = "fleet:\n- name: a\n  target: embedded\n";
    return Stream.of(
        Arguments.of("", "line 1 column 1: there is nothing in it"),
        Arguments.of("members: []", "line 1 column 1: the file must begin with fleet:"),
        Arguments.of("fleet: 5", "line 1 column 8: fleet takes a list"),
        Arguments.of("fleet: []", "line 1 column 8: the fleet has no member"),
        Arguments.of("fleet:\n- go\n", "line 2 column 3: a member must have a name"),
        Arguments.of(one + "more: 1\n", "line 4 column 1: nothing may stand beside fleet"),
        Arguments.of(one + "---\nfleet: []\n", "this is a second document"),
        Arguments.of("fleet:\n\t- name: a\n", "line 2 column 1: this is not YAML"),
        Arguments.of(
            "fleet:\n- name: a\n  comand: [x]\n",
            "line 3 column 3: a member has no 'comand', only name, target, command"),
        Arguments.of(
            "fleet:\n- name: a\n  name: b\n", "line 3 column 3: the member has a second 'name'"),
        Arguments.of("fleet:\n- target: embedded\n", "line 2 column 3: the member has no name"),
        Arguments.of("fleet:\n- name: a\n", "line 2 column 3: a has neither target nor command"),
        Arguments.of("fleet:\n- name: a b\n", "line 2 column 9: 'a b' is no name"),
        Arguments.of("fleet:\n- name: ../a\n", "line 2 column 9: '../a' is no name"),
        Arguments.of("fleet:\n- name: 5\n", "line 2 column 9: name takes text"),
        Arguments.of("fleet:\n- name: ''\n", "line 2 column 9: name must not be empty"),
        Arguments.of(
            one + "- name: A\n  target: embedded\n",
            "line 4 column 9: 'A' is the name of the member in line 2 already"),
        Arguments.of(
            "fleet:\n- name: a\n  target: localhost\n",
            "line 3 column 11: 'localhost' is no target"),
        Arguments.of(
            "fleet:\n- name: a\n  target: command:x\n",
            "line 3 column 11: a command is written as"),
        Arguments.of(
            "fleet:\n- name: a\n  command: ./x\n", "line 3 column 12: command takes a list"),
        Arguments.of(
            "fleet:\n- name: a\n  command: []\n", "line 3 column 12: the command is empty"),
        Arguments.of(
            "fleet:\n- name: a\n  command: [x, [y]]\n",
            "line 3 column 16: a word of the command takes text"),
        Arguments.of(
            "fleet:\n- name: a\n  command: [x, \"\\0\"]\n",
            "line 3 column 16: a word of the command cannot hold a NUL character"),
        Arguments.of(one + "  command: [x]\n", "line 4 column 3: a has a target and a command"),
        Arguments.of(
            one + "  profile: sed\n",
            "line 4 column 12: there is no profile 'sed', only sequential, concurrent, rfc862"),
        Arguments.of(one + "  port: 7\n", "line 4 column 3: a: port is for commands"),
        Arguments.of(
            one + "  container-port: 7\n", "line 4 column 3: a: container-port is for containers"),
        Arguments.of(one + "  env: {A: b}\n", "line 4 column 3: a: env is for containers"),
        Arguments.of(one + "  env: {A: b, A: c}\n", "line 4 column 15: env has a second 'A'"),
        Arguments.of(one + "  env: {A=: b}\n", "line 4 column 9: 'A=' is no name"),
        Arguments.of(one + "  env: [A=b]\n", "line 4 column 8: env takes names and values"),
        Arguments.of(
            "fleet:\n- name: a\n  command: [x]\n  port: 0\n",
            "line 4 column 9: port takes a number from 1 to 65535"),
        Arguments.of(
            "fleet:\n- name: a\n  command: [x]\n  port: 10_000_0000\n", "port takes a number"),
        Arguments.of(
            one + "  known-failures: {}\n", "line 4 column 19: known-failures takes a list"),
        Arguments.of(
            one + "  known-failures:\n  - case: close/empty\n    reason: so\n",
            "line 5 column 5: the entry has no words"),
        Arguments.of(
            one + "  known-failures:\n  - because: so\n",
            "line 5 column 5: an entry has no 'because'"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void saysWhereAMistakeIs(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith("fleet.yaml, ")
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("none.yaml");

    assertThatThrownBy(() -> FleetFile.read(missing, Optional.empty()))
        .isInstanceOf(Malformed.class)
        .hasMessage(missing + ": no such file or directory");
  }

  @Test
  void theFolderOfTheFileIsKnown() throws Exception {
    Path file = Files.writeString(folder.resolve("f.yaml"), "fleet: [{name: a, target: embedded}]");

    assertThat(FleetFile.read(file, Optional.empty()).folder()).isEqualTo(folder);
  }

  /** It would be built into an image, or run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dockerfile:..",
        "dockerfile:../other",
        "dockerfile:in/../../other",
        "dockerfile:/etc",
        "dockerfile:link",
        "dockerfile:link/further",
        "dockerfile:nowhere",
        "dockerfile:round",
        "compose:../compose.yaml#echo",
        "compose:link/compose.yaml#a#echo"
      })
  void noPathLeadsOutOfItsFolder(String target) throws Exception {
    Path inside = Files.createDirectories(folder.resolve("fleet"));
    Files.createDirectories(folder.resolve("other/further"));
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("other"));
    Files.createSymbolicLink(inside.resolve("nowhere"), folder.resolve("not/there"));
    Files.createSymbolicLink(inside.resolve("round"), inside.resolve("round"));
    Path file =
        Files.writeString(
            inside.resolve("f.yaml"), "fleet:\n- name: a\n  target: '%s'\n".formatted(target));

    assertThatThrownBy(() -> FleetFile.read(file, Optional.empty()))
        .isInstanceOf(Malformed.class)
        .hasMessageStartingWith(file + ", line 3 column 11: '")
        .hasMessageEndingWith(
            "' leads out of the folder of this file: allow it with --within FOLDER");
  }

  @Test
  void pathsMayLeadOutOfItsFolderWhereThatIsAllowed() throws Exception {
    Path inside = Files.createDirectories(folder.resolve("fleet"));
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.createSymbolicLink(inside.resolve("link"), other);
    Files.createSymbolicLink(inside.resolve("own"), Files.createDirectories(inside.resolve("x")));
    Path file =
        Files.writeString(
            inside.resolve("f.yaml"),
            """
            fleet:
            - {name: a, target: 'dockerfile:../other'}
            - {name: b, target: 'dockerfile:link/not/there/yet'}
            - {name: c, target: 'dockerfile:own'}
            """);

    assertThat(FleetFile.read(file, Optional.of(other)).members())
        .extracting(member -> member.target().orElseThrow())
        .containsExactly(
            "dockerfile:" + other,
            "dockerfile:" + inside.resolve("link/not/there/yet"),
            "dockerfile:" + inside.resolve("own"));
    assertThatThrownBy(() -> FleetFile.read(file, Optional.of(inside)))
        .hasMessageContaining("'../other' leads out");
  }

  @Test
  void theFleetOfThisProjectIsAllowedAllThatItNames() throws Exception {
    Path project = Path.of("../..").toAbsolutePath().normalize();

    Fleet fleet =
        FleetFile.read(project.resolve("implementations/fleet.yaml"), Optional.of(project));

    assertThat(fleet.members())
        .extracting(member -> member.target().orElse(""))
        .contains("dockerfile:" + project.resolve("reference-server"));
  }

  @Test
  void takesAsMuchAsItSays() {
    StringBuilder many = new StringBuilder("fleet:\n");
    for (int i = 0; i < FleetFile.MOST_MEMBERS; i++) {
      many.append("- {name: a").append(i).append(", target: embedded}\n");
    }
    String one = "fleet:\n- name: a\n  target: ";

    assertThatCode(() -> parse(many.toString())).doesNotThrowAnyException();
    refuses(many + "- {name: b, target: embedded}\n", "at most 200 members");
    refuses(one + "docker://" + "a.".repeat(45_000) + "b\n", "at most 4096 characters");
    refuses(one + "docker://" + "a.".repeat(1_000) + "b\n", "is no name of an image");
    refuses(one + "docker://a\n  command: [" + "x,".repeat(1_001) + "]\n", "at most 1000 words");
    refuses(one + "'" + "x".repeat(400_000) + "'\n", "100000");
    refuses("fleet: " + "[".repeat(100_000), "a member must have a name");
    refuses(one + '"' + "dockerfile:a\\0b\"\n", "line 3 column 11");
  }

  private static void refuses(String text, String words) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(Malformed.class)
        .hasMessageContaining(words)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n"));
  }

  @Test
  void someMembersCanBeChosen() throws Malformed {
    Fleet fleet = parse("fleet: [{name: a, target: embedded}, {name: b, target: embedded}]");

    assertThat(fleet.only(List.of("b")).members()).extracting(Member::name).containsExactly("b");
    assertThat(fleet.only(List.of("b")).names()).containsExactly("a", "b");
    assertThatThrownBy(() -> fleet.only(List.of("c")))
        .hasMessage("fleet.yaml has no member 'c', only a, b");
  }

  @Test
  void whatCannotRunAtTheSameTimeClaimsTheSame() {
    assertThat(command("python3", "server.py").claim()).contains("port 10000");
    assertThat(command("echo", "{port}").claim()).isEmpty();
    assertThat(target("10000").claim()).contains("port 10000");
    assertThat(target("localhost:10000").claim()).contains("port 10000");
    assertThat(target("[::1]:10000").claim()).contains("port 10000");
    assertThat(target("example.org:7").claim()).contains("example.org:7");
    assertThat(target("embedded").claim()).isEmpty();
    assertThat(target("docker://some/echo:1").claim()).isEmpty();
    assertThat(target("dockerfile:/srv/echo:2").claim()).isEmpty();
    assertThat(target("compose:/srv/a.yml#x").claim())
        .isPresent()
        .isEqualTo(target("compose:/srv/a.yml#y").claim());
  }

  @Test
  void aContainerMayGetMoreThanUsual() throws Malformed {
    Fleet fleet =
        parse(
            """
            fleet:
              - name: a
                target: docker://e
                cap-add: [SETUID]
                memory: 512m
                pids-limit: 99
              - name: b
                target: docker://e
                unconfined: true
            """);

    assertThat(fleet.members().get(0).arguments(Optional.empty()))
        .containsSubsequence("--cap-add", "SETUID", "--memory", "512m", "--pids-limit", "99");
    assertThat(fleet.members().get(1).arguments(Optional.empty())).contains("--unconfined");
  }

  private static Member command(String... words) {
    return new Member(
        "a",
        Optional.empty(),
        List.of(words),
        Profile.CONCURRENT,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Confinement.DEFAULT,
        List.of());
  }

  private static Member target(String name) {
    return new Member(
        "a",
        Optional.of(name),
        List.of(),
        Profile.SEQUENTIAL,
        Optional.empty(),
        Optional.of(7),
        Map.of("LANG", "C UTF"),
        new Confinement(List.of("SETUID"), 512L << 20, 99, false),
        List.of(new KnownFailure("close/*", "so", List.of("x"), Optional.empty(), 3)));
  }

  @Test
  void aMemberIsACommandLine() {
    assertThat(target("docker://e").arguments(Optional.of(Path.of("/x.yaml"))))
        .containsExactly(
            "--profile",
            "sequential",
            "--expect",
            "/x.yaml",
            "--container-port",
            "7",
            "--env",
            "LANG=C UTF",
            "--cap-add",
            "SETUID",
            "--memory",
            "512m",
            "--pids-limit",
            "99",
            "docker://e");
    assertThat(target("docker://e").targetWords(List.of()))
        .isEqualTo(
            "--container-port 7 --env 'LANG=C UTF' --cap-add SETUID --memory 512m --pids-limit 99"
                + " docker://e");
    assertThat(command("./a b", "{port}").arguments(Optional.empty()))
        .containsExactly("--profile", "concurrent", "--", "./a b", "{port}");
    assertThat(
            new Member(
                    "a",
                    Optional.of("docker://e"),
                    List.of("serve", "a b"),
                    Profile.SEQUENTIAL,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Confinement.DEFAULT,
                    List.of())
                .arguments(Optional.empty()))
        .containsExactly("--profile", "sequential", "--command", "serve 'a b'", "docker://e");
    assertThat(new Fleet("f", FOLDER, List.of(), List.of()).replayed(command("./a b", "{port}")))
        .isEqualTo("-- env -C /srv/fleet './a b' {port}");
  }
}
