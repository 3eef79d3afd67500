package io.hmsbridge.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A logger on which every level is on and which keeps each line, with its exception. */
final class RecordingLogger implements System.Logger {

    private final String name;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    RecordingLogger(String name) {
        this.name = name;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
        var text = new StringWriter().append(level.getName()).append(' ').append(message);
        if (thrown != null) {
            thrown.printStackTrace(new PrintWriter(text));
        }
        lines.add(text.toString());
    }

    @Override
    public void log(Level level, ResourceBundle bundle, String format, Object... values) {
        lines.add(level.getName() + " "
                + (values == null || values.length == 0 ? format : MessageFormat.format(format, values)));
    }
}
