package growth.ops.stacking;

import growth.api.schedule.GrowthSchedule;
import growth.conformance.ReadmeCards;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page of the bundle shows what the cards say. */
class ReadmeTest {

    @Test
    void everyCardIsShown() throws IOException {
        ReadmeCards.assertShown(Trials.operators());
        ReadmeCards.assertSchedulesShown(Trials.schedules().stream().map(GrowthSchedule::card).toList());
    }
}
