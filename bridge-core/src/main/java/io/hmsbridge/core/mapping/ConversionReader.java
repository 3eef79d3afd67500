package io.hmsbridge.core.mapping;

import io.hmsbridge.core.mapping.convert.Conversion;
import io.hmsbridge.core.mapping.convert.Dates;
import io.hmsbridge.core.mapping.convert.Numbers;
import io.hmsbridge.core.mapping.convert.Texts;
import io.hmsbridge.core.mapping.convert.Units;
import io.hmsbridge.core.yaml.MapReader;
import io.hmsbridge.core.yaml.Suggestion;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what {@code convert} says of one field. */
final class ConversionReader {

    static final String[] KEYS =
            {"type", "scale", "rounding", "factor", "unit", "from", "to", "zone", "trim", "case", "width",
                "align", "pad", "overflow"};
    static final List<String> TYPES = List.of("text", "number", "integer", "boolean", "date", "datetime");
    static final List<String> ROUNDINGS = Arrays.stream(RoundingMode.values()).map(Enum::name).toList();
    private static final long MOST_DECIMALS = 100;
    private static final long WIDEST = 10_000;

    private ConversionReader() {}

    /** @param zone the sheet's */
    static Optional<Conversion> read(MapReader map, ZoneId zone) {
        map.allowOnly(KEYS);
        var type = map.choice("type", TYPES).orElse("");
        boolean dated = type.equals("date") || type.equals("datetime");
        var conversion = map.flag("trim").orElse(false) ? Texts.trim() : Conversion.NONE;
        conversion = conversion.then(measure(map));
        if (dated) {
            conversion = conversion.then(date(map, type, zone));
        } else {
            for (var key : List.of("from", "to", "zone")) {
                if (map.node(key).isPresent()) {
                    map.errorAtKey(key, "`" + key + "` belongs to `type: date` or `type: datetime`", "");
                }
            }
        }
        conversion = conversion.then(number(map, type)).then(text(map, type)).then(width(map, type));
        return Optional.of(conversion);
    }

    private static Conversion measure(MapReader map) {
        var conversion = map.decimal("factor").optional().map(Numbers::times).orElse(Conversion.NONE);
        var unit = map.child("unit").allowOnly("from", "to");
        if (unit.keys().isEmpty()) {
            return conversion;
        }
        var from = unit.choice("from", Units.names()).required();
        var to = unit.choice("to", Units.names()).required();
        var measured = Units.conversion(from, to);
        if (measured.isEmpty() && Units.names().containsAll(List.of(from, to))) {
            map.error("unit", from + " and " + to + " do not measure the same", "");
        }
        return conversion.then(measured.orElse(Conversion.NONE));
    }

    private static Conversion date(MapReader map, String type, ZoneId sheetZone) {
        var zone = zone(map).orElse(sheetZone);
        var from = map.text("from").orElse("iso");
        var to = map.text("to").orElse("iso");
        try {
            return type.equals("date") ? Dates.date(from, to, zone) : Dates.time(from, to, zone);
        } catch (IllegalArgumentException e) {
            map.errorAtKey(map.node("from").isPresent() ? "from" : "to",
                    "this is not a pattern for dates: " + e.getMessage(),
                    "Write one like yyyy-MM-dd HH:mm, or iso, epoch_s, epoch_ms, epoch_us or epoch_day.");
            return Conversion.NONE;
        }
    }

    /** The zone that is named, if one is. */
    static Optional<ZoneId> zone(MapReader map) {
        var name = map.text("zone").optional();
        try {
            return name.map(ZoneId::of);
        } catch (DateTimeException _) {
            map.error("zone", "there is no time zone " + name.orElse(""), Suggestion.didYouMean(name.orElse(""),
                    ZoneId.getAvailableZoneIds(), "Write it like America/New_York."));
            return Optional.empty();
        }
    }

    private static Conversion number(MapReader map, String type) {
        var rounding = map.choice("rounding", ROUNDINGS).orElse(RoundingMode.HALF_UP.name());
        var scale = map.integer("scale").check(n -> n >= 0 && n <= MOST_DECIMALS, "`scale` must be from 0 to 100", "")
                .optional();
        if (scale.isPresent()) {
            boolean known = ROUNDINGS.contains(rounding);
            return Numbers.scale(scale.get().intValue(), known ? RoundingMode.valueOf(rounding) : RoundingMode.HALF_UP);
        }
        if (map.node("rounding").isPresent()) {
            map.errorAtKey("rounding", "`rounding` needs a `scale`", "Say how many decimals there are to be.");
        }
        return switch (type) {
            case "number" -> Numbers.number();
            case "integer" -> Numbers.integer();
            default -> Conversion.NONE;
        };
    }

    private static Conversion text(MapReader map, String type) {
        var conversion = switch (type) {
            case "text" -> Texts.text();
            case "boolean" -> Texts.flag();
            default -> Conversion.NONE;
        };
        return switch (map.choice("case", List.of("upper", "lower")).orElse("")) {
            case "upper" -> conversion.then(Texts.upper());
            case "lower" -> conversion.then(Texts.lower());
            default -> conversion;
        };
    }

    private static Conversion width(MapReader map, String type) {
        var align = map.choice("align", List.of("left", "right")).optional();
        var pad = map.text("pad")
                .check(text -> text.codePointCount(0, text.length()) == 1, "`pad` must be one character", "")
                .orElse(" ");
        var overflow = map.choice("overflow", List.of("dead", "truncate")).orElse("dead");
        var width = map.integer("width").check(n -> n >= 1 && n <= WIDEST, "`width` must be from 1 to 10000", "")
                .optional();
        if (width.isEmpty()) {
            for (var key : List.of("align", "pad", "overflow")) {
                if (map.node(key).isPresent() && map.node("width").isEmpty()) {
                    map.errorAtKey(key, "`" + key + "` needs a `width`", "");
                }
            }
            return Conversion.NONE;
        }
        boolean number = map.node("scale").isPresent() || type.equals("number") || type.equals("integer");
        var side = Texts.Align.valueOf(align.filter(a -> a.equals("left") || a.equals("right"))
                .orElse(number ? "right" : "left").toUpperCase(Locale.ROOT));
        return Texts.width(width.get().intValue(), side, pad.codePointAt(0), overflow.equals("truncate"));
    }
}
