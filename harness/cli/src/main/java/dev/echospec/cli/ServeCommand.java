package dev.echospec.cli;

import dev.echospec.reference.server.Main;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** Passes its arguments to the reference server, which has the options and their help. */
@Command(name = "serve", description = "Runs the reference server")
final class ServeCommand implements Callable<Integer> {
  private final PrintStream out;
  private final PrintStream err;

  @Unmatched private List<String> arguments = new ArrayList<>();

  ServeCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    return Main.run("./echospec serve", arguments.toArray(String[]::new), out, err);
  }
}
