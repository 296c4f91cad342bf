package growth.shell.gogo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.felix.service.command.CommandSession;
import org.jline.reader.Candidate;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.Parser.ParseContext;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a file is called, TAB writes a word that Gogo reads back as its name; whatever is typed, TAB does no harm. */
class CompletionFuzzTest {
    private static final String NASTY = " \t$#(){}[]\"'\\;|&<>!~*?%^`=,.:-_@+aZ0uné漢";
    @TempDir
    private Path folder;
    private final Commands commands = new Commands();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private CommandSession session;
    private LineReader reader;

    @BeforeEach
    void open() throws IOException {
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        session = commands.processor.createSession(new ByteArrayInputStream(new byte[0]), out, out);
        new SessionState(Commands.console(() -> false)).attach(session);
        session.put("SCOPE", GogoFunctions.SCOPE + ":*");
        session.currentDir(folder);
        reader = LineReaderBuilder.builder().terminal(new DumbTerminal(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream()))
                .build();
    }

    @AfterEach
    void close() {
        session.close();
        commands.close();
    }

    private List<Candidate> offered(CompletingParsedLine line) {
        List<Candidate> candidates = new ArrayList<>();
        new GrowthCompleter(session, commands.runner).complete(reader, line, candidates);
        return candidates.stream().filter(c -> c.value().startsWith(line.word().substring(0, line.wordCursor()))).toList();
    }

    private static CompletingParsedLine parse(String line, int cursor) {
        return (CompletingParsedLine) new LineParser().parse(line, cursor, ParseContext.COMPLETE);
    }

    /** The line as JLine leaves it after TAB found exactly one candidate. */
    private String completed(String line) {
        CompletingParsedLine parsed = parse(line, line.length());
        List<Candidate> candidates = offered(parsed);
        assertThat(candidates).as(line).hasSize(1);
        return line.substring(0, line.length() - parsed.rawWordLength())
                + parsed.escape(candidates.get(0).value(), candidates.get(0).complete());
    }

    private void assertReadsBack(String name) throws Exception {
        printed.reset();
        String line = completed("say --file ");
        session.execute(line);
        assertThat(printed.toString(StandardCharsets.UTF_8)).as(line).isEqualTo("said [] → [] "
                + folder.resolve(name.startsWith("-") ? "./" + name : name) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with blank.yaml", "a$HOME.txt", "#1.txt", "(old).yaml", "say \"hi\".txt", "back\\slash", "it's", "'", "--",
        "{a,b}", "*", "~", "~x", "a;b", "a|b", "a&b", "a=b", "null", "a\u2215b", "ünï 漢字", "u0041", "\\u0041", "$", "%(1+1)",
        "!x", "[1]", "<in>", "a`b`", "tab\u00a0nbsp"})
    void aNameIsReadBackAsItIs(String name) throws Exception {
        Files.createFile(folder.resolve(name));
        assertReadsBack(name);
    }

    @Test
    void randomNamesAreReadBackAsTheyAre() throws Exception {
        Random random = new Random(9);
        for (int i = 0; i < 300; i++) {
            StringBuilder name = new StringBuilder();
            random.ints(1 + random.nextInt(8), 0, NASTY.length()).forEach(c -> name.append(NASTY.charAt(c)));
            if (name.indexOf("\t") >= 0 || name.charAt(0) == '.') {
                continue;
            }
            Path file = Files.createFile(folder.resolve(name.toString()));
            assertReadsBack(name.toString());
            Files.delete(file);
        }
    }

    @Test
    void aWordThatWasBegunInAnyQuotesIsCompleted() throws Exception {
        Files.createFile(folder.resolve("one two.yaml"));
        for (String begun : List.of("one\\ t", "'one t", "\"one t", "on", "o\"ne t")) {
            assertThat(completed("say --file " + begun)).as(begun).isEqualTo("say --file 'one two.yaml'");
        }
        Files.createDirectory(folder.resolve("the runs"));
        assertThat(completed("say --dir th")).isEqualTo("say --dir 'the runs/");
        Files.createFile(folder.resolve("the runs/x$y"));
        assertThat(completed("say --file 'the runs/")).isEqualTo("say --file 'the runs/x$y'");
        assertThat(completed("say --file=the\\ runs/")).isEqualTo("say '--file=the runs/x$y'");
    }

    @Test
    void whateverIsTypedAndWhereverTheCursorStandsNothingBreaks() throws IOException {
        Files.createFile(folder.resolve("one two.yaml"));
        Random random = new Random(7);
        String typed = NASTY + "   say --file growth one\n";
        for (int i = 0; i < 5000; i++) {
            StringBuilder line = new StringBuilder(random.nextBoolean() ? "say --file " : "");
            random.ints(random.nextInt(14), 0, typed.length()).forEach(c -> line.append(typed.charAt(c)));
            int cursor = random.nextInt(line.length() + 1);
            CompletingParsedLine parsed = parse(line.toString(), cursor);
            assertThat(parsed.rawWordCursor()).isBetween(0, parsed.rawWordLength());
            offered(parsed).forEach(candidate -> parsed.escape(candidate.value(), candidate.complete()));
            new LineHighlighter(session, true).highlight(reader, line.toString());
        }
    }
}
