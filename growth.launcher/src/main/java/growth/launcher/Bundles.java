package growth.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** The bundles of an installation, on their way into a framework. */
final class Bundles {

    private final Installation installation;
    private final RunningFramework framework;
    private final List<String> complaints = new ArrayList<>();

    Bundles(Installation installation, RunningFramework framework) {
        this.installation = installation;
        this.framework = framework;
    }

    /**
     * Installs the bundles, starts the framework and then them.
     *
     * @return a line for each bundle that could not be installed or started
     */
    List<String> start() throws IOException, BundleException {
        List<Bundle> installed = install();
        framework.start();
        start(installed);
        return List.copyOf(complaints);
    }

    private List<Bundle> install() throws IOException {
        List<Bundle> bundles = new ArrayList<>();
        for (Path jar : installation.bundles()) {
            try {
                bundles.add(framework.install(jar));
            } catch (BundleException e) {
                complaints.add(jar.getFileName() + " cannot be installed: " + e.getMessage());
            }
        }
        return bundles;
    }

    private void start(List<Bundle> bundles) {
        String names = framework.property(Installation.NOT_STARTED);
        Set<String> notStarted = names == null ? Set.of() : Set.copyOf(Arrays.asList(names.split("\\s*,\\s*")));
        for (Bundle bundle : bundles) {
            if (notStarted.contains(bundle.getSymbolicName())) {
                continue;
            }
            try {
                RunningFramework.start(bundle);
            } catch (BundleException e) {
                complaints.add(bundle.getSymbolicName() + " does not start: " + e.getMessage());
            }
        }
    }
}
