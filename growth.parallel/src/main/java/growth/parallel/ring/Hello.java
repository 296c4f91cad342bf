package growth.parallel.ring;

import growth.parallel.group.Peers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How a rank introduces itself. Nothing in it is secret.
 *
 * @param nonce    random bytes, which make each proof good for one connection
 * @param rank     its rank
 * @param size     how many ranks it expects
 * @param versions what must be equal on all ranks
 */
record Hello(byte[] nonce, int rank, int size, SortedMap<String, String> versions) {
    /** The most bytes that it may take. */
    static final int MOST = 1 << 20;
    /** The protocol; ranks with another one cannot talk. */
    private static final String MAGIC = "growth ring 1";
    private static final int NONCE = 32;
    private static final int MOST_VERSIONS = 10_000;
    /** Differences that are named; the rest is counted. */
    private static final int NAMED = 4;

    static Hello of(Peers peers) {
        byte[] nonce = new byte[NONCE];
        new SecureRandom().nextBytes(nonce);
        return new Hello(nonce, peers.rank(), peers.size(), peers.versions());
    }

    /**
     * @throws IOException if the bytes are something else: a stranger's
     */
    static Hello read(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (!in.readUTF().equals(MAGIC)) {
            throw new IOException("it speaks something else");
        }
        byte[] nonce = in.readNBytes(NONCE);
        int rank = in.readInt();
        int size = in.readInt();
        int count = in.readInt();
        if (nonce.length < NONCE || count < 0 || count > MOST_VERSIONS) {
            throw new IOException("it speaks something else");
        }
        SortedMap<String, String> versions = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            versions.put(in.readUTF(), in.readUTF());
        }
        return new Hello(nonce, rank, size, versions);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(MAGIC);
            out.write(nonce);
            out.writeInt(rank);
            out.writeInt(size);
            out.writeInt(versions.size());
            for (Map.Entry<String, String> version : versions.entrySet()) {
                out.writeUTF(version.getKey());
                out.writeUTF(version.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Returns why a neighbour does not fit.
     *
     * @param theirs   what it said
     * @param expected the rank that it should have
     * @param name     what it is called
     */
    Optional<String> refusal(Hello theirs, int expected, String name) {
        if (theirs.size != size) {
            return Optional.of(name + " counts " + theirs.size + " ranks, this one, rank " + rank + ", " + size
                    + "; give every rank the same list");
        }
        if (theirs.rank != expected) {
            return Optional.of(name + " takes itself for rank " + theirs.rank
                    + "; give every rank the list in the same order, and each its own number");
        }
        SortedSet<String> names = new TreeSet<>(versions.keySet());
        names.addAll(theirs.versions.keySet());
        List<String> differing = new ArrayList<>();
        for (String each : names) {
            if (!Objects.equals(versions.get(each), theirs.versions.get(each))) {
                differing.add(each + " " + word(theirs.versions.get(each)) + " there, " + word(versions.get(each)) + " here");
            }
        }
        if (differing.isEmpty()) {
            return Optional.empty();
        }
        String more = differing.size() > NAMED ? ", and " + (differing.size() - NAMED) + " more" : "";
        return Optional.of(name + " differs from this one, rank " + rank + ": "
                + String.join("; ", differing.subList(0, Math.min(NAMED, differing.size()))).replaceAll("\\p{C}", "?") + more
                + "; use the same on all ranks");
    }

    private static String word(String version) {
        return version == null ? "is missing" : version;
    }
}
