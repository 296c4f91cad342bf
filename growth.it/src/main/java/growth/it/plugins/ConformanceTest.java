package growth.it.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import growth.api.engine.Engine;
import growth.api.model.Family;
import growth.api.operator.GrowthOperator;
import growth.conformance.Conformance;
import growth.conformance.OperatorConformance;
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
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operator of the installation, and one from the plug-in folder, passes the suite that an operator passes by being installed, and
 * grows a run that can be stopped.
 */
class ConformanceTest {
    private static final String THIRD_PARTY = "noisy-stack";
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
                SUITES.put(operator.name(), Conformance.of(service, engine));
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
        Stream<DynamicNode> examined = SUITES.entrySet().stream()
                .map(e -> dynamicContainer(e.getKey(), OperatorConformance.tests(e.getValue())));
        Stream<DynamicNode> skipped = NEEDY.entrySet().stream().map(e -> dynamicTest(e.getKey(),
                () -> Assumptions.abort(e.getKey() + " needs options " + e.getValue() + ", which its own tests give")));
        return Stream.concat(examined, skipped);
    }

    @TestFactory
    Stream<DynamicNode> aRunThatEveryInstalledOperatorGrowsGoesOnToTheLastBit() {
        Set<String> stoppedInTheRamp = new TreeSet<>();
        Stream<DynamicNode> runs = OPERATORS.entrySet().stream().map(e -> dynamicTest(e.getKey(), () -> {
            if (StoppedRun.of(FELIX, e.getValue(), temporary).endsTheSame()) {
                stoppedInTheRamp.add(e.getKey());
            }
        }));
        return Stream.concat(runs, Stream.of(dynamicTest("some of them in the middle of the ramp",
                () -> assertThat(stoppedInTheRamp).contains("msg", "random"))));
    }

    @TestFactory
    Stream<DynamicNode> exactGrowthsInDepthAndInWidthCommute() {
        return Arrays.stream(Family.values()).map(family -> dynamicTest(family.id(), () -> SUITES.values().forEach(deep ->
                SUITES.values().forEach(wide -> Conformance.verifyOrder(deep, wide, family, 1)))));
    }
}
