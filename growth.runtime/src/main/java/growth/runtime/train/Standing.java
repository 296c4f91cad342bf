package growth.runtime.train;

import growth.api.training.Progress;
import growth.runtime.train.rate.RateState;

/**
 * The state of a training between two steps.
 *
 * @param model    the model in training
 * @param progress how far the run has come
 * @param rate     where growths have left the learning-rate schedule
 */
record Standing(TrainedModel model, Progress progress, RateState rate) {

    Standing with(Progress other) {
        return new Standing(model, other, rate);
    }

    Standing with(TrainedModel other) {
        return new Standing(other, progress, rate);
    }
}
