package io.hmsbridge.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents one component of a settings record; see {@link SettingsSpec#of}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** What it is for: one sentence, shown to people. */
    String value();

    /** Its value when nothing is set, as one would write it in YAML; without one a setting is required, unless its type is Optional. */
    String fallback() default "";

    /** An environment variable that is used when the setting is absent; none by default. */
    String env() default "";

    /**
     * Names that it had in earlier versions, as people wrote them. They still work, and whoever writes one is told the
     * name of now; none by default.
     */
    String[] formerly() default {};
}
