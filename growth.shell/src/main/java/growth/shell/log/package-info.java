/** What trainings say, in files of theirs. */
package growth.shell.log;
