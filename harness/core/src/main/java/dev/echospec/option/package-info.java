/**
 * What a user can set, and how it is written: one list of properties and one reader of values for
 * the command line, builds and the kit's own tests. An error of the user is an {@link
 * IllegalArgumentException} whose message is for the user. No option is acted upon here.
 */
@NullMarked
package dev.echospec.option;

import org.jspecify.annotations.NullMarked;
