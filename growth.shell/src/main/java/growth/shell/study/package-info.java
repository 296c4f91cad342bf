/** What studies found, as text for a terminal. */
package growth.shell.study;
