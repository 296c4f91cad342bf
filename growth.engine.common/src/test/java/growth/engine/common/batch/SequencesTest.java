package growth.engine.common.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequencesTest {
    @Test
    void everyRowBelongsToTheSequenceThatHasIt() {
        for (Sequences sequences : new Sequences[] {Sequences.uniform(4, 3), Sequences.uniform(1, 5),
            Sequences.of(new int[] {0, 2, 2, 2, 7, 8})}) {
            for (int sequence = 0; sequence < sequences.count(); sequence++) {
                for (int row = sequences.start(sequence); row < sequences.end(sequence); row++) {
                    assertThat(sequences.of(row)).as("row %d", row).isEqualTo(sequence);
                }
            }
            assertThat(sequences.of(sequences.total())).isEqualTo(sequences.count() - 1);
        }
    }
}
