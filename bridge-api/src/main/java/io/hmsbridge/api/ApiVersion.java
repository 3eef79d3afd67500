package io.hmsbridge.api;

/** The version of this API, which a plugin's {@code Plugin-Requires} is compared with. */
public final class ApiVersion {

    /** Semantic version: a minor one adds, only a major one may break. */
    public static final String CURRENT = "1.0.0";

    private ApiVersion() {}
}
