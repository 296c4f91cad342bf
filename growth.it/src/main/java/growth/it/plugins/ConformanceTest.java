package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import growth.api.engine.Engine;
import growth.api.engine.Placement;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.operator.GrowthOperator;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OptimizerStatePolicy;
import growth.api.options.ShapeChange;
import growth.conformance.Conformance;
import growth.reference.Grown;
import growth.reference.RandomModels;
import growth.reference.SmallShapes;
import growth.runtime.config.PluginOptions;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Every operator of the installation, and one from the plug-in folder, passes the suite that an operator passes by being installed, and
 * grows a run that can be stopped.
 */
class ConformanceTest {
    private static final String THIRD_PARTY = "noisy-stack";
    private static final String RAMPED = "msg";
    private static final Felix FELIX = new Felix();
    private static final PluginsFolder PLUGINS = new PluginsFolder(FELIX.context());
    private static final List<Lease<?>> LEASES = new ArrayList<>();
    private static final Map<String, Conformance> SUITES = new LinkedHashMap<>();
    private static final Map<String, GrowthOperator> OPERATORS = new LinkedHashMap<>();
    /** Operators without a default for some option: their authors examine them, with options of their choice. */
    private static final Map<String, List<String>> NEEDY = new LinkedHashMap<>();

    @TempDir
    private static Path temporary;

    @BeforeAll
    static void lease() throws IOException, InterruptedException {
        Files.copy(Path.of(FELIX.context().getProperty("growth.it.jars"), "noisy.jar"), PLUGINS.jar("noisy.jar"));
        Eventually.becomes(FELIX::operators, all -> all.stream().anyMatch(o -> o.name().equals(THIRD_PARTY) && o.usable()));
        Catalogue catalogue = FELIX.service(Catalogue.class);
        Engine engine = hold(catalogue.engine("cpu"));
        for (PluginInfo operator : FELIX.operators()) {
            GrowthOperator service = hold(catalogue.operator(operator.name()));
            List<String> required = Conformance.requiredOptions(service);
            if (required.isEmpty()) {
                SUITES.put(operator.name(), Conformance.of(service, PluginOptions.of(service.card().card(), StoppedRun.quickly(service)),
                        engine));
                OPERATORS.put(operator.name(), service);
            } else {
                NEEDY.put(operator.name(), required);
            }
        }
    }

    private static <T> T hold(Lease<T> lease) {
        LEASES.add(lease);
        return lease.get();
    }

    @AfterAll
    static void release() throws IOException, InterruptedException {
        SUITES.values().forEach(suite -> suite.notes().stream().limit(1).forEach(System.out::println));
        SUITES.values().forEach(Conformance::close);
        SUITES.clear();
        OPERATORS.clear();
        NEEDY.clear();
        LEASES.forEach(Lease::close);
        LEASES.clear();
        PLUGINS.clear();
    }

    @TestFactory
    Stream<DynamicNode> everyInstalledOperatorConforms() {
        assertThat(SUITES).containsKeys("stack", "identity", THIRD_PARTY);
        SideBySide lanes = new SideBySide();
        List<DynamicNode> examined = new ArrayList<>();
        SUITES.forEach((operator, suite) -> examined.add(lanes.begin(operator, suite)));
        Stream<DynamicNode> skipped = NEEDY.entrySet().stream().map(e -> dynamicTest(e.getKey(),
                () -> Assumptions.abort(e.getKey() + " needs options " + e.getValue() + ", which its own tests give")));
        return Stream.concat(examined.stream(), skipped).onClose(lanes::close);
    }

    @TestFactory
    Stream<DynamicNode> aRunThatEveryInstalledOperatorGrowsGoesOnToTheLastBit() {
        Set<String> stoppedInTheRamp = new ConcurrentSkipListSet<>();
        SideBySide lanes = new SideBySide();
        List<DynamicNode> runs = new ArrayList<>();
        OPERATORS.forEach((name, operator) -> runs.add(lanes.begin(name, () -> {
            Path folder = Files.createDirectory(temporary.resolve(name));
            return StoppedRun.of(FELIX, operator, "cpu", folder).endsTheSame() && stoppedInTheRamp.add(name);
        })));
        runs.add(dynamicTest("some of them in the middle of the ramp", () -> assertThat(stoppedInTheRamp).contains("msg", "random")));
        return runs.stream().onClose(lanes::close);
    }

    /** The engine on libtorch; what needs it is skipped where it cannot compute. */
    private static Engine torch() {
        Engine torch = hold(FELIX.service(Catalogue.class).engine("torch"));
        torch.obstacle(Placement.AUTO).ifPresent(Assumptions::abort);
        return torch;
    }

    /** Every operator's run as a whole, and that of one with a ramp stopped in the middle of it. */
    @TestFactory
    Stream<DynamicNode> everyInstalledOperatorGrowsARunOnLibtorch() {
        torch();
        return OPERATORS.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            StoppedRun run = StoppedRun.of(FELIX, e.getValue(), "torch", temporary);
            if (e.getKey().equals(RAMPED)) {
                assertThat(run.endsTheSame()).as("stopped in the ramp").isTrue();
            } else {
                run.finishes();
            }
        }));
    }

    /** One family of one operator, since every growth takes several steps of small models. */
    @TestFactory
    Stream<DynamicNode> anOperatorWithARampConformsOnLibtorch() {
        Conformance suite = Conformance.of(OPERATORS.get(RAMPED), torch());
        return suite.items(Family.GPT2).stream().<DynamicNode>map(item -> dynamicTest(item.title(), item.body()::run))
                .onClose(suite::close);
    }

    @TestFactory
    Stream<DynamicNode> exactGrowthsInDepthAndInWidthCommute() {
        return Arrays.stream(Family.values()).map(family -> dynamicTest(family.id(), () -> SUITES.values().forEach(deep ->
                SUITES.values().forEach(wide -> Conformance.verifyOrder(deep, wide, family, 1)))));
    }

    /** What cards say of other names of one growth is so: the models are the same to the last bit. */
    @TestFactory
    Stream<DynamicNode> operatorsThatAreTheSameOnTheirCardsGrowTheSame() {
        return Stream.of("identity zero layers=4", "identity block-expansion layers=4", "identity lemon layers=4",
                "identity net2net layers=4", "stack aki layers=4", "stack compound layers=4", "stack direct layers=4",
                "direct hyperclone hidden=16,heads=4,intermediate=12")
                .map(line -> line.split(" ")).map(names -> dynamicTest(names[0] + " and " + names[1], () -> {
                    assertThat(OPERATORS.get(names[1]).card().sameAs()).contains(names[0]);
                    assertThat(grown(names[0], names[2])).isEqualTo(grown(names[1], names[2]));
                }));
    }

    private static Map<String, INDArray> grown(String operator, String sizes) {
        ModelShape small = SmallShapes.of(Family.GPT2);
        GrowthOperator service = OPERATORS.get(operator);
        GrowthRequest request = new GrowthRequest(small, ShapeChange.parse(sizes).applyTo(small), PluginOptions.of(service.card().card(),
                List.of()), OptimizerStatePolicy.RESET, 1);
        return Grown.of(service, RandomModels.model(small, 2), request).state().parameters();
    }
}
