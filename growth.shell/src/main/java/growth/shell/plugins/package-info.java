/** Lists and pages about installed plug-ins. */
package growth.shell.plugins;
