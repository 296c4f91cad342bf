package growth.parallel.cost;

import growth.api.Amounts;
import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network between ranks, as one of them sees it.
 *
 * @param bandwidth bytes per second of one direction, headers of the network included
 * @param latency   seconds until a byte that was sent has arrived
 */
public record Network(double bandwidth, double latency) {
    /** Gigabit Ethernet in one room. */
    public static final Network USUAL = new Network(1e9 / 8, 1e-4);
    /** What an Ethernet packet of 1,500 bytes has left after its own header (38), those of IP and TCP (52): 1,448 of 1,538. */
    private static final double CONTENT = 1448 / 1538.0;

    private static final Pattern BANDWIDTH = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([kKMGT]?)(bit/s|bps|B/s)");
    private static final Pattern LATENCY = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *(s|ms|us|µs)");
    private static final Map<String, Double> MULTIPLES = Map.of("", 1.0, "k", 1e3, "K", 1e3, "M", 1e6, "G", 1e9, "T", 1e12);
    private static final Map<String, Double> SECONDS = Map.of("s", 1.0, "ms", 1e-3, "us", 1e-6, "µs", 1e-6);

    /**
     * @throws IllegalArgumentException if the bandwidth is not positive, or the latency negative
     */
    public Network {
        if (!(bandwidth > 0) || !(latency >= 0) || Double.isInfinite(latency)) {
            throw new IllegalArgumentException("a network of " + bandwidth + " B/s and " + latency + " s");
        }
    }

    /**
     * Reads a network as people write it.
     *
     * @param bandwidth e.g. {@code 1Gbit/s}, {@code 125 MB/s}
     * @param latency   e.g. {@code 0.1ms}, {@code 50us}
     * @throws GrowthException (CONFIGURATION) that says how it is written
     */
    public static Network of(String bandwidth, String latency) {
        Matcher rate = BANDWIDTH.matcher(bandwidth.strip());
        if (!rate.matches() || Double.parseDouble(rate.group(1)) == 0) {
            throw refused("'" + bandwidth + "' is no bandwidth; write 1Gbit/s, 100Mbit/s or 125MB/s", "--bandwidth");
        }
        Matcher time = LATENCY.matcher(latency.strip());
        if (!time.matches()) {
            throw refused("'" + latency + "' is no latency; write 0.1ms, 50us or 0s", "--latency");
        }
        double unit = MULTIPLES.get(rate.group(2)) / (rate.group(3).equals("B/s") ? 1 : 8);
        return new Network(Double.parseDouble(rate.group(1)) * unit, Double.parseDouble(time.group(1)) * SECONDS.get(time.group(2)));
    }

    private static GrowthException refused(String message, String option) {
        return new GrowthException(Kind.CONFIGURATION, option + ": " + message);
    }

    /** Returns the bytes per second that are left for what is sent. */
    public double content() {
        return bandwidth * CONTENT;
    }

    /** Returns the network in words, e.g. {@code 1.0 Gbit/s and 0.1 ms}. */
    @Override
    public String toString() {
        return Amounts.bytes(8 * bandwidth).replaceAll("B$", "bit/s") + " and " + milliseconds() + " ms";
    }

    private String milliseconds() {
        return String.format(Locale.ROOT, "%.3f", 1e3 * latency).replaceAll("\\.?0+$", "");
    }
}
