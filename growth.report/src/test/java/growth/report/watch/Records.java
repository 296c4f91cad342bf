package growth.report.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Writes run folders as trainings do, line by line. */
final class Records {
    private Records() {
    }

    /** Makes a run folder with the run file of a run of that many steps. */
    static Path begin(Path folder, int steps) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("run.yaml"), "model: {family: llama}\ntraining: {duration: " + steps + "ba}\n");
        Files.writeString(folder.resolve("metrics.jsonl"), line("start", 0, 0) + ", \"name\": \"small\", \"resumed\": false}\n"
                + line("stage", 0, 0) + ", \"shape\": \"llama 2L\", \"parameters\": 1000, \"sequence\": 64}\n");
        return folder;
    }

    private static String line(String kind, int step, int stage) {
        return String.format(Locale.ROOT, "{\"kind\": \"%s\", \"step\": %d, \"tokens\": %d, \"epochs\": 0.0, \"flops\": %d,"
                + " \"seconds\": %.1f, \"stage\": %d", kind, step, 64 * step, 1000L * step, 0.5 * step, stage);
    }

    static void add(Path folder, String lines) throws IOException {
        Files.writeString(folder.resolve("metrics.jsonl"), lines, StandardOpenOption.APPEND);
    }

    static String resumed(int step) {
        return line("start", step, 0) + ", \"name\": \"small\", \"resumed\": true}\n";
    }

    static String step(int step, int stage) {
        return line("step", step, stage) + ", \"loss\": " + (6 - step / 10.0) + ", \"lr\": 0.01, \"gradient_norm\": 1.5,"
                + " \"tokens_per_second\": 128.0, \"flops_per_second\": 2000.0}\n";
    }

    static String evaluation(int step, int stage) {
        return line("evaluation", step, stage) + ", \"loss\": " + (6.5 - step / 10.0) + ", \"scored\": 100, \"correct\": 25,"
                + " \"accuracy\": 0.25, \"bits_per_byte\": 2.25}\n";
    }

    static String growth(int step) {
        return line("growth", step, 1) + ", \"operator\": \"stack\", \"bundle\": \"a\", \"version\": \"1\", \"sha256\": \"\", \"from\":"
                + " \"llama 2L\", \"to\": \"llama 4L\", \"map\": \"twice\", \"claimed\": \"none\", \"max_logit_change\": 0.5,"
                + " \"loss_before\": 4.5, \"loss_after\": 4.75, \"new_gradient_norm\": 1.0, \"dead_parameters\": [], \"copy_distance\":"
                + " null, \"optimizer_state\": \"reset\", \"learning_rate\": \"continue\", \"took_seconds\": 0.5, \"peak_bytes\": 100}\n"
                + line("stage", step, 1) + ", \"shape\": \"llama 4L\", \"parameters\": 2000, \"sequence\": 64}\n";
    }

    static String end(int step, String outcome) {
        return line("end", step, 0) + ", \"outcome\": \"" + outcome + "\", \"remarks\": [\"a remark\"]}\n";
    }
}
