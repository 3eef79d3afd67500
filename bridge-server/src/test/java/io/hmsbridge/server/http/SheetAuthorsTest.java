package io.hmsbridge.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wrote a sheet is asked of git, where there is one. */
class SheetAuthorsTest {

    private static final Set<String> SHEETS = Set.of("a.yaml", "sub/b\u00e9.yaml", "edited.yaml", "new.yaml");

    @TempDir
    private Path repository;

    @Test
    void theLastToCommitASheetIsItsAuthorUnlessItHasBeenChangedSince() throws Exception {
        assumeTrue(isThere(), "git is not installed");
        var mappings = Files.createDirectories(repository.resolve("conf/mappings/sub")).getParent();
        git("init", "-q");
        for (var sheet : List.of("a.yaml", "sub/b\u00e9.yaml", "edited.yaml")) {
            Files.writeString(mappings.resolve(sheet), "one");
        }
        commit("Ada");
        Files.writeString(mappings.resolve("a.yaml"), "two");
        commit("Bob");
        Files.writeString(mappings.resolve("edited.yaml"), "edited");
        Files.writeString(mappings.resolve("new.yaml"), "new");

        var authors = new SheetAuthors(mappings).of(SHEETS);

        assertThat(authors).containsOnlyKeys("a.yaml", "sub/b\u00e9.yaml");
        assertThat(authors.get("a.yaml").name()).isEqualTo("Bob");
        assertThat(authors.get("sub/b\u00e9.yaml"))
                .isEqualTo(new SheetAuthors.Author("Ada", Instant.parse("2026-12-07T08:00:00Z")));
    }

    @Test
    void outsideOfARepositoryNobodyIsNamed() throws IOException {
        Files.writeString(repository.resolve("a.yaml"), "one");

        assertThat(new SheetAuthors(repository).of(SHEETS)).isEmpty();
        assertThat(new SheetAuthors(repository.resolve("gone")).of(SHEETS)).isEmpty();
    }

    private void commit(String who) throws Exception {
        git("add", "-A");
        git("-c", "user.name=" + who, "-c", "user.email=x@agency.example", "-c", "commit.gpgsign=false", "commit",
                "-qm",
                "x", "--date", "2026-12-07T03:00:00-05:00");
    }

    private static boolean isThere() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    private void git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-C", repository.toString()));
        command.addAll(List.of(arguments));
        var git = new ProcessBuilder(command).redirectErrorStream(true).start();
        assertThat(new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEmpty();
        assertThat(git.waitFor()).isZero();
    }
}
