package growth.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import growth.api.data.Batch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LazyBatchesTest {
    private final List<Long> made = new ArrayList<>();

    private List<Batch> batches(long total, int rows) {
        return LazyBatches.of(total, rows, (first, here) -> {
            made.add(first);
            return new Batch.Tokens(here, 1, new int[here], new int[here]);
        });
    }

    @Test
    void theLastBatchHasTheRest() {
        assertThat(batches(7, 3)).extracting(Batch::rows).containsExactly(3, 3, 1);
        assertThat(batches(6, 3)).extracting(Batch::rows).containsExactly(3, 3);
        assertThat(batches(5, Integer.MAX_VALUE)).extracting(Batch::rows).containsExactly(5);
        assertThat(batches(0, 3)).isEmpty();
    }

    @Test
    void eachIsMadeWhenItIsAskedFor() {
        List<Batch> batches = batches(1L << 40, 1 << 10);
        assertThat(batches.size()).isEqualTo(1 << 30);
        assertThat(made).isEmpty();
        assertThat(batches.get(1 << 29).rows()).isEqualTo(1 << 10);
        assertThat(made).containsExactly(1L << 39);
        assertThatThrownBy(() -> batches.get(1 << 30)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
