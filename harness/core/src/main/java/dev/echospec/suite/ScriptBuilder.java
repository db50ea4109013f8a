package dev.echospec.suite;

import dev.echospec.script.Payload;
import dev.echospec.script.Script;
import dev.echospec.script.Step;
import java.util.ArrayList;
import java.util.List;

/** Builds a script step by step. */
final class ScriptBuilder {
  private final List<Step> steps = new ArrayList<>();

  ScriptBuilder connect(int connection) {
    return add(new Step.Connect(connection));
  }

  ScriptBuilder send(int connection, byte[] bytes) {
    return send(connection, Payload.of(bytes));
  }

  ScriptBuilder send(int connection, Payload payload) {
    return add(new Step.Send(connection, payload));
  }

  ScriptBuilder read(int connection, long bytes) {
    return add(new Step.Read(connection, bytes));
  }

  /** Reads all bytes that are owed at that step. */
  ScriptBuilder readAll(int connection) {
    return read(connection, Step.EVERYTHING);
  }

  ScriptBuilder stopReading(int connection) {
    return add(new Step.StopReading(connection));
  }

  ScriptBuilder resumeReading(int connection) {
    return add(new Step.ResumeReading(connection));
  }

  ScriptBuilder pause(int millis) {
    return add(new Step.Pause(millis));
  }

  ScriptBuilder halfClose(int connection) {
    return add(new Step.HalfClose(connection));
  }

  ScriptBuilder readToEnd(int connection) {
    return add(new Step.ReadToEnd(connection));
  }

  ScriptBuilder reset(int connection) {
    return add(new Step.Reset(connection));
  }

  ScriptBuilder close(int connection) {
    return add(new Step.Close(connection));
  }

  private ScriptBuilder add(Step step) {
    steps.add(step);
    return this;
  }

  /** Returns the script of all steps so far. */
  Script build() {
    return new Script(steps);
  }
}
