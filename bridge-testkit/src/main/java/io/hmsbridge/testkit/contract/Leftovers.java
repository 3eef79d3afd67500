package io.hmsbridge.testkit.contract;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import io.hmsbridge.core.json.ExactJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a connector left behind: threads of either kind, and files that are open. */
final class Leftovers {

    /** The JDK's own threads come and go in these groups. */
    private static final Set<String> JDK_GROUPS = Set.of("system", "CarrierThreads", "InnocuousThreadGroup");
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private final Set<Thread> threads;
    private final Set<String> virtualThreads;
    private final Set<String> files;
    private final String counterpart;

    private Leftovers(Set<Thread> threads, Set<String> virtualThreads, Set<String> files, String counterpart) {
        this.threads = threads;
        this.virtualThreads = virtualThreads;
        this.files = files;
        this.counterpart = counterpart;
    }

    /** All that is there now, and thus is not left over. @param counterpart whose own threads do not count */
    static Leftovers after(Counterpart counterpart) {
        return new Leftovers(platformThreads(), virtualThreads().keySet(), files(), counterpart.getClass().getName());
    }

    /** All that has come since, in words. */
    List<String> found() {
        var found = new ArrayList<String>();
        platformThreads().stream().filter(thread -> !threads.contains(thread) && !isOfTheJdk(thread))
                .forEach(thread -> found.add("the thread " + thread.getName()));
        virtualThreads().forEach((id, stack) -> {
            if (!virtualThreads.contains(id) && !isOfTheSuite(stack)) {
                found.add("a virtual thread in " + stack.getLast());
            }
        });
        files().stream().filter(file -> !files.contains(file)).forEach(file -> found.add("the file " + file));
        return found;
    }

    private static Set<Thread> platformThreads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    private static boolean isOfTheJdk(Thread thread) {
        var group = thread.getThreadGroup(); // null once it has ended
        return group == null || JDK_GROUPS.contains(group.getName());
    }

    private boolean isOfTheSuite(List<String> stack) {
        return stack.isEmpty() || stack.stream().anyMatch(frame -> frame.contains(counterpart)
                || frame.contains(Attempt.class.getName()) || frame.contains("sun.net.httpserver"));
    }

    /** The stacks of virtual threads, by their ids: only a dump lists them. */
    private static Map<String, List<String>> virtualThreads() {
        var stacks = new HashMap<String, List<String>>();
        collect(dump(), stacks);
        return stacks;
    }

    private static void collect(Object part, Map<String, List<String>> stacks) {
        if (part instanceof List<?> list) {
            list.forEach(item -> collect(item, stacks));
        } else if (part instanceof Map<?, ?> map) {
            if (Boolean.TRUE.equals(map.get("virtual")) && map.get("stack") instanceof List<?> stack) {
                stacks.put(String.valueOf(map.get("tid")), stack.stream().map(String::valueOf).toList());
            }
            map.values().forEach(value -> collect(value, stacks));
        }
    }

    private static Object dump() {
        try {
            var folder = Files.createTempDirectory("threads-");
            var file = folder.resolve("dump.json");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
                return ExactJson.read(Files.readAllBytes(file));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("threads cannot be listed", e);
        }
    }

    /** Regular files that this process has open, where the operating system tells; jars are the class loaders'. */
    private static Set<String> files() {
        var open = new HashSet<String>();
        if (!Files.isDirectory(OPEN_FILES)) {
            return open;
        }
        try (var descriptors = Files.newDirectoryStream(OPEN_FILES)) {
            for (var descriptor : descriptors) {
                var file = linkOf(descriptor);
                if (file.startsWith("/") && !file.matches("/(dev|proc|sys)/.*|.*\\.(jar|jsa|so)|.*/modules")) {
                    open.add(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("open files cannot be listed", e);
        }
        return open;
    }

    private static String linkOf(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return ""; // closed in the meantime
        }
    }
}
