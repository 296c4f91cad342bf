package growth.runtime.plugins.guard;

import growth.api.data.Batch;
import growth.api.engine.Engine;
import growth.api.engine.EngineSession.Evaluation;
import growth.api.engine.StepResult;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import growth.api.model.ParameterLayout;
import growth.api.model.ParameterSpec;
import growth.api.model.View;
import growth.api.operator.GrowthContext.Gradients;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Looks at what an engine answers. A loss that is not finite is the divergence of a training, and not wrong in itself; everything else that
 * cannot be is the engine's failure.
 *
 * @param calls to the engine
 */
record EngineCheck(PluginCalls calls) {
    /** Returns the step; one whose loss or gradient is not finite has updated nothing, whatever it says of itself. */
    StepResult step(StepResult result) {
        if (!(result.flops() >= 0) || Double.isInfinite(result.flops())) {
            throw calls.wrong("train", "a step of " + result.flops() + " operations");
        }
        if (result.gradientNorm() < 0) {
            throw calls.wrong("train", "the gradient norm " + result.gradientNorm());
        }
        boolean finite = Double.isFinite(result.loss()) && Double.isFinite(result.gradientNorm());
        if (finite && !result.updated()) {
            throw calls.wrong("train", "the loss " + result.loss() + " and the gradient norm " + result.gradientNorm()
                    + ", and has updated nothing");
        }
        return finite ? result : new StepResult(result.loss(), result.gradientNorm(), result.flops(), false);
    }

    Evaluation evaluation(Evaluation evaluation, Batch batch) {
        long scored = evaluation.scored();
        if (scored < 0 || scored > batch.tokens() || evaluation.correct() < 0 || evaluation.correct() > scored) {
            throw calls.wrong("evaluate", evaluation.correct() + " right of " + scored + " scored labels in a batch of " + batch.tokens());
        }
        return evaluation;
    }

    INDArray logits(INDArray logits, Batch batch, View view, ModelShape shape) {
        if (batch instanceof Batch.Images) {
            return array("logits", "logits", logits, batch.rows(), shape.image().orElseThrow().labels());
        }
        // Pooling joins positions, so that how many remain is the engine's business.
        long sequence = view.pooling().isPresent() && logits.rank() > 1 ? logits.size(1) : ((Batch.Tokens) batch).sequence();
        return array("logits", "logits", logits, batch.rows(), sequence, shape.vocabulary());
    }

    Gradients gradients(Gradients gradients, ModelShape shape) {
        Map<String, ParameterSpec> specs = ParameterLayout.of(shape).byName();
        if (gradients.values() == null || !gradients.values().keySet().equals(specs.keySet())) {
            throw calls.wrong("gradients", "gradients of other parameters than the model has");
        }
        gradients.values().forEach((name, value) -> array("gradients", "the gradient of " + name, value, specs.get(name).shape(shape)));
        return gradients;
    }

    /** Returns the state, all of whose numbers are finite: what is saved must not take the place of a checkpoint that is whole. */
    ModelState state(ModelState state, ModelShape shape) {
        shape("state", state.shape(), shape);
        state.arrays().forEach(array -> {
            if (array.wasClosed()) {
                throw calls.wrong("state", "a model of which an array is closed");
            }
        });
        state.parameters().forEach((name, value) -> {
            // The sum of many large numbers may overflow, so they are counted then.
            if (!Double.isFinite(value.sumNumber().doubleValue())) {
                new ResultCheck(calls).finite("state", name, value.dup('c').reshape(value.length()).toDoubleVector());
            }
        });
        return state;
    }

    ModelShape shape(ModelShape found, ModelShape expected) {
        shape("shape", found, expected);
        return found;
    }

    private void shape(String call, ModelShape found, ModelShape expected) {
        if (!found.equals(expected)) {
            throw calls.wrong(call, "a model of the shape " + found + " instead of " + expected);
        }
    }

    long memory(long bytes) {
        if (bytes < 0) {
            throw calls.wrong("memory", bytes + " bytes");
        }
        return bytes;
    }

    int workers(int workers) {
        if (workers < 1) {
            throw calls.wrong("defaultWorkers", workers + " workers");
        }
        return workers;
    }

    Engine.Peak peak(Engine.Peak peak) {
        double share = peak.trainingShare();
        if (!(peak.flops() > 0) || Double.isInfinite(peak.flops()) || !(share > 0 && share <= 1)) {
            throw calls.wrong("peak", share + " of " + peak.flops() + " operations per second");
        }
        return peak;
    }

    Engine.DeviceMemory deviceMemory(Engine.DeviceMemory memory) {
        if (memory.total() < 0 || memory.free() < 0) {
            throw calls.wrong("deviceMemory", memory.free() + " of " + memory.total() + " bytes free");
        }
        return new Engine.DeviceMemory(PlainText.of(memory.device()), memory.total(), memory.free());
    }

    /** Returns the array, which is open and has that shape. */
    INDArray array(String call, String what, INDArray array, long... shape) {
        if (array == null) {
            throw calls.wrong(call, "nothing (null) for " + what);
        }
        if (array.wasClosed()) {
            throw calls.wrong(call, what + " closed");
        }
        if (!Arrays.equals(array.shape(), shape)) {
            throw calls.wrong(call, what + " as " + Arrays.toString(array.shape()) + " instead of " + Arrays.toString(shape));
        }
        return array;
    }

    /** As {@link #array(String, String, INDArray, long...)}, for an array of that type. */
    INDArray array(String call, String what, INDArray array, DataType type, long[] shape) {
        INDArray checked = array(call, what, array, shape);
        if (checked.dataType() != type) {
            throw calls.wrong(call, what + " of type " + checked.dataType() + " instead of " + type);
        }
        return checked;
    }
}
