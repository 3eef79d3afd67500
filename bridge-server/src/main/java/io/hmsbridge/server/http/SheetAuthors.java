package io.hmsbridge.server.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who committed the mapping sheets, where their folder is in a git repository and git is installed; elsewhere nobody is named. Of a
 * sheet that is not as it was committed nobody is named either.
 */
final class SheetAuthors {

    private static final Logger LOG = LoggerFactory.getLogger(SheetAuthors.class);

    /** For how long an answer counts: it costs a process or two. */
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final char COMMIT = '\u0001';
    private static final String GIT_BLOB = " blob ";

    private final Path folder;
    private Map<String, Author> known = Map.of();
    private long asked = System.nanoTime() - FRESH.toNanos();

    /** Who committed a version, and when. */
    record Author(String name, Instant at) {}

    SheetAuthors(Path folder) {
        this.folder = folder;
    }

    /** @param sheets by their paths from the folder on, with {@code /} */
    synchronized Map<String, Author> of(Set<String> sheets) {
        if (System.nanoTime() - asked >= FRESH.toNanos()) {
            known = ask(sheets);
            asked = System.nanoTime();
        }
        return known;
    }

    private Map<String, Author> ask(Set<String> sheets) {
        var committed = new HashSet<String>();
        git(line -> {
            int tab = line.indexOf('\t');
            var name = line.substring(tab + 1);
            if (tab > 0 && sheets.contains(name) && isAsCommitted(name, line.substring(0, tab))) {
                committed.add(name);
            }
            return true;
        }, "ls-tree", "-r", "HEAD");
        var authors = new HashMap<String, Author>();
        if (!committed.isEmpty()) {
            var log = new Log(committed, authors);
            git(log::read, "log", "--format=%x01%aN%x01%aI", "--name-only", "--relative", "--", ".");
        }
        return authors;
    }

    /** The newest commit of each file counts. */
    private static final class Log {

        private final Set<String> wanted;
        private final Map<String, Author> found;
        private Author author;

        Log(Set<String> wanted, Map<String, Author> found) {
            this.wanted = wanted;
            this.found = found;
        }

        boolean read(String line) {
            if (!line.isEmpty() && line.charAt(0) == COMMIT) {
                int end = line.lastIndexOf(COMMIT);
                author = new Author(line.substring(1, end), OffsetDateTime.parse(line.substring(end + 1)).toInstant());
            } else if (author != null && wanted.contains(line)) {
                found.putIfAbsent(line, author);
            }
            return found.size() < wanted.size();
        }
    }

    /** @param entry as ls-tree has it: mode, type and hash */
    private boolean isAsCommitted(String name, String entry) {
        var hash = entry.substring(entry.lastIndexOf(' ') + 1);
        if (!entry.contains(GIT_BLOB)) {
            return false;
        }
        try {
            var content = Files.readAllBytes(folder.resolve(name));
            var digest = MessageDigest.getInstance(hash.length() == 40 ? "SHA-1" : "SHA-256");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(content)).equals(hash);
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("sheet", name).log("its author is not known", e);
            return false;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has it", e);
        }
    }

    /** Hands on what git prints, line by line, for as long as it is wanted and not longer than it may take. */
    private void git(Predicate<String> goesOn, String... arguments) {
        // Reads what was committed alone: nothing that a repository's own settings could make git start.
        var command = new ArrayList<>(List.of("git", "-C", folder.toString(), "-c", "core.quotePath=false", "-c",
                "log.showSignature=false"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        Process git;
        try {
            git = builder.start();
        } catch (IOException e) {
            LOG.debug("git is not installed; authors of sheets are not known", e);
            return;
        }
        CompletableFuture.delayedExecutor(LONGEST.toMillis(), TimeUnit.MILLISECONDS).execute(git::destroyForcibly);
        try (var lines = git.inputReader(StandardCharsets.UTF_8)) {
            git.getOutputStream().close();
            for (var line = lines.readLine(); line != null && goesOn.test(line); line = lines.readLine()) {
                continue;
            }
        } catch (IOException e) {
            LOG.debug("what git said of sheets could not be read to its end", e);
        } finally {
            git.destroyForcibly();
        }
    }
}
