/** The data source {@code images}: images with labels, decoded once, augmented anew in every pass. */
package growth.data.images;
