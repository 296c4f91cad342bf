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
 * @param secret    by which the ranks know each other
 */
public record Order(long work, int attempt, int ranks, ArrayList<String> command, String directory, ArrayList<FileCard> files,
        byte[] secret) implements Serializable {

    /** Returns a rank's part. */
    public Part part(int rank) {
        return new Part(work, attempt, rank);
    }
}
