package growth.suites.primitives;

import growth.api.data.Tokenizer;
import growth.api.suite.SuiteExample;
import growth.api.suite.SuiteRequest;
import growth.api.suite.SuiteTask;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Induction copying. Of the paper: a random sequence, a part of it once more, and the model shall go on with what followed that part. Not
 * in the paper, ours: all lengths, and that the sequence is one of tokens, so that the task is the same for every tokenizer: 16 distinct
 * tokens, 4 neighbouring ones again, and the one that follows. The tokens are those of common words, which a model has seen in training;
 * without a tokenizer all ids there are. Chance is one of the 16 that were shown.
 */
record Induction() implements Primitive {
    private static final String NAME = "induction-copying";
    private static final int LENGTH = 16;
    private static final int REPEATED = 4;
    private static final String WORDS = "time person year way day thing man world life hand part child eye woman place work week case point"
            + " home water room mother area money story fact month lot right study book job word side kind head house friend father power"
            + " hour game line end member law car city name team minute idea body back face door art"
            + " war party result morning reason girl boy"
            + " food tree river stone light fire wind snow rain road horse bird fish dog cat cow the a and of to in is was for on with";

    @Override
    public String name() {
        return NAME;
    }

    /** Its sequence is its own shot, so it has none besides. */
    @Override
    public SuiteTask declare(SuiteRequest request, int examples, int shots) {
        int[] ids = ids(request);
        int length = Math.min(LENGTH, ids.length);
        List<SuiteExample> all = IntStream.range(0, examples)
                .<SuiteExample>mapToObj(i -> example(ids, length, request.generator(NAME, i))).toList();
        return new SuiteTask(NAME, "The token that followed a part of a random sequence before.", OptionalDouble.of(1.0 / length), all);
    }

    private static SuiteExample example(int[] ids, int length, SplittableRandom random) {
        int[] sequence = Draw.distinct(random, ids.length, length).stream().mapToInt(i -> ids[i]).toArray();
        int repeated = Math.min(REPEATED, length - 1);
        int start = random.nextInt(length - repeated);
        int[] prompt = Arrays.copyOf(sequence, length + repeated);
        System.arraycopy(sequence, start, prompt, length, repeated);
        return new SuiteExample.Tokens(prompt, new int[] {sequence[start + repeated]});
    }

    /** Returns the tokens of common words; all ids if there is no tokenizer, or it makes too few of them. */
    private static int[] ids(SuiteRequest request) {
        int[] words = request.tokenizer().map(Induction::tokens).orElse(new int[0]);
        return words.length > LENGTH ? words : IntStream.range(0, request.vocabulary()).toArray();
    }

    private static int[] tokens(Tokenizer tokenizer) {
        return Arrays.stream(WORDS.split(" ")).flatMapToInt(word -> Arrays.stream(tokenizer.encode(" " + word))).distinct().sorted()
                .toArray();
    }
}
