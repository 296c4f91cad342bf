/** The commands in the Gogo shell: as functions, with completion, and the interactive shell itself. */
package growth.shell.gogo;
