/** What the doctor looks at. */
package growth.shell.doctor;
