package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.api.Amounts;
import growth.parallel.cost.Network;
import growth.parallel.cost.StepModel;
import growth.parallel.cost.StepTime;
import growth.parallel.session.LocalSteps;
import growth.runtime.plan.ParallelPlan;
import growth.runtime.plan.Plan;
import growth.shell.text.Json;
import growth.shell.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run's ranks exchange and how long its steps take with them, as {@code plan} shows it.
 *
 * @param plan     the run's plan
 * @param parallel its part about ranks
 * @param network  the network between them
 */
record ParallelPlanTable(Plan plan, ParallelPlan parallel, Network network) {
    /** Below this efficiency the plan says what would lose less. */
    private static final double GOOD = 0.8;

    List<String> lines(int width) {
        int ranks = parallel.settings().ranks();
        List<String> lines = new ArrayList<>();
        lines.add(ranks + " ranks as fast as this machine, " + mode() + ", " + network + " of latency between them (--bandwidth,"
                + " --latency):");
        Table table = new Table(">stage", ">sent a step", ">ms alone", ">ms", ">computing", ">moving", ">talking", ">efficiency",
                ">fastest with");
        for (int i = 0; i < parallel.work().size(); i++) {
            StepTime step = parallel.step(i, network);
            StepTime alone = parallel.model(i, network).alone();
            table.row(String.valueOf(i + 1), Amounts.bytes(step.bytes()), milliseconds(alone.seconds()), milliseconds(step.seconds()),
                    milliseconds(step.compute()), milliseconds(step.moving()), milliseconds(step.talking()),
                    Amounts.percent(step.efficiency(alone)), fastest(i));
        }
        lines.addAll(table.lines(width));
        lines.add("with " + ranks + " ranks: about " + Amounts.duration(parallel.seconds(plan.stages(), network)) + ", at most "
                + Amounts.bytes(plan.memory().bytes()) + " of memory for each");
        remedy().forEach(lines::add);
        return lines;
    }

    private String mode() {
        return parallel.settings().local().map(local -> local.steps() + " local steps").orElse("synchronous");
    }

    private String fastest(int stage) {
        return known() ? parallel.fastest(stage, network) + (parallel.fastest(stage, network) == 1 ? " rank" : " ranks") : "n/a";
    }

    private boolean known() {
        return parallel.work().stream().allMatch(work -> Double.isFinite(work.shared()));
    }

    /** What would lose less than gradients that are summed in every step, if those lose much. */
    private List<String> remedy() {
        int last = parallel.work().size() - 1;
        StepModel model = parallel.model(last, network);
        double efficiency = parallel.step(last, network).efficiency(model.alone());
        if (parallel.settings().local().isPresent() || !(efficiency < GOOD)) {
            return List.of();
        }
        int steps = LocalSteps.USUAL.steps();
        double local = model.local(parallel.settings().ranks(), steps).efficiency(model.alone());
        return local < efficiency ? List.of() : List.of("note: summing gradients in every step leaves stage " + (last + 1) + " "
                + Amounts.percent(efficiency) + " efficient; data-parallel.mode: local, with " + steps + " local steps, would leave it "
                + Amounts.percent(local));
    }

    ObjectNode json() {
        ObjectNode object = Json.object();
        object.put("ranks", parallel.settings().ranks()).put("mode", parallel.settings().mode().name().toLowerCase(Locale.ROOT));
        parallel.settings().local().ifPresent(local -> object.put("local_steps", local.steps()));
        Json.put(object, "bandwidth_bytes_per_second", network.bandwidth());
        Json.put(object, "latency_seconds", network.latency());
        ArrayNode stages = object.putArray("stages");
        for (int i = 0; i < parallel.work().size(); i++) {
            StepTime step = parallel.step(i, network);
            StepTime alone = parallel.model(i, network).alone();
            ObjectNode entry = stages.addObject();
            Json.put(entry, "bytes_per_step", step.bytes());
            Json.put(entry, "seconds_per_step_alone", alone.seconds());
            Json.put(entry, "seconds_per_step", step.seconds());
            Json.put(entry, "computing_seconds", step.compute());
            Json.put(entry, "moving_seconds", step.moving());
            Json.put(entry, "talking_seconds", step.talking());
            Json.put(entry, "efficiency", step.efficiency(alone));
            if (known()) {
                entry.put("fastest_ranks", parallel.fastest(i, network));
            }
        }
        Json.put(object, "seconds", parallel.seconds(plan.stages(), network));
        Json.put(object, "bytes_per_rank", plan.memory().bytes());
        return object;
    }

    private static String milliseconds(double seconds) {
        double ms = 1e3 * seconds;
        return Double.isFinite(ms) ? String.format(Locale.ROOT, ms < 9.95 ? "%.1f" : "%,.0f", ms) : "n/a";
    }
}
