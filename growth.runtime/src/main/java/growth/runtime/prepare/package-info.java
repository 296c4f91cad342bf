/**
 * Opens and checks everything that a run file names, before the first step. Planning and training share this code.
 */
package growth.runtime.prepare;
