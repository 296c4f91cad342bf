/** What runs below a folder: found, looked at briefly, listed. */
package growth.shell.runs;
