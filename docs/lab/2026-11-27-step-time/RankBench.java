import growth.parallel.group.Peers;
import growth.parallel.group.ProcessGroup;
import growth.parallel.group.ProcessGroups;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** RankBench RANK HOST:PORT,HOST:PORT SECONDS: sums of several lengths; rank 0 prints length, median, fastest, repetitions. */
public final class RankBench {
    public static void main(String[] arguments) {
        int rank = Integer.parseInt(arguments[0]);
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String each : arguments[1].split(",")) {
            int colon = each.lastIndexOf(':');
            addresses.add(new InetSocketAddress(each.substring(0, colon), Integer.parseInt(each.substring(colon + 1))));
        }
        double budget = Double.parseDouble(arguments[2]);
        try (ProcessGroup group = ProcessGroups.connect(Peers.of(rank, addresses), System.err::println)) {
            for (int n : new int[] {1, 1000, 100_000, 1_000_000, 4_000_000}) {
                INDArray values = Nd4j.zeros(n);
                List<Double> times = new ArrayList<>();
                double used = 0;
                double[] stop = {0};
                for (int i = 0; stop[0] == 0; i++) {
                    group.barrier();
                    long begin = System.nanoTime();
                    group.sum(values);
                    double seconds = (System.nanoTime() - begin) / 1e9;
                    used += seconds;
                    if (i > 0) {
                        times.add(seconds);
                    }
                    stop[0] = rank == 0 && (i >= 3 && (used > budget || i >= 60) || used > 10) ? 1 : 0;
                    group.sum(stop);
                }
                Collections.sort(times);
                if (rank == 0) {
                    System.out.printf(Locale.ROOT, "%d %.6f %.6f %d%n", n, times.get(times.size() / 2), times.get(0), times.size());
                }
            }
            group.barrier();
        }
    }
}
