/**
 * Files that users name: text and YAML with limits on everything, and folders for reports that
 * follow no link and replace no foreign file.
 *
 * <p>Nothing here knows what a file is about: the formats are in the packages that use them.
 */
@NullMarked
package dev.echospec.file;

import org.jspecify.annotations.NullMarked;
