package growth.ops.compound;

import growth.api.TrainingTime;
import growth.api.data.Dataset;
import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.TrainingCost;
import growth.api.schedule.PlannedStage;
import growth.api.schedule.ScheduleRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the times at which stages begin so that every stage takes the same number of training operations: cheap stages are long. In a
 * run measured in tokens or steps, stage i lasts the share (1/c_i) / Σ_j (1/c_j), with c the operations of a token (image) or a step; in a
 * run measured in operations or seconds, all stages last equally long.
 */
final class EqualCost {
    private EqualCost() {
    }

    /** Returns the share of the run at which each stage but the first begins. */
    static List<TrainingTime> begins(ScheduleRequest request, List<PlannedStage> stages) {
        double[] lengths = stages.stream().mapToDouble(stage -> 1 / cost(request.duration().unit(), stage)).toArray();
        double sum = 0;
        for (double length : lengths) {
            sum += length;
        }
        List<TrainingTime> times = new ArrayList<>();
        double begun = 0;
        for (int i = 1; i < lengths.length; i++) {
            begun += lengths[i - 1] / sum;
            times.add(TrainingTime.share(begun));
        }
        return times;
    }

    private static double cost(TrainingTime.Unit unit, PlannedStage stage) {
        ModelShape shape = stage.shape();
        double scored = shape.family() == Family.BERT ? Dataset.MASKED_SHARE : 1;
        double token = TrainingCost.perToken(shape, stage.view(), scored);
        double sequence = token * stage.view().sequence(shape);
        return switch (unit) {
            case TOKENS, EPOCHS -> shape.image().isPresent() ? sequence : token;
            case STEPS -> sequence;
            case FLOPS, SECONDS, SHARE -> 1;
        };
    }
}
