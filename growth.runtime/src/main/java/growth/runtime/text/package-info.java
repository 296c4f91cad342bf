/** Words in errors. */
package growth.runtime.text;
