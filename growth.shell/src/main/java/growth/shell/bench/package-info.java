/** Measures the engine against this machine's own peak. */
package growth.shell.bench;
