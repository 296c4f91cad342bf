package growth.api.model;

import static growth.api.GrowthException.Kind.CONFIGURATION;

import growth.api.GrowthException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes the frequencies of rotary positions so that a model reads longer sequences than it was first trained on. Names are those of
 * {@code rope_scaling} in Hugging Face's configurations.
 */
@ProviderType
public sealed interface RopeScaling {
    /** Returns the divisor of the lowest frequencies, at least 1. */
    double factor();

    /**
     * @param frequency angle per position in radians, positive
     * @return the angle per position that takes its place
     */
    double scaled(double frequency);

    /** Returns its {@code rope_type}. */
    String type();

    /**
     * Positions are interpolated: every frequency is divided by the factor (Chen et al. 2023, "Extending context window of large language
     * models via positional interpolation").
     */
    record Linear(double factor) implements RopeScaling {
        /** Its {@code rope_type}. */
        public static final String TYPE = "linear";

        public Linear {
            requireFactor(factor);
        }

        @Override
        public double scaled(double frequency) {
            return frequency / factor;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    /**
     * The scaling of Llama 3.1 (Grattafiori et al. 2024): waves longer than {@code originalContext / lowFreqFactor} positions are divided
     * by the factor, waves shorter than {@code originalContext / highFreqFactor} stay, and those between are mixed.
     *
     * @param factor          the divisor of the lowest frequencies
     * @param lowFreqFactor   original contexts per wavelength that bounds the low frequencies
     * @param highFreqFactor  original contexts per wavelength that bounds the high frequencies; greater
     * @param originalContext longest sequence of the first training, {@code original_max_position_embeddings}
     */
    record Llama3(double factor, double lowFreqFactor, double highFreqFactor, int originalContext) implements RopeScaling {
        /** Its {@code rope_type}. */
        public static final String TYPE = "llama3";

        public Llama3 {
            requireFactor(factor);
            require(lowFreqFactor > 0 && highFreqFactor > lowFreqFactor && Double.isFinite(highFreqFactor),
                    "low-freq-factor must be positive and less than high-freq-factor, not " + lowFreqFactor + " and " + highFreqFactor);
            require(originalContext >= 1, "original-context must be at least 1, not " + originalContext);
        }

        @Override
        public double scaled(double frequency) {
            double waves = originalContext * frequency / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (waves - lowFreqFactor) / (highFreqFactor - lowFreqFactor)));
            return (1 - kept) * frequency / factor + kept * frequency;
        }

        @Override
        public String type() {
            return TYPE;
        }
    }

    private static void requireFactor(double factor) {
        require(factor >= 1 && Double.isFinite(factor), "factor must be at least 1, not " + factor);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new GrowthException(CONFIGURATION, "rope-scaling: " + message);
        }
    }
}
