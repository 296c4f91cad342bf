package growth.engine.cpu.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.cpu.memory.FlatLayout;
import growth.engine.cpu.memory.FloatMemory;
import growth.engine.cpu.memory.Region;
import java.util.Arrays;

/**
 * Embeds tokens: the token's row, and where the family has them that of its position, that of its token type, and a norm. Gradients of
 * tables are sums over tokens: each worker serves some rows of a table and takes all tokens in their order.
 */
final class TokenEmbedder implements Embedder {
    private final int vocabulary;
    private final int hidden;
    private final int context;
    private final int types;
    private final boolean tied;
    private final long tokensAt;
    private final long positionsAt;
    private final long typesAt;
    private final Norm norm;
    private final EmbeddedRow row;

    TokenEmbedder(FlatLayout layout) {
        ModelShape shape = layout.shape();
        vocabulary = shape.vocabulary();
        hidden = shape.hidden();
        context = shape.context();
        types = shape.tokenTypes();
        tied = shape.tied();
        tokensAt = layout.weight(ParameterRole.TOKEN_EMBEDDING, NO_LAYER).at();
        positionsAt = shape.family() == Family.LLAMA ? -1 : layout.weight(ParameterRole.POSITION_EMBEDDING, NO_LAYER).at();
        typesAt = types > 0 ? layout.weight(ParameterRole.TYPE_EMBEDDING, NO_LAYER).at() : -1;
        norm = shape.family() == Family.BERT ? new Norm(layout, ParameterRole.EMBEDDING_NORM, NO_LAYER) : null;
        row = new EmbeddedRow(hidden, norm == null);
    }

    @Override
    public int longestRow() {
        return hidden;
    }

    @Override
    public void forward(Worker worker, Pass pass, Region stream) {
        Region sum = norm == null ? stream : pass.layout().embedding().sum();
        Sequences full = pass.full();
        for (int sequence = full.first(worker); sequence < full.end(worker); sequence++) {
            for (int position = 0; position < full.length(sequence); position++) {
                int token = full.start(sequence) + position;
                pass.weights().read(tokenRow(pass.input().tokens()[token]), worker.first, hidden);
                add(worker, pass, positionsAt, position);
                add(worker, pass, typesAt, pass.input().type(token));
                if (norm == null) {
                    row.pass(worker, pass, token, worker.first);
                }
                pass.workspace().write(sum.row(token), worker.first, hidden);
            }
        }
        if (norm != null) {
            norm.forward(worker, pass, full.firstRow(worker), full.endRow(worker), null, sum, stream,
                    pass.layout().embedding().statistics());
            changeRows(worker, pass, stream);
        }
    }

    private void add(Worker worker, Pass pass, long table, int index) {
        if (table >= 0) {
            pass.weights().read(table + (long) index * hidden, worker.second, hidden);
            worker.kernels.add(worker.first, worker.second, hidden);
        }
    }

    private void changeRows(Worker worker, Pass pass, Region stream) {
        if (row.changes(pass)) {
            for (int token = pass.full().firstRow(worker); token < pass.full().endRow(worker); token++) {
                pass.workspace().read(stream.row(token), worker.first, hidden);
                row.pass(worker, pass, token, worker.first);
                pass.workspace().write(stream.row(token), worker.first, hidden);
            }
        }
    }

    @Override
    public void backward(Worker worker, Pass pass, Region gradient) {
        changeRows(worker, pass, gradient);
        if (norm != null) {
            ActivationLayout.EmbeddingRegions kept = pass.layout().embedding();
            norm.backward(worker, pass, pass.full().firstRow(worker), pass.full().endRow(worker), null, gradient, kept.sum(),
                    kept.statistics(), null, gradient);
        }
        worker.awaitOthers();
        tokenGradient(worker, pass, gradient);
        if (positionsAt >= 0) {
            positionGradient(worker, pass, gradient);
        }
        if (typesAt >= 0 && worker.index() == worker.count() - 1) {
            typeGradients(worker, pass, gradient);
        }
    }

    /** Each worker serves the ids that leave its number as remainder, so that frequent (low) ids are shared out too. */
    private void tokenGradient(Worker worker, Pass pass, Region gradient) {
        FloatMemory gradients = pass.gradients();
        // a tied head has written its gradient before
        if (!tied && !pass.accumulate()) {
            Arrays.fill(worker.first, 0, hidden, 0);
            for (int id = worker.index(); id < vocabulary; id += worker.count()) {
                gradients.write(tokenRow(id), worker.first, hidden);
            }
        }
        for (int token = 0; token < pass.full().total(); token++) {
            int id = pass.input().tokens()[token];
            if (id % worker.count() == worker.index()) {
                gradients.read(tokenRow(id), worker.first, hidden);
                pass.workspace().read(gradient.row(token), worker.second, hidden);
                worker.kernels.add(worker.first, worker.second, hidden);
                gradients.write(tokenRow(id), worker.first, hidden);
            }
        }
    }

    private void positionGradient(Worker worker, Pass pass, Region gradient) {
        for (int position = (int) worker.from(context); position < worker.to(context); position++) {
            begin(worker, pass, positionsAt + (long) position * hidden);
            for (int sequence = 0; sequence < pass.full().count(); sequence++) {
                if (position < pass.full().length(sequence)) {
                    add(worker, pass, gradient, pass.full().start(sequence) + position);
                }
            }
            pass.gradients().write(positionsAt + (long) position * hidden, worker.first, hidden);
        }
    }

    private void typeGradients(Worker worker, Pass pass, Region gradient) {
        // types that the batch does not name get no gradient
        int used = pass.input().types().length == 0 ? 1 : types;
        for (int type = 0; type < used; type++) {
            begin(worker, pass, typesAt + (long) type * hidden);
            for (int token = 0; token < pass.full().total(); token++) {
                if (pass.input().type(token) == type) {
                    add(worker, pass, gradient, token);
                }
            }
            pass.gradients().write(typesAt + (long) type * hidden, worker.first, hidden);
        }
        if (!pass.accumulate()) {
            pass.gradients().clear(typesAt + (long) used * hidden, typesAt + (long) types * hidden);
        }
    }

    /** Fills the first row with what is added to. */
    private void begin(Worker worker, Pass pass, long at) {
        if (pass.accumulate()) {
            pass.gradients().read(at, worker.first, hidden);
        } else {
            Arrays.fill(worker.first, 0, hidden, 0);
        }
    }

    private void add(Worker worker, Pass pass, Region gradient, int token) {
        pass.workspace().read(gradient.row(token), worker.second, hidden);
        worker.kernels.add(worker.first, worker.second, hidden);
    }

    private long tokenRow(int id) {
        return tokensAt + (long) id * hidden;
    }
}
