package growth.shell.gogo;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import growth.shell.command.Console;
import growth.shell.command.GrowthCommand;
import growth.shell.fake.Trial;
import growth.shell.line.CommandRunner;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.felix.service.command.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands of the tests, and Gogo without a framework. */
final class Commands implements AutoCloseable {
    /** Counts down when {@code wait} has begun. */
    final CountDownLatch waiting = new CountDownLatch(1);
    final CommandRunner runner = new Trial().with("say", Say::new).with("fail", Fail::new).with("wait", () -> new Wait(waiting)).runner();
    final CommandProcessorImpl processor;
    private final ThreadIOImpl threads = new ThreadIOImpl();

    Commands() {
        threads.start();
        processor = new CommandProcessorImpl(threads);
        for (String name : List.of("say", "fail", "wait")) {
            processor.addCommand(GogoFunctions.SCOPE, new GogoFunction(runner, List.of(name)), name);
        }
        processor.addCommand(GogoFunctions.SCOPE, new GogoFunction(runner, List.of()), GogoFunctions.SCOPE);
        processor.addCommand("other", (Function) (session, arguments) -> "other " + arguments, "greet");
    }

    /** Returns a console that nobody looks at. */
    static Console console(BooleanSupplier stop) {
        return console(false, stop);
    }

    static Console console(boolean colours, BooleanSupplier stop) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        return new Console(nowhere, nowhere, true, colours, () -> Trial.WIDTH, Path.of(""), stop);
    }

    @Override
    public void close() {
        processor.stop();
        threads.stop();
    }

    /** What can be said. */
    enum Tone { LOUD, SOFT }

    @Command(description = "says words")
    static final class Say implements GrowthCommand {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "the words")
        private List<String> words = List.of();

        @Option(names = {"-t", "--tone"}, paramLabel = "TONE", description = "how")
        private Tone tone = Tone.SOFT;

        @Option(names = "--names", paramLabel = "NAME", split = ",", description = "to whom")
        private List<String> names = List.of();

        @Option(names = "--file", paramLabel = "FILE", description = "a file")
        private Path file;

        @Option(names = "--dir", paramLabel = "DIR", description = "a folder")
        private Path dir;

        @Override
        public int run(Console console) {
            console.out().println("said " + words + " → " + names + (file == null ? "" : " " + console.resolve(file)));
            return 0;
        }

        @Override
        public List<String> candidates(String label) {
            return switch (label) {
                case "NAME" -> List.of("ada", "alan");
                case "WORD" -> List.of("hello", "help");
                default -> List.of();
            };
        }
    }

    @Command(description = "fails")
    static final class Fail implements GrowthCommand {
        @Override
        public int run(Console console) {
            throw new GrowthException(Kind.DATA, "corpus.txt:7: no text");
        }
    }

    @Command(description = "waits to be stopped")
    static final class Wait implements GrowthCommand {
        private final CountDownLatch waiting;

        @Parameters(arity = "0..1")
        private String what = "";

        Wait(CountDownLatch waiting) {
            this.waiting = waiting;
        }

        @Override
        public int run(Console console) {
            waiting.countDown();
            console.out().println("began " + what);
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!console.stop().getAsBoolean() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(1_000_000);
            }
            console.out().println(console.stop().getAsBoolean() ? "saved " + what : "never stopped");
            return 130;
        }
    }
}
