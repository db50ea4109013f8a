package dev.echospec.target;

/**
 * What a server holds, over all of its processes.
 *
 * @param descriptors open files and sockets
 * @param threads running threads
 * @param processes processes, itself included
 * @param zombies processes that ended and were not waited for
 */
public record Resources(int descriptors, int threads, int processes, int zombies) {}
