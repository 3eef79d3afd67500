package io.hmsbridge.core.mapping;

import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What mapping must know of targets. */
public interface TargetDirectory {

    /** The connector of a target that is declared; empty if it is not. */
    Optional<String> declaredConnector(String target);

    /** The names of declared targets. */
    Set<String> declaredTargets();

    /** The names of the windows that targets share. */
    Set<String> windows();

    /** The names of the connectors that there are. */
    Set<String> connectors();

    /** What is wrong with a connector's settings if a target that uses it is not declared; of a connector that there is. */
    List<SettingsException.Problem> defaultSettings(String connector);

    /** What is wrong with the settings of one use of a connector that there is, in the version that serves this target. */
    List<SettingsException.Problem> use(String target, String connector, Map<String, Object> with);

    /** The names that settings of one use had in earlier versions of a connector that there is, each with the one of now. */
    Map<String, String> formerUse(String target, String connector);

    /** The fields that a connector that there is takes in one use for this target; empty if it does not say. */
    Optional<List<DescribesFields.Field>> fields(String target, String connector, Map<String, Object> with);

    /** The number of a target; one that is not declared becomes an implicit one with this connector. */
    int number(String target, String connector);

    /** What the sheets in force say of lanes, by target; told before packets are made by those sheets. */
    void lanes(Map<String, LaneWords> said);
}
