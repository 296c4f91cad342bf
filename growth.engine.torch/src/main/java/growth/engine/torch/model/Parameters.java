package growth.engine.torch.model;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.model.ParameterSpec.Kind;
import growth.api.model.Trainable;
import growth.engine.common.layout.FlatLayout;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import java.util.HashMap;
import java.util.Map;

/**
 * The parameters of a model as leaves of autograd: views of a flat memory, whose gradients autograd adds to views of another one. Weights
 * and biases that read the same input and are neighbours (query, key and value; gate and up) are one leaf too, so that one matrix product
 * serves them. Made once for a flat memory; the leaves belong to the arena in which this is made.
 */
public final class Parameters {
    private final Aten aten;
    private final FlatLayout layout;
    private final Tensor flat;
    private final Map<Key, Leaf> leaves = new HashMap<>();
    private Trainable learning;
    private Tensor gradients;

    private record Key(ParameterRole role, Kind kind, int layer, boolean fused) {
    }

    /**
     * @param spec     the parameter, or the first of neighbours
     * @param at       first element in the flat memory
     * @param sizes    sizes of the tensor
     * @param value    the values
     * @param gradient takes the gradient; null if the parameter does not learn
     */
    private record Leaf(ParameterSpec spec, long at, long[] sizes, Tensor value, Tensor gradient) {
    }

    /**
     * @param layout where the parameters lie
     * @param flat   the flat memory, {@code [length]}
     */
    public Parameters(Aten aten, FlatLayout layout, Tensor flat) {
        this.aten = aten;
        this.layout = layout;
        this.flat = flat;
        layout.places().values().forEach(place -> add(place, place.spec().shape(layout.shape()), false));
        for (int layer = 0; layer < layout.shape().layers(); layer++) {
            addNeighbours(layer);
        }
    }

    private void addNeighbours(int layer) {
        ModelShape shape = layout.shape();
        if (shape.family() != Family.GPT2) {
            int projected = (shape.heads() + 2 * shape.kvHeads()) * shape.headSize();
            add(layout.weight(ParameterRole.QUERY, layer), new long[] {projected, shape.hidden()}, true);
            FlatLayout.Place bias = layout.places().values().stream().filter(p -> is(p.spec(), ParameterRole.QUERY, layer)).findFirst()
                    .orElse(null);
            if (bias != null) {
                add(bias, new long[] {projected}, true);
            }
        }
        if (shape.family() == Family.LLAMA) {
            add(layout.weight(ParameterRole.GATE, layer), new long[] {2L * shape.intermediate(), shape.hidden()}, true);
        }
    }

    private static boolean is(ParameterSpec spec, ParameterRole role, int layer) {
        return spec.role() == role && spec.kind() == Kind.BIAS && spec.layer() == layer;
    }

    private void add(FlatLayout.Place first, long[] sizes, boolean fused) {
        ParameterSpec spec = first.spec();
        leaves.put(new Key(spec.role(), spec.kind(), spec.layer(), fused), new Leaf(spec, first.at(), sizes,
                view(flat, first.at(), sizes), null));
    }

    private Tensor view(Tensor memory, long at, long[] sizes) {
        long count = 1;
        for (long size : sizes) {
            count *= size;
        }
        Tensor part = aten.narrow(memory, 0, at, count);
        Tensor view = aten.view(part, sizes);
        part.release();
        return view;
    }

    /**
     * Says what learns: lets autograd watch these parameters and add their gradients to views of a flat memory. Nothing happens if that has
     * been said already.
     *
     * @param parts what learns
     * @param into  takes the gradients, {@code [length]}
     */
    public void learn(Trainable parts, Tensor into) {
        if (parts.equals(learning) && into == gradients) {
            return;
        }
        learning = parts;
        gradients = into;
        leaves.replaceAll((key, leaf) -> {
            if (leaf.gradient() != null) {
                leaf.gradient().release();
            }
            boolean learns = parts.trains(leaf.spec());
            Tensor gradient = learns ? view(into, leaf.at(), leaf.sizes()) : null;
            aten.autograd().requireGradient(leaf.value(), learns);
            if (learns) {
                aten.autograd().gradientInto(leaf.value(), gradient);
            } else {
                aten.autograd().clearGradient(leaf.value());
            }
            return new Leaf(leaf.spec(), leaf.at(), leaf.sizes(), leaf.value(), gradient);
        });
    }

    /** Returns where the parameters lie. */
    public FlatLayout layout() {
        return layout;
    }

    /**
     * Returns a parameter in the shape that files give it; null if the model has none of that kind.
     *
     * @param layer the block, or {@link ParameterSpec#NO_LAYER}
     */
    public Tensor value(ParameterRole role, Kind kind, int layer) {
        Leaf leaf = leaves.get(new Key(role, kind, layer, false));
        return leaf == null ? null : leaf.value();
    }

    /** Returns the view of the flat gradients that takes a parameter's gradient; null if it does not learn, or the model has none. */
    public Tensor gradient(ParameterRole role, Kind kind, int layer) {
        Leaf leaf = leaves.get(new Key(role, kind, layer, false));
        return leaf == null ? null : leaf.gradient();
    }

    /**
     * Returns a parameter together with its neighbours, {@code [outputs, inputs]} or {@code [outputs]}: query, key and value, or gate and
     * up. Where files hold them as one, as GPT-2's, it is that tensor. Null if the model has none of that kind.
     *
     * @param first role of the first
     */
    public Tensor fused(ParameterRole first, Kind kind, int layer) {
        Leaf leaf = leaves.get(new Key(first, kind, layer, true));
        return leaf == null ? value(first, kind, layer) : leaf.value();
    }

    /** Returns the view of the flat gradients for {@link #fused}; null if it does not learn, or the model has none. */
    public Tensor fusedGradient(ParameterRole first, Kind kind, int layer) {
        Leaf leaf = leaves.get(new Key(first, kind, layer, true));
        return leaf == null ? gradient(first, kind, layer) : leaf.gradient();
    }
}
