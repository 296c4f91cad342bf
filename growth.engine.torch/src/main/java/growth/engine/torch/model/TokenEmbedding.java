package growth.engine.torch.model;

import static growth.api.model.ParameterSpec.NO_LAYER;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ParameterRole;
import growth.engine.torch.aten.Aten;
import growth.engine.torch.aten.Tensor;
import growth.engine.torch.batch.DeviceBatch;

/**
 * Embeds tokens: the token's row plus, where the family has them, that of its position and that of its token type, and a norm, which
 * applies the hidden gate.
 */
final class TokenEmbedding extends Embedding {
    private final boolean positions;
    private final boolean types;
    /** The norm behind the sum; null for families without. */
    private final Norm norm;

    TokenEmbedding(ModelShape shape) {
        positions = shape.family() != Family.LLAMA;
        types = shape.tokenTypes() > 0;
        norm = shape.family() == Family.BERT ? Norm.of(shape, ParameterRole.EMBEDDING_NORM, NO_LAYER) : null;
    }

    @Override
    boolean gated() {
        return norm != null;
    }

    @Override
    Tensor embed(Pass pass) {
        Aten aten = pass.aten();
        DeviceBatch batch = pass.batch();
        Tensor sum = aten.embedding(weight(pass, ParameterRole.TOKEN_EMBEDDING), batch.input().tokens());
        if (positions) {
            int before = batch.past() == null ? 0 : batch.past().positions();
            sum = aten.add(sum, aten.narrow(weight(pass, ParameterRole.POSITION_EMBEDDING), 0, before, batch.embeddedLength()));
        }
        if (types) {
            Tensor table = weight(pass, ParameterRole.TYPE_EMBEDDING);
            Tensor named = batch.input().tokenTypes();
            sum = aten.add(sum, named == null ? aten.narrow(table, 0, 0, 1) : aten.embedding(table, named));
        }
        return norm == null ? sum : norm.apply(pass, sum);
    }
}
