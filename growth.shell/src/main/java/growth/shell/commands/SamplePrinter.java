package growth.shell.commands;

import growth.runtime.sample.Sampler.Listener;
import growth.shell.command.Console;
import java.util.ArrayList;
import java.util.List;

/** Prints texts as they come: the first one at once, those that are drawn at the same time behind it. */
final class SamplePrinter implements Listener {
    /** Control characters would move the cursor, change colours or ring. */
    private static final String CONTROLS = "[\\p{Cntrl}&&[^\\n\\t]]";
    private final Console console;
    private final boolean texts;
    private final List<StringBuilder> waiting = new ArrayList<>();
    private final boolean[] ended;
    private String prompt = "";
    private int current;
    private boolean begun;
    private boolean stopped;

    /**
     * @param count number of texts
     * @param texts whether they are printed; otherwise warnings are
     */
    SamplePrinter(Console console, int count, boolean texts) {
        this.console = console;
        this.texts = texts;
        ended = new boolean[count];
        for (int i = 0; i < count; i++) {
            waiting.add(new StringBuilder());
        }
    }

    @Override
    public synchronized void warn(String line) {
        console.err().println("warning: " + line);
    }

    @Override
    public synchronized void begin(String text) {
        prompt = text;
        begun = true;
        head();
    }

    @Override
    public synchronized void piece(int sample, String text) {
        if (sample == current) {
            print(text);
        } else {
            waiting.get(sample).append(text);
        }
    }

    @Override
    public synchronized void end(int sample) {
        ended[sample] = true;
        while (current < ended.length && ended[current]) {
            print(System.lineSeparator());
            current++;
            if (current < ended.length) {
                head();
                print(waiting.get(current).toString());
            }
        }
    }

    /** Ends the line and prints nothing more: the user has stopped it. */
    synchronized void stop() {
        if (begun && current < ended.length) {
            print(System.lineSeparator());
        }
        stopped = true;
    }

    private void head() {
        if (ended.length > 1) {
            print("── " + (current + 1) + "/" + ended.length + System.lineSeparator());
        }
        print(prompt);
    }

    private void print(String text) {
        if (texts && !stopped) {
            console.out().print(console.terminal() ? text.replaceAll(CONTROLS, "\uFFFD") : text);
            console.out().flush();
        }
    }
}
