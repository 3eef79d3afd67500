package io.hmsbridge.server.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A name for rights that go together. */
public enum Role {
    EMITTER, VIEWER, OPERATOR, APPROVER, ADMIN;

    /** Whether it includes a right. */
    public boolean includes(Right right) {
        return switch (this) {
            case EMITTER -> right == Right.EMIT;
            case VIEWER -> right == Right.LOOK;
            case OPERATOR -> right == Right.LOOK || right == Right.OPERATE;
            case APPROVER -> right == Right.LOOK || right == Right.APPROVE;
            case ADMIN -> true;
        };
    }

    /** As people write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none of this name, saying which there are */
    public static Role of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst().orElseThrow(
                () -> new IllegalArgumentException(
                        "roles: there is no role %s; there are %s".formatted(text, names())));
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(Role::text).toList();
    }
}
