package growth.runtime.catalogue;

import growth.api.data.DataKind;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorName;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;

/** Kinds of plug-ins. */
public enum PluginKind {
    OPERATOR("operator", GrowthOperator.class, OperatorName.PROPERTY), SCHEDULE("schedule", GrowthSchedule.class, ScheduleName.PROPERTY),
    DATA("data source", DataSource.class, DataKind.PROPERTY), ENGINE("engine", Engine.class, Engine.NAME);

    private final String words;
    private final Class<?> service;
    private final String property;

    PluginKind(String words, Class<?> service, String property) {
        this.words = words;
        this.service = service;
        this.property = property;
    }

    /** @return the type as which plug-ins of the kind are registered */
    public Class<?> service() {
        return service;
    }

    /** @return the service property that holds a plug-in's name */
    public String property() {
        return property;
    }

    /** @return the kind in words */
    public String words() {
        return words;
    }
}
