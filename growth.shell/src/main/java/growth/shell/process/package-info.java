/** Processes of trainings: started in the background, looked for, and asked to end. */
package growth.shell.process;
