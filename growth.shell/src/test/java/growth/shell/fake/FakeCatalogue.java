package growth.shell.fake;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A catalogue of plug-ins given by hand, which counts the leases that are held. */
public final class FakeCatalogue implements Catalogue {
    private final Map<PluginKind, Map<String, Object>> services = new LinkedHashMap<>();
    private final List<PluginInfo> infos = new ArrayList<>();
    private final List<PluginInfo> broken = new ArrayList<>();
    private int held;

    /** Adds an operator. */
    public FakeCatalogue with(GrowthOperator operator) {
        return add(PluginKind.OPERATOR, operator.card().card().name(), Optional.of(operator.card().card()), operator);
    }

    /** Adds a schedule. */
    public FakeCatalogue with(GrowthSchedule schedule) {
        return add(PluginKind.SCHEDULE, schedule.card().name(), Optional.of(schedule.card()), schedule);
    }

    /** Adds a suite. */
    public FakeCatalogue with(EvaluationSuite suite) {
        return add(PluginKind.SUITE, suite.card().name(), Optional.of(suite.card()), suite);
    }

    /** Adds an engine. */
    public FakeCatalogue with(String name, Engine engine) {
        return add(PluginKind.ENGINE, name, Optional.empty(), engine);
    }

    /** Adds the name of a data source that no test opens. */
    public FakeCatalogue withData(String kind) {
        return add(PluginKind.DATA, kind, Optional.empty(), kind);
    }

    /** Adds a plug-in that is there and cannot be used. */
    public FakeCatalogue unusable(PluginKind kind, String name, String reason) {
        infos.add(new PluginInfo(kind, name, "bad.bundle 0.1.0", reason, false, Optional.empty()));
        return this;
    }

    /** Adds a jar that offers nothing. */
    public FakeCatalogue brokenJar(String name, String reason) {
        broken.add(new PluginInfo(PluginKind.OPERATOR, name, name, reason, false, Optional.empty()));
        return this;
    }

    /** Returns leases not closed yet. */
    public int held() {
        return held;
    }

    private FakeCatalogue add(PluginKind kind, String name, Optional<Card> card, Object service) {
        services.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(name, service);
        infos.add(new PluginInfo(kind, name, "fake.bundle 1.0.0", "active", true, card));
        return this;
    }

    @Override
    public List<PluginInfo> plugins(PluginKind kind) {
        return infos.stream().filter(i -> i.kind() == kind).toList();
    }

    @Override
    public List<PluginInfo> broken() {
        return List.copyOf(broken);
    }

    @Override
    public Lease<GrowthOperator> operator(String name) {
        return lease(PluginKind.OPERATOR, name);
    }

    @Override
    public Lease<GrowthSchedule> schedule(String name) {
        return lease(PluginKind.SCHEDULE, name);
    }

    @Override
    public Lease<DataSource> data(String kind) {
        return lease(PluginKind.DATA, kind);
    }

    @Override
    public Lease<Engine> engine(String name) {
        return lease(PluginKind.ENGINE, name);
    }

    /** Returns the engine that was added first. */
    @Override
    public String defaultEngine() {
        return services.getOrDefault(PluginKind.ENGINE, Map.of()).keySet().stream().findFirst()
                .orElseThrow(() -> new GrowthException(Kind.MISSING_PLUGIN, "no engine is installed"));
    }

    @Override
    public Lease<EvaluationSuite> suite(String name) {
        return lease(PluginKind.SUITE, name);
    }

    @Override
    public <T> Optional<Lease<T>> hold(T plugin) {
        return Optional.of(lease(plugin));
    }

    @Override
    public void settle() {
        // Nothing arrives here.
    }

    @SuppressWarnings("unchecked") // services of a kind are of the kind's type
    private <T> Lease<T> lease(PluginKind kind, String name) {
        T service = (T) services.getOrDefault(kind, Map.of()).get(name);
        if (service == null) {
            throw new GrowthException(Kind.MISSING_PLUGIN, kind.words() + " '" + name + "' is not installed; installed: "
                    + String.join(", ", services.getOrDefault(kind, Map.of()).keySet()));
        }
        return lease(service);
    }

    private <T> Lease<T> lease(T service) {
        held++;
        return new Lease<>() {
            @Override
            public T get() {
                return service;
            }

            @Override
            public PluginOrigin origin() {
                return new PluginOrigin("fake.bundle", "1.0.0", "");
            }

            @Override
            public void close() {
                held--;
            }
        };
    }
}
