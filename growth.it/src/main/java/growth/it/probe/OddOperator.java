package growth.it.probe;

import growth.api.algebra.TensorStep;
import growth.api.operator.GrowthPlan;
import growth.api.operator.GrowthRequest;
import growth.api.operator.OperatorCard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Repeats the stack of layers, but does in one of its calls what its bundle's header says, such as {@code block card}, {@code block step},
 * {@code exit plan}; {@code leave card} begins a thread that ends the process as soon as there is a file {@code leave}. Steps
 * do it in the run {@code out} alone, once it trains, and not when the growth is tried before.
 */
public final class OddOperator extends StackingProbe implements BundleActivator {

    /** Header of the bundle: what it does, and where. */
    public static final String DOES = "Odd-Does";
    /** Header of the bundle: the operator's name. */
    public static final String NAME = "Odd-Name";

    /** Reads its name from the bundle. */
    public OddOperator() {
        super(header(NAME));
        at("constructor");
    }

    private static String header(String name) {
        return FrameworkUtil.getBundle(OddOperator.class).getHeaders("").get(name);
    }

    private static void at(String place) {
        String does = header(DOES);
        if (!does.endsWith(" " + place)) {
            return;
        }
        switch (does.substring(0, does.indexOf(' '))) {
            case "block" -> block();
            case "throw" -> throw new AssertionError("odd \u001b[2Jindeed");
            case "exit" -> System.exit(0);
            case "leave" -> new Thread(OddOperator::leave).start();
            default -> throw new IllegalArgumentException(does);
        }
    }

    /** Deaf to interrupts. */
    private static void block() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    private static void leave() {
        while (!Files.exists(Path.of("leave"))) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    @Override
    public void start(BundleContext context) {
        at("start");
    }

    @Override
    public void stop(BundleContext context) {
        at("stop");
    }

    @Override
    public OperatorCard card() {
        at("card");
        return super.card();
    }

    @Override
    public GrowthPlan plan(GrowthRequest request) {
        at("plan");
        return super.plan(request).then(new TensorStep.Own((tensor, values) -> {
            if (Files.exists(Path.of("out/metrics.jsonl"))) {
                at("step");
            }
        }));
    }
}
