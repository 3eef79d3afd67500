package io.hmsbridge.core.mapping.convert;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Units of measure whose factors are exact by definition, and temperatures. */
public final class Units {

    private record Unit(String quantity, BigDecimal factor, BigDecimal offset) {}

    private static final int DIGITS = 20;
    private static final Map<String, Unit> UNITS = units();

    private Units() {}

    /** The names there are. */
    public static Set<String> names() {
        return UNITS.keySet();
    }

    /** From one unit into another; empty if the two do not measure the same. Where it does not come out even, 20 decimals. */
    public static Optional<Conversion> conversion(String from, String to) {
        var source = UNITS.get(from);
        var target = UNITS.get(to);
        if (source == null || target == null || !source.quantity.equals(target.quantity)) {
            return Optional.empty();
        }
        return Optional.of(value -> {
            var base = Numbers.decimal(value).add(source.offset).multiply(source.factor);
            var result = base.divide(target.factor, DIGITS, java.math.RoundingMode.HALF_UP).subtract(target.offset);
            return Numbers.closed(result.stripTrailingZeros());
        });
    }

    private static Map<String, Unit> units() {
        var units = new LinkedHashMap<String, Unit>();
        add(units, "length", "mm", "0.001", "cm", "0.01", "m", "1", "km", "1000", "in", "0.0254", "ft", "0.3048", "yd",
                "0.9144", "mi", "1609.344", "nmi", "1852");
        add(units, "mass", "mg", "0.001", "g", "1", "kg", "1000", "t", "1000000", "oz", "28.349523125", "lb",
                "453.59237");
        add(units, "volume", "ml", "0.001", "l", "1", "m3", "1000", "gal_us", "3.785411784", "gal_uk", "4.54609");
        add(units, "area", "m2", "1", "ha", "10000", "km2", "1000000", "ft2", "0.09290304", "acre", "4046.8564224");
        add(units, "time", "ms", "0.001", "s", "1", "min", "60", "h", "3600", "d", "86400");
        units.put("K", new Unit("temperature", new BigDecimal(9), BigDecimal.ZERO));
        units.put("C", new Unit("temperature", new BigDecimal(9), new BigDecimal("273.15")));
        units.put("F", new Unit("temperature", new BigDecimal(5), new BigDecimal("459.67")));
        return units;
    }

    private static void add(Map<String, Unit> units, String quantity, String... namesAndFactors) {
        for (int i = 0; i < namesAndFactors.length; i += 2) {
            units.put(namesAndFactors[i], new Unit(quantity, new BigDecimal(namesAndFactors[i + 1]), BigDecimal.ZERO));
        }
    }
}
