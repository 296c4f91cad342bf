package growth.ops.stacking;

import growth.api.options.Card;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.RunningSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.schedule.ScheduleRequest;
import org.osgi.service.component.annotations.Component;

/** Other names of {@link PropSchedule}, each with an exponent of its own in place of the option. */
final class PropAliases {
    private PropAliases() {
    }

    /** Another name. */
    abstract static class Alias implements GrowthSchedule {
        private final String name;
        private final int exponent;

        Alias(String name, int exponent) {
            this.name = name;
            this.exponent = exponent;
        }

        @Override
        public Card card() {
            return new Card(name, "Another name of " + PropSchedule.NAME + " with exponent " + exponent + (exponent == 0
                    ? ": grows in equal steps after equal times." : ": grows in equal steps; stage i lasts in proportion to i"
                    + (exponent == 1 ? "." : " to the power of " + exponent + ".")), PropSchedule.PAPER
                    + (exponent == 0 ? "equal stages" : "Prop-" + exponent), PropSchedule.EqualSteps.class);
        }

        @Override
        public RunningSchedule begin(ScheduleRequest request) {
            return PropSchedule.plan(request, request.options().as(PropSchedule.EqualSteps.class), exponent);
        }
    }

    /** Stages of equal length. */
    @ScheduleName("equal")
    @Component(service = GrowthSchedule.class)
    public static final class Equal extends Alias {
        /** For the framework. */
        public Equal() {
            super("equal", 0);
        }
    }

    /** Stages in proportion to their number. */
    @ScheduleName("prop-1")
    @Component(service = GrowthSchedule.class)
    public static final class PropOne extends Alias {
        /** For the framework. */
        public PropOne() {
            super("prop-1", 1);
        }
    }

    /** Stages in proportion to the square of their number. */
    @ScheduleName("prop-2")
    @Component(service = GrowthSchedule.class)
    public static final class PropTwo extends Alias {
        /** For the framework. */
        public PropTwo() {
            super("prop-2", 2);
        }
    }

    /** Stages in proportion to the cube of their number. */
    @ScheduleName("prop-3")
    @Component(service = GrowthSchedule.class)
    public static final class PropThree extends Alias {
        /** For the framework. */
        public PropThree() {
            super("prop-3", 3);
        }
    }
}
