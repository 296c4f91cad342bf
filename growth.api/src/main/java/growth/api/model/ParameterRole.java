package growth.api.model;

/** What a parameter does in the model, whatever a family's files call it. Operators speak in roles, so that they work for every family. */
public enum ParameterRole {
    TOKEN_EMBEDDING, POSITION_EMBEDDING, TYPE_EMBEDDING, CLASS_TOKEN, PATCH_PROJECTION, EMBEDDING_NORM,
    ATTENTION_NORM, QUERY, KEY, VALUE,
    /** Query, key and value projections fused in one tensor (GPT-2's c_attn). */
    QUERY_KEY_VALUE,
    /** W_O: writes attention's result to the residual stream. */
    ATTENTION_OUTPUT,
    MLP_NORM,
    /** W_gate of SwiGLU. */
    GATE,
    /** W_up, or the only first MLP matrix where there is no gate. */
    UP,
    /** W_down: writes the MLP's result to the residual stream. */
    DOWN,
    FINAL_NORM, HEAD_TRANSFORM, HEAD_TRANSFORM_NORM,
    /** The untied language-model head, a classifier, or the bias of either. */
    HEAD;

    /** Returns whether the parameter writes a branch's result to the residual stream; zeroing these makes a layer silent. */
    public boolean writesResidual() {
        return this == ATTENTION_OUTPUT || this == DOWN;
    }

    /** Returns whether the parameter makes the residual stream out of what the model sees. */
    public boolean embeds() {
        return this == TOKEN_EMBEDDING || this == POSITION_EMBEDDING || this == TYPE_EMBEDDING || this == CLASS_TOKEN
                || this == PATCH_PROJECTION;
    }

    /** Returns whether the parameter is the gain or bias of a norm. */
    public boolean norm() {
        return this == EMBEDDING_NORM || this == ATTENTION_NORM || this == MLP_NORM || this == FINAL_NORM || this == HEAD_TRANSFORM_NORM;
    }
}
