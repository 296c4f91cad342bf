package growth.shell.line;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The command line's front door: the launcher calls it with the process's arguments, which come as a property of the service that tells
 * whether the process was asked to end.
 */
@Component(property = "growth.main:Boolean=true")
public final class CommandLineMain implements Callable<Integer> {
    private static final String ARGUMENTS = "launcher.arguments";
    private final CommandRunner runner;
    private final BooleanSupplier stop;
    private final List<String> arguments;

    /** @param launcher tells whether the process was asked to end; its property {@value #ARGUMENTS} holds the process's arguments */
    @Activate
    public CommandLineMain(@Reference CommandRunner runner,
            @Reference(target = "(launcher.arguments=*)") Map.Entry<Map<String, Object>, BooleanSupplier> launcher) {
        this.runner = runner;
        this.stop = launcher.getValue();
        this.arguments = List.of((String[]) launcher.getKey().get(ARGUMENTS));
    }

    @Override
    public Integer call() {
        return runner.run(SystemConsole.open(stop), arguments);
    }
}
