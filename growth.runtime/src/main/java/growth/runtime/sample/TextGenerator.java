package growth.runtime.sample;

import growth.api.random.SplitMix;
import growth.runtime.sample.Generated.Cost;
import growth.runtime.sample.Generated.Sample;
import growth.runtime.sample.Sampler.Amount;
import growth.runtime.sample.Sampler.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/**
 * Draws texts token by token, all at the same time.
 *
 * @param model    what the tokens mean
 * @param begin    how all texts begin
 * @param sampling how a token is drawn
 * @param ends     tokens that end a text
 */
record TextGenerator(TextModel model, Beginning begin, Sampling sampling, Set<Integer> ends) {
    private static final String PURPOSE = "sample";

    /**
     * The beginning of a text.
     *
     * @param prefix what stands before it and always stays
     * @param prompt its first tokens
     */
    record Beginning(int[] prefix, int[] prompt) {
    }

    /** @throws CancellationException if the thread was interrupted */
    Generated run(NextLogits logits, Amount amount, Listener listener) {
        long start = System.nanoTime();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < amount.count(); i++) {
            rows.add(new Row(i, SplitMix.generator(amount.seed(), PURPOSE, i)));
        }
        String prompt = TokenText.of(model.text(), begin.prompt());
        listener.begin(prompt);
        List<GrowingText> texts = rows.stream().map(row -> row.text).toList();
        boolean[] going = new boolean[rows.size()];
        Arrays.fill(going, true);
        int drawn = 0;
        for (boolean any = true; any;) {
            float[][] next = logits.of(texts, going);
            drawn++;
            any = false;
            for (int i = 0; i < going.length; i++) {
                if (going[i]) {
                    going[i] = rows.get(i).draw(next[i], drawn < amount.tokens(), listener);
                    any |= going[i];
                }
            }
            if (any && Thread.currentThread().isInterrupted()) {
                throw new CancellationException("sampling was stopped");
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Sample> samples = rows.stream().map(Row::sample).toList();
        long tokens = samples.stream().mapToLong(sample -> sample.ids().size()).sum();
        int read = begin.prefix().length + begin.prompt().length;
        return new Generated(prompt, samples, new Cost(read, tokens, seconds),
                texts.stream().anyMatch(text -> text.start() > 0));
    }

    /** A text that is drawn, with random numbers of its own. */
    private final class Row {
        private final int number;
        private final SplittableRandom random;
        private final GrowingText text = new GrowingText(model.shape().context(), begin.prefix(), begin.prompt());
        private final TokenText words = new TokenText(model.text(), begin.prompt());
        private final StringBuilder told = new StringBuilder();
        private boolean ended;

        Row(int number, SplittableRandom random) {
            this.number = number;
            this.random = random;
        }

        /** Draws the next token; returns whether the text goes on. */
        boolean draw(float[] logits, boolean more, Listener listener) {
            int id = TokenDistribution.of(logits, model.vocabulary(), sampling).at(random.nextDouble());
            ended = ends.contains(id);
            if (!ended) {
                text.add(id);
                tell(words.add(id), listener);
            }
            if (ended || !more) {
                tell(words.finish(), listener);
                listener.end(number);
                return false;
            }
            return true;
        }

        private void tell(String piece, Listener listener) {
            if (!piece.isEmpty()) {
                told.append(piece);
                listener.piece(number, piece);
            }
        }

        Sample sample() {
            return new Sample(told.toString(), Arrays.stream(text.from(begin.prompt().length)).boxed().toList(), ended);
        }
    }
}
