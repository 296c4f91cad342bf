package growth.runtime.plugins;

import growth.api.data.DataKind;
import growth.api.data.DataSource;
import growth.api.engine.Engine;
import growth.api.engine.EngineName;
import growth.api.operator.GrowthOperator;
import growth.api.operator.OperatorName;
import growth.api.schedule.GrowthSchedule;
import growth.api.schedule.ScheduleName;
import growth.api.suite.EvaluationSuite;
import growth.api.suite.SuiteName;

/** The kinds of plug-ins that have names in run files, each declared by one annotation of the api. */
public enum PluginKind {
    OPERATOR("operator", GrowthOperator.class, OperatorName.PROPERTY, OperatorName.NAMESPACE),
    SCHEDULE("schedule", GrowthSchedule.class, ScheduleName.PROPERTY, ScheduleName.NAMESPACE),
    DATA("data source", DataSource.class, DataKind.PROPERTY, DataKind.NAMESPACE),
    ENGINE("engine", Engine.class, EngineName.PROPERTY, EngineName.NAMESPACE),
    SUITE("suite", EvaluationSuite.class, SuiteName.PROPERTY, SuiteName.NAMESPACE);

    private final String words;
    private final Class<?> service;
    private final String property;
    private final String namespace;

    PluginKind(String words, Class<?> service, String property, String namespace) {
        this.words = words;
        this.service = service;
        this.property = property;
        this.namespace = namespace;
    }

    /** Returns the type as which plug-ins of the kind are registered. */
    public Class<?> service() {
        return service;
    }

    /** Returns the service property that holds a plug-in's name. */
    public String property() {
        return property;
    }

    /** Returns the namespace of the capability that promises a plug-in in its bundle's manifest. */
    public String namespace() {
        return namespace;
    }

    /** Returns the kind in words. */
    public String words() {
        return words;
    }
}
