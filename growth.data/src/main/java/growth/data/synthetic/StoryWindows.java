package growth.data.synthetic;

import growth.api.data.Tokenizer;
import growth.api.random.SplitMix;
import growth.data.synthetic.Anthology.Part;

/**
 * Windows of an endless stream of texts: each is a function of its seed alone, so that any can be had without those before it. A window
 * begins at a random token of a text, since otherwise models with a short context would never see how texts end, and goes on with further
 * texts.
 *
 * @param anthology the texts
 * @param tokenizer makes them tokens, each text by itself
 * @param part      which of the texts
 */
record StoryWindows(Anthology anthology, Tokenizer tokenizer, Part part) {
    /**
     * Writes a window.
     *
     * @param length tokens wanted
     * @param seed   the window's own
     * @return that many token ids; windows of the same seed and another length begin with the same ones
     */
    int[] window(int length, long seed) {
        Dice dice = new Dice(seed);
        int[] window = new int[length];
        int[] text = tokenizer.encode(anthology.next(dice, part));
        int from = (int) SplitMix.below(text.length, seed);
        int filled = 0;
        while (true) {
            int copied = Math.min(text.length - from, length - filled);
            System.arraycopy(text, from, window, filled, copied);
            filled += copied;
            if (filled == length) {
                return window;
            }
            text = tokenizer.encode(anthology.next(dice, part));
            from = 0;
        }
    }
}
