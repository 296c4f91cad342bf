/** The commands. Each one reads its arguments, asks the runtime, and prints. */
package growth.shell.commands;
