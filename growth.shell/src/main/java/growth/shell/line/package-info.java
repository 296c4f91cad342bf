/**
 * From arguments to a command that ran: the tree of commands, help, errors in one line, exit statuses; and the command line's front door.
 */
package growth.shell.line;
