package growth.data.images;

/**
 * Some of the stored pictures, with labels of the whole data set.
 *
 * @param images  all that are stored together
 * @param indices which of them
 * @param labels  label of each class of the stored pictures
 */
record ImagePart(StoredImages images, int[] indices, int[] labels) {
    int count() {
        return indices.length;
    }

    int size() {
        return images.manifest().size();
    }

    /** @return picture number {@code index}, {@code [size, size, 3]}, 0 to 255 */
    int[] pixels(int index) {
        int[] pixels = new int[images.length()];
        images.read(indices[index], pixels);
        return pixels;
    }

    int label(int index) {
        return labels[images.labels()[indices[index]]];
    }
}
