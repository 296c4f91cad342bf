package growth.api.options;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a component of a record as an option. Validation with file and line, JSON Schema, help and documentation come from it.
 *
 * <p>Run files write the component's name in lower-case words joined by hyphens: {@code weightDecay} is {@code weight-decay}. The type of
 * the component says what the value is:
 * <ul>
 * <li>{@code int}, {@code long}, {@code double}, {@code boolean}, {@link String}: a number, a flag, a text;
 * <li>an enum: one of its constants, written in lower case with hyphens;
 * <li>{@link growth.api.TrainingTime}: a time such as {@code 8Mtok} or {@code 10%}; {@link ShapeChange}: sizes such as {@code {layers: 3}};
 * <li>a record: a group with options of its own;
 * <li>{@code List<String>}, {@code List<Double>}, a {@code List} of a record: lists of these;
 * <li>{@code Map<String, List<String>>}: lists of texts by names that the file gives them;
 * <li>an {@code Optional} of any of them: an option whose absence has a meaning of its own, which the description tells.
 * </ul>
 * An option that has no default and is not {@code Optional} must be given.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {
    /** Returns the meaning of the option, in one sentence with units. */
    String description();

    /**
     * @return the default as a run file writes it, e.g. {@code "5%"}; one text for each item of a list, or {@code "[]"} for an empty list;
     *     {@code "{}"} for a group with the defaults of its options
     */
    String[] defaultValue() default {};

    /** Returns the lowest number. */
    double atLeast() default Double.NEGATIVE_INFINITY;

    /** Returns the number that all values exceed. */
    double above() default Double.NEGATIVE_INFINITY;

    /** Returns the highest number. */
    double atMost() default Double.POSITIVE_INFINITY;

    /** Returns the number that exceeds all values. */
    double below() default Double.POSITIVE_INFINITY;

    /** Returns what a number counts or measures, e.g. {@code pixels}; empty if the description says it better. */
    String unit() default "";

    /** Returns whether a text or each text of a list names a file or folder, whose contents count and not its location. */
    boolean files() default false;
}
