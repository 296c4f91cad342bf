package growth.api.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Facts about the end of a run, from which warnings are made. A number that was not measured is empty.
 *
 * @param length   how far the run was to go, and went
 * @param ramps    gates that were still opening
 * @param copies   what grown parameters had become
 * @param guessing losses of models that know nothing
 */
public record EndFacts(Length length, Ramps ramps, Copies copies, Guessing guessing) {
    /**
     * How far the run was to go, and went.
     *
     * @param planned the duration of the run file, e.g. {@code 8Mtok}
     * @param share   share of it that was trained, 0 to 1; less than 1 if patience ended the run
     * @param flops   training operations of the whole run as planned; empty if the schedule decides while training
     * @param stages  stages that the schedule planned; empty if it decides while training
     * @param missing what is missing, in words, if the run ended before its last stage
     */
    public record Length(String planned, double share, OptionalDouble flops, Optional<Integer> stages, Optional<String> missing) {
    }

    /**
     * Gates that were still opening.
     *
     * @param open   gated sites, such as the heads of a layer, that are not fully open
     * @param lowest the least open gate, 0 to 1; 1 if all are open
     */
    public record Ramps(int open, double lowest) {
    }

    /**
     * What grown parameters had become.
     *
     * @param distance smallest relative distance between the gradients of a copy and its original; empty without copies
     * @param locked   whether some copies still have the gradients of their originals, so that nothing tells them apart
     * @param dead     tensors all of whose new entries have a zero gradient
     */
    public record Copies(OptionalDouble distance, boolean locked, List<String> dead) {
        public Copies {
            dead = List.copyOf(dead);
        }
    }

    /**
     * Losses of models that know nothing, in nats.
     *
     * @param uniform every label or token id is equally likely
     * @param unigram label or token ids are as likely as in the validation data, whatever stands before them; empty if it was not measured
     * @param worse   whether the last validation loss is above the uniform one
     */
    public record Guessing(double uniform, OptionalDouble unigram, boolean worse) {
    }
}
