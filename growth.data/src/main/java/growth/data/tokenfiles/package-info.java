/** The data source {@code tokens}: files of token ids that other software wrote. */
package growth.data.tokenfiles;
