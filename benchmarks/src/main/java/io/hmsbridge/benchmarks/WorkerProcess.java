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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The other end of a {@link Worker}. Used by one thread, but for {@link #close}. */
final class WorkerProcess implements AutoCloseable {

    private final Process process;
    private final ObjectOutputStream steps;
    private final ObjectInputStream answers;

    private WorkerProcess(Process process, ObjectOutputStream steps, ObjectInputStream answers) {
        this.process = process;
        this.steps = steps;
        this.answers = answers;
    }

    /** Starts one with this program's own Java and class path. */
    static WorkerProcess start(Side side, List<String> options, Path sinkPid) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName(), side.name(),
                sinkPid.toString()));
        var process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            var steps = new ObjectOutputStream(new BufferedOutputStream(process.getOutputStream()));
            steps.flush();
            return new WorkerProcess(process, steps,
                    new ObjectInputStream(new BufferedInputStream(process.getInputStream())));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Has it do a step, and waits for the answer. */
    <R extends Serializable> R ask(Step<R> step) throws IOException {
        steps.writeObject(step);
        steps.flush();
        try {
            var answer = answers.readObject();
            if (answer instanceof Worker.Failed(var reason)) {
                throw new IOException(reason);
            }
            @SuppressWarnings("unchecked") // a worker answers a step with what the step returns
            var expected = (R) answer;
            return expected;
        } catch (EOFException e) {
            throw new IOException("the process that was asked to do " + step + " ended", e);
        } catch (ClassNotFoundException e) {
            throw new IOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        try {
            process.destroy(); // what it holds is temporary
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
