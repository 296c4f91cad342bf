package growth.spark.driver;

import growth.spark.wire.Message;
import growth.spark.wire.Wire;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.PluginContext;

/** What Spark makes in the driver. */
public final class DriverPart implements DriverPlugin {
    /** Spark makes this plug-in by its class's name; the desk that it is for is left here before. */
    private static final AtomicReference<Desk> NEXT = new AtomicReference<>();

    private Desk desk;

    /** Says to which desk the executors of the next context speak. */
    static void speakTo(Desk desk) {
        NEXT.set(desk);
    }

    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
        desk = NEXT.get();
        return Map.of();
    }

    @Override
    public Object receive(Object message) {
        return Wire.bytes(desk.receive((Message) Wire.read(message)));
    }
}
