package growth.conformance;

/** One requirement on every growth of an operator. */
interface Check {
    /** Returns the checked requirement, in words. */
    String title();

    /**
     * @param learns whether the operator trains in a growth, which takes seconds
     * @return the number of growths of a family that are examined: all of them unless the check takes long
     */
    default int most(boolean learns) {
        return learns ? 2 : Integer.MAX_VALUE;
    }

    /**
     * @param trial an accepted growth
     * @throws Fault that says what is wrong
     */
    void verify(Trial trial);
}
