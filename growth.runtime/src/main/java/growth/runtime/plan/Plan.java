package growth.runtime.plan;

import growth.api.engine.Engine.DeviceMemory;
import growth.api.model.ModelShape;
import growth.api.model.Trainable;
import growth.api.model.View;
import java.util.List;
import java.util.Optional;

/**
 * The forecast of a run.
 *
 * @param stages     its stages; where the schedule decides while training the first, and those that it names, without times and costs
 * @param complete   whether the schedule's whole plan is known
 * @param operator   the operator, in words
 * @param totalFlops training operations of the whole run; NaN if not known
 * @param memory     what the whole process will take at most, of the machine and of the device that computes
 * @param seconds    time estimated from this machine's measured peak; NaN if not known
 * @param notes      what else a user should know
 * @param warnings   what a user should change, or at least know before the run costs anything; one line each
 * @param refusal    why this machine cannot train it, though nothing is wrong with the run itself
 * @param parallel   what it asks of several processes; empty: one trains it
 */
public record Plan(List<Stage> stages, boolean complete, Optional<String> operator, double totalFlops, Memory memory, double seconds,
        List<String> notes, List<String> warnings, Optional<String> refusal, Optional<ParallelPlan> parallel) {
    /** Creates the forecast of a run that one process trains. */
    public Plan(List<Stage> stages, boolean complete, Optional<String> operator, double totalFlops, Memory memory, double seconds,
            List<String> notes, List<String> warnings, Optional<String> refusal) {
        this(stages, complete, operator, totalFlops, memory, seconds, notes, warnings, refusal, Optional.empty());
    }

    /**
     * Memory of a training. Data mapped into memory are not counted: the system takes such pages back when it needs them.
     *
     * @param process bytes of the process without a model: Java, its heap, libraries
     * @param models  most bytes of models at any time in the machine's memory: of a stage, or of a growth's old and new model together
     * @param device  what is taken of a device with memory of its own; empty: the models are computed in the machine's
     */
    public record Memory(double process, double models, Optional<DeviceUse> device) {
        /** Returns memory of a training that takes the machine's alone. */
        public static Memory host(double process, double models) {
            return new Memory(process, models, Optional.empty());
        }

        /** Returns all that it takes of the machine's. */
        public double bytes() {
            return process + models;
        }
    }

    /**
     * What a training takes of a device's memory.
     *
     * @param name   the device, e.g. {@code cuda:0}
     * @param memory what it has
     * @param bytes  most bytes of the run's sessions at any time
     */
    public record DeviceUse(String name, DeviceMemory memory, double bytes) {
    }

    /**
     * One stage.
     *
     * @param from       when it begins, in tokens; NaN if not known
     * @param tokens     how many tokens it trains on; NaN if not known
     * @param shape      its model
     * @param view       what is trained on
     * @param parameters its parameters
     * @param flops      its training operations
     * @param share      its share of the run's operations
     * @param bytes      memory of its session, on the device that computes
     * @param seconds    time it would take; NaN if not known
     * @param trainable  what learns in it; empty if that shows only while it trains: operations are then counted as if everything did
     */
    public record Stage(double from, double tokens, ModelShape shape, View view, long parameters, double flops, double share, long bytes,
            double seconds, Optional<Trainable> trainable) {
    }
}
