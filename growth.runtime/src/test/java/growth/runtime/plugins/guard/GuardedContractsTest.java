package growth.runtime.plugins.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import growth.api.algebra.GrownArrays;
import growth.api.data.DataSource;
import growth.api.data.Dataset;
import growth.api.data.Tokenizer;
import growth.api.engine.Decoder;
import growth.api.engine.Engine;
import growth.api.engine.EngineSession;
import growth.api.operator.GrowthContext;
import growth.api.operator.GrowthOperator;
import growth.api.operator.LearningOperator;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.suite.EvaluationSuite;
import growth.runtime.train.RunListener;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A method with a default body that a guard does not pass on would silently do something else than the plug-in. */
class GuardedContractsTest {
    static Stream<Arguments> guards() throws ClassNotFoundException {
        return Stream.of(
                Arguments.of(GrowthOperator.class, GuardedOperator.class),
                Arguments.of(LearningOperator.class, Class.forName(GuardedOperator.class.getName() + "$Learning")),
                Arguments.of(GrowthContext.class, GuardedContext.class),
                Arguments.of(GrowthSchedule.class, GuardedSchedule.class),
                Arguments.of(RunningSchedule.class, Class.forName(GuardedSchedule.class.getName() + "$Running")),
                Arguments.of(DataSource.class, GuardedSource.class),
                Arguments.of(Dataset.class, GuardedDataset.class),
                Arguments.of(DataSetIterator.class, GuardedIterator.class),
                Arguments.of(Engine.class, GuardedEngine.class),
                Arguments.of(EngineSession.class, GuardedSession.class),
                Arguments.of(Decoder.class, Class.forName(GuardedSession.class.getName() + "$Reader")),
                Arguments.of(GrownArrays.class, Class.forName(GuardedSession.class.getName() + "$Offered")),
                Arguments.of(Tokenizer.class, GuardedTokenizer.class),
                Arguments.of(EvaluationSuite.class, GuardedSuite.class),
                Arguments.of(RunListener.class, GuardedListener.class));
    }

    @ParameterizedTest
    @MethodSource("guards")
    void everyMethodIsPassedOn(Class<?> contract, Class<?> guard) {
        for (Method method : contract.getMethods()) {
            if (Modifier.isStatic(method.getModifiers())) {
                continue;
            }
            assertThatCode(() -> assertThat(guard.getMethod(method.getName(), method.getParameterTypes()).getDeclaringClass().isInterface())
                    .as("%s of %s is the contract's own in %s", method.getName(), contract, guard).isFalse()).doesNotThrowAnyException();
        }
    }
}
