package growth.runtime.plugins.guard;

import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.engine.Placement;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.View;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An engine of the folder of plug-ins behind the guard. All its calls, and those of its sessions, are made on one thread, as engines may
 * expect. One that blocks has the model, so that a run which gives it up goes back to its last checkpoint.
 *
 * @param engine the engine
 * @param calls  the way to it
 */
record GuardedEngine(Engine engine, PluginCalls calls) implements Engine {
    @Override
    public void check(ModelShape shape, View view) {
        calls.tell("check", () -> engine.check(shape, view));
    }

    @Override
    public EngineSession open(ModelState state, EngineOptions options) {
        return new GuardedSession(GuardedSession.lending(calls, "open", state, () -> engine.open(state, options)), calls, state.shape());
    }

    @Override
    public long memory(ModelShape shape, View view, EngineOptions options, double scoredShare) {
        long bytes = calls.ask("memory", () -> engine.memory(shape, view, options, scoredShare));
        return new EngineCheck(calls).memory(bytes);
    }

    @Override
    public Optional<String> obstacle(Placement placement) {
        return calls.lookAround("obstacle", () -> engine.obstacle(placement)).map(PlainText::of);
    }

    @Override
    public Placement resolve(Placement placement) {
        return calls.lookAround("resolve", () -> engine.resolve(placement));
    }

    @Override
    public Optional<DeviceMemory> deviceMemory(Placement placement) {
        return calls.lookAround("deviceMemory", () -> engine.deviceMemory(placement)).map(new EngineCheck(calls)::deviceMemory);
    }

    @Override
    public void warmUp() {
        calls.tell("warmUp", engine::warmUp);
    }

    @Override
    public int defaultWorkers() {
        return new EngineCheck(calls).workers(calls.ask("defaultWorkers", engine::defaultWorkers));
    }

    @Override
    public Peak peak(int workers) {
        return new EngineCheck(calls).peak(calls.lookAround("peak", () -> engine.peak(workers)));
    }

    @Override
    public Peak peak(int workers, Placement placement) {
        return new EngineCheck(calls).peak(calls.lookAround("peak", () -> engine.peak(workers, placement)));
    }

    @Override
    public OptionalDouble registerPeak(int workers, Placement placement) {
        return calls.lookAround("registerPeak", () -> engine.registerPeak(workers, placement));
    }

    @Override
    public Map<String, String> description() {
        return PlainText.facts(calls.lookAround("description", engine::description));
    }

    @Override
    public Map<String, String> description(Placement placement) {
        return PlainText.facts(calls.lookAround("description", () -> engine.description(placement)));
    }

    @Override
    public Map<String, String> environment(int workers) {
        return PlainText.facts(calls.ask("environment", () -> engine.environment(workers)));
    }

    @Override
    public Surroundings surroundings(Placement placement) {
        Surroundings found = calls.lookAround("surroundings", () -> engine.surroundings(placement));
        return new Surroundings(PlainText.facts(found.facts()), found.hindrances().stream()
                .map(h -> new Hindrance(PlainText.of(h.fact()), PlainText.of(h.remedy()))).toList());
    }
}
