package dev.echospec.server;

/**
 * What a server holds, over all of its processes.
 *
 * @param descriptors open files and sockets
 * @param threads running threads
 * @param processes processes, itself included
 * @param zombies processes that ended and were not waited for
 * @param memory resident bytes. Shared pages count in each process, a few MB where a server forks;
 *     exact shares cost much more to read
 * @param machine bytes of memory that the machine has, or 0 if that is not known
 */
public record Resources(
    int descriptors, int threads, int processes, int zombies, long memory, long machine) {
  /** Returns a copy with descriptors and zombies from another source. */
  public Resources with(int descriptorsCounted, int zombiesCounted) {
    return new Resources(
        descriptorsCounted,
        threads,
        processes - zombies + zombiesCounted,
        zombiesCounted,
        memory,
        machine);
  }
}
