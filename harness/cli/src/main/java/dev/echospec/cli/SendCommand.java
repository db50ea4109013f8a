package dev.echospec.cli;

import dev.echospec.reference.client.Main;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Passes its arguments to the reference client, which has the options and their help. */
@Command(name = "send", description = "Runs the reference client")
final class SendCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Unmatched private List<String> arguments = new ArrayList<>();

  SendCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    return Main.run("./echospec send", arguments.toArray(String[]::new), out, err);
  }
}
