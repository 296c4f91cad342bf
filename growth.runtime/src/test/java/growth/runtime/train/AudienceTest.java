package growth.runtime.train;

import static org.assertj.core.api.Assertions.assertThat;

import growth.api.training.Progress;
import growth.api.training.TrainingEvent;
import growth.api.training.TrainingEvent.RunEnded;
import growth.api.training.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class AudienceTest {
    @Test
    void listenerThatFailsIsDroppedAndTheOthersHearOn() {
        // Kept, so that the setting is not collected with it: the warning below is expected.
        Logger quiet = Logger.getLogger(Audience.class.getName());
        quiet.setLevel(Level.OFF);
        List<TrainingEvent> heard = new ArrayList<>();
        List<TrainingEvent> failed = new ArrayList<>();
        TrainingListener failing = event -> {
            failed.add(event);
            throw new IllegalStateException("no more paper");
        };
        TrainingListener broken = event -> {
            throw new AssertionError("a class of it is gone");
        };
        Audience audience = new Audience(List.of(failing, broken, heard::add));
        RunEnded event = new RunEnded(Progress.none(), RunEnded.Outcome.STOPPED);
        audience.on(event);
        audience.on(event);
        assertThat(failed).hasSize(1);
        assertThat(heard).hasSize(2);
        quiet.setLevel(null);
    }

    @Test
    void onlyThoseWhoWantToHearNotes() {
        List<String> notes = new ArrayList<>();
        RunListener listener = new RunListener() {
            @Override
            public void on(TrainingEvent event) {
                notes.add(event.toString());
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        List<TrainingEvent> events = new ArrayList<>();
        new Audience(List.of(listener, events::add)).note("a line");
        assertThat(notes).containsExactly("a line");
        assertThat(events).isEmpty();
    }
}
