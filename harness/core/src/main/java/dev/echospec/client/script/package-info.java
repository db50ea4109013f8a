/**
 * What the kit's server does in one run of a client, as data: its JSON, its printed form, and its
 * simpler variants. No sockets, threads or clocks may live here.
 */
@NullMarked
package dev.echospec.client.script;

import org.jspecify.annotations.NullMarked;
