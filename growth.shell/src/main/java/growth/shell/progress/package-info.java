/** Console output of a training: a line per interval, a box at each growth, a summary. */
package growth.shell.progress;
