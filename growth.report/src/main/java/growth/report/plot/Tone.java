package growth.report.plot;

/**
 * How one series is told from the others: a colour, and a dash once the colours have been used up.
 *
 * @param index 0 for what the others are compared with, then 1, 2, …
 */
public record Tone(int index) {
    /** What the others are compared with. */
    public static final Tone NEUTRAL = new Tone(0);
    private static final int COLOURS = Palette.LIGHT.tones().size();
    private static final int DASHES = 4;

    public Tone {
        if (index < 0) {
            throw new IllegalArgumentException("tone " + index);
        }
    }

    /** Returns the CSS classes of a series in this tone. */
    public String classes() {
        // The neutral colour is for the first alone.
        int colour = index == 0 ? 0 : 1 + (index - 1) % (COLOURS - 1);
        int dash = index == 0 ? 0 : (index - 1) / (COLOURS - 1) % DASHES;
        return "t" + colour + (dash == 0 ? "" : " d" + dash);
    }
}
