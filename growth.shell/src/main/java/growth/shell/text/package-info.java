/** Lays out results: tables, JSON. */
package growth.shell.text;
