package growth.runtime.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import growth.api.GrowthException;
import growth.api.GrowthException.Kind;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Checks how calls are refused. */
public final class Refusals {
    private Refusals() {
    }

    /**
     * Checks that a call is refused for that kind of reason, in one line.
     *
     * @return the line, for assertions about its words
     */
    public static AbstractStringAssert<?> assertRefused(Kind kind, ThrowingCallable call) {
        GrowthException refusal = catchThrowableOfType(GrowthException.class, call);
        assertThat(refusal).as("a refusal").isNotNull();
        assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
        return assertThat(refusal.getMessage()).doesNotContain("\n");
    }
}
