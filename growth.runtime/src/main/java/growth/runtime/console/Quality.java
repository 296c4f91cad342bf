package growth.runtime.console;

import growth.api.model.Family;
import growth.api.model.ImageShape;
import growth.api.model.ModelShape;
import java.util.Locale;

/** How good a model is, besides its loss, in the words of its field. */
public enum Quality {
    /** Of language models: the exponential of the loss. */
    PERPLEXITY {
        @Override
        public String words(double loss, long scored, long correct) {
            return String.format(Locale.ROOT, "perplexity %.2f", Math.exp(loss));
        }
    },
    /** Of classifiers: the share of right answers. */
    ACCURACY {
        @Override
        public String words(double loss, long scored, long correct) {
            return String.format(Locale.ROOT, "accuracy %.2f%%", 100.0 * correct / scored);
        }
    };

    /** @return what is said of models of that family */
    public static Quality of(Family family) {
        return family == Family.VIT ? ACCURACY : PERPLEXITY;
    }

    /** @return the loss, in nats, of a model of that shape that gives every label or token id the same probability */
    public static double guessing(ModelShape shape) {
        return Math.log(shape.image().map(ImageShape::labels).orElse(shape.vocabulary()));
    }

    /**
     * @param loss    mean over the scored labels, in nats
     * @param scored  scored labels
     * @param correct those to which the model gives the highest logit
     * @return e.g. {@code perplexity 11.87} or {@code accuracy 43.21%}
     */
    public abstract String words(double loss, long scored, long correct);
}
