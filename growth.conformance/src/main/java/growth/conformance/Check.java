package growth.conformance;

/** One thing that operators have to get right in every growth they do. */
interface Check {
    /** @return what is checked, in words */
    String title();

    /**
     * @param trial an accepted growth
     * @throws Fault that says what is wrong
     */
    void verify(Trial trial);
}
