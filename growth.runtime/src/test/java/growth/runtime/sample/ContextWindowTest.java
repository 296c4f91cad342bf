package growth.runtime.sample;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextWindowTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "8, 0", "9, 4", "12, 4", "13, 8", "16, 8", "17, 12", "100, 92"})
    void movesOnByHalfOfTheContext(int length, int start) {
        assertThat(new ContextWindow(8, 0).start(length)).isEqualTo(start);
        assertThat(new ContextWindow(10, 2).start(length)).isEqualTo(start);
    }

    @Test
    void theModelAlwaysSeesSomethingAndNeverMoreThanItTakes() {
        for (int context = 1; context < 20; context++) {
            for (int prefix = 0; prefix < context; prefix++) {
                ContextWindow window = new ContextWindow(context, prefix);
                int before = 0;
                for (int length = 1; length < 90; length++) {
                    int start = window.start(length);
                    assertThat(prefix + length - start).isBetween(prefix + 1, context);
                    assertThat(start).isGreaterThanOrEqualTo(before);
                    assertThat(length - start).as("half of it stays").isGreaterThanOrEqualTo(Math.min(length, (context - prefix) / 2));
                    before = start;
                }
            }
        }
    }

    @Test
    void aPrefixStaysBeforeWhatIsSeen() {
        GrowingText text = new GrowingText(6, new int[] {90, 91}, new int[] {1, 2, 3, 4});
        assertThat(text.seen()).containsExactly(90, 91, 1, 2, 3, 4);
        text.add(5);
        assertThat(text.seen()).containsExactly(90, 91, 3, 4, 5);
        text.add(6);
        assertThat(text.seen()).containsExactly(90, 91, 3, 4, 5, 6);
        assertThat(text.from(4)).containsExactly(5, 6);
        assertThat(text.length()).isEqualTo(6);
    }
}
