/**
 * Servers and clients in containers: images, Dockerfiles and services of compose files, started on
 * the Docker engine that Testcontainers finds, watched, counted, and removed without a trace.
 *
 * <p>All that knows the engine's client, Testcontainers or compose is here. Readiness is not judged
 * here: like every server, one in a container is ready when it answers. docs/containers.md tells
 * what users see, and decisions 23 and 28 why it is done so.
 */
@NullMarked
package dev.echospec.container;

import org.jspecify.annotations.NullMarked;
