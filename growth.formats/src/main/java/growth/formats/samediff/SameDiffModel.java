package growth.formats.samediff;

import growth.api.model.Family;
import growth.api.model.ModelShape;
import growth.api.model.ModelState;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A model as a graph of ND4J's SameDiff. Names of placeholders and outputs are those of Hugging Face's models; parameters are variables
 * under the names that they have in files, each there once. B sequences or images and T positions are free. The graph is for answers: ND4J
 * fails to differentiate most of them once loaded.
 *
 * <p>Placeholders: {@code input_ids}, {@code [B, T]}; for bert also {@code token_type_ids} and {@code attention_mask} (1, and 0 for
 * padding), {@code [B, T]}; for vit {@code pixel_values}, {@code [B, channels, height, width]}, normalised.
 *
 * <p>Outputs: {@code logits}, {@code [B, T, vocabulary]}, for vit {@code [B, labels]}; {@code last_hidden_state}, {@code [B, T, hidden]},
 * what the head reads, after the last norm; {@code hidden_states.0}, what the first block reads, to {@code hidden_states.L}, what the last
 * one writes. For vit T is patches + 1, the class token first.
 *
 * <p>Gates are part of the graph: the graph of a model whose gates are still opening computes what its run computes at that moment.
 */
public final class SameDiffModel {
    /** Placeholder of token ids. */
    public static final String INPUT_IDS = "input_ids";
    /** Placeholder of token types. */
    public static final String TOKEN_TYPE_IDS = "token_type_ids";
    /** Placeholder that tells tokens from padding. */
    public static final String ATTENTION_MASK = "attention_mask";
    /** Placeholder of images. */
    public static final String PIXEL_VALUES = "pixel_values";
    /** Output of the head. */
    public static final String LOGITS = "logits";
    /** Output of the last norm. */
    public static final String LAST_HIDDEN_STATE = "last_hidden_state";
    /** What the names of the residual stream between blocks begin with. */
    public static final String HIDDEN_STATES = "hidden_states.";

    private SameDiffModel() {
    }

    /**
     * Returns the graph of a model under its gates.
     *
     * @param state the model, whose arrays of FLOAT the graph shares and others it copies
     */
    public static SameDiff of(ModelState state) {
        SameDiff sd = SameDiff.create();
        state.parameters().forEach((name, values) -> sd.var(name, values.castTo(DataType.FLOAT)));
        ModelShape shape = state.shape();
        Modules modules = new Modules(sd, shape, new GateConstants(sd, shape, state.gates()));
        FamilyGraph family = shape.family() == Family.VIT ? VitGraph.of(modules) : tokens(modules);
        SDVariable x = family.embed();
        family.rows().split(HIDDEN_STATES + 0, x, shape.hidden());
        for (int layer = 0; layer < shape.layers(); layer++) {
            x = modules.gates().mixed(layer, family.block(layer, x), x);
            family.rows().split(HIDDEN_STATES + (layer + 1), x, shape.hidden());
        }
        family.head(x);
        return sd;
    }

    private static FamilyGraph tokens(Modules modules) {
        SDVariable ids = modules.sd().placeHolder(INPUT_IDS, DataType.INT, -1, -1);
        return switch (modules.shape().family()) {
            case LLAMA -> LlamaGraph.of(modules, ids);
            case GPT2 -> Gpt2Graph.of(modules, ids);
            default -> BertGraph.of(modules, ids);
        };
    }
}
