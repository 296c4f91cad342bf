package growth.conformance;

import java.util.function.Supplier;

/** Says in words what an operator does wrong. */
public final class Fault extends AssertionError {
    private static final long serialVersionUID = 1L;

    /** @param words one line: what is wrong, and where */
    public Fault(String words) {
        super(words);
    }

    /** @throws Fault unless the condition holds */
    static void unless(boolean condition, Supplier<String> words) {
        if (!condition) {
            throw new Fault(words.get());
        }
    }
}
