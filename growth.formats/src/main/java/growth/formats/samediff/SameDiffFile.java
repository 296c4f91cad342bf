package growth.formats.samediff;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.nd4j.autodiff.samediff.SameDiff;

/** Writes models as what {@code SameDiff.load(file, true)} of ND4J 1.0.0-M2.1 reads: graph and parameters in one flat buffer. */
public final class SameDiffFile {
    /** ND4J lets its buffer grow by doubling, up to here. */
    static final long LARGEST = 1L << 30;
    /** More than the graph takes beside its parameters, per layer. */
    private static final long LAYER = 64L << 10;

    private SameDiffFile() {
    }

    /**
     * Fails if a model of that shape does not fit into a file.
     *
     * @throws GrowthException (CONFIGURATION) in one line
     */
    public static void requireFits(ModelShape shape) {
        long bytes = 4 * shape.parameterCount() + LAYER * (shape.layers() + 4L);
        if (bytes > LARGEST) {
            throw new GrowthException(Kind.CONFIGURATION, "the model takes " + Amounts.bytes(bytes) + " as a SameDiff file, and ND4J writes"
                    + " at most " + Amounts.bytes(LARGEST) + "; --format npy has no such limit").about("format");
        }
    }

    /**
     * Writes a model under its gates.
     *
     * @param state the model, whose arrays stay the caller's
     * @throws GrowthException (CONFIGURATION) in one line, if it is too large
     */
    public static void write(WritableByteChannel channel, ModelState state) throws IOException {
        requireFits(state.shape());
        SameDiff graph = SameDiffModel.of(state);
        ByteBuffer bytes = graph.asFlatBuffers(false);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
