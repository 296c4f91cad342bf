package growth.study.file;

import growth.runtime.config.YamlValue.Mapping;
import java.util.Map;
import java.util.Optional;

/**
 * One of the strategies that a study compares.
 *
 * @param name      unique in the study; names a folder
 * @param role      what it is for
 * @param overrides what it changes in the base run, as written
 * @param varied    what it is a point of, if {@code vary} made it or it is the variant that {@code vary} starts from
 * @param reference the size of a reference
 * @param place     {@code file:line}
 */
public record Arm(String name, Role role, Mapping overrides, Optional<Varied> varied, Optional<Reference> reference, String place) {
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
     * @param variant the variant that is varied
     * @param settings dotted path → value, as YAML, in the order written, e.g. {@code growth.schedule.at → 10%}
     */
    public record Varied(String variant, Map<String, String> settings) {
    }

    /**
     * A model trained from scratch for comparison.
     *
     * @param sizes    the sizes in which it differs from the target, in words, e.g. {@code 3L}
     * @param envelope whether it is one of the sizes of the envelope of best sizes at this budget
     * @param small    whether it is a small model that a variant starts from, never grown
     */
    public record Reference(String sizes, boolean envelope, boolean small) {
    }
}
