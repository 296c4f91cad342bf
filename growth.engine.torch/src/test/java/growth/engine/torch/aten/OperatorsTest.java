package growth.engine.torch.aten;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Operators and their gradients against PyTorch in float64: {@code python operators.py > operators.csv} wrote, for each, Σ rₖ cos k over
 * the elements of the result, from k = 1, and Σ gₖ cos k over those of the gradient of that sum.
 */
@Tag("library")
class OperatorsTest {
    private final Map<String, UnaryOperator<Tensor>> operators = new LinkedHashMap<>();
    private Aten aten;

    @BeforeEach
    void open() {
        aten = TestTorch.open();
        aten.autograd().record(true);
    }

    @AfterEach
    void close() {
        if (aten != null) {
            aten.close();
        }
    }

    private Tensor made(int count, DoubleUnaryOperator f, long... sizes) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) f.applyAsDouble(i);
        }
        return aten.tensors().upload(values, sizes);
    }

    private Tensor of(float... values) {
        return aten.tensors().upload(values, values.length);
    }

    @Test
    void resultsAndGradientsAreThoseOfPyTorch() throws IOException {
        products();
        elements();
        rows();
        choices();
        shapes();
        reductions();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(getClass().getResourceAsStream("operators.csv"),
                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                check(fields[0], Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
            }
        }
        assertThat(operators).as("operators that PyTorch's list lacks").isEmpty();
    }

    private void check(String name, double result, double gradient) {
        try (Arena arena = aten.open()) {
            Tensor x = aten.autograd().leaf(made(12, i -> 1.5 * Math.sin(i), 3, 4));
            Tensor r = operators.remove(name).apply(x);
            assertThat(weighted(aten.tensors().floats(r))).as("%s", name).isCloseTo(result, within(1e-5 * (1 + Math.abs(result))));
            aten.autograd().backward(r, made((int) r.numel(), i -> Math.cos(i + 1), r.sizes()), List.of(x));
            assertThat(weighted(aten.tensors().floats(aten.autograd().gradient(x)))).as("gradient of %s", name)
                    .isCloseTo(gradient, within(1e-5 * (1 + Math.abs(gradient))));
        }
    }

    private static double weighted(float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * Math.cos(i + 1);
        }
        return sum;
    }

    private Tensor y() {
        return made(12, i -> Math.cos(i) + 1.25, 3, 4);
    }

    private void products() {
        Tensor y = y();
        Tensor y322 = aten.view(y, 3, 2, 2);
        Tensor m = made(20, i -> Math.cos(0.7 * i), 5, 4);
        operators.put("linear", x -> aten.linear(x, m, of(0, 1, 2, 3, 4)));
        operators.put("matmul", x -> aten.matmul(aten.view(x, 3, 2, 2), y322));
        operators.put("mm", x -> aten.mm(x, aten.transpose(m, 0, 1)));
        operators.put("bmm", x -> aten.bmm(aten.view(x, 3, 2, 2), y322));
    }

    private void elements() {
        Tensor y = y();
        operators.put("add", x -> aten.add(x, y, -0.75));
        operators.put("add rows", x -> aten.add(x, of(0.5f, -1, 2, 0.25f)));
        operators.put("sub", x -> aten.sub(y, x));
        operators.put("mul", x -> aten.mul(x, y));
        operators.put("div", x -> aten.div(x, y));
        operators.put("div by", x -> aten.div(y, aten.add(x, 3)));
        operators.put("pow", x -> aten.pow(aten.add(x, 3), 1.5));
        operators.put("neg", aten::neg);
        operators.put("abs", aten::abs);
        operators.put("square", aten::square);
        operators.put("sqrt", x -> aten.sqrt(aten.add(x, 3)));
        operators.put("rsqrt", x -> aten.rsqrt(aten.sub(x, -3)));
        operators.put("exp", aten::exp);
        operators.put("log", x -> aten.log(aten.add(x, 3)));
        operators.put("tanh", aten::tanh);
        operators.put("sigmoid", aten::sigmoid);
        operators.put("relu", aten::relu);
        operators.put("silu", aten::silu);
        operators.put("gelu", x -> aten.gelu(x, false));
        operators.put("gelu tanh", x -> aten.gelu(x, true));
    }

    private void rows() {
        Tensor w = of(0.5f, -1, 2, 0.25f);
        operators.put("rmsNorm", x -> aten.rmsNorm(x, w, 1e-5));
        operators.put("layerNorm", x -> aten.layerNorm(x, w, of(0.1f, 0.2f, -0.3f, 0.4f), 1e-5));
        operators.put("softmax", x -> aten.softmax(x, 0));
        operators.put("logSoftmax", x -> aten.logSoftmax(x, 1));
        operators.put("logSumExp", x -> aten.logSumExp(x, true, 1));
        Tensor keys = aten.reshape(aten.narrow(y(), 1, 0, 2), 1, 1, 3, 2);
        Tensor values = aten.reshape(aten.narrow(y(), 1, 2, 2), 1, 1, 3, 2);
        UnaryOperator<Tensor> heads = x -> aten.transpose(aten.view(x, 1, 3, 2, 2), 1, 2);
        operators.put("attention", x -> aten.scaledDotProductAttention(heads.apply(x), keys, values, null, true, 0.6, true));
        Tensor bias = made(9, Math::sin, 3, 3);
        operators.put("attention bias", x -> aten.scaledDotProductAttention(heads.apply(x), keys, values, bias, false, 0.6, true));
        operators.put("crossEntropy", x -> aten.crossEntropy(x, aten.tensors().upload(new long[]{2, -100, 0}, 3), 0.1));
    }

    private void choices() {
        Tensor ids = aten.tensors().upload(new long[]{2, 0, 0}, 3);
        Tensor mask = aten.tensors().upload(new boolean[]{true, false, true, true}, 4);
        operators.put("embedding", x -> aten.embedding(x, ids));
        operators.put("indexSelect", x -> aten.indexSelect(x, 1, ids));
        operators.put("gather", x -> aten.gather(x, 1, aten.view(ids, 3, 1)));
        operators.put("where", x -> aten.where(mask, x, y()));
        operators.put("maskedFill", x -> aten.maskedFill(x, mask, 0.5));
    }

    private void shapes() {
        Tensor y = y();
        operators.put("cat", x -> aten.cat(List.of(x, y, x), 1));
        operators.put("stack", x -> aten.stack(List.of(x, y), 1));
        operators.put("narrow", x -> aten.narrow(x, 1, 1, 2));
        operators.put("select", x -> aten.select(x, 0, 1));
        operators.put("split", x -> aten.split(x, 1, 1, 3)[1]);
        operators.put("roll", x -> aten.roll(x, 1, 1));
        operators.put("permute", x -> aten.permute(aten.view(x, 3, 2, 2), 2, 0, 1));
        operators.put("transpose", x -> aten.reshape(aten.transpose(x, 0, 1), 2, 6));
        operators.put("expand", x -> aten.expand(aten.unsqueeze(x, 1), 3, 2, 4));
    }

    private void reductions() {
        operators.put("sum", aten::sum);
        operators.put("sum 0", x -> aten.sum(x, false, 0));
        operators.put("mean", aten::mean);
        operators.put("mean 1", x -> aten.mean(x, true, 1));
        operators.put("amax", x -> aten.amax(x, false, 1));
        operators.put("norm", x -> aten.norm(x, false));
    }
}
