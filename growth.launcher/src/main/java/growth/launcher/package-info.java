/** Starts Felix with the bundles of an installation. */
package growth.launcher;
