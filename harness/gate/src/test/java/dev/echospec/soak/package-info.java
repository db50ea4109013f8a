/**
 * The soak: many whole runs against correct servers while all processors are busy. A failure, a
 * warning or a run that ends late is a false failure of the kit. See docs/soak.md.
 */
package dev.echospec.soak;
