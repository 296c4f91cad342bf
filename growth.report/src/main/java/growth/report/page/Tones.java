package growth.report.page;

import growth.report.plot.Tone;
import growth.study.account.Account;
import growth.study.account.ArmResult;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tone of each arm, the same in all plots and tables: the neutral one for the baseline. */
final class Tones {
    private final Map<String, Tone> tones = new LinkedHashMap<>();

    Tones(Account account) {
        tones.put(account.summary().baseline(), Tone.NEUTRAL);
        account.arms().stream().map(ArmResult::name).forEach(arm -> tones.putIfAbsent(arm, new Tone(tones.size())));
    }

    Tone of(String arm) {
        return tones.getOrDefault(arm, Tone.NEUTRAL);
    }
}
