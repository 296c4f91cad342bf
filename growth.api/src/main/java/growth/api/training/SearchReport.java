package growth.api.training;

import java.util.List;

/**
 * What a search among sub-networks found, and what it took. Both costs are part of the run's operations and seconds.
 *
 * @param candidates what was chosen from
 * @param chosen     index of the candidate that went on
 * @param training   what training the candidates took, from the beginning of the search to its end
 * @param scoring    what scoring them took
 */
public record SearchReport(List<Candidate> candidates, int chosen, Took training, Took scoring) {
    public SearchReport {
        candidates = List.copyOf(candidates);
    }

    /**
     * A sub-network that a search tried.
     *
     * @param layers number of its layers
     * @param view   what part of the data's size it saw, in words; empty if all of it
     * @param loss   mean loss over the batches it was scored on, in nats
     * @param cost   training operations of one sequence or image
     */
    public record Candidate(int layers, String view, double loss, double cost) {
    }
}
