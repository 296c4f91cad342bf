package growth.runtime.disk;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.TensorGrowth;
import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import growth.api.model.ParameterSpec.Kind;
import growth.formats.huggingface.ModelWeights;
import growth.formats.safetensors.TensorInfo;
import growth.formats.safetensors.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Grows the tensors that stand in a file without being part of the model: BERT's pooler and head for the next sentence, a vision
 * transformer's pooler and mask token. They read or write the residual stream, so they grow along HIDDEN as a head does, and a map that
 * keeps the model's function keeps theirs.
 */
final class OutsideGrowth {
    private static final Dimension READ = Dimension.in(Axis.HIDDEN);
    private static final Dimension WRITTEN = Dimension.out(Axis.HIDDEN);
    private static final Dimension ONE = Dimension.in(Axis.SINGLE);
    private final ModelWeights weights;
    private final GrowthMap map;
    private final long seed;
    private final Map<String, TensorInfo> grown = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();

    /** @param type gives the type to which a tensor is rounded from the one it has */
    OutsideGrowth(ModelWeights weights, GrowthMap map, long seed, Function<TensorType, TensorType> type) {
        this.weights = weights;
        this.map = map;
        this.seed = seed;
        weights.outside().forEach((name, info) -> {
            if (!info.type().floating() || !fits(name, info)) {
                leftOut.add(name);
            } else {
                grown.put(name, TensorInfo.of(name, type.apply(info.type()), dimensions(name, info)));
            }
        });
    }

    /** Returns the tensors that come along, as they are written. */
    Map<String, TensorInfo> tensors() {
        return grown;
    }

    /** Returns the names of tensors with sizes of their own, whose growth is undefined. */
    List<String> leftOut() {
        return leftOut;
    }

    /** Returns the grown values, owned by the caller. */
    INDArray values(String name) {
        DataType type = StreamedGrowth.arrays(weights.outside().get(name).type());
        INDArray old = weights.readOutside(name, type);
        if (unchanged(name)) {
            return old;
        }
        try {
            return perRow(name) ? rows(name, old, type)
                    : TensorGrowth.of(map, spec(name).orElseThrow(), seed).values(Optional.of(old), type);
        } finally {
            old.close();
        }
    }

    /** Grows each answer's row by itself, because answers are not an axis of the model. */
    private INDArray rows(String name, INDArray old, DataType type) {
        INDArray all = Nd4j.createUninitialized(type, new long[] {old.size(0), map.to().hidden()}, 'c');
        for (int row = 0; row < old.size(0); row++) {
            ParameterSpec spec = outside(name + "." + row, ParameterRole.HEAD, Kind.WEIGHT, ONE, READ);
            try (INDArray one = old.getRow(row, true).dup('c'); INDArray values = TensorGrowth.of(map, spec, seed).values(Optional.of(one),
                    type)) {
                all.putRow(row, values);
            }
        }
        return all;
    }

    /** Returns whether no dimension of the tensor grows. */
    private boolean unchanged(String name) {
        return map.from().hidden() == map.to().hidden() || name.endsWith("seq_relationship.bias");
    }

    private static boolean perRow(String name) {
        return name.endsWith("seq_relationship.weight");
    }

    private static Optional<ParameterSpec> spec(String name) {
        if (name.endsWith("pooler.dense.weight")) {
            return Optional.of(outside(name, ParameterRole.HEAD_TRANSFORM, Kind.WEIGHT, WRITTEN, READ));
        }
        if (name.endsWith("pooler.dense.bias")) {
            return Optional.of(outside(name, ParameterRole.HEAD_TRANSFORM, Kind.BIAS, WRITTEN));
        }
        return name.endsWith("mask_token") ? Optional.of(outside(name, ParameterRole.CLASS_TOKEN, Kind.WEIGHT, ONE, ONE, WRITTEN))
                : Optional.empty();
    }

    private static ParameterSpec outside(String name, ParameterRole role, Kind kind, Dimension... dimensions) {
        return new ParameterSpec(name, ParameterSpec.NO_LAYER, role, kind, List.of(dimensions));
    }

    private boolean fits(String name, TensorInfo info) {
        ModelShape from = map.from();
        if (unchanged(name)) {
            return true;
        }
        return perRow(name) ? info.shape().size() == 2 && info.shape().get(1) == from.hidden()
                : spec(name).filter(s -> Arrays.equals(s.shape(from), info.dimensions())).isPresent();
    }

    private long[] dimensions(String name, TensorInfo info) {
        if (unchanged(name)) {
            return info.dimensions();
        }
        return perRow(name) ? new long[] {info.shape().get(0), map.to().hidden()} : spec(name).orElseThrow().shape(map.to());
    }
}
