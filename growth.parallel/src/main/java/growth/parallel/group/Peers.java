package growth.parallel.group;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who takes part in a run, as one rank knows it. The lists of ranks may name the same process differently, as behind a router; what counts
 * is where a rank reaches the next one.
 *
 * @param rank      this rank, from 0
 * @param addresses where each rank listens; this one's own is where it listens itself, on every address of the machine if it is a wildcard
 * @param secret    what only the ranks of this run know; it is never sent, and compared by challenge and response. Empty for a network in
 *                  which nobody else is.
 * @param versions  what must be equal on all ranks, by name: Java, bundles, the run file's hash; a rank that differs is refused with both
 * @param patience  how long to wait for others
 */
public record Peers(int rank, List<InetSocketAddress> addresses, byte[] secret, SortedMap<String, String> versions, Patience patience) {
    /**
     * @throws IllegalArgumentException if the rank is none of the addresses
     */
    public Peers {
        addresses = List.copyOf(addresses);
        secret = secret.clone();
        versions = new TreeMap<>(versions);
        Objects.requireNonNull(patience);
        if (rank < 0 || rank >= addresses.size()) {
            throw new IllegalArgumentException("rank " + rank + " of " + addresses.size());
        }
    }

    /** Describes a rank without a secret and versions, with the default patience. */
    public static Peers of(int rank, List<InetSocketAddress> addresses) {
        return new Peers(rank, addresses, new byte[0], new TreeMap<>(), Patience.DEFAULT);
    }

    /** Returns a copy with another secret. */
    public Peers secret(byte[] ofTheRun) {
        return new Peers(rank, addresses, ofTheRun, versions, patience);
    }

    /** Returns a copy with other versions. */
    public Peers versions(Map<String, String> ofThisRank) {
        return new Peers(rank, addresses, secret, new TreeMap<>(ofThisRank), patience);
    }

    /** Returns a copy with another patience. */
    public Peers patience(Patience other) {
        return new Peers(rank, addresses, secret, versions, other);
    }

    /** Returns the number of ranks. */
    public int size() {
        return addresses.size();
    }

    /** Returns where this rank listens. */
    public InetSocketAddress own() {
        return addresses.get(rank);
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Peers peers && rank == peers.rank && addresses.equals(peers.addresses)
                && Arrays.equals(secret, peers.secret) && versions.equals(peers.versions) && patience.equals(peers.patience);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rank, addresses, versions);
    }

    /** Returns rank and addresses; the secret is kept. */
    @Override
    public String toString() {
        return "rank " + rank + " of " + addresses;
    }
}
