package growth.data.corpus;

/** Something that lies on a disk, as logs and a run's provenance call it. */
public interface Stored {
    /** @return how errors and logs call it, e.g. its path */
    String name();

    /** @return its size where it is stored, in bytes */
    long bytes();

    /** @return a hash in hexadecimal that is another one if the contents are */
    String sha256();
}
