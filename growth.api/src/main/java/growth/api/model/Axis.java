package growth.api.model;

import java.util.Locale;

/** What an index of a tensor's dimension counts. Growth maps are given per axis, for all tensors in which the axis occurs. */
public enum Axis {
    /** Transformer blocks; never a tensor's dimension, but the axis of layer gates. */
    LAYERS,
    /** Coordinates of the residual stream: hidden size d. */
    HIDDEN,
    /** Neurons of the MLP: intermediate size f. */
    INTERMEDIATE,
    /** Query heads. */
    HEADS,
    /** Key/value heads. */
    KV_HEADS,
    /** Coordinates within one head: head size e. */
    HEAD_SIZE,
    /** Token ids. */
    VOCABULARY,
    /** Learned positions. */
    POSITIONS,
    /** Token types (segments) of BERT. */
    TOKEN_TYPES,
    /** Labels of a classifier. */
    CLASSES,
    /** The three parts query, key, value of a fused projection; always 3. */
    QKV,
    /** Colour channels of an image. */
    CHANNELS,
    /** Rows or columns of pixels in a patch. */
    PATCH,
    /** A dimension of size 1 that a file format asks for. */
    SINGLE;

    /** Returns the size's name in run files, e.g. {@code kv-heads}, and {@code context} for the positions. */
    public String label() {
        return this == POSITIONS ? "context" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
