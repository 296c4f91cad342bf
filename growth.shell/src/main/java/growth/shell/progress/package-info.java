/** What a training says on a console while it goes on: a line per interval, a box at each growth, a summary. */
package growth.shell.progress;
