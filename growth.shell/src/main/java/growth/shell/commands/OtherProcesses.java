package growth.shell.commands;

import growth.runtime.place.Places;
import growth.shell.process.DetachedStarts;
import growth.shell.ranks.RankMeetings;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What a training has to do with processes besides this one. */
@Component(service = OtherProcesses.class)
public final class OtherProcesses {
    private final DetachedStarts starts;
    private final Places places;
    private final RankMeetings meetings;

    /**
     * @param starts   starts a training in a process of its own
     * @param places   where else trainings can be computed
     * @param meetings brings the ranks of a run together
     */
    @Activate
    public OtherProcesses(@Reference DetachedStarts starts, @Reference Places places, @Reference RankMeetings meetings) {
        this.starts = starts;
        this.places = places;
        this.meetings = meetings;
    }

    DetachedStarts starts() {
        return starts;
    }

    Places places() {
        return places;
    }

    RankMeetings meetings() {
        return meetings;
    }
}
