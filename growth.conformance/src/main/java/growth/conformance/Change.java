package growth.conformance;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelShapeBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * One way in which a model may be enlarged.
 *
 * @param name  in words
 * @param kind  which part grows
 * @param apply sets the grown sizes, given the old ones
 */
record Change(String name, Kind kind, BiConsumer<ModelShape, ModelShapeBuilder> apply) {
    /** Which part of a model grows. */
    enum Kind { DEPTH, WIDTH, BOTH }

    private static final BiConsumer<ModelShape, ModelShapeBuilder> TWICE_AS_DEEP = (s, b) -> b.layers(2 * s.layers());
    private static final BiConsumer<ModelShape, ModelShapeBuilder> ONE_DEEPER = (s, b) -> b.layers(s.layers() + 1);

    /** Returns depth, each width alone, all widths, and depth with all widths; by whole factors and by others. */
    static List<Change> of(Family family) {
        BiConsumer<ModelShape, ModelShapeBuilder> twice = width(2, 1);
        BiConsumer<ModelShape, ModelShapeBuilder> halfMore = width(3, 2);
        List<Change> common = List.of(
                new Change("twice as deep", Kind.DEPTH, TWICE_AS_DEEP),
                new Change("one layer more", Kind.DEPTH, ONE_DEEPER),
                width("intermediate ×2", (s, b) -> b.intermediate(2 * s.intermediate())),
                width("intermediate ×1.5", (s, b) -> b.intermediate(3 * s.intermediate() / 2)),
                width("width ×2", twice),
                width("width ×1.5", halfMore),
                new Change("width and depth ×2", Kind.BOTH, twice.andThen(TWICE_AS_DEEP)),
                new Change("width ×1.5, one layer more", Kind.BOTH, halfMore.andThen(ONE_DEEPER)));
        List<Change> own = family == Family.LLAMA ? List.of(
                width("hidden ×2", (s, b) -> b.hidden(2 * s.hidden())),
                width("hidden ×1.5", (s, b) -> b.hidden(3 * s.hidden() / 2)),
                width("heads ×2", (s, b) -> b.heads(2 * s.heads()).kvHeads(2 * s.kvHeads())),
                width("query heads ×2", (s, b) -> b.heads(2 * s.heads()).kvHeads(s.kvHeads())),
                width("key/value heads ×2", (s, b) -> b.kvHeads(2 * s.kvHeads())),
                width("head size ×2", (s, b) -> b.headSize(2 * s.headSize())))
                : List.of(width("hidden and heads ×2", (s, b) -> b.hidden(2 * s.hidden()).heads(2 * s.heads())),
                        width("hidden and heads ×1.5", (s, b) -> b.hidden(3 * s.hidden() / 2).heads(3 * s.heads() / 2)),
                        width("hidden and head size ×2", (s, b) -> b.hidden(2 * s.hidden()).headSize(2 * s.headSize())));
        return Stream.concat(common.stream(), own.stream()).toList();
    }

    private static Change width(String name, BiConsumer<ModelShape, ModelShapeBuilder> apply) {
        return new Change(name, Kind.WIDTH, apply);
    }

    /** Hidden size, heads and intermediate size times {@code over/under}; key/value heads too, where there are enough to divide. */
    private static BiConsumer<ModelShape, ModelShapeBuilder> width(int over, int under) {
        return (s, b) -> b.hidden(s.hidden() * over / under).heads(s.heads() * over / under)
                .kvHeads(s.kvHeads() % under == 0 ? s.kvHeads() * over / under : s.kvHeads())
                .intermediate(s.intermediate() * over / under);
    }

    /** Returns the enlarged shape; empty if its sizes would not fit together. */
    Optional<ModelShape> to(ModelShape from) {
        ModelShapeBuilder builder = from.toBuilder();
        apply.accept(from, builder);
        try {
            ModelShape to = builder.build();
            return to.equals(from) ? Optional.empty() : Optional.of(to);
        } catch (GrowthException e) {
            return Optional.empty();
        }
    }
}
