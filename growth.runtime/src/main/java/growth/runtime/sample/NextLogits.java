package growth.runtime.sample;

import java.util.List;

/** Computes what follows texts that grow. */
interface NextLogits extends AutoCloseable {
    /**
     * Returns the logits of what follows each text.
     *
     * @param texts the texts, always the same ones; they only grow
     * @param going whether a text is asked for; texts that have ended are not
     * @return {@code [texts][vocabulary]}, null for those that are not asked for
     */
    float[][] of(List<GrowingText> texts, boolean[] going);

    @Override
    void close();
}
