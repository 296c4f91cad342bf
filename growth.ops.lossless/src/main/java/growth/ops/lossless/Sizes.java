package growth.ops.lossless;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthRequest;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** What the checks of growth operators have in common. Every refusal carries the place of the operator's options. */
final class Sizes {
    /** The axes of width and depth. */
    static final Set<Axis> ALL = Set.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS, Axis.HEAD_SIZE);
    /** The axes of width and depth, but heads only as wholes. */
    static final Set<Axis> WHOLE_HEADS = Set.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS);

    private Sizes() {
    }

    /** @throws GrowthException (CONFIGURATION) unless some of these axes grow, none shrinks and everything else stays as it is */
    static void growing(String operator, GrowthRequest request, Set<Axis> axes) {
        ModelShape from = request.from();
        ModelShape to = request.to();
        if (from.family() != to.family() || from.tied() != to.tied() || from.ropeTheta() != to.ropeTheta()) {
            throw refusal(request, operator + " cannot turn " + from + " into " + to
                    + "; family, tied head and rope-theta stay as they are");
        }
        boolean grows = false;
        for (Axis axis : Axis.values()) {
            int before = from.size(axis);
            int after = to.size(axis);
            if (before != after && !axes.contains(axis)) {
                throw refusal(request, operator + " does not change " + name(axis) + ", but it would go from " + before + " to " + after
                        + "; start with " + name(axis) + " " + after);
            }
            if (after < before) {
                throw refusal(request, operator + " cannot shrink " + name(axis) + " from " + before + " to " + after + "; give at least "
                        + before);
            }
            grows |= after > before;
        }
        if (!grows) {
            throw refusal(request, operator + " has nothing to grow: the model is " + from + " before and after; give a larger size");
        }
    }

    /**
     * @param why what goes wrong otherwise, and what to use instead
     * @throws GrowthException (CONFIGURATION) unless the axis grows by a whole factor
     */
    static void multiple(String operator, GrowthRequest request, Axis axis, String why) {
        int before = request.from().size(axis);
        int after = request.to().size(axis);
        if (after % before != 0) {
            throw refusal(request, operator + " grows " + name(axis) + " by whole factors, and " + after + " is no multiple of " + before
                    + ": " + why + "; give " + name(axis) + " " + (after / before + 1) * before);
        }
    }

    /** @throws GrowthException (CONFIGURATION) with the request's place, if the map cannot be made */
    static void buildable(GrowthRequest request, Supplier<?> map) {
        try {
            map.get();
        } catch (GrowthException e) {
            throw e.at(request.options().place("kind"));
        }
    }

    /** @return the shape to grow to; the norms' epsilon stays the small model's, which padding may have scaled */
    static ModelShape target(GrowthRequest request) {
        return request.to().toBuilder().normEpsilon(request.from().normEpsilon()).build();
    }

    /** @return an error about the whole request, with the place of the operator's options */
    static GrowthException refusal(GrowthRequest request, String message) {
        return new GrowthException(GrowthException.Kind.CONFIGURATION, message).at(request.options().place("kind"));
    }

    /** @return whether the axis grows */
    static boolean grows(GrowthRequest request, Axis axis) {
        return request.to().size(axis) > request.from().size(axis);
    }

    /** @return the axis as run files write it */
    static String name(Axis axis) {
        return axis == Axis.POSITIONS ? "context" : axis.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
