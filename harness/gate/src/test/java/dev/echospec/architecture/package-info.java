/** Which package may use which: the rules that no compiler holds. */
package dev.echospec.architecture;
