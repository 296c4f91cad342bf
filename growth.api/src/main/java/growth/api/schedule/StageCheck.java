package growth.api.schedule;

import growth.api.GrowthException;
import growth.api.TrainingTime;
import growth.api.model.Axis;
import growth.api.model.ModelShape;
import growth.api.options.Options;
import growth.api.options.ShapeChange;
import java.util.List;
import java.util.OptionalDouble;

/** Checks that stages follow one another: sizes that only grow, times that only pass. */
public final class StageCheck {
    private static final List<Axis> SIZES = List.of(Axis.LAYERS, Axis.HIDDEN, Axis.HEADS, Axis.KV_HEADS, Axis.HEAD_SIZE, Axis.INTERMEDIATE,
            Axis.VOCABULARY, Axis.POSITIONS, Axis.CLASSES);
    private final ScheduleRequest request;

    /** @param request what the schedule was asked to plan */
    public StageCheck(ScheduleRequest request) {
        this.request = request;
    }

    /**
     * Applies sizes that differ from the target's.
     *
     * @throws GrowthException (CONFIGURATION) with the option's place if the sizes do not fit together
     */
    public ModelShape shape(ShapeChange sizes, Options options, String option) {
        try {
            return sizes.applyTo(request.target());
        } catch (GrowthException e) {
            throw options.refuse(option, e.getMessage());
        }
    }

    /**
     * @throws GrowthException (CONFIGURATION) with the option's place, if {@code later} is smaller than {@code earlier} in some size
     */
    public void shrinking(ModelShape earlier, ModelShape later, Options options, String option) {
        for (Axis axis : SIZES) {
            if (earlier.size(axis) > later.size(axis)) {
                throw options.refuse(option, axis.label() + " would shrink from " + earlier.size(axis) + " to " + later.size(axis)
                        + "; models only grow, so give the earlier one at most " + later.size(axis));
            }
        }
    }

    /**
     * @throws GrowthException (CONFIGURATION) with the option's place, unless {@code later} is larger than {@code earlier} in some size and
     *                         smaller in none
     */
    public void growing(ModelShape earlier, ModelShape later, Options options, String option) {
        shrinking(earlier, later, options, option);
        if (SIZES.stream().allMatch(axis -> earlier.size(axis) == later.size(axis))) {
            throw options.refuse(option, "nothing would grow: the model is " + earlier + " before and after; give other sizes, e.g. fewer"
                    + " layers before");
        }
    }

    /**
     * @throws GrowthException (CONFIGURATION) with the option's place if the time is not within the run
     */
    public void within(TrainingTime time, Options options, String option) {
        OptionalDouble share = share(time);
        if (share.isPresent() && share.getAsDouble() >= 1) {
            throw options.refuse(option, time + " is not within the run of " + request.duration() + "; give an earlier time, e.g. 10%");
        }
    }

    /**
     * @throws GrowthException (CONFIGURATION) with the option's place, unless {@code later} comes after {@code earlier}
     */
    public void passing(TrainingTime earlier, TrainingTime later, Options options, String option) {
        OptionalDouble before = share(earlier);
        OptionalDouble after = share(later);
        boolean sameUnit = earlier.unit() == later.unit();
        if (!sameUnit && (before.isEmpty() || after.isEmpty())) {
            throw options.refuse(option, "whether " + later + " comes after " + earlier
                    + " cannot be told before the run; give both in one unit");
        }
        boolean comesAfter = sameUnit ? later.value() > earlier.value() : after.getAsDouble() > before.getAsDouble();
        if (!comesAfter) {
            throw options.refuse(option, later + " does not come after " + earlier + " of the stage before; give a later time");
        }
    }

    /** Returns the share of the run at which a time comes, if it is known before the run. */
    private OptionalDouble share(TrainingTime time) {
        return time.shareOf(request.duration(), request.tokensPerStep(), request.tokensPerEpoch());
    }
}
