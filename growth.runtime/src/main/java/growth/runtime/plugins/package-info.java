/** The folder whose jars are installed while the framework runs, and what has become of each. Seen by the catalogue only. */
package growth.runtime.plugins;
