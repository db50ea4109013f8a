package dev.echospec.cli;

import dev.echospec.report.Console;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * Creates the commands, with what does not stand on their own part of the command line.
 *
 * @param out where results go
 * @param err where complaints go
 * @param environment variables that say where the kit runs
 * @param dashes whether {@code --} was there
 * @param command what followed it
 */
record Commands(
    Console out, Console err, Map<String, String> environment, boolean dashes, List<String> command)
    implements IFactory {
  @Override
  public <K> K create(Class<K> kind) throws Exception {
    if (kind == VerifyCommand.class) {
      return kind.cast(new VerifyCommand(err));
    }
    if (kind == ReportOptions.class) {
      return kind.cast(
          new ReportOptions(
              out, err, GitHubWorkflow.of(environment), PageOpener.here(environment, err)));
    }
    if (kind == ShardOptions.class) {
      return kind.cast(new ShardOptions(environment));
    }
    if (kind == CompareCommand.class) {
      return kind.cast(
          new CompareCommand(
              out,
              err,
              ThisKit.command(),
              GitHubWorkflow.of(environment),
              PageOpener.here(environment, err)));
    }
    if (kind == ClientCommand.class) {
      return kind.cast(new ClientCommand(err, dashes, command));
    }
    if (kind == ReplayCommand.class) {
      return kind.cast(new ReplayCommand(out, err));
    }
    if (kind == TapCommand.class) {
      return kind.cast(new TapCommand(out, err));
    }
    if (kind == ListCommand.class) {
      return kind.cast(new ListCommand(out));
    }
    if (kind == ExplainCommand.class) {
      return kind.cast(new ExplainCommand(out));
    }
    if (kind == ServeCommand.class) {
      return kind.cast(new ServeCommand(out, err));
    }
    if (kind == SendCommand.class) {
      return kind.cast(new SendCommand(out, err));
    }
    if (kind == TargetOptions.class) {
      return kind.cast(new TargetOptions(dashes, command));
    }
    if (kind == CaptureOption.class) {
      return kind.cast(new CaptureOption(environment));
    }
    return CommandLine.defaultFactory().create(kind);
  }
}
