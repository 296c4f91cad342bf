package growth.study.file;

import growth.runtime.config.YamlValue.Mapping;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One of the strategies that a study compares.
 *
 * @param name      unique in the study; names a folder
 * @param role      what it is for
 * @param run       its run file as written: the base with what the arm changes, without what the study sets for all arms alike (budget,
 *                  seed, validation, workers, tuned settings)
 * @param varied    what it is a point of, if it was made by {@code vary} or is what {@code vary} starts from
 * @param reference the size of a reference
 * @param place     {@code file:line}
 */
public record Arm(String name, Role role, Mapping run, Optional<Varied> varied, Optional<Reference> reference, String place) {
    /** What an arm is for. */
    public enum Role {
        /** What the others are compared with. */
        BASELINE,
        /** A strategy under test. */
        VARIANT,
        /** A model of another size from scratch, for comparison. */
        REFERENCE
    }

    /**
     * A point of a sweep.
     *
     * @param variant  the arm that is varied
     * @param settings dotted path → value, as YAML, in the order written, e.g. {@code growth.schedule.at → 10%}; a path is missing if
     *                 the varied arm itself leaves it to its default
     */
    public record Varied(String variant, Map<String, String> settings) {
        public Varied {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }
    }

    /**
     * A model trained from scratch for comparison.
     *
     * @param sizes    in what it differs from the target, e.g. {@code layers 3}
     * @param envelope whether it is one of the sizes of the envelope: the best size from scratch at this budget
     * @param small    whether it is a small model that a variant starts from, never grown
     */
    public record Reference(Map<String, Integer> sizes, boolean envelope, boolean small) {
        public Reference {
            sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        }
    }

    /** Returns the same arm as a point of a sweep. */
    Arm with(Varied point) {
        return new Arm(name, role, run, Optional.of(point), reference, place);
    }

    /** Returns the arm in words, for errors: {@code variant stack}. */
    public String words() {
        return switch (role) {
            case BASELINE -> "baseline ";
            case VARIANT -> "variant ";
            case REFERENCE -> "reference ";
        } + name;
    }
}
