package growth.shell.doctor;

import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.runtime.console.Amounts;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.shell.command.Console;
import java.util.ArrayList;
import java.util.List;

/** The engine: its native libraries, what it computes with, and how fast. */
public final class EngineCheck implements Check {
    private static final double SLOW = 5e9;
    /** Where JavaCPP unpacks native libraries. */
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private final Catalogue catalogue;
    private final String name;

    /** @param name the engine's name */
    public EngineCheck(Catalogue catalogue, String name) {
        this.catalogue = catalogue;
        this.name = name;
    }

    @Override
    public List<Finding> look(Console console) {
        String subject = "engine " + name;
        try (Lease<Engine> lease = catalogue.engine(name)) {
            return look(lease.get(), subject);
        } catch (GrowthException e) {
            return List.of(Finding.fail(subject, e.getMessage(), "nothing can be trained without an engine; see the plug-ins below"));
        } catch (LinkageError | RuntimeException e) {
            return List.of(Finding.fail(subject, "its native libraries do not work: " + root(e),
                    "check that the installation was made for this system (" + System.getProperty("os.name") + ", "
                            + System.getProperty("os.arch") + ") and that programs may run from "
                            + System.getProperty(CACHE, "the cache folder") + "; XDG_CACHE_HOME names another place"));
        }
    }

    /** ND4J wraps what the system says in exceptions without a message. */
    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static List<Finding> look(Engine engine, String subject) {
        // measured first: it loads the native libraries, which the description tells about
        int workers = engine.defaultWorkers();
        double flops = engine.peak(workers).flops();
        List<Finding> findings = new ArrayList<>();
        engine.description().forEach((what, fact) -> findings.add(Finding.ok(subject, what + ": " + fact)));
        String fact = "sgemm with " + workers + (workers == 1 ? " worker: " : " workers: ") + Amounts.operations(flops) + "/s";
        findings.add(flops / workers >= SLOW ? Finding.ok(subject, fact)
                : Finding.warn(subject, fact + ", which is slow",
                        "is the machine busy, or the BLAS one without vector instructions? See the lines above"));
        return findings;
    }
}
