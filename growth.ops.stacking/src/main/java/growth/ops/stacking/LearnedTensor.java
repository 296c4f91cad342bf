package growth.ops.stacking;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One tensor of a learned growth, W'_i = B_out (Σ_j D_ij W_j) B_inᵀ (Wang et al. 2023, section 3), and its chain rule. All is linear in
 * each map: with G the gradient of W'_i and T_i = Σ_j D_ij W_j,
 * <ul>
 * <li>∂D_ij = ⟨B_outᵀ G B_in, W_j⟩,
 * <li>∂B_out = G B_in T_iᵀ and ∂B_in = Gᵀ B_out T_i, added where B is shared.
 * </ul>
 *
 * @param grown    the tensor
 * @param products its products with the maps of its axes, in order
 * @param mixing   name of its depth mix D; empty outside the layers, and where the depth stays
 * @param from     layers of the small model
 */
record LearnedTensor(ParameterSpec grown, List<AxisProduct> products, Optional<String> mixing, int from) {
    LearnedTensor {
        products = List.copyOf(products);
    }

    static LearnedTensor of(ParameterSpec grown, ModelShape from, ModelShape to) {
        List<Axis> axes = grown.dimensions().stream().map(Dimension::axes).flatMap(List::stream).toList();
        long[] sizes = axes.stream().mapToLong(from::size).toArray();
        List<AxisProduct> products = new ArrayList<>();
        for (int k = 0; k < sizes.length; k++) {
            Axis axis = axes.get(k);
            if (from.size(axis) != to.size(axis)) {
                boolean fused = k > 0 && axes.get(k - 1) == Axis.QKV;
                int parts = fused ? 3 : 1;
                products.add(new AxisProduct(LearnedMaps.names(grown.role(), axis, from, to), size(sizes, 0, fused ? k - 1 : k),
                        (long) parts * from.size(axis), (long) parts * to.size(axis), size(sizes, k + 1, sizes.length)));
                sizes[k] = to.size(axis);
            }
        }
        boolean mixed = grown.layer() != ParameterSpec.NO_LAYER && from.layers() != to.layers();
        return new LearnedTensor(grown, products, mixed ? Optional.of(LearnedMaps.mixing(grown)) : Optional.empty(), from.layers());
    }

    /**
     * @param maps  the learned maps, by name
     * @param small the small model's values, by name
     * @return the grown tensor, in memory of its own
     */
    INDArray forward(Map<String, INDArray> maps, Map<String, INDArray> small, ModelShape to) {
        List<INDArray> steps = steps(maps, small);
        return steps.get(steps.size() - 1).reshape('c', grown.shape(to)).dup('c');
    }

    /**
     * Adds the gradients of the maps.
     *
     * @param gradient the gradient of the grown tensor
     * @param sums     the gradients so far, by the maps' names
     */
    void addGradients(INDArray gradient, Map<String, INDArray> maps, Map<String, INDArray> small, Map<String, INDArray> sums) {
        if (products.isEmpty() && mixing.isEmpty()) {
            return;
        }
        List<INDArray> steps = steps(maps, small);
        INDArray g = gradient.dup('c');
        for (int k = products.size() - 1; k >= 0; k--) {
            products.get(k).addMatrixGradients(g, steps.get(k), sums);
            g = products.get(k).valueGradient(g, maps);
        }
        if (mixing.isPresent()) {
            addMixingGradient(g, small, sums.get(mixing.get()));
        }
    }

    private void addMixingGradient(INDArray gradient, Map<String, INDArray> small, INDArray sum) {
        for (int j = 0; j < from; j++) {
            INDArray old = source(small, j);
            double share = gradient.reshape('c', old.shape()).mul(old).sumNumber().doubleValue();
            sum.putScalar(grown.layer(), j, sum.getDouble(grown.layer(), j) + share);
        }
    }

    /** @return what each product is given, in order, and the last one's result */
    private List<INDArray> steps(Map<String, INDArray> maps, Map<String, INDArray> small) {
        List<INDArray> steps = new ArrayList<>();
        steps.add(mixed(maps, small));
        products.forEach(product -> steps.add(product.forward(steps.get(steps.size() - 1), maps)));
        return steps;
    }

    private INDArray mixed(Map<String, INDArray> maps, Map<String, INDArray> small) {
        if (mixing.isEmpty()) {
            return source(small, grown.layer());
        }
        INDArray shares = maps.get(mixing.get());
        INDArray sum = source(small, 0).mul(shares.getDouble(grown.layer(), 0));
        for (int j = 1; j < from; j++) {
            sum.addi(source(small, j).mul(shares.getDouble(grown.layer(), j)));
        }
        return sum;
    }

    private INDArray source(Map<String, INDArray> small, int layer) {
        return small.get(layer == ParameterSpec.NO_LAYER ? grown.name() : grown.inLayer(layer).name());
    }

    private static long size(long[] sizes, int first, int end) {
        long size = 1;
        for (int k = first; k < end; k++) {
            size *= sizes[k];
        }
        return size;
    }
}
