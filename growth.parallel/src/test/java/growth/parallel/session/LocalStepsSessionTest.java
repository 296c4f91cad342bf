package growth.parallel.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import growth.api.algebra.GrowthMap;
import growth.api.algebra.LayerMap;
import growth.api.algebra.StateGrowth;
import growth.api.data.Batch;
import growth.api.engine.OptimizerSettings;
import growth.api.engine.TrainOptions;
import growth.api.engine.TrainShare;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.OptimizerState.Slot;
import growth.api.model.Trainable;
import growth.api.operator.GrowthPlan;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.parallel.group.ProcessGroups;
import growth.parallel.session.LocalStepsSession.Synchronisation;
import growth.reference.SmallShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LocalStepsSessionTest {
    private static final ModelShape SHAPE = SmallShapes.of(Family.LLAMA);
    private static final TrainOptions OPTIONS = TrainOptions.of(0.1, OptimizerSettings.adamw(0.9, 0.95, 1e-8, 0.1));
    /** Targets of the ranks, in quarters. */
    private static final int[] TARGETS = {4, -1};

    /** The state of a rank after a synchronisation, of three entries: θ, m, v, outer momentum. */
    private record Seen(float[] theta, float[] first, float[] second, float[] momentum) {
    }

    /*
     * PyTorch 2.13:
     *
     * H, targets, start = 2, [1.0, -0.25], [0.5, -1.0, 2.0]
     * theta = [torch.nn.Parameter(torch.tensor(start)) for _ in targets]
     * inner = [torch.optim.AdamW([p], lr=0.1, betas=(0.9, 0.95), eps=1e-8, weight_decay=0.1) for p in theta]
     * anchor = torch.nn.Parameter(torch.tensor(start))
     * outer = torch.optim.SGD([anchor], lr=0.7, momentum=0.9, nesterov=True)
     * for sync in range(3):
     *     for p, o, t in zip(theta, inner, targets):
     *         for _ in range(H):
     *             p.grad = p.detach() - t
     *             o.step()
     *     anchor.grad = sum(anchor.detach() - p.detach() for p in theta) / 2
     *     outer.step()
     *     for k in ("exp_avg", "exp_avg_sq"):
     *         mean = sum(o.state[p][k] for p, o in zip(theta, inner)) / 2
     *         for p, o in zip(theta, inner): o.state[p][k].copy_(mean)
     *     for p in theta: p.data.copy_(anchor.data)
     *     s = inner[0].state[theta[0]]
     *     print([anchor.tolist(), s["exp_avg"].tolist(), s["exp_avg_sq"].tolist(), outer.state[anchor]["momentum_buffer"].tolist()])
     */
    private static final float[][][] EXPECTED = {
        {{0.4865367114543915f, -0.7092902660369873f, 1.6827200651168823f},
            {0.023249998688697815f, -0.2502500116825104f, 0.296750009059906f},
            {0.03379812464118004f, 0.20790188014507294f, 0.27676689624786377f},
            {0.01012277603149414f, -0.2185787558555603f, 0.23855632543563843f}},
        {{0.4274596571922302f, -0.3344639241695404f, 1.2621815204620361f},
            {0.03782620653510094f, -0.3991570472717285f, 0.4780008792877197f},
            {0.0673343762755394f, 0.33008453249931335f, 0.4407665729522705f},
            {0.04921383038163185f, -0.38536161184310913f, 0.4291948080062866f}},
        {{0.35142382979393005f, 0.10792399197816849f, 0.7592487931251526f},
            {0.0386495441198349f, -0.44946086406707764f, 0.5457791090011597f},
            {0.09752045571804047f, 0.37886327505111694f, 0.5039347410202026f},
            {0.080481618642807f, -0.5151622295379639f, 0.5814477205276489f}}};

    @Test
    void threeSynchronisationsAreThoseOfPyTorch() throws Exception {
        Threads threads = new Threads(2);
        List<List<Seen>> seen = threads.run(rank -> {
            LocalStepsSession session = session(new LocalSteps(2, 0.7, 0.9), threads, rank);
            List<Seen> all = new ArrayList<>();
            for (int sync = 0; sync < 3; sync++) {
                steps(session, rank, 2);
                assertThat(session.due()).isTrue();
                session.synchronise();
                ModelState state = session.state();
                state.parameters().keySet().forEach(name -> all.add(new Seen(floats(state.parameters().get(name)),
                        floats(state.optimizer().get(name).slots().get(Slot.FIRST_MOMENT)),
                        floats(state.optimizer().get(name).slots().get(Slot.SECOND_MOMENT)), floats(session.momentum().get(name)))));
            }
            return all;
        });
        int tensors = seen.get(0).size() / 3;
        for (int i = 0; i < seen.get(0).size(); i++) {
            float[][] expected = EXPECTED[i / tensors];
            Seen own = seen.get(0).get(i);
            assertCycle(own.theta, expected[0]);
            assertCycle(own.first, expected[1]);
            assertCycle(own.second, expected[2]);
            assertCycle(own.momentum, expected[3]);
            assertThat(seen.get(1).get(i)).usingRecursiveComparison().isEqualTo(own);
        }
    }

    @Test
    void oneStepWithoutMomentumIsTheMeanOfTheRanks() throws Exception {
        Threads threads = new Threads(2);
        List<float[]> seen = threads.run(rank -> {
            LocalStepsSession session = session(new LocalSteps(1, 1, 0), threads, rank);
            steps(session, rank, 1);
            session.synchronise();
            return all(session.state());
        });
        float[][] alone = new float[2][];
        for (int rank = 0; rank < 2; rank++) {
            try (Quadratic own = new Quadratic(start())) {
                own.train(List.of(Quadratic.batch(TARGETS[rank])), OPTIONS);
                alone[rank] = all(own.state());
            }
        }
        for (int i = 0; i < alone[0].length; i++) {
            assertThat(seen.get(0)[i]).isCloseTo((alone[0][i] + alone[1][i]) / 2, within(1e-6f));
        }
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    @Test
    void averagesGoOnFromTheirMeanAndFrozenPartsStay() throws Exception {
        Threads threads = new Threads(2);
        TrainOptions some = OPTIONS.withTrainable(Trainable.layers(List.of(1)));
        List<ModelState> seen = threads.run(rank -> {
            LocalStepsSession session = session(new LocalSteps(2, 0.7, 0.9), threads, rank);
            session.train(both(), OPTIONS);
            session.synchronise();
            ModelState before = session.state().copy();
            Map<String, INDArray> momentum = Map.copyOf(session.momentum());
            session.train(both(), some);
            ModelState between = session.state().copy();
            Synchronisation told = session.synchronise();
            for (String name : before.parameters().keySet()) {
                boolean learns = name.contains("layers.1.");
                assertThat(session.state().parameters().get(name).equals(before.parameters().get(name))).as(name).isEqualTo(!learns);
                assertThat(session.momentum().get(name) == momentum.get(name)).isTrue();
            }
            // parameters, two moments and an average of one of two layers
            long layer = before.parameters().entrySet().stream().filter(e -> e.getKey().contains("layers.1."))
                    .mapToLong(e -> e.getValue().length()).sum();
            assertThat(told.numbers()).isEqualTo(4 * layer);
            return rank == 0 ? session.state() : between;
        });
        assertThat(threads.summed).isEqualTo(4 * seen.get(0).parameters().values().stream().mapToLong(INDArray::length).sum()
                + 4 * seen.get(0).parameters().entrySet().stream().filter(e -> e.getKey().contains("layers.1."))
                        .mapToLong(e -> e.getValue().length()).sum());
    }

    @Test
    void aRankThatDivergesIsToldToAllAndNothingChanges() throws Exception {
        Threads threads = new Threads(2);
        List<Synchronisation> told = threads.run(rank -> {
            LocalStepsSession session = session(new LocalSteps(2, 0.7, 0.9), threads, rank);
            session.train(List.of(Quadratic.batch(4), Quadratic.batch(1 << 20)), OPTIONS);
            float[] before = all(session.state());
            Synchronisation synchronisation = session.synchronise();
            assertThat(all(session.state())).isEqualTo(before);
            return synchronisation;
        });
        assertThat(told).allSatisfy(one -> assertThat(one.diverged()).isEqualTo(1));
        assertThat(told.get(0)).isEqualTo(told.get(1));
    }

    @Test
    void theLossIsThatOfTheLastStepOfAllRanks() throws Exception {
        Threads threads = new Threads(2);
        double[] own = new double[2];
        List<Synchronisation> told = threads.run(rank -> {
            LocalStepsSession session = session(new LocalSteps(5, 0.7, 0.9), threads, rank);
            for (int i = 0; i < 3; i++) {
                own[rank] = session.train(both(), OPTIONS).loss();
            }
            assertThat(session.due()).isFalse();
            return session.synchronise();
        });
        assertThat(told.get(0).steps()).isEqualTo(3);
        assertThat(told.get(0).loss()).isCloseTo((own[0] + own[1]) / 2, within(1e-12));
        assertThat(own[0]).isNotEqualTo(own[1]);
    }

    @Test
    void aGrowthMovesTheAnchorAndGrowsTheMomentum() {
        LocalStepsSession session = alone(new LocalSteps(3, 0.7, 0.9));
        GrowthPlan plan = GrowthPlan.of(GrowthMap.depth(SHAPE, SHAPE.toBuilder().layers(4).build(), LayerMap.stack(2, 4), "stack"),
                Preservation.NONE);
        steps(session, 0, 1);
        assertThatThrownBy(() -> session.growing(plan, session.state(), 1)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1 steps apart");
        session.synchronise();
        String source = "model.layers.1.mlp.up_proj.weight";
        String copy = "model.layers.3.mlp.up_proj.weight";
        float[] momentum = floats(session.momentum().get(source));
        float[] theta = floats(session.state().parameters().get(source));
        assertThat(momentum).isNotEqualTo(new float[momentum.length]);
        ModelState grown = StateGrowth.apply(plan, session.state(), OptimizerStatePolicy.CARRY, 1);
        assertThatThrownBy(() -> session.adopt(grown.copy())).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not know how to follow");
        session.growing(plan, session.state(), 1);
        session.adopt(grown);
        assertThat(session.shape().layers()).isEqualTo(4);
        assertThat(floats(session.momentum().get(copy))).isEqualTo(momentum);
        // a step that moves nothing: Δ = 0, so that the outer step is along the grown momentum alone
        session.train(List.of(Quadratic.batch(4)), TrainOptions.of(0, OPTIONS.optimizer()));
        session.synchronise();
        float[] moved = floats(session.state().parameters().get(copy));
        for (int i = 0; i < moved.length; i++) {
            assertThat(moved[i]).isCloseTo((float) (theta[i] - 0.7 * 0.9 * 0.9 * momentum[i]), within(1e-6f));
        }
        session.close();
    }

    @Test
    void aSubsetOfTheLayersKeepsItsMomentum() {
        LocalStepsSession session = alone(new LocalSteps(1, 0.7, 0.9));
        steps(session, 0, 1);
        session.synchronise();
        ModelShape one = SHAPE.toBuilder().layers(1).build();
        float[] kept = floats(session.momentum().get("model.embed_tokens.weight"));
        session.following(momentum -> {
            Map<String, INDArray> part = new LinkedHashMap<>();
            Quadratic.model(one, 0).parameters().keySet().forEach(name -> part.put(name, momentum.get(name).dup()));
            return part;
        });
        session.load(Quadratic.model(one, 1));
        assertThat(floats(session.momentum().get("model.embed_tokens.weight"))).isEqualTo(kept);
        assertThat(session.momentum().keySet()).isEqualTo(session.state().parameters().keySet());
    }

    @Test
    void aSessionGoesOnWithSavedMomentumToTheBit() {
        LocalSteps settings = new LocalSteps(2, 0.7, 0.9);
        LocalStepsSession whole = alone(settings);
        steps(whole, 0, 2);
        whole.synchronise();
        Map<String, INDArray> saved = new LinkedHashMap<>();
        whole.momentum().forEach((name, value) -> saved.put(name, value.dup()));
        LocalStepsSession resumed = new LocalStepsSession(new Quadratic(whole.state()), settings, saved, ProcessGroups.alone());
        for (LocalStepsSession each : List.of(whole, resumed)) {
            steps(each, 0, 2);
            each.synchronise();
        }
        assertThat(all(resumed.state())).isEqualTo(all(whole.state()));
        LocalStepsSession forgetful = alone(settings);
        assertThat(forgetful.momentum().values()).allSatisfy(m -> assertThat(m.maxNumber().doubleValue()).isZero());
    }

    @Test
    void otherPartsLearnOnlyAfterASynchronisation() {
        LocalStepsSession session = alone(new LocalSteps(2, 1, 0));
        steps(session, 0, 1);
        assertThatThrownBy(() -> session.train(List.of(Quadratic.batch(4)), OPTIONS.withTrainable(Trainable.layers(List.of(1)))))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("synchronise first");
        assertThatThrownBy(() -> session.load(start())).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.7, 0.9", "1, 0, 0.9", "1, -1, 0.9", "1, NaN, 0.9", "1, Infinity, 0.9", "1, 0.7, 1", "1, 0.7, -0.1", "1, 0.7, NaN"})
    void settingsThatCannotBeAreRefused(int steps, double lr, double momentum) {
        assertThatThrownBy(() -> new LocalSteps(steps, lr, momentum)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least 1 step");
    }

    private static LocalStepsSession session(LocalSteps settings, Threads threads, int rank) {
        ModelState start = start();
        ModelState averaged = new ModelState(SHAPE, start.parameters(), Map.of(), Map.of("0.9", start.parameters()), Gates.none());
        return new LocalStepsSession(new Quadratic(averaged), settings, Map.of(), threads.rank(rank));
    }

    private static LocalStepsSession alone(LocalSteps settings) {
        return new LocalStepsSession(new Quadratic(start()), settings, Map.of(), ProcessGroups.alone());
    }

    private static ModelState start() {
        return Quadratic.model(SHAPE, 0.5f, -1, 2);
    }

    /** Returns the batches of both ranks, which are those of a step. */
    private static List<Batch> both() {
        return List.of(Quadratic.batch(TARGETS[0]), Quadratic.batch(TARGETS[1]));
    }

    private static void steps(LocalStepsSession session, int rank, int count) {
        for (int i = 0; i < count; i++) {
            session.train(TrainShare.alone(List.of(Quadratic.batch(TARGETS[rank]))), OPTIONS);
        }
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }

    private static float[] all(ModelState state) {
        List<Float> all = new ArrayList<>();
        state.arrays().forEach(array -> {
            for (float value : floats(array)) {
                all.add(value);
            }
        });
        float[] values = new float[all.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = all.get(i);
        }
        return values;
    }

    private static void assertCycle(float[] values, float[] expected) {
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(expected[i % 3], within(2e-6f));
        }
    }
}
