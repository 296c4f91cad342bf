package growth.runtime.plugins.guard;

import static growth.runtime.fake.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a plug-in does when it is called, its caller goes on and can name it. */
@Isolated("calls that live give a sign of it within the shortest of limits")
class PluginCallsTest {
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(60);
    private final PluginGuard guard = new PluginGuard(new Limits(SHORT, LONG, SHORT));

    private PluginCalls calls(boolean foreign) {
        return guard.calls(new Plugin("operator 'odd'", "odd.ops 1.2.3", () -> "odd.jar", foreign));
    }

    private static void fails(ThrowingCallable call, String words) {
        assertRefused(Kind.FAILING_PLUGIN, call).isEqualTo("operator 'odd' of odd.ops 1.2.3 (odd.jar) " + words);
    }

    static Stream<Throwable> anything() {
        return Stream.of(new IllegalStateException("no"), new AssertionError("no"), new StackOverflowError("no"),
                new OutOfMemoryError("no"), new NoClassDefFoundError("no"), new Error("no"), new java.io.IOException("no"));
    }

    @ParameterizedTest
    @MethodSource("anything")
    void anythingThrownNamesPluginJarAndCall(Throwable thrown) {
        for (boolean foreign : new boolean[] {true, false}) {
            try (PluginCalls calls = calls(foreign)) {
                fails(() -> calls.ask("check", () -> sneaky(thrown)), "failed in 'check': " + thrown.getClass().getName()
                        + ": no");
                assertThat(calls.<String>ask("check", () -> "still there")).isEqualTo("still there");
            }
        }
    }

    @SuppressWarnings("unchecked") // what is thrown may be checked, which no plug-in declares
    private static <T extends Throwable> Object sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusalStaysWhatItIs(boolean foreign) {
        GrowthException refusal = new GrowthException(Kind.CONFIGURATION, "run.yaml:3: too wide");
        try (PluginCalls calls = calls(foreign)) {
            assertThatThrownBy(() -> calls.tell("check", () -> {
                throw refusal;
            })).isSameAs(refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsNoAnswer(boolean foreign) {
        try (PluginCalls calls = calls(foreign)) {
            fails(() -> calls.ask("map", () -> null), "returned from 'map' nothing (null)");
        }
    }

    @Test
    void escapesNeverReachATerminal() {
        try (PluginCalls calls = calls(true)) {
            fails(() -> calls.ask("map", () -> {
                throw new IllegalStateException("a\u001b[2Jb\u009b1m\nc\u202e");
            }), "failed in 'map': java.lang.IllegalStateException: a?[2Jb?1m c?");
            assertRefused(Kind.CONFIGURATION, () -> calls.tell("check", () -> {
                throw new GrowthException(Kind.CONFIGURATION, "run.yaml:3: \u001b]0;title\u0007");
            })).isEqualTo("run.yaml:3: ?]0;title?");
        }
        assertThat(PlainText.of("κ 8×16 …")).isEqualTo("κ 8×16 …");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallThatDoesNotReturnIsGivenUpAndTheThreadIsLeftAlone(boolean sleeps) {
        AtomicBoolean over = new AtomicBoolean();
        try (PluginCalls calls = calls(true)) {
            fails(() -> calls.tell("card", () -> block(sleeps, over)), "has not returned from 'card' for 0.5 s and was given up");
            fails(() -> calls.ask("map", () -> "an answer"), "is still in 'card', where it was given up; 'map' cannot be called");
            assertThat(calls.lost()).isTrue();
        } finally {
            over.set(true);
        }
    }

    /** Deaf to interrupts if it does not sleep. */
    private static void block(boolean sleeps, AtomicBoolean over) {
        try {
            if (sleeps) {
                new CountDownLatch(1).await();
            }
            while (!over.get()) {
                Thread.onSpinWait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whatHasNotComeBackIsListedUntilItHas() throws InterruptedException {
        AtomicBoolean over = new AtomicBoolean();
        PluginGuard watched = new PluginGuard(new Limits(SHORT, LONG, SHORT, Duration.ofMillis(100)));
        try (PluginCalls calls = watched.calls(new Plugin("suite 'odd'", "odd 1.0.0", () -> "odd.jar", true))) {
            assertThat(watched.overdue()).isEmpty();
            Thread caller = new Thread(() -> {
                try {
                    calls.tell("card", () -> block(false, over));
                } catch (GrowthException expected) {
                    return;
                }
            });
            caller.start();
            await(() -> watched.overdue().stream().anyMatch(call -> !call.givenUp()));
            assertThat(watched.overdue()).singleElement().satisfies(call -> assertThat(call.words())
                    .matches("suite 'odd' of odd 1.0.0 \\(odd.jar\\) has been in 'card' for [\\d.]+ s"));
            caller.join();
            assertThat(watched.overdue()).singleElement().satisfies(call -> assertThat(call.words()).endsWith(" s, given up"));
        } finally {
            over.set(true);
        }
        await(() -> watched.overdue().isEmpty());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it becomes so").isLessThan(end);
            Thread.sleep(10);
        }
    }

    @Test
    void workMayTakeLongerUntilAnEndIsAskedFor() {
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean stop = new AtomicBoolean();
        try (PluginCalls calls = calls(true)) {
            Thread later = new Thread(() -> {
                sleep(3 * SHORT.toMillis());
                stop.set(true);
            });
            long begin = System.nanoTime();
            later.start();
            assertThatThrownBy(() -> guard.during(stop::get, () -> calls.work("grow", () -> {
                block(false, over);
                return "late";
            }))).isInstanceOfSatisfying(PluginFailure.class, failure -> assertThat(failure.stopped()).isTrue())
                    .hasMessage("operator 'odd' of odd.ops 1.2.3 (odd.jar) was still in 'grow' 0.5 s after the end was asked for");
            assertThat(System.nanoTime() - begin).isGreaterThan(3 * SHORT.toNanos());
        } finally {
            over.set(true);
        }
    }

    @Test
    void theEndIsSeenInsideCallsOfOtherPlugins() {
        AtomicBoolean over = new AtomicBoolean();
        try (PluginCalls outer = calls(true); PluginCalls inner = calls(true)) {
            assertThatThrownBy(() -> guard.during(() -> true, () -> outer.work("grow", () -> inner.work("next", () -> {
                block(false, over);
                return "late";
            })))).isInstanceOfSatisfying(PluginFailure.class, failure -> assertThat(failure.stopped()).isTrue());
            assertThat(guard.stop().getAsBoolean()).isFalse();
        } finally {
            over.set(true);
        }
    }

    @Test
    void signsOfLifeExtendTheTime() {
        try (PluginCalls calls = calls(true)) {
            assertThat(calls.<String>ask("begin", () -> {
                for (int i = 0; i < 6; i++) {
                    sleep(SHORT.toMillis() / 2);
                    calls.showsLife();
                }
                return "done";
            })).isEqualTo("done");
        }
    }

    @Test
    void oneThreadForAllCallsAndTheCallersInterruptIsKept() {
        try (PluginCalls calls = calls(true)) {
            Thread first = calls.ask("card", Thread::currentThread);
            Thread.currentThread().interrupt();
            assertThat(calls.<Thread>ask("card", Thread::currentThread)).isSameAs(first).isNotSameAs(Thread.currentThread());
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
