package growth.runtime.train;

import growth.api.engine.EngineOptions;
import growth.api.engine.EngineSession;
import growth.api.model.View;
import growth.api.training.Classes;
import growth.api.training.Score;
import growth.api.training.Took;
import growth.runtime.prepare.PreparedRun;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * All validation data of a run: its own, which decide about lowest loss and patience, and further sets, which are only told of.
 *
 * @param own      the run's own
 * @param sets     further sets, by name
 * @param nanoTime the clock
 */
record HeldOutSets(HeldOut own, Map<String, HeldOut> sets, LongSupplier nanoTime) {
    HeldOutSets {
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
    }

    /** Returns the held-out data of a run. */
    static HeldOutSets of(PreparedRun run, EngineOptions options, LongSupplier nanoTime) {
        Map<String, HeldOut> sets = new LinkedHashMap<>();
        run.data().sets().forEach((name, set) -> sets.put(name, HeldOut.of(set, run.run().evaluate(), run.target(),
                options.rows())));
        return new HeldOutSets(HeldOut.of(run.dataset(), run.run().evaluate(), run.target(), options.rows()), sets, nanoTime);
    }

    /**
     * What an evaluation measured.
     *
     * @param score   on the run's own validation data
     * @param sets    on each further set
     * @param took    what all took together
     * @param classes how the images of the run's own data were sorted, if that was asked for
     */
    record Measured(Score score, Map<String, Score> sets, Took took, Optional<Classes> classes) {
    }

    /** Returns the same with how the images of the run's own data are sorted; for models of images. */
    Measured sorted(Measured measured, EngineSession session, View view) {
        if (session.shape().image().isEmpty()) {
            return measured;
        }
        long begin = nanoTime.getAsLong();
        HeldOut.Sorted sorted = own.sort(session, view);
        Took took = measured.took().plus(Took.of((nanoTime.getAsLong() - begin) / 1e9, sorted.flops()));
        return new Measured(measured.score(), measured.sets(), took, Optional.of(sorted.classes()));
    }

    /** Returns the mean losses over all scored labels of an evaluation. */
    Measured evaluate(EngineSession session, View view) {
        long begin = nanoTime.getAsLong();
        HeldOut.Measured first = own.evaluate(session, view);
        double flops = first.flops();
        Map<String, Score> scores = new LinkedHashMap<>();
        for (Map.Entry<String, HeldOut> set : sets.entrySet()) {
            HeldOut.Measured one = set.getValue().evaluate(session, view);
            scores.put(set.getKey(), one.score());
            flops += one.flops();
        }
        return new Measured(first.score(), scores, Took.of((nanoTime.getAsLong() - begin) / 1e9, flops), Optional.empty());
    }
}
