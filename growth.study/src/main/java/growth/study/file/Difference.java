package growth.study.file;

import java.util.Locale;

/** In what the arms of a study must not differ, unless the study says that this is what it varies. */
public enum Difference {
    /** The data that are trained on. */
    DATA,
    /** The tokenizer: losses per token of two tokenizers cannot be compared; bits per byte can. */
    TOKENIZER,
    /** The validation data, and how much of them. */
    EVALUATION,
    /** The engine and its workers. */
    HARDWARE;

    /** Returns the name in study files. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
