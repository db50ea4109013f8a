package dev.echospec.server;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a command inherits of the kit's environment: all but the variables of CI services, with
 * which a server under test could act in the build's name. docs/commands.md has the list.
 */
public final class TargetEnvironment {
  /** Withholds all variables of CI services. */
  public static final TargetEnvironment DEFAULT = new TargetEnvironment(List.of());

  /**
   * Names of variables, with * for any characters. JENKINS_NODE_COOKIE and BUILD_ID are not among
   * them: by these Jenkins finds the processes that a build has left.
   */
  private static final Pattern WITHHELD =
      globs(
          List.of(
              // GitHub (and Gitea, Forgejo): command files, the runner's folders, tokens.
              "GITHUB_*",
              "ACTIONS_*",
              "RUNNER_*",
              "GITEA_*",
              "FORGEJO_*",
              // GitLab; the URL holds the job's token.
              "CI_*TOKEN*",
              "CI_*PASSWORD*",
              "CI_*JWT*",
              "CI_REPOSITORY_URL",
              // Azure Pipelines.
              "SYSTEM_ACCESSTOKEN",
              "SYSTEM_OIDC*",
              "ENDPOINT_*",
              "SECUREFILE_*",
              "VSS_*",
              // Jenkins agents.
              "JENKINS_*SECRET*",
              "JENKINS_AGENT_*",
              // CircleCI hands variables from step to step in this file.
              "BASH_ENV",
              // Buildkite, Bitbucket, Travis, Drone and Woodpecker, TeamCity.
              "BUILDKITE_*TOKEN*",
              "BUILDKITE_ENV_FILE",
              "BITBUCKET_*OIDC*",
              "TRAVIS_*SECURE*",
              "DRONE_NETRC_*",
              "CI_NETRC_*",
              "TEAMCITY_*",
              // Secrets as workflows name them.
              "*_TOKEN",
              "*_PASSWORD",
              "*_SECRET",
              "*_SECRET_*",
              "*_API_KEY",
              "*_PRIVATE_KEY"));

  private final Pattern kept;

  /**
   * Makes an environment with exceptions.
   *
   * @param kept names of variables that a command inherits all the same, with * for any characters;
   *     upper and lower case count as equal
   */
  public TargetEnvironment(List<String> kept) {
    this.kept = globs(kept);
  }

  private static Pattern globs(List<String> globs) {
    return Pattern.compile(
        globs.stream()
            .map(glob -> Pattern.quote(glob.toUpperCase(Locale.ROOT)).replace("*", "\\E.*\\Q"))
            .collect(Collectors.joining("|")));
  }

  /** Removes the withheld variables from an environment. */
  public void reduce(Map<String, String> environment) {
    environment.keySet().removeIf(this::withholds);
  }

  private boolean withholds(String variable) {
    String name = variable.toUpperCase(Locale.ROOT);
    return WITHHELD.matcher(name).matches() && !kept.matcher(name).matches();
  }
}
