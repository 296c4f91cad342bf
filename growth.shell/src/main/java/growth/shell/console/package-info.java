/** The Felix web console beside a shell. */
package growth.shell.console;
