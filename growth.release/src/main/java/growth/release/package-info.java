/** Makes the list of what a release consists of, and checks its archives. Runs while a release is built, and is never shipped. */
package growth.release;
