package growth.it.probe;

/** Claims a name that the installation's own operator has. */
public final class RivalOperator extends StackingProbe {

    /** The operator's name. */
    public static final String NAME = "stack";

    /** Made for each use. */
    public RivalOperator() {
        super(NAME);
    }
}
