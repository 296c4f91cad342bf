package growth.report.page;

import growth.api.GrowthException;
import growth.report.plot.Spot;
import growth.runtime.folder.RunFolder;
import growth.runtime.folder.RunRecords;
import growth.runtime.metrics.RunMetrics;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import growth.study.account.RunResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study's page shows of its files besides the account, of the first seed of each arm. What is missing is left out.
 *
 * @param study    text of {@code study.yaml}
 * @param runFiles arm → text of its run file
 * @param metrics  arm → its metrics
 */
record StudyFiles(Optional<String> study, Map<String, String> runFiles, Map<String, RunMetrics> metrics) {
    static StudyFiles read(Account account, Path folder) {
        Map<String, String> runFiles = new LinkedHashMap<>();
        Map<String, RunMetrics> metrics = new LinkedHashMap<>();
        for (ArmResult arm : account.arms()) {
            Optional<RunFolder> run = arm.runs().stream().findFirst().map(RunResult::folder).map(folder::resolve).map(RunFolder::new);
            run.flatMap(r -> text(r.runFile())).ifPresent(text -> runFiles.put(arm.name(), text));
            run.flatMap(StudyFiles::metrics).ifPresent(read -> metrics.put(arm.name(), read));
        }
        return new StudyFiles(text(folder.resolve("study.yaml")), runFiles, metrics);
    }

    /** Returns arm → learning rates over FLOPs. */
    Map<String, List<Spot>> rates() {
        Map<String, List<Spot>> rates = new LinkedHashMap<>();
        metrics.forEach((arm, run) -> rates.put(arm, run.steps().stream().map(s -> new Spot(s.at().flops(), s.learningRate())).toList()));
        return rates;
    }

    private static Optional<String> text(Path file) {
        try {
            return Files.exists(file) ? Optional.of(RunRecords.text(file)) : Optional.empty();
        } catch (GrowthException e) {
            return Optional.of("# " + e.getMessage());
        }
    }

    /** The account says what of the metrics cannot be read. */
    private static Optional<RunMetrics> metrics(RunFolder run) {
        try {
            return Files.exists(run.metrics()) ? Optional.of(RunMetrics.read(run.metrics())) : Optional.empty();
        } catch (GrowthException e) {
            return Optional.empty();
        }
    }
}
