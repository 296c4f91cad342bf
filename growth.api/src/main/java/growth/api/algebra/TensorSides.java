package growth.api.algebra;

import growth.api.model.Axis;
import growth.api.model.Dimension;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec;
import java.util.List;

/**
 * A tensor of any rank as rows (all dimensions but the last) and columns (the last), each with its part of the growth map. Axes with a
 * dense map keep their old size here.
 *
 * @param rows    the rows
 * @param columns the columns
 */
record TensorSides(Side rows, Side columns) {

    static TensorSides of(ParameterSpec spec, GrowthMap map) {
        List<Dimension> dimensions = spec.dimensions();
        Side rows = Side.unchanged(1);
        for (Dimension d : dimensions.subList(0, dimensions.size() - 1)) {
            rows = rows.times(dimension(spec, d, d.axes(), map, 0));
        }
        Dimension last = dimensions.get(dimensions.size() - 1);
        Side columns = dimension(spec, last, last.axes(), map, 0);
        boolean gain = spec.kind() == ParameterSpec.Kind.GAIN && last.axes().contains(Axis.HIDDEN);
        return new TensorSides(rows, gain ? columns.scaled(map.normGain(), 1 / map.normGain()) : columns);
    }

    /** Returns the sides of a tensor that comes from no old one at all. */
    static TensorSides fresh(ParameterSpec spec, ModelShape shape) {
        List<Dimension> dimensions = spec.dimensions();
        int columns = dimensions.get(dimensions.size() - 1).size(shape);
        return new TensorSides(Side.filled(Math.toIntExact(spec.count(shape) / columns), false), Side.filled(columns, true));
    }

    /** Returns whether the grown tensor is the old one, entry by entry and unscaled. */
    boolean unchanged() {
        return rows.keepsOrder() && columns.keepsOrder() && allOne(rows.value()) && allOne(columns.value());
    }

    /** @param part which of the three parts of a fused projection; 0 is the query */
    private static Side dimension(ParameterSpec spec, Dimension dimension, List<Axis> axes, GrowthMap map, int part) {
        if (axes.isEmpty()) {
            return Side.unchanged(1);
        }
        List<Axis> inner = axes.subList(1, axes.size());
        if (axes.get(0) == Axis.QKV) {
            Side query = dimension(spec, dimension, inner, map, 0);
            Side other = dimension(spec, dimension, inner, map, 1);
            return query.followedBy(other).followedBy(other);
        }
        return axis(spec, dimension, axes.get(0), map, part).times(dimension(spec, dimension, inner, map, part));
    }

    private static Side axis(ParameterSpec spec, Dimension dimension, Axis axis, GrowthMap map, int part) {
        AxisMap given = map.axes().get(axis);
        if (!(given instanceof IndexMap index)) {
            return Side.unchanged(map.from().size(axis));
        }
        boolean query = spec.role() == ParameterRole.QUERY || spec.role() == ParameterRole.QUERY_KEY_VALUE && part == 0;
        if (axis == Axis.HEAD_SIZE && query) {
            // The key reads the query, and attention divides by sqrt(head size): the query takes the shares and makes up for the divisor.
            double root = Math.sqrt(index.to() / (double) index.from());
            return Side.of(index, false, Side.Share.VALUE).scaled(root, 1 / root);
        }
        boolean reads = dimension.flow() == Dimension.Flow.IN;
        Side.Share share = reads ? Side.Share.VALUE : Side.Share.GRADIENT;
        return Side.of(index, reads, selects(spec.role(), axis) ? Side.Share.NONE : share);
    }

    /** An embedding table selects one row instead of summing over all of them, so copies of a row share nothing. */
    private static boolean selects(ParameterRole role, Axis axis) {
        return switch (role) {
            case TOKEN_EMBEDDING -> axis == Axis.VOCABULARY;
            case POSITION_EMBEDDING -> axis == Axis.POSITIONS;
            case TYPE_EMBEDDING -> axis == Axis.TOKEN_TYPES;
            default -> false;
        };
    }

    private static boolean allOne(double[] factors) {
        for (double f : factors) {
            if (f != 1) {
                return false;
            }
        }
        return true;
    }
}
