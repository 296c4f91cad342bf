package growth.runtime.train.search;

import growth.api.TrainingTime;
import growth.api.training.Progress;
import growth.api.training.Took;
import growth.runtime.prepare.SeedPurpose;
import java.util.List;
import java.util.Optional;

/**
 * A search on its way: until its end every step trains one of the sub-networks of the model, chosen by chance (Li et al. 2022, section
 * 3.3). A pure value: seed and step decide which one, so that a resumed run goes on exactly.
 *
 * @param candidates what is chosen from
 * @param end        the progress at which the choice is made; no share of the run, whose length may change meanwhile
 * @param begin      where it began; empty in checkpoints of earlier versions
 */
public record Search(List<SubNetwork> candidates, TrainingTime end, Optional<Begin> begin) {
    /** Makes a search of which it is not known where it began. */
    public Search(List<SubNetwork> candidates, TrainingTime end) {
        this(candidates, end, Optional.empty());
    }

    /**
     * Where a search began.
     *
     * @param flops   training operations spent before
     * @param seconds spent before
     */
    public record Begin(double flops, double seconds) {
    }

    public Search {
        if (end.unit() == TrainingTime.Unit.SHARE) {
            throw new IllegalArgumentException("the end of a search on its way is no share of a run");
        }
        candidates = List.copyOf(candidates);
    }

    /** Returns a search of that length, which is no share, that begins now. */
    public static Search begin(List<SubNetwork> candidates, TrainingTime length, Progress now) {
        return new Search(candidates, new TrainingTime(now.in(length.unit()) + length.value(), length.unit()),
                Optional.of(new Begin(now.flops(), now.seconds())));
    }

    /** Returns what training the candidates has taken so far. */
    public Took training(Progress now) {
        return begin.map(then -> Took.of(now.seconds() - then.seconds, now.flops() - then.flops))
                .orElse(Took.UNKNOWN);
    }

    /** Returns the sub-network that the run's next step trains. */
    public SubNetwork sampled(long seed, long step) {
        return candidates.get((int) Math.floorMod(SeedPurpose.SCHEDULE.seed(seed, step), (long) candidates.size()));
    }

    /** Returns whether it is time to choose. */
    public boolean over(Progress now) {
        return now.reached(end);
    }
}
