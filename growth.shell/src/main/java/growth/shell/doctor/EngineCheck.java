package growth.shell.doctor;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.engine.Engine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks the default engine: its native libraries, its hardware and its speed. */
@Component(property = HealthCheck.NAME + "=engine " + EngineCheck.ENGINE)
@ServiceRanking(300)
public final class EngineCheck implements HealthCheck {
    static final String ENGINE = "cpu";
    private static final double SLOW = 5e9;
    /** Where JavaCPP unpacks native libraries. */
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private final Catalogue catalogue;

    @Activate
    public EngineCheck(@Reference Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Result execute() {
        try (Lease<Engine> lease = catalogue.engine(ENGINE)) {
            return look(lease.get());
        } catch (GrowthException e) {
            return new Result(Status.CRITICAL, e.getMessage() + "\nnothing can be trained without an engine; see the plug-ins below");
        } catch (LinkageError | RuntimeException e) {
            return new Result(Status.CRITICAL, "its native libraries do not work: " + root(e) + "\ncheck that the installation was made for"
                    + " this system (" + System.getProperty("os.name") + ", " + System.getProperty("os.arch")
                    + ") and that programs may run from " + System.getProperty(CACHE, "the cache folder")
                    + "; XDG_CACHE_HOME names another place");
        }
    }

    /** ND4J wraps what the system says in exceptions without a message. */
    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static Result look(Engine engine) {
        // measured first: this loads the native libraries, which the description reports
        int workers = engine.defaultWorkers();
        double flops = engine.peak(workers).flops();
        FormattingResultLog log = new FormattingResultLog();
        engine.description().forEach((what, fact) -> log.info("{}: {}", what, fact));
        String speed = "sgemm with " + workers + (workers == 1 ? " worker: " : " workers: ") + Amounts.operations(flops) + "/s";
        if (flops / workers >= SLOW) {
            log.info(speed);
        } else {
            log.warn("{}, which is slow\nis the machine busy, or the BLAS one without vector instructions? See the lines above", speed);
        }
        return new Result(log);
    }
}
