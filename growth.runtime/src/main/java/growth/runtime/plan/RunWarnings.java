package growth.runtime.plan;

import growth.runtime.prepare.PreparedRun;
import growth.runtime.prepare.StartCheck;
import growth.runtime.prepare.StartTokenizer;
import java.util.List;
import java.util.function.Function;

/**
 * What a run's author should know before it costs anything, one line each: {@code growth plan} prints the lines, {@code growth train} says
 * them at its start. A line says where, what is wrong and what would be right. Whoever knows more of a prepared run adds a source.
 */
public final class RunWarnings {
    private static final List<Function<PreparedRun, List<String>>> SOURCES = List.of(StageReach::warnings, GrowthWarnings::of,
            MemoryCheck::warnings, StartTokenizer::warnings, StartCheck::labelWarnings);

    private RunWarnings() {
    }

    /** @return the lines */
    public static List<String> of(PreparedRun run) {
        return SOURCES.stream().flatMap(source -> source.apply(run).stream()).toList();
    }
}
