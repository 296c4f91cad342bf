package growth.shell.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.GrowthException;
import growth.api.algebra.ParameterInitializer;
import growth.api.data.Batch;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.ModelState;
import growth.runtime.engine.EngineFacts;
import growth.runtime.engine.PlacedEngine;
import growth.runtime.plan.ProcessMemory;
import growth.shell.text.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Measures one engine on behalf of another process: reads commands, a line each, and answers each with a line of JSON. {@code steps N}
 * makes so many steps, {@code peak} measures the device; the end of the input ends it.
 */
public final class BenchWorker {
    /** Begins lines that are answers, as libraries may print others. */
    static final String ANSWER = "bench> ";
    static final String STEPS = "steps ";
    static final String PEAK = "peak";
    private final PlacedEngine engine;
    private final BenchPlan plan;
    private final int workers;

    public BenchWorker(PlacedEngine engine, BenchPlan plan) {
        this.engine = engine;
        this.plan = plan;
        this.workers = plan.workers() == 0 ? engine.engine().defaultWorkers() : plan.workers();
    }

    /**
     * Answers until the input ends.
     *
     * @throws GrowthException (DIVERGED) if the engine refuses a step
     */
    public void run(BenchSize size, Reader in, PrintStream out, BooleanSupplier stop) {
        int rows = BenchRows.of(engine, size, plan);
        Batch batch = size.batch(rows, plan.seed());
        BufferedReader commands = new BufferedReader(in);
        try (EngineSession session = open(size, rows)) {
            ObjectNode ready = Json.object().put("rows", rows).put("workers", workers).put("tokens", batch.tokens());
            ObjectNode facts = ready.putObject("engine");
            EngineFacts.described(engine).forEach(facts::put);
            answer(ready, out);
            StepTimer timer = new StepTimer(session, batch, size.label());
            for (String line = commands.readLine(); line != null && !stop.getAsBoolean(); line = commands.readLine()) {
                answer(line.equals(PEAK) ? peak() : steps(timer, Integer.parseInt(line.substring(STEPS.length())), stop), out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode peak() {
        BenchPeak peak = BenchPeak.of(engine, workers);
        ObjectNode answer = Json.object().put("flops_per_second", peak.products());
        peak.registers().ifPresent(fma -> Json.put(answer, "fma_flops_per_second", fma));
        return answer;
    }

    private static ObjectNode steps(StepTimer timer, int count, BooleanSupplier stop) {
        ObjectNode answer = Json.object();
        Arrays.stream(timer.steps(count, stop)).forEach(answer.putArray("seconds")::add);
        answer.put("loss", timer.loss()).put("flops", timer.flops());
        Json.put(answer, "resident_bytes", ProcessMemory.now().resident());
        return answer;
    }

    private static void answer(ObjectNode answer, PrintStream out) {
        out.println(ANSWER + answer);
        out.flush();
    }

    private EngineSession open(BenchSize size, int rows) {
        try (ModelState state = ParameterInitializer.initialize(size.shape(), plan.seed())) {
            return engine.open(state, EngineOptions.of(workers, rows, plan.seed()));
        }
    }
}
