package growth.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KEYS = List.of("heads", "kv-heads", "hidden", "layers", "lr", "batch", "weight-decay");

    @ParameterizedTest
    @CsvSource({"heds, heads", "haeds, heads", "layer, layers", "kvheads, kv-heads", "kv_heads, kv-heads", "weight_decay, weight-decay",
            "bacth, batch",
        "lt, lr", "Hidden, hidden"})
    void findsWhatWasMeant(String written, String meant) {
        assertThat(NearestName.to(written, KEYS)).contains(meant);
    }

    @Test
    void doesNotGuessWildly() {
        assertThat(NearestName.to("momentum", KEYS)).isEmpty();
        assertThat(NearestName.to("xy", KEYS)).isEmpty();
        assertThat(NearestName.hint("momentum", KEYS)).isEmpty();
        assertThat(NearestName.hint("heds", KEYS)).isEqualTo("; did you mean 'heads'?");
    }
}
