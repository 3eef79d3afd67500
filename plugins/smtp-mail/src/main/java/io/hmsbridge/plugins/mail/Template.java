package io.hmsbridge.plugins.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Text with names in braces: {@code {dailyRate}}, or {@code {address.city}} for a field in a field. A doubled brace stands
 * for itself.
 */
final class Template {

    /** A piece of the template: a name if {@code isName}, else text. */
    private record Piece(String text, boolean isName) {}

    private final List<Piece> pieces;

    private Template(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /**
     * @param setting that holds the template, for the message
     * @throws UnfitException for a brace without its partner
     */
    static Template of(String setting, String text) throws UnfitException {
        var pieces = new ArrayList<Piece>();
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c == '{' || c == '}') && i + 1 < text.length() && text.charAt(i + 1) == c) {
                plain.append(c);
                i++;
            } else if (c == '{' && text.indexOf('}', i) > i + 1) {
                int end = text.indexOf('}', i);
                pieces.add(new Piece(plain.toString(), false));
                plain.setLength(0);
                pieces.add(new Piece(text.substring(i + 1, end), true));
                i = end;
            } else if (c == '{' || c == '}') {
                throw new UnfitException("the template in '" + setting
                        + "' has a brace without its partner; double a brace that stands for itself");
            } else {
                plain.append(c);
            }
        }
        pieces.add(new Piece(plain.toString(), false));
        return new Template(pieces);
    }

    /** @param escape what is done to each value before it is put in */
    String fill(Function<String, Object> values, UnaryOperator<String> escape) {
        var filled = new StringBuilder();
        for (var piece : pieces) {
            filled.append(piece.isName ? escape.apply(Written.of(values.apply(piece.text))) : piece.text);
        }
        return filled.toString();
    }

    /** The name, if the template is nothing but one name in braces. */
    Optional<String> onlyName() {
        return pieces.size() == 3 && pieces.get(0).text.isEmpty() && pieces.get(2).text.isEmpty()
                ? Optional.of(pieces.get(1).text) : Optional.empty();
    }
}
