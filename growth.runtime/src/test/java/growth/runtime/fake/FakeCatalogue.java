package growth.runtime.fake;

import growth.api.GrowthException;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.suite.EvaluationSuite;
import growth.api.training.PluginOrigin;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import growth.runtime.plugins.guard.Guarded;
import growth.runtime.plugins.guard.Plugin;
import growth.runtime.plugins.guard.PluginCalls;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.RunPreparation;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFilesComponent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** A catalogue of plug-ins given by hand, which counts the leases that are held. */
public final class FakeCatalogue implements Catalogue {
    private static final PluginOrigin ORIGIN = new PluginOrigin("fake", "1.0.0", "f00d");
    private final Map<String, GrowthOperator> operators = new LinkedHashMap<>();
    private final Map<String, GrowthSchedule> schedules = new LinkedHashMap<>();
    private final Map<String, DataSource> data = new LinkedHashMap<>();
    private final Map<String, Engine> engines = new LinkedHashMap<>();
    private final Map<String, EvaluationSuite> suites = new LinkedHashMap<>();
    private final Map<String, PluginOrigin> origins = new HashMap<>();
    private PluginGuard guard;
    private int held;
    private boolean replacing;

    /** @return data toy, schedule hop and operator stack, without an engine */
    public static FakeCatalogue toys() {
        return new FakeCatalogue().with(new ToyData()).with(new ToySchedule()).with(new ToyOperator("stack"));
    }

    /** @return what {@code run.yaml}, written into the folder, says with these plug-ins */
    public RunFile read(Path folder, String text, String... overrides) {
        try {
            return new RunFilesComponent(this).read(Files.writeString(folder.resolve("run.yaml"), text), List.of(overrides));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the run, prepared with these plug-ins */
    public PreparedRun prepare(Path folder, RunFile run) {
        return new RunPreparation(this).prepare(run, folder.resolve("cache"), line -> { });
    }

    /** From now on every plug-in comes from a jar of the folder of plug-ins, {@code fake.jar}. */
    public FakeCatalogue behind(PluginGuard limits) {
        guard = limits;
        return this;
    }

    /** Adds an operator whose card is not asked for. */
    public FakeCatalogue with(String name, GrowthOperator operator) {
        operators.put(name, operator);
        return this;
    }

    /** Adds an operator. */
    public FakeCatalogue with(GrowthOperator operator) {
        operators.put(operator.card().card().name(), operator);
        return this;
    }

    /** Adds a schedule. */
    public FakeCatalogue with(GrowthSchedule schedule) {
        schedules.put(schedule.card().name(), schedule);
        return this;
    }

    /** Adds a data source. */
    public FakeCatalogue with(DataSource source) {
        data.put(source.card().name(), source);
        return this;
    }

    /** Adds an engine. */
    public FakeCatalogue with(String name, Engine engine) {
        engines.put(name, engine);
        return this;
    }

    /** Adds a suite. */
    public FakeCatalogue with(EvaluationSuite suite) {
        suites.put(suite.card().name(), suite);
        return this;
    }

    /** From now on the plug-in of that name comes from that code. */
    public FakeCatalogue from(String name, PluginOrigin origin) {
        origins.put(name, origin);
        return this;
    }

    /** Returns the leases not closed yet. */
    public int held() {
        return held;
    }

    @Override
    public List<PluginInfo> plugins(PluginKind kind) {
        List<PluginInfo> plugins = new ArrayList<>();
        switch (kind) {
            case OPERATOR -> operators.forEach((name, o) -> plugins.add(info(kind, name, Optional.of(o.card().card()))));
            case SCHEDULE -> schedules.forEach((name, s) -> plugins.add(info(kind, name, Optional.of(s.card()))));
            case DATA -> data.forEach((name, d) -> plugins.add(info(kind, name, Optional.of(d.card()))));
            case ENGINE -> engines.forEach((name, e) -> plugins.add(info(kind, name, Optional.empty())));
            case SUITE -> suites.forEach((name, s) -> plugins.add(info(kind, name, Optional.of(s.card()))));
        }
        return plugins;
    }

    private static PluginInfo info(PluginKind kind, String name, Optional<Card> card) {
        return new PluginInfo(kind, name, "fake 1.0.0", "active", true, card);
    }

    @Override
    public List<PluginInfo> broken() {
        return List.of();
    }

    @Override
    public Lease<GrowthOperator> operator(String name) {
        return lease(operators, name, Guarded::operator);
    }

    @Override
    public Lease<GrowthSchedule> schedule(String name) {
        return lease(schedules, name, Guarded::schedule);
    }

    @Override
    public Lease<DataSource> data(String kind) {
        return lease(data, kind, Guarded::source);
    }

    @Override
    public Lease<Engine> engine(String name) {
        return lease(engines, name, Guarded::engine);
    }

    /** Returns the engine that was added first. */
    @Override
    public String defaultEngine() {
        return engines.keySet().stream().findFirst().orElse("cpu");
    }

    @Override
    public Lease<EvaluationSuite> suite(String name) {
        return lease(suites, name, Guarded::suite);
    }

    /** Lets every bundle be just going until the folder has settled. */
    public void replacing() {
        replacing = true;
    }

    @Override
    public <T> Optional<Lease<T>> hold(T plugin) {
        return replacing ? Optional.empty() : Optional.of(lease(plugin, ORIGIN));
    }

    @Override
    public void settle() {
        replacing = false;
    }

    private <T> Lease<T> lease(Map<String, T> plugins, String name, BiFunction<T, PluginCalls, T> behind) {
        if (!plugins.containsKey(name)) {
            throw new GrowthException(GrowthException.Kind.MISSING_PLUGIN, name + " is not installed; there are " + plugins.keySet());
        }
        T plugin = guard == null ? plugins.get(name) : behind.apply(plugins.get(name),
                guard.calls(new Plugin("'" + name + "'", "fake 1.0.0", () -> "fake.jar", true)));
        return lease(plugin, origins.getOrDefault(name, ORIGIN));
    }

    private <T> Lease<T> lease(T plugin, PluginOrigin origin) {
        held++;
        return new Lease<>() {
            private boolean closed;

            @Override
            public T get() {
                return plugin;
            }

            @Override
            public PluginOrigin origin() {
                return origin;
            }

            @Override
            public void close() {
                held -= closed ? 0 : 1;
                closed = true;
            }
        };
    }
}
