/**
 * The first phase of a run: everything a run file names is opened and checked before the first step. Planning and training go through it
 * alike.
 */
package growth.runtime.prepare;
