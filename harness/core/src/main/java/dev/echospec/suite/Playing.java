package dev.echospec.suite;

/** What a case plays its scripts through: a {@link Wire} to a server, or a {@link ClientWire}. */
public sealed interface Playing permits Wire, ClientWire {}
