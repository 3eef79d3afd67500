package io.hmsbridge.server.authoring;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a plugin project is called, and all that is named after it.
 *
 * @param id the plugin's id, such as {@code acme-connector}
 * @param group the Maven group, which its package begins with
 */
record ProjectName(String id, String group) {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final String SUFFIX = "-connector";

    static ProjectName of(String id, String group) throws AuthoringException {
        checkId(id);
        var name = new ProjectName(id, group);
        if (!SourceVersion.isName(name.packageName())) {
            throw new AuthoringException("'" + name.packageName()
                    + "' cannot be a Java package: choose another --group, such as com.example, or another name");
        }
        return name;
    }

    static void checkId(String id) throws AuthoringException {
        if (!ID.matcher(id).matches()) {
            throw new AuthoringException("'" + id + "' cannot name a plugin: use small letters and digits, with single"
                    + " hyphens between them, such as acme-connector");
        }
    }

    private List<String> words() {
        var base = id.endsWith(SUFFIX) ? id.substring(0, id.length() - SUFFIX.length()) : id;
        return List.of(base.split("-"));
    }

    String packageName() {
        return group + "." + String.join("", words());
    }

    /** What its classes begin with: {@code Acme}. */
    String prefix() {
        return words().stream().map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** The environment variable with the address of its target: {@code ACME_API}. */
    String variable() {
        return String.join("_", words()).toUpperCase(Locale.ROOT) + "_API";
    }

    /** A target of it: {@code acme}. */
    String target() {
        return String.join("-", words());
    }

    /** The id that suits a class: {@code my-connector} for {@code MyConnector} and {@code MyConnectorFactory}. */
    static String idOf(String className) {
        var base = className.endsWith("Factory") && className.length() > "Factory".length()
                ? className.substring(0, className.length() - "Factory".length()) : className;
        return Arrays.stream(base.split("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(word -> word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
                .filter(word -> !word.isEmpty()).collect(Collectors.joining("-"));
    }
}
