package growth.report.monitor;

/**
 * How a process is.
 *
 * @param well   whether it can go on as it is
 * @param report what was found, as JSON
 */
public record Health(boolean well, String report) {
}
