/** One rank of a data-parallel run on the command line: how it meets the others, what it prints, and how it ends with them. */
package growth.shell.ranks;
