package growth.engine.torch.explicit;

import growth.api.engine.EngineOptions.Recompute;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.api.model.ParameterSpec.Kind;
import growth.engine.common.layout.FlatLayout;
import growth.engine.common.random.Dropout.Site;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.kernels.FusedSteps;
import growth.engine.torch.kernels.FusedSteps.Angles;
import growth.engine.torch.kernels.FusedSteps.NormGradient;
import growth.engine.torch.kernels.FusedSteps.NormVectors;
import growth.engine.torch.kernels.FusedSteps.Normed;
import growth.engine.torch.kernels.FusedSteps.Rounded;
import growth.engine.torch.model.Noise;
import growth.engine.torch.model.Parameters;
import growth.engine.torch.model.Pass;
import growth.engine.torch.model.Segment;

/**
 * A block whose backward pass is written out. It computes both branches itself, so that the addition of attention to the stream and the
 * norm of the MLP are one step. Passes that it cannot compute ({@link Reach}) are those of the block that it stands for.
 */
final class ExplicitBlock implements Segment {
    private final int layer;
    private final Segment other;
    private final Reach reach;
    private final FusedSteps.Source source;
    private final boolean preNorm;
    private final double epsilon;
    private final ExplicitAttention attention;
    private final ExplicitMlp mlp;
    private Tensor input;
    private Normed first;
    private Normed second;

    /**
     * @param other  computes what this block cannot
     * @param angles rotate queries and keys; null for families with learned positions
     * @param source gives the fused steps
     */
    ExplicitBlock(FlatLayout layout, int layer, Segment other, Angles angles, FusedSteps.Source source) {
        this.layer = layer;
        this.other = other;
        this.source = source;
        ModelShape shape = layout.shape();
        reach = new Reach(shape, layer, source.longestRow());
        preNorm = shape.family().preNorm();
        epsilon = shape.normEpsilon();
        attention = new ExplicitAttention(layout, layer, angles);
        mlp = new ExplicitMlp(layout, layer);
    }

    @Override
    public Tensor forward(Pass pass, Tensor x) {
        if (!reach.covers(pass)) {
            return other.forward(pass, x);
        }
        Aten aten = pass.aten();
        FusedSteps steps = source.steps(aten, pass.conditions().precision());
        boolean keeps = pass.records(layer);
        boolean again = keeps && pass.conditions().recompute() == Recompute.BLOCK;
        try (Arena arena = aten.open()) {
            Tensor rows = aten.view(x, -1, x.size(-1));
            Tensor y = preNorm ? preNorm(pass, steps, rows, keeps && !again) : postNorm(pass, steps, rows, keeps && !again);
            Tensor result = arena.keep(aten.view(y, x.sizes()));
            if (again) {
                input = arena.keep(rows);
                first = null;
                second = null;
            } else if (keeps) {
                keep(arena);
            } else {
                first = null;
                second = null;
            }
            return result;
        }
    }

    /** Hands what the backward pass needs to the arena outside; the norms themselves are inputs of the branches. */
    private void keep(Arena arena) {
        attention.keep(arena);
        mlp.keep(arena);
        for (Normed normed : new Normed[] {first, second}) {
            arena.keep(normed.sum());
            arena.keep(normed.statistics());
        }
    }

    /** Computes x + attention(norm(x)), and the same of the MLP. */
    private Tensor preNorm(Pass pass, FusedSteps steps, Tensor x, boolean keeps) {
        first = steps.norm(x, null, vectors(pass, ParameterRole.ATTENTION_NORM), false);
        Tensor attended = noisy(pass, steps, Site.ATTENTION_OUTPUT, attention.forward(pass, steps, first.y(), keeps));
        second = steps.norm(first.sum(), attended, vectors(pass, ParameterRole.MLP_NORM), false);
        return steps.add(second.sum(), noisy(pass, steps, Site.MLP_OUTPUT, mlp.forward(pass, steps, second.y(), keeps)));
    }

    /** Computes norm(x + attention(x)), and the same of the MLP. */
    private Tensor postNorm(Pass pass, FusedSteps steps, Tensor x, boolean keeps) {
        Tensor attended = noisy(pass, steps, Site.ATTENTION_OUTPUT, attention.forward(pass, steps, steps.narrow(x), keeps));
        first = steps.norm(x, attended, vectors(pass, ParameterRole.ATTENTION_NORM), true);
        Tensor branch = noisy(pass, steps, Site.MLP_OUTPUT, mlp.forward(pass, steps, first.y(), keeps));
        second = steps.norm(first.wide(), branch, vectors(pass, ParameterRole.MLP_NORM), true);
        return second.wide();
    }

    private NormVectors vectors(Pass pass, ParameterRole role) {
        Parameters parameters = pass.parameters();
        return new NormVectors(parameters.value(role, Kind.GAIN, layer), parameters.value(role, Kind.BIAS, layer), epsilon,
                parameters.gradient(role, Kind.GAIN, layer), parameters.gradient(role, Kind.BIAS, layer));
    }

    /** Drops from a branch's output at random. That is linear and its own transpose: the gradient goes the same way. */
    private Tensor noisy(Pass pass, FusedSteps steps, Site site, Tensor branch) {
        Noise noise = pass.noise();
        if (noise == null) {
            return branch;
        }
        Tensor byRow = pass.aten().view(branch, pass.batch().rows(), pass.batch().length(), branch.size(-1));
        return pass.aten().view(steps.narrow(noise.thin(site, layer, noise.drop(site, layer, byRow))), branch.sizes());
    }

    @Override
    public Tensor backward(Pass pass, Tensor gradient, boolean inputWanted) {
        if (input == null && first == null) {
            return other.backward(pass, gradient, inputWanted);
        }
        Aten aten = pass.aten();
        FusedSteps steps = source.steps(aten, pass.conditions().precision());
        try (Arena arena = aten.open()) {
            if (input != null) {
                Tensor ignored = preNorm ? preNorm(pass, steps, input, true) : postNorm(pass, steps, input, true);
                ignored.release();
            }
            Tensor rows = aten.view(gradient, -1, gradient.size(-1));
            Tensor before = preNorm ? preNormBackward(pass, steps, rows) : postNormBackward(pass, steps, rows, inputWanted);
            Tensor result = inputWanted ? arena.keep(aten.view(before, gradient.sizes())) : null;
            forget();
            return result;
        }
    }

    private Tensor preNormBackward(Pass pass, FusedSteps steps, Tensor gradient) {
        Tensor branch = noisy(pass, steps, Site.MLP_OUTPUT, steps.narrow(gradient));
        Rounded middle = steps.normBackward(new NormGradient(mlp.backward(pass, steps, branch), null, gradient), second,
                vectors(pass, ParameterRole.MLP_NORM));
        Tensor attended = noisy(pass, steps, Site.ATTENTION_OUTPUT, middle.narrow());
        return steps.normBackward(new NormGradient(attention.backward(pass, steps, attended), null, middle.wide()), first,
                vectors(pass, ParameterRole.ATTENTION_NORM)).wide();
    }

    private Tensor postNormBackward(Pass pass, FusedSteps steps, Tensor gradient, boolean inputWanted) {
        Rounded last = steps.normBackward(new NormGradient(null, gradient, null), second, vectors(pass, ParameterRole.MLP_NORM));
        Tensor branch = mlp.backward(pass, steps, noisy(pass, steps, Site.MLP_OUTPUT, last.narrow()));
        Rounded middle = steps.normBackward(new NormGradient(branch, last.wide(), null), first,
                vectors(pass, ParameterRole.ATTENTION_NORM));
        Tensor before = attention.backward(pass, steps, noisy(pass, steps, Site.ATTENTION_OUTPUT, middle.narrow()));
        return inputWanted ? steps.add(middle.wide(), before) : null;
    }

    @Override
    public void forget() {
        other.forget();
        attention.forget();
        mlp.forget();
        for (Normed normed : new Normed[] {first, second}) {
            if (normed != null) {
                normed.sum().release();
                normed.statistics().release();
            }
        }
        if (input != null) {
            input.release();
        }
        input = null;
        first = null;
        second = null;
    }
}
