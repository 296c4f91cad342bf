/** The data source {@code images}: pictures with labels, decoded once, augmented anew in every pass. */
package growth.data.images;
