package growth.engine.common.optimizer;

import growth.api.model.Axis;
import growth.api.model.ParameterSpec;
import growth.engine.common.layout.FlatLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * What Muon (Jordan et al. 2024) updates, and the numbers of its Newton–Schulz iterations: X ← a·X + (b·A + c·A²)·X with A = X·Xᵀ, five
 * times, after X has been divided by its Frobenius norm.
 */
public final class Orthogonal {
    /** Number of iterations. */
    public static final int ITERATIONS = 5;
    /** Factor of X. */
    public static final float A = 3.4445f;
    /** Factor of (X·Xᵀ)·X. */
    public static final float B = -4.7750f;
    /** Factor of (X·Xᵀ)²·X. */
    public static final float C = 2.0315f;
    /** Added to the norm by which X is divided. */
    public static final double SMALLEST_NORM = 1e-7;
    /** Root mean square of AdamW's updates, as it is usual. */
    static final double ADAM_RMS = 0.2;

    private static final int FUSED_PARTS = 3;

    private Orthogonal() {
    }

    /**
     * A matrix inside a tensor.
     *
     * @param place   the tensor
     * @param at      first element in the flat memories
     * @param stride  elements from row to row
     * @param rows    m
     * @param columns n
     */
    public record Matrix(FlatLayout.Place place, long at, int stride, int rows, int columns) {
    }

    /** Returns whether Muon updates a tensor: the weights of the blocks. */
    public static boolean takes(ParameterSpec spec) {
        return spec.kind() == ParameterSpec.Kind.WEIGHT && spec.layer() != ParameterSpec.NO_LAYER;
    }

    /** Returns the matrices that Muon updates, in the order of the layout; query, key and value of a fused tensor are three. */
    public static List<Matrix> matrices(FlatLayout layout) {
        List<Matrix> matrices = new ArrayList<>();
        for (FlatLayout.Place place : layout.places().values()) {
            if (takes(place.spec())) {
                long[] shape = place.spec().shape(layout.shape());
                int columns = (int) shape[1];
                int parts = place.spec().dimensions().get(1).axes().contains(Axis.QKV) ? FUSED_PARTS : 1;
                for (int part = 0; part < parts; part++) {
                    matrices.add(new Matrix(place, place.at() + (long) part * columns / parts, columns, (int) shape[0], columns / parts));
                }
            }
        }
        return matrices;
    }
}
