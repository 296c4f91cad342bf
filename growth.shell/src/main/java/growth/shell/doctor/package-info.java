/** The checks of the doctor. */
package growth.shell.doctor;
