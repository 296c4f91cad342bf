package growth.report.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the folders of made-up runs: 40 steps, evaluations every 5, and a growth, at step 10 where nothing else is said. */
final class SampleRun {
    static final int STEPS = 40;
    static final int EVERY = 5;
    static final int GROWTH = 10;
    private final List<String> lines = new ArrayList<>();
    private final Course course;

    /**
     * What tells runs apart.
     *
     * @param speed  how much sooner a loss is reached
     * @param shift  of all losses
     * @param growth step of the growth; 0 for a run from scratch
     * @param size   parameters of the last model
     * @param more   lines of the run file
     */
    record Course(double speed, double shift, int growth, long size, String more) {
        static final Course USUAL = new Course(1, 0, GROWTH, 734_800, "");
    }

    private SampleRun(Course course) {
        this.course = course;
    }

    static Path write(Path folder, String name, String end) {
        return write(folder, name, end, Course.USUAL);
    }

    static Path write(Path folder, String name, String end, Course course) {
        SampleRun run = new SampleRun(course);
        run.begin(name);
        for (int step = 1; step <= STEPS; step++) {
            run.step(step);
        }
        run.line("end", STEPS, end);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("metrics.jsonl"), run.lines);
            Files.writeString(folder.resolve("run.yaml"), "name: '" + name + "'\nseed: 1\n" + course.more());
            Files.writeString(folder.resolve("provenance.json"), "{\"seed\": 1, \"data\": {\"train\": \"synthetic <b>\"}, \"starts\": "
                    + "[{\"time\": \"2026-11-26\", \"step\": 0, \"machine\": {\"cores\": \"2\"}, \"engine\": {\"blas\": \"OpenBLAS\"},"
                    + " \"plugins\": {\"engine cpu\": {\"bundle\": \"growth.engine.cpu\", \"version\": \"1.0.0\", \"sha256\": \"94\"}},"
                    + " \"bundles\": {\"growth.api\": \"1.1.0\"}, \"changes\": []}]}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    static double training(int step) {
        return 5.5 / Math.sqrt(step) + 0.5;
    }

    static double validation(int step) {
        return 5.4 / Math.sqrt(step) + 0.6;
    }

    private void begin(String name) {
        line("start", 0, "\"name\": \"" + name.replace("\"", "\\\"") + "\", \"resumed\": false");
        line("stage", 0, course.growth() == 0 ? "\"shape\": \"llama 12L 64H\", \"parameters\": " + course.size() + ", \"sequence\": 64"
                : "\"shape\": \"llama 3L 64H 4h/4kv×16 f176 V1024 T64\", \"parameters\": 282000, \"sequence\": 64");
    }

    private void step(int step) {
        line("step", step, String.format(Locale.ROOT, "\"loss\": %s, \"lr\": %s, \"gradient_norm\": %s, \"tokens_per_second\": 11000.5,"
                + " \"flops_per_second\": 1e10", training(step) + course.shift(), 1e-3 / step, 1.0 + 1.0 / step));
        if (step % EVERY == 0) {
            double loss = 5.4 / Math.sqrt(step * course.speed()) + 0.6 + course.shift();
            line("evaluation", step, "\"loss\": " + loss + ", \"scored\": 1000, \"correct\": 250, \"accuracy\": 0.25");
            line("suite", step, "\"suite\": \"primitives\", \"task\": \"copying\", \"exact_match\": " + Math.min(1, step / 50.0)
                    + ", \"exact_match_stderr\": 0.02");
        }
        if (step == course.growth()) {
            line("growth", step, "\"operator\": \"stack\", \"bundle\": \"growth.ops.stacking\", \"version\": \"1.0.0\", \"sha256\": \"ab\","
                    + " \"from\": \"llama 3L 64H\", \"to\": \"llama 12L 64H\", \"map\": \"stack: layers 3 → 12 (0–2 ×4)\", \"claimed\":"
                    + " \"none\", \"max_logit_change\": 5.63, \"loss_before\": 2.4102, \"loss_after\": 2.9727, \"new_gradient_norm\": 0.5,"
                    + " \"dead_parameters\": [], \"copy_distance\": 0.597, \"optimizer_state\": \"reset\", \"learning_rate\": \"restart\","
                    + " \"took_seconds\": 0.12, \"peak_bytes\": 6300000");
            line("stage", step, "\"shape\": \"llama 12L 64H 4h/4kv×16 f176 V1024 T64\", \"parameters\": "
                    + course.size() + ", \"sequence\": 64");
        }
    }

    private void line(String kind, int step, String more) {
        boolean changed = kind.equals("growth") || kind.equals("stage");
        int stage = course.growth() > 0 && (step > course.growth() || step == course.growth() && changed) ? 1 : 0;
        lines.add("{\"kind\": \"" + kind + "\", \"step\": " + step + ", \"tokens\": " + step * 1024 + ", \"epochs\": 0.1, \"flops\": "
                + step * 1e9 + ", \"seconds\": " + step * 0.5 + ", \"stage\": " + stage + ", " + more + "}");
    }
}
