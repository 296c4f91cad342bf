package growth.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

/** What an installation consists of fits together. */
class FrameworkTest {

    private final BundleContext context = FrameworkUtil.getBundle(FrameworkTest.class).getBundleContext();

    @Test
    void everyBundleIsResolved() {
        // A bundle that is started only when it is needed is resolved only then.
        context.getBundle(0).adapt(FrameworkWiring.class).resolveBundles(null);
        assertThat(bundles()).allSatisfy(bundle ->
                assertThat(bundle.getState()).as(bundle.getSymbolicName()).isGreaterThanOrEqualTo(Bundle.RESOLVED));
    }

    @Test
    void everyBundleThatShallBeStartedIsStarted() {
        List<String> notStarted = Arrays.asList(context.getProperty("growth.not.started").split("\\s*,\\s*"));
        assertThat(bundles().filter(bundle -> !isFragment(bundle)).filter(bundle -> !notStarted.contains(bundle.getSymbolicName())))
                .allSatisfy(bundle -> assertThat(bundle.getState()).as(bundle.getSymbolicName()).isIn(Bundle.ACTIVE, Bundle.STARTING));
    }

    @Test
    void importsAskForVersionsNotForBuilds() {
        assertThat(bundles().filter(bundle -> bundle.getSymbolicName().startsWith("growth."))).isNotEmpty().allSatisfy(bundle ->
                assertThat(String.valueOf(bundle.getHeaders().get(Constants.IMPORT_PACKAGE)))
                        .as(bundle.getSymbolicName()).doesNotContainIgnoringCase("snapshot"));
    }

    private Stream<Bundle> bundles() {
        return Arrays.stream(context.getBundles());
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }
}
