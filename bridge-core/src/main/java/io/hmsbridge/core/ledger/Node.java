package io.hmsbridge.core.ledger;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process that works on a ledger.
 *
 * @param name for people
 * @param machine two processes with the same can tell whether the other one is still there: host, boot and process name space
 * @param started when the process began, in milliseconds: tells it from an earlier one with its number
 */
public record Node(String name, String machine, long pid, long started) {

    /** This process. */
    public static Node here(String name) {
        var self = ProcessHandle.current();
        return new Node(name, host() + ' ' + read("/proc/sys/kernel/random/boot_id") + ' ' + processes(), self.pid(),
                started(self));
    }

    /** Whether it is certain that this process of our machine has ended. */
    boolean hasEnded(String ourMachine) {
        return machine.equals(ourMachine)
                && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(p -> started(p) == started).isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Numbers of processes in different containers have nothing to do with each other. */
    private static String processes() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return e.getClass().getSimpleName(); // not Linux: its host tells machines apart
        }
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }
}
