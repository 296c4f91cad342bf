package growth.runtime.sample;

import java.util.List;

/**
 * What a model puts in place of masks.
 *
 * @param text  the prompt with the most probable token in place of every mask
 * @param masks one per mask, in order; each is filled while the others stay masks
 */
public record Filled(String text, List<Mask> masks) {
    public Filled {
        masks = List.copyOf(masks);
    }

    /**
     * A mask.
     *
     * @param position   its position in the sequence, from 0
     * @param candidates the most probable tokens, the most probable first
     */
    public record Mask(int position, List<Candidate> candidates) {
        public Mask {
            candidates = List.copyOf(candidates);
        }
    }

    /**
     * A token for a mask.
     *
     * @param id          its id
     * @param token       its text
     * @param probability that the model gives it among all tokens
     */
    public record Candidate(int id, String token, double probability) {
    }
}
