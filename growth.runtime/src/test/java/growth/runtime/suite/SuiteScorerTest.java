package growth.runtime.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import growth.api.GrowthException;
import growth.api.data.Batch;
import growth.api.data.Tokenizer;
import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.Family;
import growth.api.model.Gates;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.TrainingCost;
import growth.api.model.View;
import growth.api.options.Card;
import growth.api.options.Options;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteResult;
import growth.api.suite.SuiteTask;
import growth.api.suite.TaskScore;
import growth.data.tokenizer.ByteTokenizer;
import growth.engine.cpu.CpuEngine;
import growth.reference.RandomModels;
import growth.reference.ReferenceModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuiteScorerTest {
    private static final ModelShape SHAPE = ModelShape.builder(Family.LLAMA).layers(2).hidden(16).heads(2).intermediate(24).vocabulary(17)
            .context(24).build();

    private static EvaluationSuite suite(SuiteTask... tasks) {
        return new EvaluationSuite() {
            @Override
            public Card card() {
                return new Card("some", "Some.", "none");
            }

            @Override
            public List<SuiteTask> tasks(SuiteRequest request) {
                return List.of(tasks);
            }
        };
    }

    private static SuiteTask task(String name, List<? extends SuiteExample> examples) {
        return new SuiteTask(name, "Some.", OptionalDouble.empty(), examples);
    }

    private static SuiteTokens tokens(Optional<Tokenizer> tokenizer, int vocabulary, int context, SuiteTask... tasks) {
        return SuiteTokens.of("some", suite(tasks), new SuiteRequest(Options.none(), Path.of(""), tokenizer, vocabulary, context, 1),
                new int[0]);
    }

    /** Float64 reference, asked token by token: what it writes greedily is what counts as an exact match, and its losses are the losses. */
    @Test
    void matchesAndLossesAreThoseOfGreedyDecodingWithTheReference() {
        Random random = new Random(3);
        try (ModelState state = RandomModels.model(SHAPE, 5)) {
            ReferenceModel reference = ReferenceModel.of(state);
            List<SuiteExample> examples = new ArrayList<>();
            double[] losses = new double[14];
            double[] exact = new double[14];
            for (int i = 0; i < losses.length; i++) {
                int[] prompt = random.ints(1 + random.nextInt(9), 0, SHAPE.vocabulary()).toArray();
                int[] written = greedy(reference, prompt, 1 + random.nextInt(3));
                int[] answer = written.clone();
                if (random.nextBoolean()) {
                    answer[random.nextInt(answer.length)] = random.nextInt(SHAPE.vocabulary());
                }
                exact[i] = Arrays.equals(answer, written) ? 1 : 0;
                losses[i] = loss(reference, prompt, answer);
                examples.add(new SuiteExample.Tokens(prompt, answer));
            }
            assertThat(Arrays.stream(exact).sum()).as("some right, some wrong").isBetween(3.0, 11.0);
            SuiteTokens asked = tokens(Optional.empty(), SHAPE.vocabulary(), SHAPE.context(), task("next", examples));
            try (EngineSession session = new CpuEngine().open(state, EngineOptions.of(2, 4, 0))) {
                List<Long> done = new ArrayList<>();
                SuiteResult result = new SuiteScorer(session, SHAPE, View.full(), 4).score(asked, (read, total) -> {
                    done.add(read);
                    assertThat(read).isLessThanOrEqualTo(total);
                });
                TaskScore score = result.tasks().get(0);
                assertThat(score.examples()).isEqualTo(14);
                assertThat(score.exactMatch().mean()).isCloseTo(Arrays.stream(exact).average().orElseThrow(), within(1e-12));
                assertThat(score.answerLoss().mean()).isCloseTo(Arrays.stream(losses).average().orElseThrow(), within(1e-5));
                double each = IntStream.range(0, 14).mapToDouble(i -> losses[i] / ((SuiteExample.Tokens) examples.get(i)).answer().length)
                        .average().orElseThrow();
                assertThat(score.loss().mean()).isCloseTo(each, within(1e-5));
                assertThat(done).as("batches of four").hasSize(4).isSorted();
                assertThat(score.choice()).isEmpty();
                // rows of one say the same
                TaskScore alone = new SuiteScorer(session, SHAPE, View.full(), 1).score(asked, (read, total) -> { }).tasks().get(0);
                assertThat(alone.answerLoss().mean()).isCloseTo(score.answerLoss().mean(), within(1e-5));
                assertThat(alone.exactMatch()).isEqualTo(score.exactMatch());
                double flops = examples.stream().map(SuiteExample.Tokens.class::cast)
                        .map(e -> View.full().withSequence(e.prompt().length + e.answer().length))
                        .mapToDouble(view -> TrainingCost.perSequence(SHAPE, view) / 3).sum();
                assertThat(alone.cost().flops()).isCloseTo(flops, within(1.0));
            }
        }
    }

    private static int[] greedy(ReferenceModel model, int[] prompt, int count) {
        int[] text = prompt;
        for (int i = 0; i < count; i++) {
            double[] logits = model.logits(batch(text, new int[text.length]), View.full(), Gates.none());
            double[] last = Arrays.copyOfRange(logits, logits.length - SHAPE.vocabulary(), logits.length);
            int best = IntStream.range(0, last.length).reduce((a, b) -> last[b] > last[a] ? b : a).orElseThrow();
            text = Arrays.copyOf(text, text.length + 1);
            text[text.length - 1] = best;
        }
        return Arrays.copyOfRange(text, prompt.length, text.length);
    }

    private static double loss(ReferenceModel model, int[] prompt, int[] answer) {
        int[] text = IntStream.concat(Arrays.stream(prompt), Arrays.stream(answer)).toArray();
        int[] labels = new int[text.length];
        Arrays.fill(labels, Batch.IGNORED);
        System.arraycopy(answer, 0, labels, prompt.length - 1, answer.length);
        return answer.length * model.loss(batch(text, labels), View.full(), Gates.none(), 0);
    }

    private static Batch.Tokens batch(int[] inputs, int[] labels) {
        return new Batch.Tokens(1, inputs.length, inputs, labels);
    }

    private static SuiteResult scored(Scripted model, SuiteTokens tokens) {
        return new SuiteScorer(model.session(), model.shape(), View.full(), 3).score(tokens, (read, total) -> { });
    }

    /** A model that finds the last token earlier in its text, with the one before it alike, and goes on as it went on there. */
    @Test
    void aPerfectCopierGetsEverythingRight() {
        Random random = new Random(1);
        List<SuiteExample> examples = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            List<Integer> ids = new ArrayList<>(IntStream.range(0, 40).boxed().toList());
            Collections.shuffle(ids, random);
            int[] sequence = ids.subList(0, 16).stream().mapToInt(id -> id).toArray();
            int start = random.nextInt(9);
            int[] prompt = Arrays.copyOf(sequence, 20);
            System.arraycopy(sequence, start, prompt, 16, 4);
            examples.add(new SuiteExample.Tokens(prompt, Arrays.copyOfRange(sequence, start + 4, start + 7)));
        }
        Scripted copier = new Scripted(40, text -> {
            for (int i = 1; i < text.length - 1; i++) {
                if (text[i] == text[text.length - 1] && text[i - 1] == text[text.length - 2]) {
                    return text[i + 1];
                }
            }
            return 0;
        });
        TaskScore score = scored(copier, tokens(Optional.empty(), 40, 64, task("copy", examples))).tasks().get(0);
        assertThat(score.exactMatch().mean()).isEqualTo(1);
        assertThat(score.exactMatch().standardError()).isZero();
        // the logit of what it writes is 10, all others are 0: -log(e^10 / (e^10 + 39))
        assertThat(score.loss().mean()).isCloseTo(0.0017690316012361896, within(1e-6));
        // one that tells nothing apart gets nothing right but what is the first of all ids
        Scripted flat = new Scripted(40, text -> -1);
        TaskScore none = scored(flat, tokens(Optional.empty(), 40, 64, task("copy", examples))).tasks().get(0);
        assertThat(none.exactMatch().mean()).isZero();
        assertThat(none.loss().mean()).isCloseTo(Math.log(40), within(1e-6));
    }

    @Test
    void anAnswerEndsWhereShotsShowIt() {
        Tokenizer bytes = new ByteTokenizer(false);
        // writes 22 and then a line break, whatever it is asked
        Scripted model = new Scripted(256, text -> switch (bytes.decode(text).substring(Math.max(0, text.length - 3))) {
            case "is:" -> ' ';
            case "s: " -> '2';
            case ": 2" -> '2';
            default -> '\n';
        });
        SuiteExample.Text wrong = new SuiteExample.Text(List.of("a is: 5\n"), "b is:", " 2", "\nc is", List.of(" 7", " 22"));
        SuiteExample.Text right = new SuiteExample.Text(List.of("a is: 5\n"), "b is:", " 22", "\nc is", List.of(" 7"));
        SuiteExample.Text alone = new SuiteExample.Text(List.of(), "b is:", " 2", "\nc is", List.of(" 7"));
        SuiteResult result = scored(model, tokens(Optional.of(bytes), 256, 64, task("wrong", List.of(wrong)), task("right", List.of(right)),
                task("alone", List.of(alone))));
        assertThat(result.tasks()).extracting(score -> score.exactMatch().mean()).as("2 is not the beginning of 22, unless nothing shows"
                + " how answers end").containsExactly(0.0, 1.0, 1.0);
        assertThat(result.tasks()).extracting(score -> score.choice().orElseThrow().mean()).containsExactly(1.0, 1.0, 1.0);
        assertThat(result.tasks()).extracting(TaskScore::shots).containsExactly(1, 1, 0);
    }

    @Test
    void fewerShotsStandBeforeWhatWouldBeTooLong() {
        Tokenizer bytes = new ByteTokenizer(false);
        List<String> shots = List.of("1 + 1 = 2\n", "2 + 2 = 4\n", "3 + 3 = 6\n");
        SuiteExample.Text sum = new SuiteExample.Text(shots, "4 + 4 =", " 8", "\n1 +");
        SuiteExample.Text longer = new SuiteExample.Text(shots, "14 + 14 =", " 28", "\n1 +");
        // 10 characters a shot; 9 and 12 of the two questions with their answers
        SuiteTokens fitted = tokens(Optional.of(bytes), 256, 32, task("sums", List.of(sum, longer)), task("short", List.of(sum)),
                task("long", List.of(new SuiteExample.Text(List.of(), "x".repeat(40), "y", ""))));
        assertThat(fitted.tasks()).extracting(TaskTokens::name, TaskTokens::shots)
                .containsExactly(tuple("sums", 2), tuple("short", 2));
        assertThat(bytes.decode(fitted.tasks().get(0).asked().get(1).right().tokens())).as("the last shots stay")
                .isEqualTo("2 + 2 = 4\n3 + 3 = 6\n14 + 14 = 28");
        assertThat(fitted.remarks()).containsExactly(
                "suite 'some': left out, because an example alone is longer than the model's context of 32 tokens: long",
                "suite 'some': fewer solved examples stand before each, because no more fit 32 tokens: sums 2 of 3, short 2 of 3");
        assertThatThrownBy(() -> tokens(Optional.of(bytes), 256, 5, task("sums", List.of(sum)))).isInstanceOf(GrowthException.class)
                .hasMessage("suite 'some' has no task for this model; left out, because an example alone is longer than the model's context"
                        + " of 5 tokens: sums");
        assertThatThrownBy(() -> tokens(Optional.empty(), 256, 50, task("sums", List.of(sum)))).isInstanceOf(GrowthException.class)
                .hasMessage("suite 'some' has no task for this model; left out, because they are text, and the data have no tokenizer:"
                        + " sums");
    }

    @Test
    void whatNoModelCanBeAskedIsTheSuitesFault() {
        SuiteTask one = task("one", List.of(new SuiteExample.Tokens(new int[] {1}, new int[] {2})));
        assertFailing("suite 'some' declares no task; its author must correct it");
        assertFailing("suite 'some' declares two tasks 'one'; its author must correct it", one, one);
        assertFailing("suite 'some' task 'big': token id 256 in an example; the model has 0 to 255; its author must correct it",
                task("big", List.of(new SuiteExample.Tokens(new int[] {256}, new int[] {1}))));
        assertFailing("suite 'some' task 'bare': nothing stands before an answer; a model needs at least one token of both; its author must"
                + " correct it", task("bare", List.of(new SuiteExample.Text(List.of(), "", "x", ""))));
    }

    private static void assertFailing(String message, SuiteTask... tasks) {
        assertThatThrownBy(() -> tokens(Optional.of(new ByteTokenizer(false)), 256, 64, tasks)).hasMessage(message)
                .isInstanceOfSatisfying(GrowthException.class,
                        e -> assertThat(e.kind()).isEqualTo(GrowthException.Kind.FAILING_PLUGIN));
    }
}
