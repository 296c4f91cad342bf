package growth.runtime.train;

import growth.api.model.Gates;
import growth.api.operator.GrowthPlan;
import growth.api.training.GrowthReport;

/**
 * The outcome of a growth.
 *
 * @param report what is told of it
 * @param plan   what was performed
 * @param gates  the grown model's gates
 * @param effort what it cost
 */
record GrowthOutcome(GrowthReport report, GrowthPlan plan, Gates gates, TrainingEffort effort) {
}
