package growth.ops.msg;

import growth.conformance.ReadmeCards;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of the bundle shows what the cards say. */
class ReadmeTest {

    @Test
    void everyCardIsShown() throws IOException {
        ReadmeCards.assertShown(List.of(new MsgOperator()));
        ReadmeCards.assertSchedulesShown(List.of(new MsgSchedule().card()));
    }
}
