package growth.engine.torch;

import growth.api.engine.Device;
import growth.api.engine.Engine;
import growth.api.engine.EngineOptions;
import growth.engine.torch.memory.FlatTensors;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Engines for tests. */
final class Engines {
    private Engines() {
    }

    /** Returns an engine that computes on the processor unless a session says otherwise. */
    static TorchEngine onTheCpu() {
        return new TorchEngine(Device.CPU, FlatTensors::source);
    }

    /** Returns an engine on the processor that handles memory as on a GPU: apart from that of ND4J, with copies for views. */
    static TorchEngine apart() {
        return new TorchEngine(Device.CPU, FlatTensors::mirrored);
    }

    /**
     * Returns the first engine with sessions of one thread, however many are asked for: for small models, of which libtorch computes
     * nothing on several threads, but for which OpenMP would keep them ready.
     */
    static Engine onOneThread() {
        return OneThread.of(onTheCpu());
    }

    /** Changes the options of every session. */
    private record OneThread(TorchEngine engine) implements InvocationHandler {
        static Engine of(TorchEngine engine) {
            return (Engine) Proxy.newProxyInstance(Engine.class.getClassLoader(), new Class<?>[] {Engine.class}, new OneThread(engine));
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            try {
                if (method.getName().equals("open") && ((EngineOptions) arguments[1]).workers() > 1) {
                    arguments[1] = ((EngineOptions) arguments[1]).withWorkers(1);
                }
                return method.invoke(engine, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
