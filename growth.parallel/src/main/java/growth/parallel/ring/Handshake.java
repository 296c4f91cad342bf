package growth.parallel.ring;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.parallel.group.Peers;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two neighbours get to know each other: both introduce themselves, then each proves by an HMAC-SHA-256 over both introductions that it
 * knows the secret. Only who knows it hears more than an introduction; what follows is neither encrypted nor signed.
 */
final class Handshake {
    private static final int PROOF = 32;
    private static final byte ACCEPTED = 1;
    private static final byte REFUSED = 0;

    private final Peers peers;
    private final Names names;
    private final Hello own;

    Handshake(Peers peers) {
        this.peers = peers;
        names = new Names(peers);
        own = Hello.of(peers);
    }

    /**
     * Shakes hands with the rank that this one has called.
     *
     * @throws IOException     if it may help to call again
     * @throws GrowthException (CONFIGURATION) if it has another secret, or does not fit
     */
    void call(Socket socket, int expected) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] mine = own.bytes();
        send(out, mine);
        byte[] theirs = receive(in);
        Hello hello = Hello.read(theirs);
        out.write(proof("caller", mine, theirs));
        out.flush();
        boolean accepted = in.readByte() == ACCEPTED;
        if (!accepted || !MessageDigest.isEqual(in.readNBytes(PROOF), proof("listener", mine, theirs))) {
            throw new GrowthException(Kind.CONFIGURATION, names.rank(expected)
                    + " has another secret than this one, rank " + peers.rank() + "; give all ranks the same");
        }
        check(hello, expected);
    }

    /**
     * Shakes hands with whoever calls.
     *
     * @return whether it knows the secret
     * @throws IOException     if it is a stranger, or went away
     * @throws GrowthException (CONFIGURATION) if it knows the secret and does not fit
     */
    boolean answer(Socket socket, int expected) throws IOException {
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] theirs = receive(in);
        Hello hello = Hello.read(theirs);
        byte[] mine = own.bytes();
        send(out, mine);
        byte[] theirProof = in.readNBytes(PROOF);
        if (theirProof.length < PROOF) {
            throw new IOException("it went away");
        }
        if (!MessageDigest.isEqual(theirProof, proof("caller", theirs, mine))) {
            out.write(REFUSED);
            out.flush();
            return false;
        }
        out.write(ACCEPTED);
        out.write(proof("listener", theirs, mine));
        out.flush();
        check(hello, expected);
        return true;
    }

    private void check(Hello hello, int expected) {
        own.refusal(hello, expected, names.rank(expected)).ifPresent(refusal -> {
            throw new GrowthException(Kind.CONFIGURATION, refusal);
        });
    }

    private static void send(DataOutputStream out, byte[] hello) throws IOException {
        out.writeInt(hello.length);
        out.write(hello);
        out.flush();
    }

    private static byte[] receive(DataInputStream in) throws IOException {
        int bytes = in.readInt();
        if (bytes < 0 || bytes > Hello.MOST) {
            throw new IOException("it speaks something else");
        }
        byte[] hello = in.readNBytes(bytes);
        if (hello.length < bytes) {
            throw new IOException("it went away");
        }
        return hello;
    }

    private byte[] proof(String role, byte[] caller, byte[] listener) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // a key may not be empty; what stands in front tells nobody anything
            byte[] secret = peers.secret();
            byte[] key = new byte[secret.length + 1];
            System.arraycopy(secret, 0, key, 1, secret.length);
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(role.getBytes(StandardCharsets.US_ASCII));
            mac.update(caller);
            mac.update(listener);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
