package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.StepCompleted;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of several ranks against one machine that accumulates: families, dropout, clipping and an optimizer for matrices, with a growth. */
class DataParallelNumbersTest {
    private static final String DROPOUT = "training.dropout={attention: 0.1, hidden: 0.1, embedding: 0.1}";
    private static final String CLIP = "training.optimizer.clip=0.5";
    @TempDir
    private Path home;

    private static List<StepCompleted> steps(List<TrainingEvent> events) {
        return events.stream().filter(StepCompleted.class::isInstance).map(StepCompleted.class::cast).toList();
    }

    @ParameterizedTest
    @CsvSource({"llama, 4, 4, muon", "gpt2, 2, 4, adamw", "bert, 4, 4, adamw"})
    void ranksMakeTheNumbersOfOneMachine(String family, int ranks, int accumulation, String optimizer) {
        String run = Workshop.GROWN.replace("family: llama", "family: " + family);
        String[] settings = {DROPOUT, CLIP, "training.optimizer.kind=" + optimizer, "training.accumulation=" + accumulation};
        RankedWorkshop ranked = new RankedWorkshop(home, ranks);
        ranked.all(workshop -> workshop.train("together", run + "data-parallel: {ranks: " + ranks + "}\n", settings));
        Workshop alone = new Workshop(home);
        alone.train("alone", run, settings);

        List<StepCompleted> expected = steps(alone.events());
        List<StepCompleted> found = steps(ranked.ranks().get(ranks - 1).events());
        assertThat(found).hasSize(20);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).progress().loss()).as("step %d", i).isCloseTo(expected.get(i).progress().loss(), within(1e-5));
        }
        assertThat(found.get(19).progress().flops()).isEqualTo(expected.get(19).progress().flops());
    }
}
