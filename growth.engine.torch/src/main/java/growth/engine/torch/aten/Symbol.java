package growth.engine.torch.aten;

import com.sun.jna.FunctionMapper;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name under which a library exports a native method. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Symbol {
    /** Reads the names for JNA. */
    FunctionMapper MAPPER = (library, method) -> method.getAnnotation(Symbol.class).value();

    /** The symbol. */
    String value();
}
