/** Projects of plug-ins that growth writes for their authors. */
package growth.shell.project;
