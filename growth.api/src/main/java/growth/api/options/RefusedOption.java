package growth.api.options;

/** Thrown by the constructor of a record of options that do not fit together; the framework adds the place where the option stands. */
public final class RefusedOption extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String option;

    /**
     * @param option  the option at fault, as run files write it
     * @param message what is wrong and what would be right, in one line
     */
    public RefusedOption(String option, String message) {
        super(message);
        this.option = option;
    }

    /** @return the option at fault, as run files write it */
    public String option() {
        return option;
    }
}
