package growth.engine.cpu.model;

import growth.api.data.Batch;
import java.util.Arrays;

/** Reads batches. What it has read is valid until it reads the next one, so that nothing is allocated for a row. */
public final class Reader {
    private int[] rows = {};
    private int[] origins = {};
    private int[] labels = {};
    private int[] starts = {};

    private void fit(int sequences, int tokens) {
        if (rows.length < tokens) {
            rows = new int[tokens];
            origins = new int[tokens];
            labels = new int[tokens];
        }
        if (starts.length != sequences + 1) {
            starts = new int[sequences + 1];
        }
    }

    /** @return token sequences whose scored labels count */
    public Reading read(Batch.Tokens tokens) {
        Sequences sequences = Sequences.uniform(tokens.rows(), tokens.sequence());
        Sequences places = findScored(tokens);
        return new Reading(Input.of(tokens), sequences, sequences, new Scores(origins, origins, labels, places));
    }

    /** Fills origins and labels; returns where those of each sequence lie. */
    private Sequences findScored(Batch.Tokens tokens) {
        int[] all = tokens.labels();
        fit(tokens.rows(), all.length);
        int count = 0;
        for (int row = 0; row < all.length; row++) {
            if (row % tokens.sequence() == 0) {
                starts[row / tokens.sequence()] = count;
            }
            if (all[row] != Batch.IGNORED) {
                origins[count] = row;
                labels[count++] = all[row];
            }
        }
        starts[tokens.rows()] = count;
        return Sequences.of(starts);
    }

    /** @return token sequences of which all logits are wanted */
    public Reading readUnscored(Batch.Tokens tokens) {
        Sequences sequences = Sequences.uniform(tokens.rows(), tokens.sequence());
        fit(tokens.rows(), sequences.total());
        Arrays.setAll(rows, i -> i);
        return new Reading(Input.of(tokens), sequences, sequences, new Scores(rows, rows, null, sequences));
    }

    /**
     * Token sequences that are pooled after they have been embedded (Gu et al. 2021; growth-methods section 3): the first position, the
     * others joined {@code size} at a time, then the scored positions as they were.
     */
    public Reading readPooled(Batch.Tokens tokens, int size) {
        Sequences places = findScored(tokens);
        int joined = Pooler.rows(tokens.sequence(), size);
        int begin = 0;
        for (int sequence = 0; sequence < tokens.rows(); sequence++) {
            starts[sequence] = begin;
            int first = places.start(sequence);
            int targets = places.length(sequence);
            for (int i = 0; i < targets; i++) {
                rows[first + i] = begin + joined + i;
            }
            begin += joined + targets;
        }
        starts[tokens.rows()] = begin;
        Sequences full = Sequences.uniform(tokens.rows(), tokens.sequence());
        return new Reading(Input.of(tokens), full, Sequences.of(starts), new Scores(rows, origins, labels, places));
    }

    /**
     * @param patches of one image
     * @return images, of which the class tokens are scored
     */
    public Reading read(Batch.Images images, int patches) {
        Sequences sequences = Sequences.uniform(images.rows(), patches + 1);
        fit(images.rows(), images.rows());
        Arrays.setAll(rows, i -> i * (patches + 1));
        Scores scores = new Scores(rows, rows, images.labels(), Sequences.uniform(images.rows(), 1));
        return new Reading(Input.of(images.pixels(), images.size()), sequences, sequences, scores);
    }
}
