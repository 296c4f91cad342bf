package growth.report.tensorboard;

import java.util.List;

/**
 * What an event file tells of one step, as TensorBoard's {@code event.proto} and {@code summary.proto} lay it down.
 *
 * @param step   training step
 * @param values scalars and texts
 */
record Event(long step, List<Value> values) {
    private static final String TEXT_PLUGIN = "text";
    private static final int DATA_CLASS_TENSOR = 2;
    private static final int STRINGS = 7;
    private static final int SESSION_START = 1;

    Event {
        values = List.copyOf(values);
    }

    /** A value and its name, such as {@code train/loss}: TensorBoard groups by what stands before the slash. */
    sealed interface Value {
        String tag();

        /** A number, which TensorBoard keeps in single precision. */
        record Scalar(String tag, double value) implements Value {
        }

        /** A text in Markdown. */
        record Text(String tag, String markdown) implements Value {
        }
    }

    /**
     * Returns the first record of every event file.
     *
     * @param wallTime seconds since 1970
     */
    static byte[] version(double wallTime) {
        return new Message().number(1, wallTime).text(3, "brain.Event:2").bytes();
    }

    /**
     * Returns the record that makes a TensorBoard that is running forget what older files of the run have told.
     *
     * @param wallTime seconds since 1970
     */
    static byte[] restart(double wallTime) {
        return new Message().number(1, wallTime).nested(7, new Message().number(1, SESSION_START)).bytes();
    }

    /**
     * Returns the record of this event.
     *
     * @param wallTime when it happened, in seconds since 1970
     */
    byte[] at(double wallTime) {
        Message message = new Message().number(1, wallTime);
        if (step != 0) {
            message.number(2, step);
        }
        Message summary = new Message();
        values.forEach(value -> summary.nested(1, message(value)));
        return message.nested(5, summary).bytes();
    }

    private static Message message(Value value) {
        Message message = new Message().text(1, value.tag());
        if (value instanceof Value.Scalar scalar) {
            return message.number(2, (float) scalar.value());
        }
        Message shape = new Message().nested(2, new Message().number(1, 1));
        Message tensor = new Message().number(1, STRINGS).nested(2, shape).text(8, ((Value.Text) value).markdown());
        Message metadata = new Message().nested(1, new Message().text(1, TEXT_PLUGIN)).number(4, DATA_CLASS_TENSOR);
        return message.nested(8, tensor).nested(9, metadata);
    }
}
