package growth.ops.stacking;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * One type of tensor in a learned growth, W'_i = B_out (Σ_j D_ij W_j) B_inᵀ for all layers i at once (Wang et al. 2023, section 3), and its
 * chain rule. Everything is linear in each map: with G_i the gradient of W'_i and T_i = Σ_j D_ij W_j,
 * <ul>
 * <li>∂D_ij = ⟨B_outᵀ G_i B_in, W_j⟩,
 * <li>∂B_out = Σ_i G_i B_in T_iᵀ and ∂B_in = Σ_i G_iᵀ B_out T_i, added where B is shared.
 * </ul>
 *
 * @param grown    the tensors, one per layer of the grown model, or one outside the layers
 * @param small    names of the small model's tensors they come from
 * @param products their products with the maps of their axes, in order; the layers stand before every axis
 * @param mixing   name of the depth mix D; empty outside the layers, and where the depth stays
 */
record LearnedType(List<ParameterSpec> grown, List<String> small, List<AxisProduct> products, Optional<String> mixing) {
    LearnedType {
        grown = List.copyOf(grown);
        small = List.copyOf(small);
        products = List.copyOf(products);
    }

    /**
     * @param first the tensor of the first layer, or a tensor outside the layers
     */
    static LearnedType of(ParameterSpec first, ModelShape from, ModelShape to) {
        boolean outside = first.layer() == ParameterSpec.NO_LAYER;
        List<ParameterSpec> grown = outside ? List.of(first) : layers(first, to.layers());
        List<String> small = (outside ? List.of(first) : layers(first, from.layers())).stream().map(ParameterSpec::name).toList();
        boolean mixed = !outside && from.layers() != to.layers();
        return new LearnedType(grown, small, products(first, grown.size(), from, to),
                mixed ? Optional.of(LearnedMaps.mixing(first)) : Optional.empty());
    }

    private static List<ParameterSpec> layers(ParameterSpec first, int count) {
        return IntStream.range(0, count).mapToObj(first::inLayer).toList();
    }

    private static List<AxisProduct> products(ParameterSpec spec, int layers, ModelShape from, ModelShape to) {
        List<Axis> axes = spec.dimensions().stream().map(Dimension::axes).flatMap(List::stream).toList();
        long[] sizes = axes.stream().mapToLong(from::size).toArray();
        List<AxisProduct> products = new ArrayList<>();
        for (int k = 0; k < sizes.length; k++) {
            Axis axis = axes.get(k);
            if (from.size(axis) != to.size(axis)) {
                boolean fused = k > 0 && axes.get(k - 1) == Axis.QKV;
                long parts = fused ? 3 : 1;
                products.add(new AxisProduct(LearnedMaps.names(spec.role(), axis, from, to), layers * size(sizes, 0, fused ? k - 1 : k),
                        parts * from.size(axis), parts * to.size(axis), size(sizes, k + 1, sizes.length)));
                sizes[k] = to.size(axis);
            }
        }
        return products;
    }

    private static long size(long[] sizes, int first, int end) {
        return IntStream.range(first, end).mapToLong(k -> sizes[k]).reduce(1, Math::multiplyExact);
    }

    /** Returns the small model's tensors as rows, {@code [tensors, entries]}. */
    INDArray stacked(Map<String, INDArray> values) {
        return rows(small.stream().map(values::get).toList());
    }

    /**
     * @param maps    the learned maps, by name
     * @param stacked the small model's tensors, as {@link #stacked} gives them
     * @return the way to the grown tensors: what is stacked, its mix, and the result of each product in order
     */
    List<INDArray> steps(Map<String, INDArray> maps, INDArray stacked) {
        List<INDArray> steps = new ArrayList<>();
        steps.add(stacked);
        steps.add(mixing.map(name -> AxisProduct.multiply(maps.get(name), stacked)).orElse(stacked));
        products.forEach(product -> steps.add(product.forward(last(steps), maps)));
        return steps;
    }

    /** Returns the last of the {@link #steps} with maps that have each been changed first. */
    INDArray grown(Map<String, INDArray> maps, UnaryOperator<INDArray> change, INDArray stacked) {
        Map<String, INDArray> changed = new HashMap<>();
        Stream.concat(mixing.stream(), products.stream().flatMap(product -> product.maps().stream()))
                .forEach(name -> changed.computeIfAbsent(name, n -> change.apply(maps.get(n))));
        return last(steps(changed, stacked));
    }

    static INDArray last(List<INDArray> steps) {
        return steps.get(steps.size() - 1);
    }

    /**
     * Separates the grown tensors, each in memory of its own.
     *
     * @param values the last of their steps
     * @param made   receives the tensors by name
     */
    void take(INDArray values, ModelShape to, Map<String, INDArray> made) {
        INDArray all = values.reshape('c', grown.size(), -1);
        for (int i = 0; i < grown.size(); i++) {
            made.put(grown.get(i).name(), all.get(NDArrayIndex.point(i)).dup('c').reshape('c', grown.get(i).shape(to)));
        }
    }

    /**
     * Adds the gradients of the maps.
     *
     * @param gradients the gradients of the grown tensors, by name
     * @param steps     the way to them
     * @param sums      the gradients of the maps so far, by name
     */
    void addGradients(Map<String, INDArray> gradients, Map<String, INDArray> maps, List<INDArray> steps, Map<String, INDArray> sums) {
        if (products.isEmpty() && mixing.isEmpty()) {
            return;
        }
        INDArray g = rows(grown.stream().map(spec -> gradients.get(spec.name())).toList());
        for (int k = products.size() - 1; k >= 0; k--) {
            products.get(k).addMatrixGradients(g, steps.get(k + 1), sums);
            // the small weights stay as they are: what comes before the first map needs no gradient
            g = k > 0 || mixing.isPresent() ? products.get(k).valueGradient(g, maps) : g;
        }
        if (mixing.isPresent()) {
            sums.get(mixing.get()).addi(AxisProduct.multiply(g.reshape('c', grown.size(), -1), steps.get(0).transpose()));
        }
    }

    /** Returns tensors of one shape as rows, {@code [tensors, entries]}, in memory of their own. */
    static INDArray rows(List<INDArray> tensors) {
        long entries = tensors.get(0).length();
        INDArray rows = Nd4j.createUninitialized(tensors.get(0).dataType(), new long[] {tensors.size(), entries}, 'c');
        for (int i = 0; i < tensors.size(); i++) {
            // not by vstack: ND4J starts threads for it, which takes a hundred times as long where other programs run, too
            rows.getRow(i, true).assign(tensors.get(i).reshape('c', 1, entries));
        }
        return rows;
    }
}
