/** The data source {@code synthetic}: stories and questions from a grammar, without end. */
package growth.data.synthetic;
