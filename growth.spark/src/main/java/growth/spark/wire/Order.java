package growth.spark.wire;

import growth.spark.wire.Message.FileCard;
import growth.spark.wire.Message.Part;
import java.io.Serializable;
import java.util.ArrayList;

/**
 * What each rank of an attempt is to do.
 *
 * @param command   without what only the rank knows
 * @param directory from where relative paths start on the driver
 * @param files     those of the driver that the command reads
 * @param shelf     the driver's plug-ins
 * @param secret    by which the ranks know each other
 */
public record Order(long work, int attempt, int ranks, ArrayList<String> command, String directory, ArrayList<FileCard> files,
        Shelf shelf, byte[] secret) implements Serializable {

    /** Returns a rank's part. */
    public Part part(int rank) {
        return new Part(work, attempt, rank);
    }

    /**
     * The driver's folder of plug-ins.
     *
     * @param jars  its jars, by their file names
     * @param trust the files of the folder of settings that say which jars are trusted, by their file names
     * @param mode  the framework's property growth.plugins.trust; empty if it is not set
     */
    public record Shelf(ArrayList<FileCard> jars, ArrayList<FileCard> trust, String mode) implements Serializable {
    }
}
