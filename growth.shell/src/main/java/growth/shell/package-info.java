/** The commands, once, for the command line and for the Gogo shell. */
package growth.shell;
