package growth.report.plot;

/**
 * What a plot says of itself.
 *
 * @param id          name of its file and element: lower-case letters, digits and hyphens
 * @param title       a few words
 * @param description a sentence for those who do not see it, and below the plot
 */
public record Heading(String id, String title, String description) {
    public Heading {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("id '" + id + "'");
        }
    }
}
