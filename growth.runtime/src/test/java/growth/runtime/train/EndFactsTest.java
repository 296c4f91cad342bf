package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.TrainingTime;
import growth.api.algebra.GrowthMap;
import growth.api.algebra.IndexMap;
import growth.api.model.Axis;
import growth.api.operator.GateRamp;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import growth.api.operator.Preservation;
import growth.api.training.EndFacts;
import growth.api.training.TrainingEvent.RunEnded;
import growth.data.text.TextSource;
import growth.runtime.fake.FakeCatalogue;
import growth.runtime.metrics.RunMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a finished run says of itself to programs. */
class EndFactsTest {
    @TempDir
    private Path home;

    /** Copies neurons, with shares that are even or not. */
    private record Neurons(String name, boolean even) implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new DepthOperator(name, false).card();
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            IndexMap map = even ? IndexMap.tile(24, 48) : IndexMap.uneven(24, 48, 3);
            return GrowthPlan.of(GrowthMap.between(request.from(), request.to()).axis(Axis.INTERMEDIATE, map).build(name),
                    Preservation.EXACT);
        }
    }

    private static EndFacts facts(Workshop workshop) {
        return workshop.events(RunEnded.class).get(0).facts().orElseThrow();
    }

    private Workshop grown(GrowthOperator operator, String... overrides) {
        FakeCatalogue catalogue = Workshop.installed(new RecordingEngine()).with(operator);
        Workshop workshop = new Workshop(home, catalogue);
        workshop.train(operator.card().card().name(), Workshop.GROWN.replace("kind: stack", "kind: " + operator.card().card().name()),
                overrides);
        return workshop;
    }

    @Test
    void aRunThatWentAsPlannedSaysHowFarAndWhatItWasToCost() {
        for (String yaml : new String[] {Workshop.SCRATCH, Workshop.GROWN}) {
            Workshop workshop = new Workshop(home);
            double flops = workshop.train("run" + yaml.length(), yaml).progress().flops();
            EndFacts facts = facts(workshop);
            assertThat(facts.length().planned()).isEqualTo("20ba");
            assertThat(facts.length().share()).isEqualTo(1);
            assertThat(facts.length().flops().orElseThrow()).isCloseTo(flops, within(1e-9 * flops));
            assertThat(facts.length().stages()).hasValue(yaml.equals(Workshop.GROWN) ? 2 : 1);
            assertThat(facts.length().missing()).isEmpty();
            assertThat(facts.ramps()).isEqualTo(new EndFacts.Ramps(0, 1));
            assertThat(facts.copies().locked()).isFalse();
            assertThat(RunMetrics.read(home.resolve("run" + yaml.length())).end().orElseThrow().facts()).hasValue(facts);
        }
    }

    @Test
    void copiesThatAreStillEqualAreLocked() {
        String half = "growth.schedule.from={intermediate: 24}";
        Workshop even = grown(new Neurons("even", true), half, "model.layers=2", "model.intermediate=48");
        assertThat(facts(even).copies().locked()).isTrue();
        assertThat(facts(even).copies().distance().orElseThrow()).isLessThan(1e-4);
        assertThat(even.events(RunEnded.class).get(0).remarks()).singleElement().asString()
                .startsWith("warning: copies of the last growth still have the gradients of their originals");
        Workshop uneven = grown(new Neurons("uneven", false), half, "model.layers=2", "model.intermediate=48");
        assertThat(facts(uneven).copies().locked()).isFalse();
        assertThat(facts(uneven).copies().distance().orElseThrow()).isGreaterThan(1e-3);
        assertThat(uneven.events(RunEnded.class).get(0).remarks()).isEmpty();
    }

    /** Stacks, with added layers behind gates that take a hundred steps to open. */
    private record Slow() implements GrowthOperator {
        @Override
        public OperatorCard card() {
            return new DepthOperator("slow", false).card();
        }

        @Override
        public GrowthPlan plan(GrowthRequest request) {
            return new DepthOperator("slow", false).plan(request).hidden(true, TrainingTime.steps(100), GateRamp.Curve.LINEAR);
        }
    }

    @Test
    void rampsThatHaveNotEndedAreCounted() {
        EndFacts facts = facts(grown(new Slow()));
        // Two layers were added ten steps before the end.
        assertThat(facts.ramps().open()).isEqualTo(2);
        assertThat(facts.ramps().lowest()).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void lossesOfModelsThatKnowNothingAreKnown() throws IOException {
        Files.writeString(home.resolve("train.txt"), "The fox took the bread, and the hen saw it go. ".repeat(30));
        // A quarter of the letters are b: entropy -(3/4 ln 3/4 + 1/4 ln 1/4) = 0.5623351446188083 (Python).
        Files.writeString(home.resolve("valid.txt"), "aaab".repeat(100));
        Workshop workshop = new Workshop(home, Workshop.installed(new RecordingEngine()).with(new TextSource()));
        workshop.train("text", Workshop.SCRATCH, "data={kind: text, train: [train.txt], valid: [valid.txt], tokenizer: {kind: bytes}}");
        EndFacts.Guessing guessing = facts(workshop).guessing();
        assertThat(guessing.uniform()).isCloseTo(5.545177444479562, within(1e-12));
        assertThat(guessing.unigram().orElseThrow()).isCloseTo(0.5623351446188083, within(1e-12));
        assertThat(guessing.worse()).isFalse();
    }

    @Test
    void aRunThatEndsEarlySaysWhatShareItTrained() {
        Workshop workshop = new Workshop(home);
        workshop.train("run", Workshop.SCRATCH, "training.optimizer.lr=1e-30", "evaluate.every=1ba", "evaluate.patience=3");
        assertThat(facts(workshop).length().share()).isBetween(0.1, 0.5);
    }
}
