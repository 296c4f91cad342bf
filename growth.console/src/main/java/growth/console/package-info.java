/** The lock on the door of the Felix web console. Its bundle starts with the console, and only then. */
package growth.console;
