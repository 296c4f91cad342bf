package growth.engine.cpu.model;

/**
 * A batch as the model reads it: what goes in, in which rows it lies, and which of them are scored.
 *
 * @param input  what the model sees
 * @param full   the sequences as they are embedded
 * @param body   the sequences as the blocks see them
 * @param scores the scored rows
 */
public record Reading(Input input, Sequences full, Sequences body, Scores scores) {
}
