package growth.data.synthetic;

import growth.data.corpus.Document;
import growth.data.synthetic.Anthology.Part;
import growth.formats.digest.Sha256;
import java.util.List;
import java.util.function.Consumer;

/**
 * A fixed sample of the training texts, for training a tokenizer.
 *
 * @param anthology the texts
 */
record SampleDocument(Anthology anthology) implements Document {
    private static final int CHARACTERS = 1_000_000;
    private static final int CHUNK = 1 << 16;
    private static final long SEED = 1;

    @Override
    public String name() {
        return "synthetic sample";
    }

    @Override
    public long bytes() {
        return CHARACTERS;
    }

    /** The hash of what decides the text, so that it need not be written to know that it is the same. */
    @Override
    public String sha256() {
        return Sha256.of(List.of("synthetic", Integer.toString(Anthology.VERSION), Integer.toString(CHARACTERS), Long.toString(SEED)));
    }

    @Override
    public void read(Consumer<String> chunks) {
        Dice dice = new Dice(SEED);
        StringBuilder chunk = new StringBuilder();
        for (int written = 0; written < CHARACTERS;) {
            String text = anthology.next(dice, Part.TRAINING);
            written += text.length();
            chunk.append(text);
            if (chunk.length() >= CHUNK) {
                chunks.accept(chunk.toString());
                chunk.setLength(0);
            }
        }
        chunks.accept(chunk.toString());
    }
}
