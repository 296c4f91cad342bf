/**
 * Growing models that lie on disk.
 */
package growth.runtime.grow;
