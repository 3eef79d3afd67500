package io.hmsbridge.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A page of the documentation. */
record Markdown(Path file, List<String> lines) {

    static final Path SOURCES = Path.of(System.getProperty("sources"));

    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)");
    private static final String FENCE = "```";

    /** A fenced block. Its name tells where it is. */
    record Block(String name, String language, String text) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Markdown page(String name) {
        var file = SOURCES.resolve(name);
        try {
            return new Markdown(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The README, the other pages at the root, docs, those of the plugins and of the archive. */
    static Stream<Markdown> pages() {
        try (var root = Files.list(SOURCES);
                var docs = Files.walk(SOURCES.resolve("docs"));
                var plugins = Files.walk(SOURCES.resolve("plugins"), 2);
                var archive = Files.list(SOURCES.resolve("distribution/src/main"))) {
            return Stream.of(root, docs, plugins, archive).flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(file -> page(SOURCES.relativize(file).toString())).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Stream<Block> blocks(String language) {
        return blocks().filter(block -> block.language.equals(language));
    }

    /** All fenced blocks, in their order. */
    Stream<Block> blocks() {
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(FENCE)) {
                int start = i++;
                while (!lines.get(i).startsWith(FENCE)) {
                    i++;
                }
                blocks.add(new Block(SOURCES.relativize(file) + ":" + (start + 1), lines.get(start).substring(3),
                        String.join("\n", lines.subList(start + 1, i)) + "\n"));
            }
        }
        return blocks.stream();
    }

    /** What it links to within the project. */
    Stream<Path> links() {
        return lines.stream().flatMap(line -> LINK.matcher(line).results()).map(match -> match.group(1))
                .filter(link -> !link.contains("://")).map(link -> file.resolveSibling(link));
    }
}
