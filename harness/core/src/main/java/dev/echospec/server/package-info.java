/**
 * The server under test: how a user names it ({@link dev.echospec.server.ServerSpec}), how it is
 * started, met, restarted and ended ({@link dev.echospec.server.Target}), and what the operating
 * system tells of it. Address, command, embedded and restarted servers are here; containers are in
 * the module echospec-containers, which {@link dev.echospec.server.ContainerServers} finds.
 *
 * <p>Nothing here knows cases, verdicts or reports, and no class of a container engine's client may
 * be named here.
 */
@NullMarked
package dev.echospec.server;

import org.jspecify.annotations.NullMarked;
