/** How results are laid out: tables, JSON. */
package growth.shell.text;
