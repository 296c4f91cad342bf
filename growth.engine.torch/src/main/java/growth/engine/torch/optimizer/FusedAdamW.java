package growth.engine.torch.optimizer;

import growth.api.engine.OptimizerSettings;
import growth.engine.common.layout.FlatLayout.Place;
import growth.engine.common.layout.FlatLayout.Stretch;
import growth.engine.common.model.FlatModel;
import growth.engine.common.optimizer.BiasCorrection;
import growth.engine.common.optimizer.TensorState;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.InPlace.AdamStep;
import growth.engine.torch.aten.InPlace.AdamTensors;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FlatAdamW;
import growth.engine.torch.memory.FlatTensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2) by libtorch's fused operator. Neighbouring tensors of the
 * same decay and number of steps are one tensor for it, so that there are few. The operator knows one number of steps per tensor: where
 * entries have different ages it runs once for each age, and every entry takes what its own age gives.
 */
final class FusedAdamW {
    private final Aten aten;
    private final FlatModel<FlatTensors> model;
    private final Optional<FlatAdamW> kernel;

    FusedAdamW(Aten aten, FlatModel<FlatTensors> model, Optional<FlatAdamW> kernel) {
        this.aten = aten;
        this.model = model;
        this.kernel = kernel;
    }

    /**
     * What is the same for all tensors of a call.
     *
     * @param decayed whether their weights decay
     * @param steps   their number of steps, the one to take included
     */
    private record Group(boolean decayed, long steps) {
    }

    /** Updates the tensors that are AdamW's by their gradients times a factor; the gradients are lost. */
    void update(UpdateRule rule, double gradientScale) {
        kernel.ifPresent(adamW -> update(adamW, rule, gradientScale));
        Map<Group, Runs> groups = new LinkedHashMap<>();
        for (Place place : model.layout().places().values()) {
            if (rule.updates(place) && !rule.orthogonal(place)) {
                TensorState<FlatTensors> state = model.moments().tensor(place);
                if (state.births().isPresent()) {
                    updateAged(rule, place, gradientScale);
                } else if (kernel.isEmpty()) {
                    groups.computeIfAbsent(new Group(place.spec().decayed(), state.steps() + 1), group -> new Runs()).add(place);
                }
            }
        }
        groups.forEach((group, runs) -> update(rule, group, runs.stretches(), gradientScale));
    }

    /** Updates all tensors whose entries are of one age, in one launch. */
    private void update(FlatAdamW adamW, UpdateRule rule, double gradientScale) {
        List<Place> places = List.copyOf(model.layout().places().values());
        OptimizerSettings settings = rule.options().optimizer();
        BiasCorrection correction = BiasCorrection.of(settings);
        long[] ends = new long[places.size()];
        float[] rates = new float[3 * ends.length];
        for (int i = 0; i < ends.length; i++) {
            Place place = places.get(i);
            ends[i] = place.end();
            TensorState<FlatTensors> state = model.moments().tensor(place);
            boolean ours = rule.updates(place) && !rule.orthogonal(place) && state.births().isEmpty();
            rates[3 * i] = ours ? rule.keep(place) : FlatAdamW.STAYS;
            rates[3 * i + 1] = correction.stepSize(rule.options().learningRate(), state.steps() + 1);
            rates[3 * i + 2] = correction.rootScale(state.steps() + 1);
        }
        adamW.update(new FlatAdamW.Memories(model.parameters().tensor(), model.gradients().tensor(), model.moments().first().tensor(),
                model.moments().second().tensor()), new FlatAdamW.PerTensor(ends, rates), settings, gradientScale);
    }

    private void update(UpdateRule rule, Group group, List<Stretch> stretches, double gradientScale) {
        try (Arena arena = aten.open()) {
            Tensor steps = aten.tensors().full(Dtype.F32, group.steps());
            AdamTensors tensors = new AdamTensors(parts(model.parameters(), stretches), parts(model.gradients(), stretches),
                    parts(model.moments().first(), stretches), parts(model.moments().second(), stretches),
                    Collections.nCopies(stretches.size(), steps));
            Tensor divisor = gradientScale == 1 ? null : aten.tensors().full(Dtype.F32, 1 / gradientScale);
            aten.inPlace().fusedAdamW(tensors, step(rule, group.decayed()), divisor);
        }
    }

    private static List<Tensor> parts(FlatTensors memory, List<Stretch> stretches) {
        return stretches.stream().map(stretch -> memory.tensor(stretch.at(), stretch.count())).toList();
    }

    private static AdamStep step(UpdateRule rule, boolean decayed) {
        OptimizerSettings settings = rule.options().optimizer();
        return new AdamStep(rule.options().learningRate(), settings.beta1(), settings.beta2(), decayed ? settings.weightDecay() : 0,
                settings.epsilon());
    }

    /** Updates a tensor whose entries are of different ages. */
    private void updateAged(UpdateRule rule, Place place, double gradientScale) {
        TensorState<FlatTensors> state = model.moments().tensor(place);
        Tensor born = state.births().orElseThrow().born().tensor();
        float[] births = state.births().orElseThrow().distinct();
        AdamStep step = step(rule, place.spec().decayed());
        try (Arena arena = aten.open()) {
            Tensor parameter = part(model.parameters(), place);
            Tensor gradient = aten.mul(part(model.gradients(), place), gradientScale);
            List<Tensor> moments = List.of(part(model.moments().first(), place), part(model.moments().second(), place));
            Tensor before = aten.copy(parameter);
            for (int i = 0; i < births.length; i++) {
                try (Arena ofAge = aten.open()) {
                    // moments come out alike at every age, so that the last run leaves them where they belong
                    List<Tensor> ofRun = new ArrayList<>(moments);
                    if (i < births.length - 1) {
                        ofRun.replaceAll(aten::copy);
                    }
                    Tensor updated = aten.copy(before);
                    Tensor age = aten.tensors().full(Dtype.F32, state.steps() + 1 - (double) births[i]);
                    aten.inPlace().fusedAdamW(new AdamTensors(List.of(updated), List.of(gradient), List.of(ofRun.get(0)),
                            List.of(ofRun.get(1)), List.of(age)), step, null);
                    Tensor theirs = aten.eq(born, aten.tensors().full(Dtype.F32, births[i]));
                    aten.inPlace().copy(parameter, aten.where(theirs, updated, parameter));
                }
            }
        }
    }

    private static Tensor part(FlatTensors memory, Place place) {
        return memory.tensor(place.at(), place.count());
    }
}
