package dev.echospec.option;

import dev.echospec.result.Shard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * One of several parts that a list is divided into. Every part is computed alone, from the same
 * list: the division depends on nothing else.
 *
 * @param number of the part, from 1
 * @param of number of parts, from 1 to {@link Shard#MOST}
 */
public record ShardNumber(int number, int of) {
  /** The value of the option that reads the number from the environment. */
  public static final String AUTO = "auto";

  /** The variable that says how many parts a Kubernetes Job has, which Kubernetes does not. */
  public static final String TOTAL = "ECHOSPEC_SHARD_TOTAL";

  /** The file that Bazel wants touched by a test that takes its shard into account. */
  public static final String BAZEL_STATUS_FILE = "TEST_SHARD_STATUS_FILE";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})/([0-9]{1,9})");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /** Refuses a part that there is not. */
  public ShardNumber {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException(
          "there is no shard " + number + " of " + of + ": write i/n with i from 1 to n");
    }
    if (of > Shard.MOST) {
      throw new IllegalArgumentException("there are at most " + Shard.MOST + " shards, not " + of);
    }
  }

  /** The services whose variables are known, each with the number of its first part. */
  private enum Service {
    GITLAB("CI_NODE_INDEX", "CI_NODE_TOTAL", 1),
    KUBERNETES("JOB_COMPLETION_INDEX", TOTAL, 0),
    BAZEL("TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0);

    private final String index;
    private final String total;
    private final int first;

    Service(String index, String total, int first) {
      this.index = index;
      this.total = total;
      this.first = first;
    }

    private ShardNumber read(Map<String, String> environment) {
      int number = value(index, environment) + 1 - first;
      int of = value(total, environment);
      if (number < 1 || number > of) {
        throw new IllegalArgumentException(
            index
                + "="
                + environment.get(index)
                + " is no part of "
                + total
                + "="
                + environment.get(total));
      }
      return new ShardNumber(number, of);
    }

    private static int value(String name, Map<String, String> environment) {
      String text = environment.getOrDefault(name, "");
      if (!NUMBER.matcher(text).matches()) {
        throw new IllegalArgumentException(
            "--shard auto needs a number in "
                + name
                + (text.isEmpty() ? ", which is not set" : ", not '" + text + "'"));
      }
      return Integer.parseInt(text);
    }
  }

  /**
   * Reads {@code I/N}, or {@code auto}, which takes the variables of GitLab, of an indexed Job of
   * Kubernetes, or of Bazel.
   *
   * @param text of the option
   * @param environment variables
   * @throws IllegalArgumentException if it is neither, or the variables of exactly one service are
   *     not there; the message is for the user
   */
  public static ShardNumber parse(String text, Map<String, String> environment) {
    if (text.equals(AUTO)) {
      return automatic(environment);
    }
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "--shard takes I/N, such as 1/4, or auto, not '" + text + "'");
    }
    return new ShardNumber(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  private static ShardNumber automatic(Map<String, String> environment) {
    List<Service> set = new ArrayList<>();
    for (Service service : Service.values()) {
      if (environment.containsKey(service.index)) {
        set.add(service);
      }
    }
    if (set.size() > 1) {
      throw new IllegalArgumentException(
          "--shard auto is ambiguous: "
              + set.get(0).index
              + " and "
              + set.get(1).index
              + " are set; write --shard I/N");
    }
    if (set.isEmpty()) {
      throw new IllegalArgumentException(
          "--shard auto needs CI_NODE_INDEX (GitLab), JOB_COMPLETION_INDEX (Kubernetes) or"
              + " TEST_SHARD_INDEX (Bazel), and none is set: write --shard I/N");
    }
    return set.get(0).read(environment);
  }

  /** Returns the file that Bazel wants touched; empty if the variables are not Bazel's. */
  public static Optional<String> statusFile(Map<String, String> environment) {
    return environment.containsKey(Service.BAZEL.index)
        ? Optional.ofNullable(environment.get(BAZEL_STATUS_FILE)).filter(name -> !name.isEmpty())
        : Optional.empty();
  }

  /**
   * Returns this part of a list, in the order of the list. The longest item goes first, always to
   * the part with the least work by then; with equal weights item i goes to part i modulo N.
   *
   * @param all the list that is divided, the same for each part
   * @param weights how long each item takes, in any unit; one for each item; less than 1 counts as
   *     1
   */
  public <T> List<T> part(List<T> all, List<Long> weights) {
    long[] work = new long[Math.min(of, all.size())];
    int[] partOf = new int[all.size()];
    IntStream.range(0, all.size())
        .boxed()
        .sorted(Comparator.comparing((Integer i) -> -weight(weights, i)))
        .forEach(
            i -> {
              int least =
                  IntStream.range(0, work.length)
                      .boxed()
                      .min(Comparator.comparing(part -> work[part]))
                      .orElseThrow();
              partOf[i] = least;
              work[least] += weight(weights, i);
            });
    return IntStream.range(0, all.size())
        .filter(i -> partOf[i] == number - 1)
        .mapToObj(all::get)
        .toList();
  }

  /** Bounded, so that the work of all parts can be added. */
  private static long weight(List<Long> weights, int item) {
    return Math.max(1, Math.min(Integer.MAX_VALUE, weights.get(item)));
  }
}
