package growth.study.account;

import growth.runtime.metrics.MetricsRecord.Suite;
import growth.study.statistics.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a run wrote down of suites into measures. */
final class SuiteReading {
    /**
     * The scores that are compared: what small models get right by chance moves in its loss first. Standard errors over examples tell
     * nothing that seeds do not tell better, since all runs answer the same examples; counts and chance are no scores of a model.
     */
    private static final List<String> SCORES = List.of("exact_match", "choice", "loss");

    private SuiteReading() {
    }

    /**
     * Returns the scores by name of the measure: of each suite with several tasks their mean, then those of each task.
     *
     * @param lines what was written after one step, one line for each task
     */
    static Map<String, Double> scores(List<Suite> lines) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (String suite : lines.stream().map(Suite::suite).distinct().toList()) {
            List<Suite> tasks = lines.stream().filter(line -> line.suite().equals(suite)).toList();
            for (String score : SCORES) {
                double[] values = tasks.stream().filter(task -> task.scores().containsKey(score))
                        .mapToDouble(task -> task.scores().get(score)).toArray();
                if (values.length > 1) {
                    scores.put(Measures.score(suite, "mean " + words(score)), Sample.mean(values));
                }
            }
            tasks.forEach(task -> SCORES.stream().filter(task.scores()::containsKey)
                    .forEach(score -> scores.put(Measures.score(suite, task.task() + " " + words(score)), task.scores().get(score))));
        }
        return scores;
    }

    private static String words(String score) {
        return score.replace('_', ' ');
    }
}
