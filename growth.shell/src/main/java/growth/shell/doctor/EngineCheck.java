package growth.shell.doctor;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.engine.Engine.DeviceMemory;
import growth.api.engine.Placement;
import growth.api.engine.Precision;
import growth.runtime.engine.EngineChoice;
import growth.runtime.engine.LeasedEngine;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.shell.bench.BenchPeak;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;

/** Checks the engines: of the default one its native libraries, its hardware and its speed; of each other one whether it could compute. */
@Component(property = HealthCheck.NAME + "=" + EngineCheck.SUBJECT)
@ServiceRanking(300)
public final class EngineCheck implements HealthCheck {
    /** What findings on engines are called. */
    public static final String SUBJECT = "engine";
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
        FormattingResultLog log = new FormattingResultLog();
        String standard;
        try {
            standard = catalogue.defaultEngine();
        } catch (GrowthException e) {
            return new Result(Status.CRITICAL, e.getMessage());
        }
        measure(log, EngineChoice.DEFAULT, standard + " computes where no engine is named");
        catalogue.plugins(PluginKind.ENGINE).stream().filter(PluginInfo::usable).map(PluginInfo::name).distinct()
                .filter(name -> !name.equals(standard)).forEach(name -> other(log, name));
        return new Result(log);
    }

    /** Measures the engine that was chosen. */
    public Result of(EngineChoice choice) {
        FormattingResultLog log = new FormattingResultLog();
        measure(log, choice, choice.kind().orElse("the default engine") + " as chosen");
        return new Result(log);
    }

    private void measure(FormattingResultLog log, EngineChoice choice, String words) {
        try (LeasedEngine leased = LeasedEngine.of(catalogue, choice)) {
            look(log, leased.placed(), words);
        } catch (GrowthException e) {
            log.critical("{}\nnothing can be trained without an engine; see the plug-ins below", e.getMessage());
        } catch (LinkageError | RuntimeException e) {
            log.critical("its native libraries do not work: {}\ncheck that the installation was made for this system ({}, {}) and that"
                    + " programs may run from {}; XDG_CACHE_HOME names another place", root(e), System.getProperty("os.name"),
                    System.getProperty("os.arch"), System.getProperty(CACHE, "the cache folder"));
        }
    }

    /** ND4J wraps what the system says in exceptions without a message. */
    private static Throwable root(Throwable thrown) {
        return thrown.getCause() == null ? thrown : root(thrown.getCause());
    }

    private static void look(FormattingResultLog log, PlacedEngine engine, String words) {
        // measured first: this loads the native libraries, which the description reports
        int workers = engine.engine().defaultWorkers();
        double flops = BenchPeak.products(engine, workers);
        log.info(words);
        facts(engine).forEach(log::info);
        engine.surroundings().hindrances().forEach(hindrance -> log.warn("{}\n{}", hindrance.fact(), hindrance.remedy()));
        boolean host = engine.placement().device().host();
        Precision precision = engine.placement().precision();
        String speed = (precision == Precision.F32 ? "sgemm" : "matrix multiplication in " + precision)
                + (!host ? " on " + engine.placement().device() : " with " + workers + (workers == 1 ? " worker" : " workers"))
                + ": " + Amounts.operations(flops) + "/s";
        if (!host || flops / workers >= SLOW) {
            log.info(speed);
        } else {
            log.warn("{}, which is slow\nis the machine busy, or the BLAS one without vector instructions? See the lines above", speed);
        }
        engine.registerPeak(workers).ifPresent(registers -> log.info("multiply-adds in registers: {}/s, of which sgemm reaches {}",
                Amounts.operations(registers), Amounts.percent(flops / registers)));
    }

    private static List<String> facts(PlacedEngine engine) {
        List<String> facts = new ArrayList<>();
        engine.engine().deviceMemory(engine.placement()).map(EngineCheck::words).ifPresent(facts::add);
        Map<String, String> described = new LinkedHashMap<>(engine.engine().description(engine.placement()));
        // where its library lies and the like, on which no result depends
        engine.engine().description().forEach(described::putIfAbsent);
        engine.surroundings().facts().forEach(described::putIfAbsent);
        described.forEach((what, fact) -> facts.add(what + ": " + fact));
        return facts;
    }

    private static String words(DeviceMemory memory) {
        return memory.device() + ": " + Amounts.bytes(memory.total()) + " of memory, " + Amounts.bytes(memory.free()) + " free";
    }

    /** An engine that is there for other machines than this one is no flaw of this one. */
    private void other(FormattingResultLog log, String name) {
        EngineChoice choice = new EngineChoice(Optional.of(name), Placement.AUTO, Map.of());
        try (LeasedEngine leased = LeasedEngine.of(catalogue, choice)) {
            log.info("{} can compute on {}: {}", name, leased.placed().placement().device(), String.join("; ", facts(leased.placed())));
        } catch (GrowthException e) {
            log.info(e.getMessage());
        } catch (LinkageError | RuntimeException e) {
            log.warn("{}: its libraries do not work: {}\ninstall them again, or leave it: other engines are not affected", name, root(e));
        }
    }
}
