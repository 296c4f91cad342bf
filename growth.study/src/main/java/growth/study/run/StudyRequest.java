package growth.study.run;

import growth.runtime.place.Elsewhere;
import growth.study.file.StudyPlan;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A study that is to be carried out, or to go on.
 *
 * @param plan    the study, planned
 * @param folder  where it is kept
 * @param options what may happen to what is there
 * @param watcher hears what happens
 * @param stop    whether it was asked to end: every run then saves
 * @param place   where its runs train; empty: in this process
 */
public record StudyRequest(StudyPlan plan, StudyFolder folder, Options options, StudyWatcher watcher, BooleanSupplier stop,
        Optional<Elsewhere> place) {
    public StudyRequest {
        Objects.requireNonNull(place);
        Objects.requireNonNull(options);
        Objects.requireNonNull(watcher);
        Objects.requireNonNull(stop);
    }

    /** A study whose runs train in this process. */
    public StudyRequest(StudyPlan plan, StudyFolder folder, Options options, StudyWatcher watcher, BooleanSupplier stop) {
        this(plan, folder, options, watcher, stop, Optional.empty());
    }

    /** Returns the same study, whose runs train there. */
    public StudyRequest at(Optional<Elsewhere> elsewhere) {
        return new StudyRequest(plan, folder, options, watcher, stop, elsewhere);
    }

    /**
     * What may happen to what is there.
     *
     * @param keepCheckpoints whether the last checkpoint of a finished run stays
     * @param changedPlugins  whether it goes on although plug-ins are others than its runs had
     * @param redo            whether runs whose settings, data or plug-ins have changed are trained again; their folders are set aside
     */
    public record Options(boolean keepCheckpoints, boolean changedPlugins, boolean redo) {
        /** Checkpoints stay, and nothing is trained again. */
        public static final Options USUAL = new Options(true, false, false);
    }
}
