package growth.ops.autoprog;

import growth.conformance.ReadmeCards;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of the bundle shows what the cards say. */
class ReadmeTest {

    @Test
    void everyCardIsShown() throws IOException {
        ReadmeCards.assertShown(List.of(new MomentumOperator()));
        ReadmeCards.assertSchedulesShown(List.of(new AutoProgSchedule().card(), new AutoProgSearchSchedule().card()));
    }
}
