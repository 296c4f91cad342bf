package growth.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two hosts on this machine, with a network between them that a test can disturb: network namespaces joined by a virtual cable. Only root
 * can make them, with {@code ip} and {@code tc}.
 */
public final class TwoHosts implements AutoCloseable {
    private static final String DEVICE = "eth0";
    /** An address of Ethernet that neither host has. */
    private static final String NOBODY = "02:00:00:00:00:99";

    private final List<String> names;

    private TwoHosts(List<String> names) {
        this.names = names;
    }

    /** Tells whether this user can make such hosts on this machine. */
    public static boolean possible() throws InterruptedException {
        String trial = name("trial");
        if (status("ip", "netns", "add", trial) != 0) {
            return false;
        }
        boolean shapes = status("tc", "-n", trial, "qdisc", "replace", "dev", "lo", "root", "tbf", "rate", "1gbit", "burst", "64kb",
                "latency", "50ms") == 0;
        return status("ip", "netns", "del", trial) == 0 && shapes;
    }

    /** Makes both hosts. */
    public static TwoHosts create() throws InterruptedException {
        TwoHosts hosts = new TwoHosts(List.of(name("a"), name("b")));
        hosts.names.forEach(name -> done("ip", "netns", "add", name));
        done("ip", "-n", hosts.names.get(0), "link", "add", DEVICE, "type", "veth", "peer", "name", DEVICE, "netns", hosts.names.get(1));
        for (int host = 0; host < hosts.names.size(); host++) {
            String name = hosts.names.get(host);
            done("ip", "-n", name, "address", "add", hosts.address(host) + "/24", "dev", DEVICE);
            done("ip", "-n", name, "link", "set", "lo", "up");
            done("ip", "-n", name, "link", "set", DEVICE, "up");
        }
        return hosts;
    }

    private static String name(String of) {
        return "growth-" + ProcessHandle.current().pid() + "-" + of;
    }

    /** Returns a host's address. */
    public String address(int host) {
        return "10.199.1." + (host + 1);
    }

    /** Returns the words before a command that is to run on a host. */
    public String[] on(int host) {
        return new String[] {"ip", "netns", "exec", names.get(host)};
    }

    /**
     * Shapes what each host sends, in place of what shaped it before.
     *
     * @param words what {@code tc} calls a queueing discipline, such as {@code tbf rate 10mbit burst 16kb latency 50ms}; a queue that is
     *              too short for its rate loses packets
     */
    public void shape(String... words) {
        for (String name : names) {
            done(Stream.concat(Stream.of("tc", "-n", name, "qdisc", "replace", "dev", DEVICE, "root"), Stream.of(words))
                    .toArray(String[]::new));
        }
    }

    /** Pulls the cable, which both hosts notice; connections stay, and go on once it is plugged in. */
    public void pull() {
        done("ip", "-n", names.get(0), "link", "set", DEVICE, "down");
    }

    /** Plugs it in again. */
    public void plug() {
        done("ip", "-n", names.get(0), "link", "set", DEVICE, "up");
    }

    /** Loses every packet between the hosts, unnoticed by either. */
    public void silence() {
        for (int host = 0; host < names.size(); host++) {
            done("ip", "-n", names.get(host), "neigh", "replace", address(1 - host), "lladdr", NOBODY, "nud", "permanent", "dev", DEVICE);
        }
    }

    /** Ends the silence. */
    public void heal() {
        for (int host = 0; host < names.size(); host++) {
            done("ip", "-n", names.get(host), "neigh", "del", address(1 - host), "dev", DEVICE);
        }
    }

    private static int status(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        }
    }

    private static void done(String... command) {
        try {
            assertThat(status(command)).as(String.join(" ", command)).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Removes both hosts; processes that still run there keep theirs until they end. */
    @Override
    public void close() throws InterruptedException {
        List<String> kept = new ArrayList<>();
        for (String name : names) {
            if (status("ip", "netns", "del", name) != 0) {
                kept.add(name);
            }
        }
        assertThat(kept).as("hosts that could not be removed").isEmpty();
    }
}
