package io.hmsbridge.core.plugin;

import java.lang.reflect.InvocationTargetException;

/** Why a jar is not loaded, in words for the person who put it there. */
class PluginProblem extends Exception {

    private static final long serialVersionUID = 1L;

    PluginProblem(String message) {
        super(message);
    }

    PluginProblem(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What a throwable out of plugin code says, without the wrappers that reflection and class loading put around it.
     */
    static String wordsOf(Throwable thrown) {
        var cause = thrown;
        while ((cause instanceof InvocationTargetException || cause instanceof ExceptionInInitializerError)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        var message = cause.getMessage();
        return cause.getClass().getSimpleName() + (message == null || message.isBlank() ? "" : ": " + message);
    }
}
