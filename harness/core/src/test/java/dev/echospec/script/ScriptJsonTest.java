package dev.echospec.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptJsonTest {
  @Provide
  Arbitrary<Script> scripts() {
    return ScriptArbitraries.scripts();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void whatIsWrittenReadsBackEqual(@ForAll("scripts") Script script) throws Malformed {
    assertThat(ScriptJson.read(ScriptJson.write(script))).isEqualTo(script);
    assertThat(ScriptJson.fromJson(ScriptJson.toJson(script))).isEqualTo(script);
  }

  @Test
  void isALineAStep() {
    Script script =
        Script.of(
            new Step.Connect(0),
            new Step.Send(0, Payload.of("aé")),
            new Step.Send(0, Payload.of(new byte[] {27, 'a'})),
            new Step.Send(0, new Payload.Generated(7, 67108864, Alphabet.ANY)),
            new Step.Read(0, 5),
            new Step.Read(0, Step.EVERYTHING),
            new Step.StopReading(0),
            new Step.ResumeReading(0),
            new Step.Pause(20),
            new Step.HalfClose(0),
            new Step.ReadToEnd(0),
            new Step.Connect(1),
            new Step.Reset(1),
            new Step.Connect(2),
            new Step.Close(2));

    assertThat(ScriptJson.write(script))
        .isEqualTo(
            """
            {
              "steps": [
                { "do": "connect", "on": 0 },
                { "do": "send", "on": 0, "hex": "61c3a9", "text": "aé" },
                { "do": "send", "on": 0, "hex": "1b61" },
                { "do": "send", "on": 0, "seed": 7, "length": 67108864, "alphabet": "any" },
                { "do": "read", "on": 0, "bytes": 5 },
                { "do": "read", "on": 0 },
                { "do": "stop-reading", "on": 0 },
                { "do": "resume-reading", "on": 0 },
                { "do": "pause", "millis": 20 },
                { "do": "half-close", "on": 0 },
                { "do": "read-to-end", "on": 0 },
                { "do": "connect", "on": 1 },
                { "do": "reset", "on": 1 },
                { "do": "connect", "on": 2 },
                { "do": "close", "on": 2 }
              ]
            }
            """);
  }

  @Test
  void theTextIsOnlyForPeople() throws Malformed {
    String lying =
        """
        {"steps":[{"do":"connect","on":0},{"do":"send","on":0,"hex":"61","text":"b"}]}""";

    assertThat(ScriptJson.read(lying).sent(0)).containsExactly(Payload.of("a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"do":"connect"}                                     | "on" is missing
          {"do":"connect","on":"0"}                            | "on" is not a whole number
          {"do":"connect","on":0.5}                            | "on" is not a whole number
          {"do":"connect","on":-1}                             | "on" is not from 0 to 65535
          {"do":"connect","on":99999999999999999999}           | "on" is not from 0 to 65535
          {"do":"connect","on":2000000000}                     | "on" is not from 0 to 65535
          {"do":"connect","on":1,"at":2}                       | "connect" has no "at"
          {"on":0}                                             | "do" is missing
          {"do":7}                                             | "do" is not a string
          {"do":"jump","on":0}                                 | "do" is none of connect, send,
          {"do":"send","on":0}                                 | either "hex", or "seed"
          {"do":"send","on":0,"hex":"61","seed":1}             | either "hex", or "seed"
          {"do":"send","on":0,"hex":"6"}                       | "hex" is not pairs of hex digits
          {"do":"send","on":0,"hex":"6x"}                      | "hex" is not pairs of hex digits
          {"do":"send","on":0,"seed":1,"length":-1,"alphabet":"any"} | "length" is not from 0 to
          {"do":"send","on":0,"seed":1,"length":1,"alphabet":"all"}  | "alphabet" is none of any,
          {"do":"send","on":0,"seed":1,"length":1}             | "alphabet" is missing
          {"do":"read","on":0,"bytes":0}                       | "bytes" is not from 1 to
          {"do":"pause","millis":0}                            | "millis" is not from 1 to 3600000
          {"do":"pause","millis":5,"on":0}                     | "pause" has no "on"
          {"do":"read-to-end","on":0}                          | read to its end before
          {"do":"connect","on":0}                              | connected twice
          [1]                                                  | a step is an object such as
          """)
  void saysWhatIsWrongWithAStep(String step, String what) {
    String text = "{\"steps\":[{\"do\":\"connect\",\"on\":0}," + step + "]}";

    assertThat(refusal(text)).startsWith("step 2: ").contains(what).doesNotContain("\n");
  }

  @Test
  void saysWhereTheJsonIsMalformed() {
    assertThat(refusal("{\"steps\":\n  [{\"do\":}]}"))
        .startsWith("not JSON, line 2 column 10:")
        .doesNotContain("\n")
        .doesNotContain("tools.jackson");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "7",
        "null",
        "{}",
        "{\"steps\":7}",
        "{\"steps\":[],\"more\":1}",
        "{\"steps\":[],\"steps\":[]}",
        "{\"steps\":[]} {}",
        "{\"steps\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
        "{\"steps\":[\u001b[31m]}",
      })
  void refusesEverythingElseInOneLine(String text) {
    assertThat(refusal(text)).isNotBlank().doesNotContain("\n", "\u001b");
  }

  @Test
  void refusesMoreThanItCouldHold() {
    String step = "{\"do\":\"pause\",\"millis\":1}";
    String pauses = "{\"steps\":[" + (step + ",").repeat(100_000) + step + "]}";
    String send = ",{\"do\":\"send\",\"on\":0,\"seed\":1,\"length\":99999999,\"alphabet\":\"any\"}";
    String head = "{\"steps\":[{\"do\":\"connect\",\"on\":0}";
    String small = ",{\"do\":\"send\",\"on\":0,\"seed\":1,\"length\":1,\"alphabet\":\"any\"}";
    String vast = small.replace("\"length\":1,", "\"length\":1099511627776,");
    String hour = ",{\"do\":\"pause\",\"millis\":3600000}";
    StringBuilder crowd = new StringBuilder(head);
    for (int c = 1; c <= 20_000; c++) {
      crowd.append(",{\"do\":\"connect\",\"on\":").append(c).append("}");
    }

    assertThat(refusal(pauses)).isEqualTo("a script has at most 100000 steps, not 100001");
    assertThat(refusal(head + send.repeat(5000) + "]}"))
        .isEqualTo("step 258: a script has at most 96 MiB of memory for its payloads");
    assertThat(refusal(head + small.repeat(1001) + "]}"))
        .isEqualTo("step 1002: a script has at most 1000 generated payloads");
    assertThat(refusal(head + vast.repeat(2) + "]}"))
        .isEqualTo("step 3: a script has at most 1 TiB to send");
    assertThat(refusal(head + hour.repeat(169) + "]}"))
        .isEqualTo("step 170: a script has at most 168 h of pauses");
    assertThat(refusal(crowd + "]}"))
        .isEqualTo("step 20001: a script has at most 20000 connections");
    assertThat(refusal("{\"steps\":[" + (step + ",").repeat(1_000_000) + step + "]}"))
        .startsWith("more than is read: ")
        .contains("1200000");
  }

  private static String refusal(String text) {
    return catchThrowableOfType(Malformed.class, () -> ScriptJson.read(text)).getMessage();
  }
}
