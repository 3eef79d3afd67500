package io.hmsbridge.plugins.jdbc;

/**
 * A column as the catalogue has it.
 *
 * @param name exactly as it is
 * @param type of {@link java.sql.Types}
 * @param typeName the database's own
 * @param size digits or characters; 0 where there is no limit
 * @param scale decimals
 */
public record Column(String name, int type, String typeName, int size, int scale, boolean nullable) {

    private static final String UNKNOWN = "";

    /** A column of which nothing is known but its name. */
    static Column unknown(String name) {
        return new Column(name, java.sql.Types.OTHER, UNKNOWN, 0, 0, true);
    }

    boolean isUnknown() {
        return typeName.equals(UNKNOWN);
    }

    /** Its type as people write it: {@code numeric(10,2)}. */
    public String shownType() {
        return switch (type) {
            case java.sql.Types.NUMERIC, java.sql.Types.DECIMAL -> size == 0 ? typeName
                    : typeName + "(" + size + "," + Math.max(0, scale) + ")";
            case java.sql.Types.CHAR, java.sql.Types.VARCHAR, java.sql.Types.NCHAR, java.sql.Types.NVARCHAR ->
                    size == 0 || size > 1_000_000 ? typeName : typeName + "(" + size + ")";
            default -> typeName;
        };
    }
}
