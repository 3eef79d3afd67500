package io.hmsbridge.api;

import java.util.List;

/** A {@link ConnectorFactory} that knows its target's fields, so that a sheet can be checked before anything is sent. */
public interface DescribesFields {

    /**
     * One field that the target takes.
     *
     * @param type one of {@code text, number, integer, boolean, date, datetime, list, map, any}
     * @param doc one sentence
     */
    record Field(String name, String type, boolean required, String doc) {}

    /**
     * The fields for one use. Offline and quick: called whenever a sheet is checked.
     *
     * @throws SettingsException for a use that can never work, such as an operation that the target has not
     */
    List<Field> fields(Settings with) throws SettingsException;
}
