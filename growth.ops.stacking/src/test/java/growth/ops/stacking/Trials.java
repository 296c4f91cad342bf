package growth.ops.stacking;

import growth.api.algebra.Fill;
import growth.api.algebra.GrowthMap;
import growth.api.data.Batch;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState;
import growth.api.model.OptimizerState.Slot;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.schedule.GrowthSchedule;
import growth.reference.Grown;
import growth.reference.LogitChange;
import growth.reference.OptionValues;
import growth.reference.RandomModels;
import growth.reference.ReferenceLlama;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the tests of operators do again and again. */
final class Trials {
    static final long SEED = 7;

    private Trials() {
    }

    /** Returns every operator of the bundle. */
    static List<GrowthOperator> operators() {
        return List.of(new StackOperator(), new IdentityOperator(), new InterpolateOperator(), new LastBlockOperator(), new MidasOperator(),
                new PartialOperator(), new DirectOperator(), new ZeroOperator(), new RandomOperator(), new LearnedOperator());
    }

    /** Returns every schedule of the bundle. */
    static List<GrowthSchedule> schedules() {
        return List.of(new OneHopSchedule(), new StagesSchedule(), new PropSchedule(), new PropAliases.Equal(),
                new PropAliases.PropOne(), new PropAliases.PropTwo(), new PropAliases.PropThree());
    }

    /** Returns a request with these options and the defaults of the operator's others. */
    static GrowthRequest request(GrowthOperator operator, ModelShape from, ModelShape to, OptionValues given) {
        return new GrowthRequest(from, to, given.build(operator.card().card()), OptimizerStatePolicy.RESET, SEED);
    }

    static GrowthRequest request(GrowthOperator operator, ModelShape from, ModelShape to) {
        return request(operator, from, to, new OptionValues());
    }

    /** Returns the request with another policy for the optimizer's state. */
    static GrowthRequest with(GrowthRequest request, OptimizerStatePolicy policy) {
        return new GrowthRequest(request.from(), request.to(), request.options(), policy, request.seed());
    }

    /** Returns the request's growth of a random model of its shape. */
    static Grown grow(GrowthOperator operator, GrowthRequest request) {
        return Grown.of(operator, RandomModels.model(request.from(), 3), request);
    }

    /** Returns max |Δlogit| between the random model of that shape and what it was grown to, gates included. */
    static double logitChange(ModelShape from, Grown grown) {
        return LogitChange.between(RandomModels.model(from, 3), grown.state());
    }

    /** The state with its true gradients as first moments, and their squares as second ones. */
    static ModelState withGradients(ModelState state) {
        Batch.Tokens batch = RandomModels.batch(state.shape(), 2, 9, 5);
        Map<String, OptimizerState> optimizer = new LinkedHashMap<>();
        ReferenceLlama.of(state).gradients(batch).values().forEach((name, gradient) -> {
            INDArray g = Nd4j.createFromArray(gradient).reshape('c', state.parameters().get(name).shape());
            optimizer.put(name, new OptimizerState(10, Map.of(Slot.FIRST_MOMENT, g, Slot.SECOND_MOMENT, g.mul(g)), Optional.empty()));
        });
        return new ModelState(state.shape(), state.parameters(), optimizer, Map.of(), Gates.none());
    }

    static double[] values(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** Returns 1 for every entry that the growth filled in and 0 for the others, by tensor; tensors without filled entries are left out. */
    static Map<String, double[]> filled(GrowthMap map) {
        GrowthMap ones = new GrowthMap(map.from(), map.to(), map.axes(), map.layers(), (p, block) -> Fill.constant(1), 1, "ones");
        ModelState zeros = RandomModels.model(map.from(), 3).map(a -> a.mul(0));
        Map<String, double[]> filled = new LinkedHashMap<>();
        Grown.state(ones, zeros, OptimizerStatePolicy.RESET, 1).parameters().forEach((name, values) -> {
            if (values.sumNumber().doubleValue() > 0) {
                filled.put(name, values(values));
            }
        });
        return filled;
    }

    /** Returns whether two states have the same parameters, to the last bit, and the same gates. */
    static boolean same(ModelState a, ModelState b) {
        boolean same = a.parameters().keySet().stream()
                .allMatch(name -> Arrays.equals(values(a.parameters().get(name)), values(b.parameters().get(name))));
        return same && sites(a.gates()).equals(sites(b.gates()));
    }

    private static List<String> sites(Gates gates) {
        return StreamSupport.stream(gates.sites().spliterator(), false)
                .map(site -> site + Arrays.toString(gates.at(site).orElseThrow())).sorted().toList();
    }

    /** Returns a shape of 2 layers, hidden size 8, 6 neurons and that many heads of size 4. */
    static ModelShape llama(int heads, int kvHeads, boolean tied) {
        return ModelShape.builder(Family.LLAMA).layers(2).hidden(8).heads(heads).kvHeads(kvHeads).headSize(4).intermediate(6).vocabulary(11)
                .context(9).tied(tied).build();
    }
}
