package growth.report.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the folder of a run that grew once: 40 steps, evaluations every 5, a growth at step 10. */
final class SampleRun {
    static final int STEPS = 40;
    static final int EVERY = 5;
    static final int GROWTH = 10;
    private final List<String> lines = new ArrayList<>();

    static Path write(Path folder, String name, String end) {
        SampleRun run = new SampleRun();
        run.begin(name);
        for (int step = 1; step <= STEPS; step++) {
            run.step(step);
        }
        run.line("end", STEPS, end);
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("metrics.jsonl"), run.lines);
            Files.writeString(folder.resolve("run.yaml"), "name: '" + name + "'\nseed: 1\n");
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
        line("stage", 0, "\"shape\": \"llama 3L 64H 4h/4kv×16 f176 V1024 T64\", \"parameters\": 282000, \"sequence\": 64");
    }

    private void step(int step) {
        line("step", step, String.format(Locale.ROOT, "\"loss\": %s, \"lr\": %s, \"gradient_norm\": %s, \"tokens_per_second\": 11000.5,"
                + " \"flops_per_second\": 1e10", training(step), 1e-3 / step, 1.0 + 1.0 / step));
        if (step % EVERY == 0) {
            line("evaluation", step, "\"loss\": " + validation(step) + ", \"scored\": 1000, \"correct\": 250, \"accuracy\": 0.25");
        }
        if (step == GROWTH) {
            line("growth", step, "\"operator\": \"stack\", \"bundle\": \"growth.ops.stacking\", \"version\": \"1.0.0\", \"sha256\": \"ab\","
                    + " \"from\": \"llama 3L 64H\", \"to\": \"llama 12L 64H\", \"map\": \"stack: layers 3 → 12 (0–2 ×4)\", \"claimed\":"
                    + " \"none\", \"max_logit_change\": 5.63, \"loss_before\": 2.4102, \"loss_after\": 2.9727, \"new_gradient_norm\": 0.5,"
                    + " \"dead_parameters\": [], \"copy_distance\": 0.597, \"optimizer_state\": \"reset\", \"learning_rate\": \"restart\","
                    + " \"took_seconds\": 0.12, \"peak_bytes\": 6300000");
            line("stage", step, "\"shape\": \"llama 12L 64H 4h/4kv×16 f176 V1024 T64\", \"parameters\": 734800, \"sequence\": 64");
        }
    }

    private void line(String kind, int step, String more) {
        int stage = step > GROWTH || step == GROWTH && (kind.equals("growth") || kind.equals("stage")) ? 1 : 0;
        lines.add("{\"kind\": \"" + kind + "\", \"step\": " + step + ", \"tokens\": " + step * 1024 + ", \"epochs\": 0.1, \"flops\": "
                + step * 1e9 + ", \"seconds\": " + step * 0.5 + ", \"stage\": " + stage + ", " + more + "}");
    }
}
