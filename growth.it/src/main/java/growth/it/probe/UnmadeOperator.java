package growth.it.probe;

/** Cannot be made. */
public final class UnmadeOperator extends StackingProbe {

    /** The operator's name. */
    public static final String NAME = "unmade";

    /** Always fails. */
    public UnmadeOperator() {
        super(NAME);
        throw new IllegalStateException("no teacher weights");
    }
}
