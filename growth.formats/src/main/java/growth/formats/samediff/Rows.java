package growth.formats.samediff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The rows of activations, {@code [B·T, features]}: T positions of each of B sequences, both known only when the graph runs. */
final class Rows {
    private final SameDiff sd;
    private final SDVariable sequences;
    private final SDVariable positions;
    private final Map<List<Long>, SDVariable> shapes = new HashMap<>();

    /**
     * Takes both sizes.
     *
     * @param sequences B, {@code [1]} of LONG
     * @param positions T, {@code [1]} of LONG
     */
    Rows(SameDiff sd, SDVariable sequences, SDVariable positions) {
        this.sd = sd;
        this.sequences = sequences;
        this.positions = positions;
    }

    /** Returns the rows of a placeholder {@code [B, T]}. */
    static Rows of(SameDiff sd, SDVariable ids) {
        SDVariable shape = sd.shape(ids);
        return new Rows(sd, sd.gather(shape, new int[] {0}, 0), sd.gather(shape, new int[] {1}, 0));
    }

    /** Returns the numbers of a placeholder's positions, {@code [T]}, 0 to T − 1. */
    static SDVariable numbers(SameDiff sd, SDVariable ids, DataType type) {
        // ND4J loads its own range and ones with a warning each
        SDVariable ones = sd.gather(ids, new int[] {0}, 0).castTo(DataType.DOUBLE).mul(0.0).add(1.0);
        return sd.reshape(sd.cumsum(ones, true, false, 1), -1).castTo(type);
    }

    /** Returns rows as {@code [B, T, sizes…]}. */
    SDVariable split(SDVariable x, long... sizes) {
        return sd.reshape(x, shape(sizes));
    }

    /** Returns rows as {@code [B, T, sizes…]} under a name. */
    SDVariable split(String name, SDVariable x, long... sizes) {
        return sd.reshape(name, x, shape(sizes));
    }

    /** Returns x, {@code [B, …]}, as {@code [B, first, times·T, last]}. */
    SDVariable regrouped(SDVariable x, long first, long times, long last) {
        SDVariable shape = shapes.computeIfAbsent(List.of(-1L, first, times, last),
                key -> sd.concat(0, sequences, vector(first), positions.mul(times), vector(last)));
        return sd.reshape(x, shape);
    }

    /** Returns x, {@code [B, …]}, as {@code [B, first, times·T, T]}. */
    SDVariable regroupedScores(SDVariable x, long first, long times) {
        SDVariable shape = shapes.computeIfAbsent(List.of(-2L, first, times),
                key -> sd.concat(0, sequences, vector(first), positions.mul(times), positions));
        return sd.reshape(x, shape);
    }

    private SDVariable shape(long... sizes) {
        return shapes.computeIfAbsent(LongStream.of(sizes).boxed().toList(), key -> sd.concat(0, sequences, positions, vector(sizes)));
    }

    private SDVariable vector(long... sizes) {
        return sd.constant(Nd4j.createFromArray(sizes));
    }
}
