package growth.parallel.ring;

import growth.parallel.group.Peers;
import java.net.InetSocketAddress;

/** What ranks are called in messages: {@code rank 1 (host:port)}. */
record Names(Peers peers) {
    static String of(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    String rank(int rank) {
        return "rank " + rank + " (" + of(peers.addresses().get(rank)) + ")";
    }

    String own() {
        return rank(peers.rank());
    }
}
