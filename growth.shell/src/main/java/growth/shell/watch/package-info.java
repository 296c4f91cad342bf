/** Draws runs in a terminal while they train. */
package growth.shell.watch;
