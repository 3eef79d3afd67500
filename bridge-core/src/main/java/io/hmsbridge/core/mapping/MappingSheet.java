package io.hmsbridge.core.mapping;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One mapping sheet as read: which event goes to which targets, and as what.
 *
 * @param name its file's name
 * @param sourceEvent the type of event it maps
 */
public record MappingSheet(String name, Version version, String sourceEvent, List<TargetMapping> targets) {

    public MappingSheet {
        targets = List.copyOf(targets);
    }

    /**
     * What one target gets.
     *
     * @param connector its connector; empty if the target is declared elsewhere
     * @param with settings of this use
     */
    public record TargetMapping(String target, String connector, Map<String, Object> with, List<FieldMapping> fields) {

        public TargetMapping {
            with = Map.copyOf(with);
            fields = List.copyOf(fields);
        }
    }

    /** A sheet's content and what it is known by: its SHA-256. */
    public record Version(byte[] hash, String content) {

        static Version of(byte[] content) {
            try {
                return new Version(MessageDigest.getInstance("SHA-256").digest(content),
                        new String(content, StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }

        /** The first 12 hexadecimal digits: enough to tell versions apart. */
        public String shortHash() {
            return HexFormat.of().formatHex(hash, 0, 6);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Version version && Arrays.equals(hash, version.hash);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(hash);
        }

        @Override
        public String toString() {
            return shortHash();
        }
    }
}
