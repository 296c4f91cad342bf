package growth.spark.executor;

import growth.spark.wire.Order;
import growth.spark.wire.Wire;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.runtime.AbstractFunction1;

/** A Spark task: one rank of an order, which finds the others by a barrier. Its result is an exit status. */
public final class RankTask extends AbstractFunction1<Iterator<Integer>, Iterator<Integer>> implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] order;

    public RankTask(Order order) {
        this.order = Wire.bytes(order);
    }

    @Override
    public Iterator<Integer> apply(Iterator<Integer> ranks) {
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() > 0 || task.stageAttemptNumber() > 0) {
            // the driver repeats commands itself, when it knows that nobody is still saving
            throw new IllegalStateException("a repeated task");
        }
        Order read = (Order) Wire.read(order);
        BooleanSupplier killed = task::isInterrupted;
        try {
            return Iterator$.MODULE$.single(
                    ExecutorPart.current().carryOut(read, task.partitionId(), read.ranks() > 1 ? meet() : List.of(), killed));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns the addresses of all ranks. */
    private static List<String> meet() {
        return List.of(BarrierTaskContext.get().allGather(SparkEnv.get().blockManager().blockManagerId().host() + ":" + freePort()));
    }

    /** The port is free again until the rank takes it, a moment later. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
