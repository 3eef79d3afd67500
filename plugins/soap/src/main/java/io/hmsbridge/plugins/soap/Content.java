package io.hmsbridge.plugins.soap;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a packet's fields as the element that an operation takes. Fields are named as elements are, {@code @name} is an
 * attribute, and {@code #text} what stands between the tags beside attributes. All that does not fit is told at once.
 */
final class Content {

    private static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";
    private static final int DEEPEST = 100;

    private final XMLStreamWriter out;
    private final List<String> problems = new ArrayList<>();
    private int depth;

    Content(XMLStreamWriter out) {
        this.out = out;
    }

    /** @return what does not fit, each with the field's path and never with its value */
    List<String> write(Shape.Part input, Map<String, Object> fields) throws XMLStreamException {
        var shape = input.shape().get();
        element(input, shape instanceof Shape.Value ? fields.get(input.name().getLocalPart()) : fields, "",
                "");
        return problems;
    }

    private void element(Shape.Part part, Object value, String path, String around) throws XMLStreamException {
        if (++depth > DEEPEST) {
            problems.add(path + " is nested too deeply");
            depth--;
            return;
        }
        start(part.name(), around);
        if (value == null) {
            out.writeAttribute("xsi", XSI, "nil", "true");
        } else {
            switch (part.shape().get()) {
                case Shape.Value shape -> out.writeCharacters(text(shape, value, path));
                case Shape.Parts shape -> parts(shape, value, path, part.name().getNamespaceURI());
            }
        }
        out.writeEndElement();
        depth--;
    }

    /** @param around the default namespace that holds without saying it again */
    private void start(QName name, String around) throws XMLStreamException {
        out.writeStartElement("", name.getLocalPart(), name.getNamespaceURI());
        if (!name.getNamespaceURI().equals(around)) {
            out.writeDefaultNamespace(name.getNamespaceURI());
        }
    }

    private void parts(Shape.Parts shape, Object value, String path, String namespace) throws XMLStreamException {
        if (!(value instanceof Map<?, ?> fields)) {
            if (shape.text() != null && shape.attributes().stream().noneMatch(Shape.Part::isRequired)) {
                out.writeCharacters(text(shape.text(), value, path));
            } else {
                problems.add((path.isEmpty() ? "the content" : path) + " must be a map of fields");
            }
            return;
        }
        Set<Object> unknown = new LinkedHashSet<>(fields.keySet());
        for (var attribute : shape.attributes()) {
            var name = "@" + attribute.name().getLocalPart();
            unknown.remove(name);
            var given = fields.get(name);
            if (given != null && attribute.shape().get() instanceof Shape.Value type) {
                attribute(attribute.name(), text(type, given, below(path, name)));
            } else if (attribute.isRequired()) {
                problems.add(below(path, name) + " is required");
            }
        }
        if (shape.text() != null) {
            unknown.remove("#text");
            out.writeCharacters(fields.get("#text") == null ? "" : text(shape.text(), fields.get("#text"),
                    below(path, "#text")));
        }
        for (var part : shape.elements()) {
            var name = part.name().getLocalPart();
            unknown.remove(name);
            child(part, fields.containsKey(name), fields.get(name), below(path, name), namespace);
        }
        unknown.forEach(name -> problems.add(below(path, name.toString()) + " is no field of the operation"));
    }

    private void child(Shape.Part part, boolean isGiven, Object value, String path, String around)
            throws XMLStreamException {
        if (part.isList() && value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                one(part, list.get(i), path + "[" + i + "]", around);
            }
        } else if (value != null) {
            one(part, value, path, around);
        } else if (isGiven && part.isNillable()) {
            element(part, null, path, around);
        } else if (isGiven) {
            problems.add(path + " must not be null"); // left out, it would say that nothing changes
        } else if (part.isRequired()) {
            problems.add(path + " is required");
        }
    }

    private void one(Shape.Part part, Object value, String path, String around) throws XMLStreamException {
        if (value == null && !part.isNillable()) {
            problems.add(path + " must not be null");
        } else {
            element(part, value, path, around);
        }
    }

    private void attribute(QName name, String text) throws XMLStreamException {
        if (name.getNamespaceURI().isEmpty()) {
            out.writeAttribute(name.getLocalPart(), text);
        } else {
            out.writeNamespace("a", name.getNamespaceURI());
            out.writeAttribute("a", name.getNamespaceURI(), name.getLocalPart(), text);
        }
    }

    private String text(Shape.Value shape, Object value, String path) {
        var written = shape.type().write(value);
        if (written.isEmpty()) {
            problems.add(path + " must be " + shape.type().wanted);
        } else if (!shape.choices().isEmpty() && !shape.choices().contains(written.get())) {
            problems.add(path + " must be one of " + String.join(", ", shape.choices()));
        } else if (written.get().length() > shape.longest()) {
            problems.add(path + " must have " + shape.longest() + " characters at most");
        } else if (!Xml.canHold(written.get())) {
            problems.add(path + " holds a character that XML has not");
        } else {
            return written.get();
        }
        return "";
    }

    private static String below(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
