package io.hmsbridge.benchmarks;

import io.hmsbridge.benchmarks.Stage.Side;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * A process that runs one of the two pipelines, step by step as it is told. Steps come by its standard input, answers go by its
 * standard output. It ends when the input does, and cannot outlive who started it.
 */
public final class Worker {

    /** That a step failed, and why. */
    record Failed(String reason) implements Serializable {}

    private Worker() {}

    /** Takes the side, and the file that holds the process id of the sink. */
    public static void main(String[] args) throws Exception {
        // However who started it ends, and whatever is under way then.
        ProcessHandle.current().parent().ifPresent(parent -> {
            var _ = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        });
        var answers = new ObjectOutputStream(new BufferedOutputStream(System.out));
        System.setOut(System.err); // whatever else prints
        answers.flush();
        var steps = new ObjectInputStream(new BufferedInputStream(System.in));
        try (var stage = new Stage(Side.valueOf(args[0]), Path.of(args[1]))) {
            for (;;) {
                answers.writeObject(answer((Step<?>) steps.readObject(), stage));
                answers.flush();
            }
        } catch (EOFException e) {
            System.exit(0); // no more is asked
        }
    }

    private static Serializable answer(Step<?> step, Stage stage) {
        try {
            return step.on(stage);
        } catch (Exception e) {
            return new Failed(step.getClass().getSimpleName() + ": " + reason(e));
        }
    }

    private static String reason(Throwable e) {
        var text = e instanceof IllegalStateException || e instanceof IOException ? e.getMessage() : e.toString();
        return e.getCause() == null ? text : text + ": " + reason(e.getCause());
    }
}
