package growth.shell.text;

import growth.api.model.Family;
import growth.api.training.Classes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The quality measure of a family besides its loss. */
public enum Quality {
    /** Perplexity of language models: the exponential of the loss. */
    PERPLEXITY {
        @Override
        public String words(double loss, long scored, long correct) {
            return String.format(Locale.ROOT, "perplexity %.2f", Math.exp(loss));
        }
    },
    /** Accuracy of classifiers: the share of right answers. */
    ACCURACY {
        @Override
        public String words(double loss, long scored, long correct) {
            return String.format(Locale.ROOT, "accuracy %.2f%%", 100.0 * correct / scored);
        }
    };

    /** Returns the measure for models of that family. */
    public static Quality of(Family family) {
        return family == Family.VIT ? ACCURACY : PERPLEXITY;
    }

    /** Returns, for example, {@code top-5 98.10%} and {@code F1 43.20%} of a classifier; the first only where there are more labels. */
    public static List<String> words(Classes classes) {
        String f1 = String.format(Locale.ROOT, "F1 %.2f%%", 100 * classes.macro().f1());
        Classes.Top top = classes.top();
        return Double.isNaN(top.accuracy()) ? List.of(f1)
                : List.of(String.format(Locale.ROOT, "top-%d %.2f%%", top.n(), 100 * top.accuracy()), f1);
    }

    /** Returns, for example, {@code bits/byte 1.4231}; nothing where it is not known. */
    public static Optional<String> bits(OptionalDouble bitsPerByte) {
        return bitsPerByte.stream().mapToObj(bits -> String.format(Locale.ROOT, "bits/byte %.4f", bits)).findFirst();
    }

    /**
     * Returns, for example, {@code perplexity 11.87} or {@code accuracy 43.21%}.
     *
     * @param loss    mean over the scored labels, in nats
     * @param scored  scored labels
     * @param correct those to which the model gives the highest logit
     */
    public abstract String words(double loss, long scored, long correct);
}
