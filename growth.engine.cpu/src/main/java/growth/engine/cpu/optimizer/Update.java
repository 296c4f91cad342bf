package growth.engine.cpu.optimizer;

import growth.engine.common.optimizer.Averages;
import growth.engine.common.optimizer.Moments;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.cpu.memory.FloatMemory;

/**
 * One update of a model's parameters.
 *
 * @param parameters    the parameters
 * @param gradients     their gradients
 * @param moments       the optimizer state
 * @param averages      averages that follow the parameters
 * @param rule          what the step does to each tensor
 * @param gradientScale factor on the gradients, from clipping
 */
public record Update(FloatMemory parameters, FloatMemory gradients, Moments<FloatMemory> moments, Averages<FloatMemory> averages,
        UpdateRule rule, double gradientScale) {
    /**
     * Moves n entries of all averages towards the parameters.
     *
     * @param at      first entry in the flat memories
     * @param values  the parameters there
     * @param scratch holds n floats
     */
    void follow(long at, float[] values, float[] scratch, int n) {
        for (int i = 0; i < averages.count(); i++) {
            FloatMemory memory = averages.memory(i);
            memory.read(at, scratch, n);
            float decay = averages.decay(i);
            float rest = 1 - decay;
            for (int j = 0; j < n; j++) {
                scratch[j] = decay * scratch[j] + rest * values[j];
            }
            memory.write(at, scratch, n);
        }
    }
}
