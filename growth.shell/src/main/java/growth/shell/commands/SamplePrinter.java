package growth.shell.commands;

import growth.runtime.sample.Sampler.Listener;
import growth.shell.command.Console;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints texts as they come: the first one at once, those that are drawn at the same time behind it. The thread that draws is interrupted
 * when the user stops it, and an interrupted thread that prints closes the streams of the shell; so it only hands texts over, and the
 * command's own thread shows them.
 */
final class SamplePrinter implements Listener {
    /** Control characters would move the cursor, change colours or ring. */
    private static final String CONTROLS = "[\\p{Cntrl}&&[^\\n\\t]]";
    private final Console console;
    private final boolean texts;
    private final List<StringBuilder> waiting = new ArrayList<>();
    private final boolean[] ended;
    private final List<String> warnings = new ArrayList<>();
    private final StringBuilder due = new StringBuilder();
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
        warnings.add(line);
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

    /** Prints what has come; called by the command's thread, again and again. */
    synchronized void show() {
        warnings.forEach(line -> console.err().println("warning: " + line));
        warnings.clear();
        if (due.length() > 0) {
            console.out().print(console.terminal() ? due.toString().replaceAll(CONTROLS, "\uFFFD") : due.toString());
            console.out().flush();
            due.setLength(0);
        }
    }

    /** Ends the line and prints nothing more: the user has stopped it. */
    synchronized void stop() {
        if (begun && current < ended.length) {
            print(System.lineSeparator());
        }
        show();
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
            due.append(text);
        }
    }
}
