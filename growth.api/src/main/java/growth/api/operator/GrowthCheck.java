package growth.api.operator;

import growth.api.GrowthException;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Makes the refusals that growth operators share, at the beginning of {@link GrowthOperator#plan}. An operator that only adds layers writes
 * {@code new GrowthCheck("stack", request).growsOnly(GrowthCheck.DEPTH)}, and calls {@link GrowthRequest#refuse} for everything else that
 * it cannot do. Every refusal is one line (CONFIGURATION) with the place where the operator was chosen.
 */
public final class GrowthCheck {
    /** The depth alone. */
    public static final Set<Axis> DEPTH = Set.of(Axis.LAYERS);
    /** The depth and every width but the head size, on which rotary positions and the scale of attention scores depend. */
    public static final Set<Axis> DEPTH_AND_WIDTH = Set.of(Axis.LAYERS, Axis.HIDDEN, Axis.INTERMEDIATE, Axis.HEADS, Axis.KV_HEADS);

    private final String operator;
    private final GrowthRequest request;

    /**
     * @param operator the operator's name, with which refusals begin
     * @param request  the requested growth
     */
    public GrowthCheck(String operator, GrowthRequest request) {
        this.operator = operator;
        this.request = request;
    }

    /**
     * Refuses growths of other axes, and growths of nothing.
     *
     * @param axes what the operator can grow
     * @return this check
     * @throws GrowthException unless some of these axes grow, none shrinks, and all other sizes, the family, the tied head and the rotary
     *                         base stay as they are
     */
    public GrowthCheck growsOnly(Set<Axis> axes) {
        sameKind();
        for (Axis axis : Axis.values()) {
            int before = request.from().size(axis);
            int after = request.to().size(axis);
            if (before != after && !axes.contains(axis)) {
                throw request.refuse(operator + " grows " + listed(axes, "and") + " only, but " + axis.label() + " would go from " + before
                        + " to " + after + "; start with " + axis.label() + " " + after + otherwise(axis, axes));
            }
            if (after < before) {
                throw request.refuse(operator + " cannot shrink " + axis.label() + " from " + before + " to " + after + "; give "
                        + (axes.size() == 1 ? "more than " : "at least ") + before);
            }
        }
        if (axes.stream().noneMatch(request::grows)) {
            throw request.refuse(operator + " has nothing to grow: the model is " + request.from() + " before and after; give more "
                    + listed(axes, "or"));
        }
        return this;
    }

    private void sameKind() {
        ModelShape from = request.from();
        ModelShape to = request.to();
        if (from.family() != to.family() || from.tied() != to.tied()) {
            throw request.refuse(operator + " cannot turn " + from + " into " + to + "; family and tied head stay as they are");
        }
        if (from.ropeTheta() != to.ropeTheta()) {
            throw request.refuse(operator + " cannot change rope-theta from " + from.ropeTheta() + " to " + to.ropeTheta()
                    + "; give the one the model was trained with");
        }
        if (!from.ropeScaling().equals(to.ropeScaling())) {
            throw request.refuse(operator + " cannot change rope-scaling from " + words(from) + " to " + words(to)
                    + "; give the one the model was trained with");
        }
    }

    private static String words(ModelShape shape) {
        return shape.ropeScaling().map(Object::toString).orElse("none");
    }

    /** Suggests what to do instead of starting with the size that cannot change. */
    private String otherwise(Axis axis, Set<Axis> axes) {
        if (axis == Axis.HEAD_SIZE && axes.contains(Axis.HEADS)) {
            int size = request.from().headSize();
            int together = request.to().attentionSize();
            String whole = request.from().family() == Family.LLAMA ? "more heads" : "a hidden size that is a multiple of it";
            return ", or keep head-size " + size + " and give " + (together % size == 0 ? "heads " + together / size : whole);
        }
        return DEPTH_AND_WIDTH.contains(axis) ? ", or use an operator that grows it" : "";
    }

    private static String listed(Set<Axis> axes, String last) {
        List<String> labels = Arrays.stream(Axis.values()).filter(axes::contains).map(Axis::label).toList();
        int rest = labels.size() - 1;
        return rest == 0 ? labels.get(0) : String.join(", ", labels.subList(0, rest)) + " " + last + " " + labels.get(rest);
    }

    /**
     * Refuses sizes of an axis that are not a multiple of the old one.
     *
     * @param why what goes wrong otherwise, and what to use instead
     * @throws GrowthException unless the new size of the axis is a multiple of the old one
     */
    public GrowthCheck wholeFactor(Axis axis, String why) {
        int before = request.from().size(axis);
        int after = request.to().size(axis);
        if (after % before != 0) {
            throw request.refuse(operator + " grows " + axis.label() + " by whole factors, and " + after + " is no multiple of " + before
                    + ": " + why + "; give " + axis.label() + " " + (after / before + 1) * before);
        }
        return this;
    }

    /**
     * Refuses more layers for families whose blocks are not the identity when they write nothing ({@link Family#preNorm}).
     *
     * @param instead what to use for other families
     * @throws GrowthException if layers are added to a family whose norms stand after the blocks
     */
    public GrowthCheck identityLayers(String instead) {
        Family family = request.from().family();
        if (!family.preNorm() && request.grows(Axis.LAYERS)) {
            throw request.refuse(operator + " adds layers that write nothing at first, and a block of " + family.id()
                    + " is no identity even then, since it normalises afterwards; keep " + request.from().layers() + " layers, or use "
                    + instead);
        }
        return this;
    }

    /**
     * Makes something that may be impossible, such as the growth's map, and adds the place to its refusal.
     *
     * @return the result
     * @throws GrowthException the refusal, with the place
     */
    public <T> T possible(Supplier<T> map) {
        try {
            return map.get();
        } catch (GrowthException e) {
            throw e.at(request.options().place("kind"));
        }
    }
}
