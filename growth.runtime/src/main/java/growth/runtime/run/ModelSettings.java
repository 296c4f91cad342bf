package growth.runtime.run;

import growth.api.GrowthException;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The target model as the run file gives it; vocabulary and labels may be left to the data.
 *
 * @param options the section, a {@link ModelSection}
 * @param base    folder that relative paths start from
 */
public record ModelSettings(Options options, Path base) {
    private ModelSection section() {
        return options.as(ModelSection.class);
    }

    /** Returns the architecture. */
    public Family family() {
        return section().family();
    }

    /** Returns the longest sequence in tokens; 0 for vision models. */
    public int context() {
        return section().input().context().orElse(0);
    }

    /** Returns the number of token ids, if it is not left to the data. */
    public Optional<Integer> vocabulary() {
        return section().input().vocabulary();
    }

    /** Returns height and width of images in pixels, for vision models. */
    public Optional<Integer> image() {
        return section().input().image();
    }

    /** Returns a folder with a checkpoint that training starts from, instead of random parameters. */
    public Optional<Path> start() {
        return section().start().start().map(base::resolve);
    }

    /** Returns the beginning of the hash of a tokenizer that may differ from the checkpoint's. */
    public Optional<String> startTokenizer() {
        return section().start().startTokenizer();
    }

    /** Returns whether the optimizer goes on from what the checkpoint remembers. */
    public boolean startOptimizer() {
        return section().start().startOptimizer().filter(ModelSection.Start.StartOptimizer.CARRY::equals).isPresent();
    }

    /** Returns whether a model of that shape has grown to the target's layers, hidden and intermediate size and heads. */
    public boolean reachedBy(ModelShape shape) {
        ModelSection.Sizes sizes = section().sizes();
        return shape.layers() == sizes.layers() && shape.hidden() == sizes.hidden() && shape.heads() == sizes.heads()
                && shape.intermediate() == sizes.intermediate();
    }

    /** Returns {@code file:line} of the section. */
    public String place() {
        return options.place("");
    }

    /** Returns {@code file:line} of the option, or of the section if it is not written. */
    public String place(String option) {
        return options.place(option);
    }

    /**
     * Returns the target shape.
     *
     * @param dataVocabulary token ids of the data; 0 for images
     * @param labels         labels of the data; 0 for text
     * @throws GrowthException (CONFIGURATION) with the place, if the sizes do not fit together or the data do not fit the model
     */
    public ModelShape shape(int dataVocabulary, int labels) {
        try {
            return section().shape(dataVocabulary, labels);
        } catch (GrowthException e) {
            throw e.at(options.place(e.key().orElse("")), "model");
        }
    }
}
