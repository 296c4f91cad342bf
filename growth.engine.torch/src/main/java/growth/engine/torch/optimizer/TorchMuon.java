package growth.engine.torch.optimizer;

import growth.engine.common.layout.FlatLayout.Place;
import growth.engine.common.layout.FlatLayout.Stretch;
import growth.engine.common.model.FlatModel;
import growth.engine.common.optimizer.Orthogonal;
import growth.engine.common.optimizer.Orthogonal.Matrix;
import growth.engine.common.optimizer.UpdateRule;
import growth.engine.torch.aten.Arena;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.memory.FlatTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Muon (Jordan et al. 2024) for the matrices of the blocks: M ← μ·M + (1−μ)·G, θ ← keep·θ − rate·0.2·√max(m, n)·orthogonal((1−μ)·G + μ·M).
 * Matrices of the same shape are orthogonalised together, as many as some memory holds; those with more rows than columns lie on their
 * side.
 */
final class TorchMuon {
    /** Most floats of matrices that are orthogonalised together; about four times as many are needed meanwhile. */
    private static final long MOST = 1L << 25;

    private final Aten aten;
    private final FlatModel<FlatTensors> model;
    private final List<List<Matrix>> alike;

    TorchMuon(Aten aten, FlatModel<FlatTensors> model) {
        this.aten = aten;
        this.model = model;
        Map<List<Integer>, List<Matrix>> byShape = new LinkedHashMap<>();
        for (Matrix matrix : Orthogonal.matrices(model.layout())) {
            byShape.computeIfAbsent(List.of(matrix.rows(), matrix.columns()), shape -> new ArrayList<>()).add(matrix);
        }
        alike = List.copyOf(byShape.values());
    }

    /** Updates the tensors that are Muon's by their gradients times a factor. */
    void update(UpdateRule rule, double gradientScale) {
        double kept = rule.options().optimizer().momentum();
        Runs runs = new Runs();
        for (Place place : model.layout().places().values()) {
            if (rule.updates(place) && rule.orthogonal(place)) {
                runs.add(place);
            }
        }
        for (Stretch stretch : runs.stretches()) {
            try (Arena arena = aten.open()) {
                Tensor momentum = model.moments().first().tensor(stretch.at(), stretch.count());
                aten.inPlace().mul(momentum, kept);
                aten.inPlace().add(momentum, model.gradients().tensor(stretch.at(), stretch.count()), (1 - kept) * gradientScale);
            }
        }
        for (List<Matrix> ofShape : alike) {
            List<Matrix> learning = ofShape.stream().filter(matrix -> rule.updates(matrix.place())).toList();
            int together = (int) Math.max(1, MOST / ((long) ofShape.get(0).rows() * ofShape.get(0).columns()));
            for (int from = 0; from < learning.size(); from += together) {
                try (Arena arena = aten.open()) {
                    update(rule, gradientScale, learning.subList(from, Math.min(from + together, learning.size())));
                }
            }
        }
    }

    private void update(UpdateRule rule, double gradientScale, List<Matrix> matrices) {
        double kept = rule.options().optimizer().momentum();
        Tensor x = stack(model.gradients(), matrices);
        aten.inPlace().mul(x, (1 - kept) * gradientScale);
        aten.inPlace().add(x, stack(model.moments().first(), matrices), kept);
        x = orthogonal(x);
        for (int i = 0; i < matrices.size(); i++) {
            Matrix matrix = matrices.get(i);
            Tensor parameters = wide(model.parameters(), matrix);
            aten.inPlace().mul(parameters, rule.keep(matrix.place()));
            aten.inPlace().add(parameters, aten.select(x, 0, i), -rule.orthogonalRate(matrix));
        }
    }

    private Tensor stack(FlatTensors memory, List<Matrix> matrices) {
        return aten.stack(matrices.stream().map(matrix -> wide(memory, matrix)).toList(), 0);
    }

    /** Returns a view of a matrix, or of its transpose if it has more rows than columns. */
    private Tensor wide(FlatTensors memory, Matrix matrix) {
        Tensor whole = memory.tensor(matrix.place().at(), matrix.rows(), matrix.stride());
        Tensor view = aten.narrow(whole, 1, matrix.at() - matrix.place().at(), matrix.columns());
        return matrix.rows() > matrix.columns() ? aten.transpose(view, 0, 1) : view;
    }

    /** Orthogonalises matrices, {@code [count, small, large]}; the argument is lost. */
    private Tensor orthogonal(Tensor matrices) {
        aten.inPlace().div(matrices, aten.add(aten.norm(matrices, true), Orthogonal.SMALLEST_NORM));
        Tensor x = matrices;
        for (int i = 0; i < Orthogonal.ITERATIONS; i++) {
            Tensor gram = aten.bmm(x, aten.transpose(x, 1, 2));
            Tensor polynomial = aten.copy(gram);
            aten.inPlace().baddbmm(polynomial, gram, gram, Orthogonal.B, Orthogonal.C);
            Tensor next = aten.copy(x);
            aten.inPlace().baddbmm(next, polynomial, x, Orthogonal.A, 1);
            gram.release();
            polynomial.release();
            x.release();
            x = next;
        }
        return x;
    }
}
