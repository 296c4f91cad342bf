/** Writes projects for authors of plug-ins. */
package growth.shell.project;
