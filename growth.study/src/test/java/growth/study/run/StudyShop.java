package growth.study.run;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.api.TrainingTime;
import growth.api.data.DataSource;
import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.training.PluginOrigin;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingListener;
import growth.data.synthetic.SyntheticSource;
import growth.engine.cpu.CpuEngine;
import growth.launcher.place.Place;
import growth.ops.stacking.OneHopSchedule;
import growth.ops.stacking.RandomOperator;
import growth.ops.stacking.StackOperator;
import growth.runtime.config.Overrides;
import growth.runtime.config.YamlReader;
import growth.runtime.place.Elsewhere;
import growth.runtime.plan.PlannerComponent;
import growth.runtime.plugins.Catalogue;
import growth.runtime.plugins.Lease;
import growth.runtime.plugins.PluginInfo;
import growth.runtime.plugins.guard.Limits;
import growth.runtime.plugins.guard.PluginGuard;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.run.RunFilesComponent;
import growth.runtime.train.RunStartsComponent;
import growth.runtime.train.Trainer;
import growth.runtime.train.TrainerComponent;
import growth.study.fake.InstalledPlugins;
import growth.study.file.Arm;
import growth.study.file.Cell;
import growth.study.file.Grid;
import growth.study.file.Parallel;
import growth.study.file.Study;
import growth.study.file.StudyPlan;
import growth.study.file.StudyRun;
import growth.study.file.Trial;
import growth.study.file.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Tiny studies with the real trainer, engine, data and operators, in a folder of a test. */
final class StudyShop {
    private static final String BASE = """
            model: {family: llama, layers: 4, hidden: 16, heads: 2, intermediate: 24, context: 16}
            data: {kind: synthetic, size: 20000, tokenizer: {kind: bytes}}
            training: {duration: 24ba, batch: 4, workers: 1, optimizer: {lr: 1e-2}}
            evaluate: {every: 6ba, tokens: 256}
            checkpoint: {keep: 1}
            """;
    private static final String GROWTH = "growth: {schedule: {kind: one-hop, from: {layers: 2}, at: %s}, operator: {kind: %s}}\n";

    private final Path home;
    private final Map<String, String> arms = new LinkedHashMap<>();
    private final Map<String, PluginOrigin> origins = new LinkedHashMap<>();
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ended = Collections.synchronizedList(new ArrayList<>());
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<RunEnd> ends = Collections.synchronizedList(new ArrayList<>());
    private Consumer<TrainingEvent> onEvent = event -> { };
    private List<Long> seeds = List.of(1L);
    private int parallel = 1;
    private Optional<Elsewhere> place = Optional.empty();
    private List<String> devices = List.of();
    private final Set<Device> used = ConcurrentHashMap.newKeySet();

    StudyShop(Path home) {
        this.home = home;
    }

    /** Returns the study that tests change: scratch, and stack growing at 8 steps. */
    static StudyShop usual(Path home) {
        return new StudyShop(home).arm("scratch", "").arm("stack", growing("8ba", "stack"));
    }

    /** Returns the growth section of an arm. */
    static String growing(String at, String operator) {
        return GROWTH.formatted(at, operator);
    }

    /** Adds an arm, or changes it; the first one is the baseline. */
    StudyShop arm(String name, String yaml) {
        arms.put(name, yaml);
        return this;
    }

    StudyShop seeds(Long... all) {
        seeds = List.of(all);
        return this;
    }

    /** From now on runs are spread over these, on an engine that has them. */
    StudyShop devices(String... names) {
        devices = List.of(names);
        return this;
    }

    /** Returns the devices that sessions were opened on. */
    Set<Device> used() {
        return used;
    }

    StudyShop parallel(int runs) {
        parallel = runs;
        return this;
    }

    /** From now on the plug-in of that name is that code. */
    StudyShop from(String plugin, String sha256) {
        origins.put(plugin, new PluginOrigin("test", "1.0.0", sha256));
        return this;
    }

    /** From now on that is called at each event of each run. */
    StudyShop onEvent(Consumer<TrainingEvent> called) {
        onEvent = called;
        return this;
    }

    List<String> started() {
        return started;
    }

    List<String> ended() {
        return ended;
    }

    List<String> notes() {
        return notes;
    }

    StudyFolder folder() {
        return new StudyFolder(home.resolve("study"));
    }

    StudyPlan plan() {
        RunFilesComponent files = new RunFilesComponent(catalogue());
        List<Arm> all = new ArrayList<>();
        List<StudyRun> runs = new ArrayList<>();
        List<StudyPlan.TrialPlan> plans = new ArrayList<>();
        StringBuilder resolved = new StringBuilder("name: test\n");
        arms.forEach((name, yaml) -> {
            Arm arm = new Arm(name, all.isEmpty() ? Arm.Role.BASELINE : Arm.Role.VARIANT,
                    yaml.isEmpty() ? Overrides.empty("study.yaml:1") : YamlReader.document("study.yaml", yaml),
                    Optional.empty(), Optional.empty(), "study.yaml:1");
            all.add(arm);
            resolved.append("# ").append(name).append('\n');
            for (long seed : seeds) {
                Cell cell = new Cell(arm, Trial.ONLY, seed);
                RunFile run = files.read(write(name, yaml), List.of("name=" + cell.name(), "seed=" + seed, "engine.device="
                        + devices.stream().findFirst().orElse("cpu")));
                runs.add(new StudyRun(cell, run));
                if (seed == seeds.get(0)) {
                    plans.add(new StudyPlan.TrialPlan(arm, Trial.ONLY,
                            new PlannerComponent(catalogue(), one -> folder().run(cell)).plan(run, line -> { }),
                            new RunStartsComponent(catalogue()).of(run, folder().cache(), line -> { }), Double.NaN, 0, 0));
                }
            }
        });
        Study study = new Study(new Study.Source(home.resolve("study.yaml"), home, Overrides.empty("study.yaml:1"),
                new Study.Base("run.yaml", YamlReader.document("run.yaml", BASE), home)), "test", all, seeds, Optional.empty(), List.of(),
                Grid.NONE,
                new Validation(TrainingTime.share(0.25), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                new Parallel(devices.isEmpty() ? parallel : 1, 1, devices), Set.of());
        return new StudyPlan(study, resolved.toString(), runs, plans, new StudyPlan.Totals(Double.NaN, 0, Double.NaN, 0, 0), List.of(),
                Optional.empty());
    }

    private Path write(String arm, String yaml) {
        try {
            // What an arm says in its own section replaces that of the base.
            String base = BASE.lines()
                    .filter(line -> yaml.lines().noneMatch(own -> own.startsWith(line.substring(0, line.indexOf(':') + 1))))
                    .reduce("", (text, line) -> text + line + "\n");
            return Files.writeString(home.resolve(arm + ".yaml"), base + yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    StudyOutcome run() {
        return run(StudyRequest.Options.USUAL, () -> false);
    }

    StudyOutcome run(StudyRequest.Options options, BooleanSupplier stop) {
        StudyWatcher watcher = new StudyWatcher() {
            @Override
            public void begun(Map<Cell, CellState> states) {
                notes.add("begun");
            }

            @Override
            public List<TrainingListener> started(StudyRun run) {
                started.add(run.cell().name());
                return List.of(event -> onEvent.accept(event));
            }

            @Override
            public void ended(RunEnd end) {
                ends.add(end);
                ended.add(end.run().cell().name() + " " + end.state());
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        return new StudyRunnerComponent(trainer(), new RunStartsComponent(catalogue()))
                .run(new StudyRequest(plan(), folder(), options, watcher, stop).at(place));
    }

    /** From now on runs train at that place. */
    StudyShop at(Place elsewhere) {
        place = Optional.ofNullable(elsewhere).map(there -> new Elsewhere("there", there, Optional.empty()));
        return this;
    }

    /** Returns the run files that a process elsewhere reads. */
    RunFiles files() {
        return new RunFilesComponent(catalogue());
    }

    /** Returns a trainer as a process elsewhere has it. */
    Trainer trainer() {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getBundles") ? new Bundle[0] : null);
        return new TrainerComponent(context, catalogue(), new PluginGuard(Limits.USUAL));
    }

    /** Returns the plug-ins that are there, as they are. */
    private Catalogue catalogue() {
        Map<String, GrowthOperator> operators = Map.of("stack", new StackOperator(), "random", new RandomOperator());
        Map<String, GrowthSchedule> schedules = Map.of("one-hop", new OneHopSchedule());
        Map<String, DataSource> data = Map.of("synthetic", new SyntheticSource());
        Map<String, Engine> engines = Map.of("cpu", InstalledPlugins.placed(InstalledPlugins.unmeasured(new CpuEngine()), 2, used::add));
        return (Catalogue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Catalogue.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "operator" -> lease(operators, (String) arguments[0]);
                    case "schedule" -> lease(schedules, (String) arguments[0]);
                    case "data" -> lease(data, (String) arguments[0]);
                    case "defaultEngine" -> "cpu";
                    case "engine" -> lease(engines, (String) arguments[0]);
                    case "plugins" -> List.<PluginInfo>of();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private <T> Lease<T> lease(Map<String, T> plugins, String name) {
        if (!plugins.containsKey(name)) {
            throw new GrowthException(Kind.MISSING_PLUGIN, name + " is not installed");
        }
        PluginOrigin origin = origins.getOrDefault(name, new PluginOrigin("test", "1.0.0", "f00d"));
        return new Lease<>() {
            @Override
            public T get() {
                return plugins.get(name);
            }

            @Override
            public PluginOrigin origin() {
                return origin;
            }

            @Override
            public void close() {
                // Nothing is uninstalled here.
            }
        };
    }
}
