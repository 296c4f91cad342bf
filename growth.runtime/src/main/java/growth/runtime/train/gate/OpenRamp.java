package growth.runtime.train.gate;

import growth.api.TrainingTime;
import growth.api.operator.GateRamp;
import growth.api.training.Progress;
import java.util.ArrayList;
import java.util.List;

/**
 * A ramp on its way: each gate value rises from {@code from} to 1, c(t) = from + (1 − from) · curve(t), over the elapsed share t of the
 * duration (Yao et al. 2024, section 3.2). It opens as it began, whatever becomes of the run's length meanwhile.
 *
 * @param ramp  site, duration and curve; the duration is no share of the run
 * @param begin the run's progress at its beginning, in the duration's unit
 * @param from  the gate values at its beginning
 */
public record OpenRamp(GateRamp ramp, double begin, List<Float> from) {
    public OpenRamp {
        if (ramp.duration().unit() == TrainingTime.Unit.SHARE) {
            throw new IllegalArgumentException("the length of a ramp on its way is no share of a run");
        }
        from = List.copyOf(from);
    }

    /** Returns a ramp that begins now. */
    static OpenRamp begin(GateRamp ramp, Progress now, float[] values) {
        return new OpenRamp(ramp, now.in(ramp.duration().unit()), boxed(values));
    }

    /** Returns this ramp, going on from other values of the gates, e.g. after the site was enlarged. */
    OpenRamp through(Progress now, float[] values) {
        double risen = ramp.curve().at(elapsed(now));
        float[] begun = values.clone();
        for (int i = 0; i < begun.length; i++) {
            // a ramp may end at the very step of a growth
            begun[i] = risen < 1 ? (float) Math.min(1, Math.max(0, (values[i] - risen) / (1 - risen))) : 1;
        }
        return new OpenRamp(ramp, begin, boxed(begun));
    }

    /** Returns whether every value has reached 1. */
    boolean finished(Progress now) {
        return elapsed(now) >= 1;
    }

    /** Returns the gate values at that moment. */
    float[] at(Progress now) {
        double risen = ramp.curve().at(elapsed(now));
        float[] values = new float[from.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (from.get(i) + (1 - from.get(i)) * risen);
        }
        return values;
    }

    private double elapsed(Progress now) {
        double length = ramp.duration().value();
        return length == 0 ? 1 : (now.in(ramp.duration().unit()) - begin) / length;
    }

    private static List<Float> boxed(float[] values) {
        List<Float> list = new ArrayList<>(values.length);
        for (float value : values) {
            list.add(value);
        }
        return list;
    }
}
