/** How results are laid out: tables, figures with units, JSON. */
package growth.shell.text;
