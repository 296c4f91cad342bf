package growth.spark.faults;

import growth.api.algebra.LayerMap;
import growth.api.algebra.TensorStep;
import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.LearningRatePolicy;
import growth.api.operator.OperatorCard;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.operator.Preservation;
import growth.api.options.Card;
import growth.testing.BundleJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Stacks, and waits in the middle of the growth until a file says that it may go on: where a test kills a rank. When the growth is only
 * rehearsed it does not wait, nor without a gate.
 */
public final class WaitingStack implements GrowthOperator {
    /** What run files call it. */
    static final String NAME = "waiting-stack";

    private static final long PERIOD_MILLIS = 10;
    private static final String PREFIX = "growth.faults.";
    private static final String API = "growth.api;version='[1.0,2)',growth.api.algebra;version='[1.0,2)',"
            + "growth.api.model;version='[1.0,2)',growth.api.operator;version='[1.0,2)',growth.api.options;version='[1.0,2)'";

    @Override
    public OperatorCard card() {
        Card card = new Card(NAME, "Repeats the stack of layers when a test lets it.", "none");
        return new OperatorCard(card, "layer'_i = layer_(i mod l)", Preservation.NONE, "none", Set.of(Family.values()),
                OptimizerStatePolicy.RESET, LearningRatePolicy.RESTART, "anything but tests");
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        return GrowthPlan.depth(request, LayerMap.stack(request.from().layers(), request.to().layers()), NAME, Preservation.NONE)
                .then(new TensorStep.Own((tensor, values) -> Gate.await()));
    }

    /**
     * Where ranks wait in a growth.
     *
     * @param folder    holds the gate's files
     * @param metrics   what the run writes down of its steps
     * @param firstStep the growth is meant once this step is written down
     */
    record Gate(Path folder, Path metrics, long firstStep) {

        /** Returns the option of the JVM with which a rank waits here. */
        String option(int rank) {
            return "-D" + PREFIX + "gate=" + String.join(",", folder.toString(), metrics.toString(), Long.toString(firstStep),
                    Integer.toString(rank));
        }

        /** Returns the file that tells that a rank is in the middle of the growth. */
        Path reached(int rank) {
            return folder.resolve("reached-" + rank);
        }

        /** Lets all ranks go on, now and later. */
        void open() throws IOException {
            Files.createFile(folder.resolve("open"));
        }

        private boolean isMeant() throws IOException {
            return Files.exists(metrics) && Files.readString(metrics).contains("{\"kind\":\"step\",\"step\":" + firstStep + ",");
        }

        private static void await() {
            String[] words = System.getProperty(PREFIX + "gate", "").split(",");
            if (words.length > 1) {
                try {
                    new Gate(Path.of(words[0]), Path.of(words[1]), Long.parseLong(words[2])).await(Integer.parseInt(words[3]));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException(e);
                }
            }
        }

        private void await(int rank) throws IOException, InterruptedException {
            if (!isMeant()) {
                return;
            }
            while (!Files.exists(folder.resolve("open"))) {
                if (!Files.exists(reached(rank))) {
                    Files.createFile(reached(rank));
                }
                Thread.sleep(PERIOD_MILLIS);
            }
        }
    }

    /** Writes the plug-in's jar as bnd would build it. */
    static Path jar(Path file) throws IOException {
        String description = "OSGI-INF/" + NAME + ".xml";
        Map<String, String> headers = Map.of("Bundle-SymbolicName", "waiting.plugin", "Bundle-Version", "1.0.0",
                "Import-Package", API.replace('\'', '"'), "Service-Component", description,
                "Provide-Capability", "growth.operator;growth.operator=" + NAME);
        return BundleJar.write(file, headers, Map.of(description, """
                <component xmlns="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s">
                  <property name="operator.name" value="%2$s"/>
                  <service><provide interface="growth.api.operator.GrowthOperator"/></service>
                  <implementation class="%1$s"/>
                </component>
                """.formatted(WaitingStack.class.getName(), NAME)), WaitingStack.class, Gate.class);
    }
}
