/**
 * A whole run for programs that embed the kit: builds and users of the Java API. It joins the run,
 * jqwik and the folder of the report.
 *
 * <p>No setting is read here, and nothing is printed.
 */
@NullMarked
package dev.echospec.launch;

import org.jspecify.annotations.NullMarked;
