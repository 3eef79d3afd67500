package io.hmsbridge.core.plugin;

/** A file that must not be loaded, as long as nobody says that it may. */
final class UntrustedException extends PluginProblem {

    private static final long serialVersionUID = 1L;

    UntrustedException(String message) {
        super(message);
    }
}
