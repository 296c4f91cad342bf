package growth.data.tar;

/**
 * A file or folder of an archive.
 *
 * @param name   its path as the archive has it, folders separated by {@code /}, without {@code ./} before it and {@code /} behind it
 * @param folder whether it is a folder
 * @param offset where its contents begin in the archive, in bytes
 * @param size   of its contents in bytes
 */
public record TarEntry(String name, boolean folder, long offset, long size) {
    public TarEntry {
        name = name.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
    }
}
