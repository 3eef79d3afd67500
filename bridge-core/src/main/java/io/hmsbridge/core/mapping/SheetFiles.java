package io.hmsbridge.core.mapping;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What lies in a folder of mapping sheets and its subfolders, links followed, by the path from the folder with {@code /}. Hidden
 * files and folders are none of ours: editors keep their temporary files in them, and Kubernetes the versions it swaps.
 */
record SheetFiles(Map<String, byte[]> sheets, Map<String, byte[]> tests, Map<String, byte[]> lookups) {

    private static final Logger LOG = LoggerFactory.getLogger(SheetFiles.class);
    private static final int DEEPEST = 16;
    private static final int LARGEST = 2 << 20;

    /** No files. */
    static SheetFiles none() {
        return new SheetFiles(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    /** @throws IOException if the folder itself cannot be read */
    static SheetFiles in(Path folder) throws IOException {
        return in(folder, none());
    }

    /**
     * What there is now, after what was there before: a file that cannot be read is as it was.
     *
     * @throws IOException if the folder itself cannot be read
     */
    static SheetFiles in(Path folder, SheetFiles before) throws IOException {
        var files = none();
        Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return path.equals(folder) || isVisible(path) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && isVisible(path)) {
                    files.add(folder, path, before);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                if (path.equals(folder)) {
                    throw e;
                }
                LOG.atDebug().addKeyValue("file", path).log("gone since it was listed, or a link that leads nowhere",
                        e);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    /** What lies in the folder of one sheet. */
    static SheetFiles beside(Path sheet) throws IOException {
        return in(sheet.getParent() == null ? Path.of(".") : sheet.getParent());
    }

    private static boolean isVisible(Path path) {
        var name = path.getFileName().toString();
        return !name.startsWith(".") && !name.startsWith("#");
    }

    static boolean isTest(String name) {
        return name.endsWith("_test.yaml") || name.endsWith("_test.yml");
    }

    private static boolean isSheet(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private Map<String, byte[]> kind(String name) {
        return name.endsWith(".csv") ? lookups : isTest(name) ? tests : sheets;
    }

    private void add(Path folder, Path path, SheetFiles before) {
        var name = folder.relativize(path).toString().replace('\\', '/');
        if (!name.endsWith(".csv") && !isSheet(name)) {
            return;
        }
        try (var in = Files.newInputStream(path)) {
            kind(name).put(name, in.readNBytes(LARGEST)); // what is larger is refused by whoever reads it
        } catch (NoSuchFileException e) {
            LOG.atDebug().addKeyValue("file", name).log("gone since it was listed", e);
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("file", name).log("cannot be read: {}", e.toString());
            before.content(name).ifPresent(content -> kind(name).put(name, content));
        }
    }

    /** Whether a file of those is not there now. */
    boolean lacksAnyOf(SheetFiles before) {
        return !sheets.keySet().containsAll(before.sheets.keySet())
                || !tests.keySet().containsAll(before.tests.keySet())
                || !lookups.keySet().containsAll(before.lookups.keySet());
    }

    private Optional<byte[]> content(String name) {
        return Optional.ofNullable(kind(name).get(name));
    }

    /** The lookup files as one sheet names them. */
    LookupFiles beside(String sheet) {
        var folder = sheet.substring(0, sheet.lastIndexOf('/') + 1);
        return path -> Optional.ofNullable(lookups.get(folder + path));
    }

    /** The file of tests that goes with a sheet: {@code NAME_test.yaml}. */
    Optional<Map.Entry<String, byte[]>> testsOf(String sheet) {
        var name = sheet.substring(0, sheet.lastIndexOf('.')) + "_test";
        return Stream.of(name + ".yaml", name + ".yml").filter(tests::containsKey).findFirst()
                .map(file -> Map.entry(file, tests.get(file)));
    }
}
