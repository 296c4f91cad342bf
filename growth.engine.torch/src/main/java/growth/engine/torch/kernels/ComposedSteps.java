package growth.engine.torch.kernels;

import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Dtype;
import growth.engine.torch.aten.Explicit;
import growth.engine.torch.aten.Tensor;
import java.util.List;

/**
 * The fused steps, composed of libtorch's operators: what computes without a GPU, and what kernels are compared with. Arithmetic is f32 as
 * the kernels' is.
 *
 * @param aten    the operators
 * @param element type of elements
 */
public record ComposedSteps(Aten aten, Dtype element) implements FusedSteps {
    @Override
    public Tensor add(Tensor x, Tensor branch) {
        return aten.add(x, branch);
    }

    @Override
    public Tensor narrow(Tensor x) {
        return aten.to(x, element);
    }

    private Tensor wide(Tensor x) {
        return aten.to(x, Dtype.F32);
    }

    @Override
    public Normed norm(Tensor x, Tensor branch, NormVectors vectors, boolean wide) {
        Tensor sum = branch == null ? x : aten.add(x, branch);
        boolean centred = vectors.bias() != null;
        Tensor mean = centred ? aten.mean(sum, true, -1) : aten.tensors().zeros(Dtype.F32, sum.size(0), 1);
        Tensor variance = aten.mean(aten.square(centred ? aten.sub(sum, mean) : sum), true, -1);
        Tensor statistics = aten.cat(List.of(mean, aten.rsqrt(aten.add(variance, vectors.epsilon()))), 1);
        Tensor scaled = aten.mul(standard(sum, statistics), vectors.gain());
        Tensor y = centred ? aten.add(scaled, vectors.bias()) : scaled;
        return new Normed(sum, statistics, narrow(y), wide ? y : null);
    }

    /** Returns (x − μ)·r. */
    private Tensor standard(Tensor x, Tensor statistics) {
        return aten.mul(aten.sub(x, aten.narrow(statistics, 1, 0, 1)), aten.narrow(statistics, 1, 1, 1));
    }

    @Override
    public Rounded normBackward(NormGradient gradient, Normed normed, NormVectors vectors) {
        Tensor dy = gradient.narrow() == null ? gradient.wide() : gradient.wide() == null ? wide(gradient.narrow())
                : aten.add(gradient.wide(), gradient.narrow());
        Tensor z = standard(normed.sum(), normed.statistics());
        if (vectors.gainGradient() != null) {
            aten.inPlace().add(vectors.gainGradient(), aten.sum(aten.mul(dy, z), false, 0), 1);
        }
        if (vectors.biasGradient() != null) {
            aten.inPlace().add(vectors.biasGradient(), aten.sum(dy, false, 0), 1);
        }
        Tensor g = aten.mul(dy, vectors.gain());
        Tensor rest = aten.sub(g, aten.mul(z, aten.mean(aten.mul(g, z), true, -1)));
        Tensor centred = vectors.bias() == null ? rest : aten.sub(rest, aten.mean(g, true, -1));
        Tensor dx = aten.mul(centred, aten.narrow(normed.statistics(), 1, 1, 1));
        Tensor sum = gradient.beside() == null ? dx : aten.add(dx, gradient.beside());
        return new Rounded(sum, narrow(sum));
    }

    @Override
    public void rotate(Tensor projected, Angles angles, int heads) {
        Tensor part = aten.narrow(projected, 2, 0, heads);
        aten.inPlace().copy(part, rotated(part, angles, 1));
    }

    /** Returns heads {@code [rows, length, heads, headSize]}, rotated by the angles times a sign. */
    private Tensor rotated(Tensor heads, Angles angles, int sign) {
        long half = heads.size(-1) / 2;
        Tensor cosines = aten.view(aten.narrow(angles.cosines(), 0, 0, heads.size(1)), heads.size(1), 1, half);
        Tensor sines = aten.mul(aten.view(aten.narrow(angles.sines(), 0, 0, heads.size(1)), heads.size(1), 1, half), sign);
        Tensor first = wide(aten.narrow(heads, -1, 0, half));
        Tensor second = wide(aten.narrow(heads, -1, half, half));
        return aten.cat(List.of(aten.sub(aten.mul(first, cosines), aten.mul(second, sines)),
                aten.add(aten.mul(second, cosines), aten.mul(first, sines))), -1);
    }

    @Override
    public Tensor gather(Heads heads, Angles angles) {
        Tensor queries = aten.transpose(heads.queries(), 1, 2);
        Tensor keys = aten.transpose(heads.keys(), 1, 2);
        Tensor values = aten.transpose(heads.values(), 1, 2);
        Tensor all = angles == null ? aten.cat(List.of(queries, keys, values), 2)
                : aten.cat(List.of(narrow(rotated(queries, angles, -1)), narrow(rotated(keys, angles, -1)), values), 2);
        return aten.reshape(all, all.size(0) * all.size(1), all.size(2) * all.size(3));
    }

    @Override
    public Tensor swiGlu(Tensor gateUp) {
        long n = gateUp.size(-1) / 2;
        Tensor gate = wide(aten.narrow(gateUp, -1, 0, n));
        return narrow(aten.mul(aten.mul(gate, aten.sigmoid(gate)), aten.narrow(gateUp, -1, n, n)));
    }

    @Override
    public Activated swiGluBackward(Tensor gateUp, Tensor gradient) {
        long n = gateUp.size(-1) / 2;
        Tensor gate = wide(aten.narrow(gateUp, -1, 0, n));
        Tensor up = wide(aten.narrow(gateUp, -1, n, n));
        Tensor d = wide(gradient);
        Tensor sigmoid = aten.sigmoid(gate);
        Tensor silu = aten.mul(gate, sigmoid);
        Tensor slope = aten.add(sigmoid, aten.mul(silu, aten.add(aten.neg(sigmoid), 1)));
        Tensor gates = aten.mul(aten.mul(d, up), slope);
        return new Activated(narrow(aten.cat(List.of(gates, aten.mul(d, silu)), -1)), narrow(aten.mul(silu, up)));
    }

    @Override
    public Tensor gelu(Tensor x, boolean tanh) {
        return aten.gelu(x, tanh);
    }

    @Override
    public Activated geluBackward(Tensor x, Tensor gradient, boolean tanh) {
        return new Activated(Explicit.geluBackward(gradient, x, tanh), aten.gelu(x, tanh));
    }

    @Override
    public Loss crossEntropy(Tensor logits, Tensor labels, Tensor weight, double smoothing) {
        long n = logits.size(1);
        Tensor label = aten.unsqueeze(labels, 1);
        Tensor logs = aten.logSoftmax(wide(logits), -1);
        Tensor sharp = aten.mul(aten.squeeze(aten.gather(logs, 1, label), 1), smoothing - 1);
        Tensor rows = smoothing == 0 ? sharp : aten.add(sharp, aten.mean(logs, false, -1), -smoothing);
        Tensor own = aten.eq(aten.expand(label, logits.sizes()), aten.integers().range(n));
        Tensor gradient = aten.sub(aten.add(aten.exp(logs), -smoothing / n), aten.mul(aten.to(own, Dtype.F32), 1 - smoothing));
        return new Loss(rows, narrow(aten.mul(gradient, weight)));
    }

    @Override
    public void addRows(Tensor x, Tensor into) {
        aten.inPlace().add(into, aten.sum(wide(x), false, 0), 1);
    }
}
