package growth.study.file;

import growth.api.TrainingTime;
import growth.runtime.config.YamlValue;
import growth.runtime.config.YamlValue.Entry;
import growth.runtime.config.YamlValue.Mapping;
import growth.runtime.config.YamlValue.Scalar;
import growth.runtime.run.RunFile;
import growth.runtime.run.RunFiles;
import growth.runtime.run.RunOverlay;
import java.util.Optional;

/**
 * Makes the run files of a study: the arm's, with what the study sets for all runs alike.
 *
 * @param files reads run files
 * @param study the study
 */
record CellReader(RunFiles files, Study study) {

    /**
     * Returns the run.
     *
     * @throws growth.api.GrowthException (CONFIGURATION, MISSING_PLUGIN) with the place where it was written and the arm's name
     */
    StudyRun read(Cell cell) {
        return ArmFailure.named(cell.arm(), () -> {
            Mapping document = document(cell);
            RunFile run = files.read(study.source().file(), document);
            Mapping moved = new WrittenPaths(study.source()).absolute(document, run.files());
            return new StudyRun(cell, moved.equals(document) ? run : files.read(study.source().file(), moved));
        });
    }

    private Mapping document(Cell cell) {
        Mapping run = Settings.over(cell.arm().run(), study.tuning(), cell.trial().settings());
        Validation validation = study.validation();
        run = own(run, cell, Difference.EVALUATION, "evaluate.every",
                Optional.of(text("validation.every", validation.every().toString())));
        run = own(run, cell, Difference.EVALUATION, "evaluate.tokens", validation.tokens().map(t -> text("validation.tokens", t)));
        run = own(run, cell, Difference.EVALUATION, "evaluate.images", validation.images().map(t -> text("validation.images", t)));
        run = own(run, cell, Difference.EVALUATION, "data.valid", StudyText.at(study.source().document(), "validation.valid"));
        run = own(run, cell, Difference.EVALUATION, "evaluate.sets", StudyText.at(study.source().document(), "validation.sets"));
        run = own(run, cell, Difference.HARDWARE, "training.workers",
                Optional.of(whole("parallel.workers", study.parallel().workers())));
        run = own(run, cell, Difference.HARDWARE, "engine.device",
                study.parallel().devices().stream().findFirst().map(device -> text("parallel.devices", device)));
        run = with(run, "checkpoint.keep", whole(StudyKeys.BASELINE, 1));
        Optional<TrainingTime> budget = study.budget().map(Budget::amount);
        run = budget.isEmpty() ? run : with(run, "training.duration", text("budget", budget.get().toString()));
        run = with(run, "seed", whole(StudyKeys.SEEDS, cell.seed()));
        run = with(run, "name", text("name", cell.name()));
        return with(run, "base", text(StudyKeys.BASE, study.source().base().folder().toString()));
    }

    /** Sets a value, except where the study varies in it and the arm has its own. */
    private Mapping own(Mapping run, Cell cell, Difference difference, String path, Optional<? extends YamlValue> value) {
        boolean arms = study.varies().contains(difference) && StudyText.at(cell.arm().run(), path)
                .filter(written -> StudyText.at(study.source().base().run(), path).filter(there -> there == written).isEmpty()).isPresent();
        return value.isEmpty() || arms ? run : with(run, path, value.get());
    }

    private static Mapping with(Mapping run, String path, YamlValue value) {
        return RunOverlay.of(run, StudyText.path(path, new Entry(value.place(), value)));
    }

    private Scalar text(String key, String text) {
        return new Scalar(study.source().place(key), Scalar.Kind.TEXT, text);
    }

    private Scalar whole(String key, long number) {
        return new Scalar(study.source().place(key), Scalar.Kind.INTEGER, String.valueOf(number));
    }
}
