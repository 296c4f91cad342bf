package growth.conformance;

import growth.api.GrowthException;
import growth.api.algebra.DenseMap;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.GrowthMapBuilder;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.factory.Nd4j;

/** A correct operator for llama's widths, exact as long as the hidden size grows by whole factors; tests break it in one place each. */
class WidthOperator implements GrowthOperator {
    private final Function<GrowthRequest, GrowthMap> map;
    private final Predicate<GrowthRequest> copies;

    WidthOperator(Function<GrowthRequest, GrowthMap> map) {
        this(map, request -> false);
    }

    /** @param copies whether it says that copies it makes stay equal */
    WidthOperator(Function<GrowthRequest, GrowthMap> map, Predicate<GrowthRequest> copies) {
        this.map = map;
        this.copies = copies;
    }

    /** Returns an operator that makes copies with even shares. */
    static WidthOperator copying() {
        return new WidthOperator(WidthOperator::copies, GrowthRequest::widens);
    }

    /** Returns an operator whose new entries write nothing at first. */
    static WidthOperator padding() {
        return new WidthOperator(WidthOperator::pads);
    }

    static GrowthMap copies(GrowthRequest request) {
        return GrowthMap.between(request.from(), request.to()).copyWidth().build("copies");
    }

    static GrowthMap pads(GrowthRequest request) {
        return GrowthMap.between(request.from(), request.to()).padWidth(0.3).build("pads");
    }

    /** Returns an operator that makes copies with uneven shares of the hidden size. */
    static GrowthMap uneven(GrowthRequest request) {
        int from = request.from().hidden();
        int to = request.to().hidden();
        GrowthMapBuilder map = GrowthMap.between(request.from(), request.to()).copyWidth();
        return (from == to ? map : map.axis(Axis.HIDDEN, IndexMap.uneven(from, to, 1))).build("uneven copies");
    }

    /** Returns an operator with dense maps for the neurons, whose copies are read with uneven weights; other axes are copied. */
    static GrowthMap matrices(GrowthRequest request) {
        int from = request.from().intermediate();
        int to = request.to().intermediate();
        GrowthMapBuilder map = GrowthMap.between(request.from(), request.to()).copyWidth();
        if (from != to) {
            IndexMap copies = IndexMap.uneven(from, to, 1);
            double[][] write = new double[to][from];
            double[][] read = new double[to][from];
            for (int i = 0; i < to; i++) {
                write[i][copies.source()[i]] = 1;
                read[i][copies.source()[i]] = copies.coefficient()[i];
            }
            map.axis(Axis.INTERMEDIATE, new DenseMap(Nd4j.createFromArray(write), Nd4j.createFromArray(read)));
        }
        return map.build("matrices");
    }

    @Override
    public OperatorCard card() {
        return new OperatorCard(new Card("width", "Grows width.", "a test"), "W' = R W M", Preservation.EXACT, "it is tested",
                Set.of(Family.LLAMA), OptimizerStatePolicy.CARRY, LearningRatePolicy.CONTINUE, "anything but tests");
    }

    /** Refuses what the operator cannot do. */
    void check(GrowthRequest request) {
        ModelShape from = request.from();
        ModelShape to = request.to();
        boolean llama = from.family() == Family.LLAMA && to.family() == Family.LLAMA && from.tied() == to.tied();
        boolean same = from.layers() == to.layers() && from.headSize() == to.headSize() && from.vocabulary() == to.vocabulary();
        boolean grows = to.hidden() % from.hidden() == 0 && to.heads() % from.heads() == 0 && to.kvHeads() % from.kvHeads() == 0
                && from.size(Axis.INTERMEDIATE) <= to.size(Axis.INTERMEDIATE);
        if (!llama || !same || !grows) {
            throw new GrowthException(GrowthException.Kind.CONFIGURATION, "width grows llama's hidden size and heads by whole factors");
        }
    }

    /** Returns where the entries of the grown model come from. */
    GrowthMap map(GrowthRequest request) {
        return map.apply(request);
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        check(request);
        return GrowthPlan.of(map(request), card().preservation()).parted(copies.test(request), "uneven shares");
    }
}
