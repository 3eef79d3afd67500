package io.hmsbridge.testkit.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds platform threads that outlived their connector. Virtual threads cannot be listed, and hold nothing by themselves. */
final class Leftovers {

    /** The JDK's own threads come and go in these groups. */
    private static final Set<String> JDK_GROUPS = Set.of("system", "CarrierThreads", "InnocuousThreadGroup");

    private Leftovers() {}

    static Set<Thread> threads() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    static List<String> since(Set<Thread> before) {
        return threads().stream().filter(thread -> !before.contains(thread) && !isOfTheJdk(thread))
                .map(Thread::getName).sorted().toList();
    }

    private static boolean isOfTheJdk(Thread thread) {
        var group = thread.getThreadGroup(); // null once it has ended
        return group == null || JDK_GROUPS.contains(group.getName());
    }
}
