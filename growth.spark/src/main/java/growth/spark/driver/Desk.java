package growth.spark.driver;

import growth.spark.wire.Machine;
import growth.spark.wire.Message;
import growth.spark.wire.Message.Began;
import growth.spark.wire.Message.BytesAsked;
import growth.spark.wire.Message.Ended;
import growth.spark.wire.Message.Hello;
import growth.spark.wire.Message.Part;
import growth.spark.wire.Message.Printed;
import growth.spark.wire.Message.StopAsked;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Takes what executors say, one message at a time, and knows whom it concerns. */
final class Desk {
    private final Machine own;
    private final Roster roster;
    private final Map<Long, Attempt> attempts = new ConcurrentHashMap<>();
    private final Map<String, Path> files = new ConcurrentHashMap<>();

    /** @param own this machine, to which those of the executors are compared */
    Desk(Machine own, Roster roster) {
        this.own = own;
        this.roster = roster;
    }

    /** Says who is told about a command from now on. */
    void put(Attempt attempt) {
        attempts.put(attempt.work(), attempt);
    }

    /** Forgets a command. */
    void remove(long work) {
        attempts.remove(work);
    }

    /** Offers a file's content to executors. */
    void offer(String sha256, Path file) {
        files.put(sha256, file);
    }

    /** Returns the answer. */
    Serializable receive(Message message) {
        if (message instanceof Hello hello) {
            String refusal = own.difference(hello.executor(), hello.machine());
            roster.came(hello.executor(), hello.machine(), refusal);
            return refusal;
        } else if (message instanceof Began began) {
            attempt(began.part()).ifPresent(attempt -> attempt.began(began.part().rank(), began.executor(), began.host()));
        } else if (message instanceof Printed printed) {
            attempt(printed.part()).ifPresent(attempt -> attempt.printed(printed.part().rank(), printed.lines()));
        } else if (message instanceof Ended ended) {
            attempt(ended.part()).ifPresent(attempt -> attempt.ended(ended.part().rank(), ended.status()));
            roster.ended(ended.executor());
        } else if (message instanceof StopAsked asked) {
            // who asks for an attempt that has been given up is to end
            return attempt(asked.part()).map(Attempt::stops).orElse(true);
        } else if (message instanceof BytesAsked asked) {
            return bytes(asked.sha256());
        }
        return "";
    }

    private Optional<Attempt> attempt(Part part) {
        return Optional.ofNullable(attempts.get(part.work())).filter(attempt -> attempt.number() == part.attempt());
    }

    private byte[] bytes(String sha256) {
        try {
            return Files.readAllBytes(files.get(sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
