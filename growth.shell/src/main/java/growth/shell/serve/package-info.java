/** Health and metrics of a training, served while it goes on. */
package growth.shell.serve;
