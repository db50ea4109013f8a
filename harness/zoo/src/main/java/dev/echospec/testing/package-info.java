/**
 * What the tests of several modules share: the watchdog of a test's virtual machine, processor
 * load, the container engine, and a browser. Nothing here is about echo servers, and no module uses
 * it outside its tests.
 */
@NullMarked
package dev.echospec.testing;

import org.jspecify.annotations.NullMarked;
