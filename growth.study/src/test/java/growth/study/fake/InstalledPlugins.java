package growth.study.fake;

import growth.api.GrowthException;
import growth.api.data.DataSource;
import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.Placement;
import growth.api.model.ModelState;
import growth.api.operator.GrowthOperator;
import growth.api.options.Card;
import growth.api.options.Options;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.PluginOrigin;
import growth.data.synthetic.SyntheticSource;
import growth.data.text.TextSource;
import growth.engine.cpu.CpuEngine;
import growth.ops.stacking.OneHopSchedule;
import growth.ops.stacking.RandomOperator;
import growth.ops.stacking.StackOperator;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.PluginKind;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A catalogue of some real plug-ins, without a framework. */
public final class InstalledPlugins {
    private final Map<String, GrowthOperator> operators = Map.of("stack", new StackOperator(), "random", new RandomOperator());
    private final Map<String, GrowthSchedule> schedules = Map.of("one-hop", new OneHopSchedule());
    private final Map<String, DataSource> data = Map.of("synthetic", new SyntheticSource(), "text", new TextSource());
    private final Map<String, Engine> engines = Map.of("cpu", unmeasured(new CpuEngine()));

    /** Returns the catalogue; what tests do not need of it is not there. */
    public Catalogue catalogue() {
        return (Catalogue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Catalogue.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "operator" -> lease(operators, (String) arguments[0]);
                    case "schedule" -> lease(schedules, (String) arguments[0]);
                    case "data" -> lease(data, (String) arguments[0]);
                    case "defaultEngine" -> "cpu";
                    case "engine" -> lease(engines, (String) arguments[0]);
                    case "plugins" -> plugins((PluginKind) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private List<PluginInfo> plugins(PluginKind kind) {
        List<Card> cards = switch (kind) {
            case OPERATOR -> operators.values().stream().map(operator -> operator.card().card()).toList();
            case SCHEDULE -> schedules.values().stream().map(GrowthSchedule::card).toList();
            case DATA -> data.values().stream().map(DataSource::card).toList();
            default -> List.of();
        };
        return cards.stream().map(card -> new PluginInfo(kind, card.name(), "test 1.0.0", "active", true, Optional.of(card))).toList();
    }

    private static <T> Lease<T> lease(Map<String, T> plugins, String name) {
        if (!plugins.containsKey(name)) {
            throw new GrowthException(GrowthException.Kind.MISSING_PLUGIN, name + " is not installed");
        }
        return new Lease<>() {
            @Override
            public T get() {
                return plugins.get(name);
            }

            @Override
            public PluginOrigin origin() {
                return new PluginOrigin("test", "1.0.0", "f00d");
            }

            @Override
            public void close() {
                // Nothing is uninstalled here.
            }
        };
    }

    /**
     * Returns the engine with GPUs that are made up: it does the work of each.
     *
     * @param gpus   how many GPUs there seem to be
     * @param opened takes the device of every session
     */
    public static Engine placed(Engine engine, int gpus, Consumer<Device> opened) {
        return (Engine) Proxy.newProxyInstance(InstalledPlugins.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method,
                arguments) -> {
            if (method.getName().equals("resolve")) {
                Placement asked = (Placement) arguments[0];
                if (asked.device().index().orElse(0) >= gpus) {
                    throw Options.refused("device", "there is no " + asked.device());
                }
                return asked;
            }
            if (method.getName().equals("open")) {
                EngineOptions options = (EngineOptions) arguments[1];
                opened.accept(options.placement().device());
                return engine.open((ModelState) arguments[0], options.withPlacement(Placement.AUTO));
            }
            try {
                return method.invoke(engine, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /** Returns the engine with a peak of 10 GFLOP/s: measuring the machine takes a second each time, and tells no test anything. */
    public static Engine unmeasured(Engine engine) {
        return (Engine) Proxy.newProxyInstance(InstalledPlugins.class.getClassLoader(), new Class<?>[] {Engine.class}, (proxy, method,
                arguments) -> {
            try {
                return method.getName().equals("peak") ? new Engine.Peak(1e10, 0.5) : method.invoke(engine, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
