package growth.engine.cpu.embed;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.common.batch.Sequences;
import growth.engine.common.layout.FlatLayout;
import growth.engine.cpu.layer.Norm;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import growth.engine.cpu.parallel.Worker;
import growth.engine.cpu.pass.Activations.EmbeddingRegions;
import growth.engine.cpu.pass.Pass;

/**
 * Embeds tokens: the token's row plus, where the family has them, that of its position and that of its token type, and a norm. Gradients
 * of tables are sums over tokens: each worker serves some rows of a table and takes all tokens in their order.
 */
final class TokenEmbedder extends Embedder {
    private final ModelShape shape;
    private final long tokensAt;
    private final long positionsAt;
    private final long typesAt;
    private final Norm norm;

    TokenEmbedder(FlatLayout layout) {
        super(layout.shape().hidden(), layout.shape().family() != Family.BERT);
        shape = layout.shape();
        tokensAt = layout.weight(ParameterRole.TOKEN_EMBEDDING, NO_LAYER).at();
        positionsAt = shape.family() == Family.LLAMA ? -1 : layout.weight(ParameterRole.POSITION_EMBEDDING, NO_LAYER).at();
        typesAt = shape.tokenTypes() > 0 ? layout.weight(ParameterRole.TYPE_EMBEDDING, NO_LAYER).at() : -1;
        norm = shape.family() == Family.BERT ? new Norm(layout, ParameterRole.EMBEDDING_NORM, NO_LAYER) : null;
    }

    @Override
    public int longestRow() {
        return hidden;
    }

    private long row(long table, int index) {
        return table + (long) index * hidden;
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        Region sum = norm == null ? stream : pass.activations().embedding().sum();
        Sequences embedded = pass.rows().embedded();
        int before = pass.past().positions();
        int[] tokens = pass.rows().tokens().inputs();
        for (int sequence = worker.firstSequence(embedded); sequence < worker.endSequence(embedded); sequence++) {
            for (int position = 0; position < embedded.length(sequence); position++) {
                int token = embedded.start(sequence) + position;
                sum.memory().copy(sum.row(token), pass.weights(), row(tokensAt, tokens[token]), hidden);
                if (positionsAt >= 0) {
                    add(worker, sum.memory(), sum.row(token), pass.weights(), row(positionsAt, before + position));
                }
                if (typesAt >= 0) {
                    add(worker, sum.memory(), sum.row(token), pass.weights(), row(typesAt, pass.rows().type(token)));
                }
                if (norm == null) {
                    finish(worker, pass, sum, token);
                }
            }
        }
        if (norm != null) {
            norm.forward(worker, pass, normed(worker, pass), kept(pass), stream);
            finish(worker, pass, stream);
        }
    }

    private static Norm.Rows normed(Worker worker, Pass pass) {
        Sequences embedded = pass.rows().embedded();
        return new Norm.Rows(worker.firstRow(embedded), worker.endRow(embedded), null);
    }

    private static Norm.Kept kept(Pass pass) {
        EmbeddingRegions kept = pass.activations().embedding();
        return new Norm.Kept(kept.sum(), kept.statistics());
    }

    @Override
    public void backward(Worker worker, Pass pass, Region gradient) {
        finish(worker, pass, gradient);
        if (norm != null) {
            norm.backward(worker, pass, normed(worker, pass), kept(pass), gradient, null, gradient);
        }
        worker.awaitOthers();
        tokenGradient(worker, pass, gradient);
        if (positionsAt >= 0) {
            positionGradient(worker, pass, gradient);
        }
        if (typesAt >= 0 && worker.last()) {
            typeGradients(worker, pass, gradient);
        }
    }

    /** Serves the ids that leave the worker's number as remainder, so that frequent (low) ids are shared out too. */
    private void tokenGradient(Worker worker, Pass pass, Region gradient) {
        FloatMemory gradients = pass.gradients();
        // a tied head has written its gradient before
        if (!shape.tied() && !pass.accumulate()) {
            for (int id = worker.index(); id < shape.vocabulary(); id += worker.count()) {
                gradients.clear(row(tokensAt, id), row(tokensAt, id + 1));
            }
        }
        int[] tokens = pass.rows().tokens().inputs();
        for (int token = 0; token < pass.rows().embedded().total(); token++) {
            int id = tokens[token];
            if (id % worker.count() == worker.index()) {
                add(worker, gradients, row(tokensAt, id), gradient.memory(), gradient.row(token));
            }
        }
    }

    private void positionGradient(Worker worker, Pass pass, Region gradient) {
        Sequences embedded = pass.rows().embedded();
        for (int position = (int) worker.from(shape.context()); position < worker.to(shape.context()); position++) {
            long at = row(positionsAt, position);
            beginGradient(pass, at);
            for (int sequence = 0; sequence < embedded.count(); sequence++) {
                if (position < embedded.length(sequence)) {
                    add(worker, pass.gradients(), at, gradient.memory(), gradient.row(embedded.start(sequence) + position));
                }
            }
        }
    }

    private void typeGradients(Worker worker, Pass pass, Region gradient) {
        // types that the batch does not name get no gradient
        int used = pass.rows().typed() ? shape.tokenTypes() : 1;
        for (int type = 0; type < used; type++) {
            beginGradient(pass, row(typesAt, type));
            for (int token = 0; token < pass.rows().embedded().total(); token++) {
                if (pass.rows().type(token) == type) {
                    add(worker, pass.gradients(), row(typesAt, type), gradient.memory(), gradient.row(token));
                }
            }
        }
        if (!pass.accumulate()) {
            pass.gradients().clear(row(typesAt, used), row(typesAt, shape.tokenTypes()));
        }
    }
}
