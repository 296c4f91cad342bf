package growth.runtime.suite;

import growth.api.data.Batch;
import growth.api.engine.EngineSession;
import growth.api.model.ModelShape;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.suite.Estimate;
import growth.api.suite.SuiteResult;
import growth.api.suite.TaskScore;
import growth.runtime.evaluation.BatchCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Scores the model of a session on suites. Answers are not generated: that the model gives every token of an answer its highest logit where
 * the ones before it are those of the answer, is the same as that greedy decoding writes the answer, and takes one forward pass.
 *
 * @param session holds the model
 * @param shape   the model's shape
 * @param layers  the view whose layers run; sequences are as long as the examples, without pooling
 * @param rows    sequences computed at once, at most
 */
public record SuiteScorer(EngineSession session, ModelShape shape, View layers, int rows) {
    /** Logits exist of all positions at once, so fewer rows are computed where they would take more memory than this. */
    private static final long MOST_LOGIT_BYTES = 64L << 20;

    /** Hears of the progress, and may end it by an exception. */
    @FunctionalInterface
    public interface Watch {
        /** Takes how many tokens of all are read. */
        void progress(long done, long total);
    }

    /** Returns the model's scores. */
    public SuiteResult score(SuiteTokens suite, Watch watch) {
        long total = suite.tasks().stream().flatMap(task -> task.asked().stream()).flatMap(SuiteScorer::answers)
                .mapToLong(answer -> answer.tokens().length).sum();
        long done = 0;
        List<TaskScore> scores = new ArrayList<>();
        for (TaskTokens task : suite.tasks()) {
            long before = done;
            scores.add(score(task, read -> watch.progress(before + read, total)));
            done += task.asked().stream().flatMap(SuiteScorer::answers).mapToLong(answer -> answer.tokens().length).sum();
        }
        return new SuiteResult(suite.name(), scores);
    }

    private static Stream<Answer> answers(Asked asked) {
        return Stream.concat(Stream.of(asked.right()), asked.others().stream());
    }

    /** Takes how many tokens of a task are read. */
    @FunctionalInterface
    private interface Read {
        void tokens(long done);
    }

    private TaskScore score(TaskTokens task, Read read) {
        long begin = System.nanoTime();
        List<Answer> answers = task.asked().stream().flatMap(SuiteScorer::answers).toList();
        List<AnswerScore> scores = new ArrayList<>();
        double flops = 0;
        long done = 0;
        for (List<Answer> together : batches(answers)) {
            Batch.Tokens batch = batch(together);
            View view = new View(Optional.of(batch.sequence()), Optional.empty(), Optional.empty(), layers.layers());
            try (INDArray logits = session.logits(batch, view)) {
                for (int row = 0; row < together.size(); row++) {
                    scores.add(AnswerScore.of(together.get(row), logits.slice(row)));
                }
            }
            flops += BatchCost.FORWARD_SHARE * batch.rows() * TrainingCost.perSequence(shape, view);
            done += together.stream().mapToLong(answer -> answer.tokens().length).sum();
            read.tokens(done);
        }
        return summary(task, scores, new TaskScore.Cost((System.nanoTime() - begin) / 1e9, flops));
    }

    /** Returns neighbours together, in their order: as many as the session takes and logits have room for. */
    private List<List<Answer>> batches(List<Answer> answers) {
        long bytesPerPosition = 4L * shape.vocabulary();
        List<List<Answer>> batches = new ArrayList<>();
        int first = 0;
        while (first < answers.size()) {
            int longest = answers.get(first).tokens().length;
            int next = first + 1;
            while (next < answers.size() && next - first < rows) {
                int longer = Math.max(longest, answers.get(next).tokens().length);
                if ((next - first + 1) * longer * bytesPerPosition > MOST_LOGIT_BYTES) {
                    break;
                }
                longest = longer;
                next++;
            }
            batches.add(answers.subList(first, next));
            first = next;
        }
        return batches;
    }

    /** What stands behind a shorter text changes nothing before it, because the models look back only. */
    private static Batch.Tokens batch(List<Answer> answers) {
        int longest = answers.stream().mapToInt(answer -> answer.tokens().length).max().orElseThrow();
        int[] inputs = new int[answers.size() * longest];
        for (int row = 0; row < answers.size(); row++) {
            System.arraycopy(answers.get(row).tokens(), 0, inputs, row * longest, answers.get(row).tokens().length);
        }
        int[] labels = new int[inputs.length];
        Arrays.fill(labels, Batch.IGNORED);
        return new Batch.Tokens(answers.size(), longest, inputs, labels);
    }

    private static TaskScore summary(TaskTokens task, List<AnswerScore> scores, TaskScore.Cost cost) {
        int examples = task.asked().size();
        double[] exact = new double[examples];
        double[] each = new double[examples];
        double[] sums = new double[examples];
        double[] chosen = new double[examples];
        int next = 0;
        boolean choices = true;
        for (int i = 0; i < examples; i++) {
            Asked asked = task.asked().get(i);
            AnswerScore right = scores.get(next);
            exact[i] = right.exact() ? 1 : 0;
            sums[i] = right.loss();
            each[i] = right.loss() / asked.right().length();
            List<AnswerScore> others = scores.subList(next + 1, next + 1 + asked.others().size());
            choices &= !others.isEmpty();
            chosen[i] = others.stream().allMatch(other -> right.loss() < other.loss()) ? 1 : 0;
            next += 1 + others.size();
        }
        return new TaskScore(task.name(), examples, task.shots(), Estimate.of(exact), Estimate.of(each), Estimate.of(sums),
                choices ? Optional.of(Estimate.of(chosen)) : Optional.empty(), task.chance(), cost);
    }
}
