/** The data source {@code text}. */
package growth.data.text;
