package io.hmsbridge.plugins.soap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaAll;
import org.apache.ws.commons.schema.XmlSchemaAnnotated;
import org.apache.ws.commons.schema.XmlSchemaAttribute;
import org.apache.ws.commons.schema.XmlSchemaAttributeGroupRef;
import org.apache.ws.commons.schema.XmlSchemaAttributeOrGroupRef;
import org.apache.ws.commons.schema.XmlSchemaChoice;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaComplexContentExtension;
import org.apache.ws.commons.schema.XmlSchemaComplexContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaComplexType;
import org.apache.ws.commons.schema.XmlSchemaDocumentation;
import org.apache.ws.commons.schema.XmlSchemaElement;
import org.apache.ws.commons.schema.XmlSchemaEnumerationFacet;
import org.apache.ws.commons.schema.XmlSchemaGroupRef;
import org.apache.ws.commons.schema.XmlSchemaMaxLengthFacet;
import org.apache.ws.commons.schema.XmlSchemaParticle;
import org.apache.ws.commons.schema.XmlSchemaSequence;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentExtension;
import org.apache.ws.commons.schema.XmlSchemaSimpleContentRestriction;
import org.apache.ws.commons.schema.XmlSchemaSimpleType;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeList;
import org.apache.ws.commons.schema.XmlSchemaSimpleTypeRestriction;
import org.apache.ws.commons.schema.XmlSchemaType;
import org.apache.ws.commons.schema.XmlSchemaUse;

/** Makes shapes of the elements of a WSDL's schemas. */
final class ShapeReader {

    private static final String XSD = "http://www.w3.org/2001/XMLSchema";

    private final XmlSchemaCollection schemas;
    private final Map<XmlSchemaType, Shape> made = new HashMap<>();

    ShapeReader(XmlSchemaCollection schemas) {
        this.schemas = schemas;
    }

    /** @throws WsdlException if no schema declares the element */
    Shape.Part element(QName name) throws WsdlException {
        var element = schemas.getElementByQName(name);
        if (element == null) {
            throw new WsdlException("wsdl", "the WSDL's schemas do not declare the element " + name.getLocalPart());
        }
        return new Shape.Part(name, () -> shape(element), true, false, element.isNillable(), doc(element));
    }

    private Shape.Part part(XmlSchemaElement element, boolean isInEach) {
        var declared = element.isRef() ? element.getRef().getTarget() : element;
        var name = element.isRef() ? element.getRef().getTargetQName() : element.getWireName();
        return new Shape.Part(name, () -> shape(declared), isInEach && element.getMinOccurs() > 0,
                element.getMaxOccurs() > 1, declared != null && declared.isNillable(), doc(element));
    }

    private synchronized Shape shape(XmlSchemaElement element) {
        if (element == null) {
            return Shape.Value.of(Simple.TEXT);
        }
        return shape(element.getSchemaType(), element.getSchemaTypeName());
    }

    private Shape shape(XmlSchemaType declared, QName name) {
        var type = declared == null && name != null ? schemas.getTypeByQName(name) : declared;
        return switch (type) {
            case XmlSchemaComplexType complex -> {
                var before = made.get(complex);
                var shape = before == null ? parts(complex) : before;
                made.put(complex, shape);
                yield shape;
            }
            case XmlSchemaSimpleType simple -> value(simple);
            case null, default -> builtIn(name);
        };
    }

    private static Shape.Value builtIn(QName name) {
        return Shape.Value.of(name != null && XSD.equals(name.getNamespaceURI()) ? Simple.of(name.getLocalPart())
                : Simple.TEXT);
    }

    private Shape.Parts parts(XmlSchemaComplexType type) {
        var elements = new ArrayList<Shape.Part>();
        var attributes = new ArrayList<Shape.Part>();
        var text = collect(type, elements, attributes);
        return new Shape.Parts(List.copyOf(elements), List.copyOf(attributes), text);
    }

    /** @return what a type of simple content holds between its tags, else null */
    private Shape.Value collect(XmlSchemaComplexType type, List<Shape.Part> elements, List<Shape.Part> attributes) {
        if (type.getContentModel() == null) {
            particle(type.getParticle(), true, elements);
            attributes(type.getAttributes(), attributes);
            return null;
        }
        return switch (type.getContentModel().getContent()) {
            case XmlSchemaComplexContentExtension more -> {
                if (schemas.getTypeByQName(more.getBaseTypeName()) instanceof XmlSchemaComplexType base) {
                    collect(base, elements, attributes);
                }
                particle(more.getParticle(), true, elements);
                attributes(more.getAttributes(), attributes);
                yield null;
            }
            case XmlSchemaComplexContentRestriction less -> {
                particle(less.getParticle(), true, elements);
                attributes(less.getAttributes(), attributes);
                yield null;
            }
            case XmlSchemaSimpleContentExtension simple -> {
                attributes(simple.getAttributes(), attributes);
                yield between(simple.getBaseTypeName(), elements, attributes);
            }
            case XmlSchemaSimpleContentRestriction simple -> {
                attributes(simple.getAttributes(), attributes);
                yield between(simple.getBaseTypeName(), elements, attributes);
            }
            case null, default -> null;
        };
    }

    private Shape.Value between(QName base, List<Shape.Part> elements, List<Shape.Part> attributes) {
        return switch (schemas.getTypeByQName(base)) {
            case XmlSchemaComplexType complex -> collect(complex, elements, attributes);
            case XmlSchemaSimpleType simple -> value(simple);
            case null, default -> builtIn(base);
        };
    }

    /** @param isInEach false where a choice or a count of none leaves it open whether the elements come at all */
    private void particle(Object particle, boolean isInEach, List<Shape.Part> parts) {
        boolean required = isInEach && (!(particle instanceof XmlSchemaParticle counted) || counted.getMinOccurs() > 0);
        switch (particle) {
            case XmlSchemaElement element -> parts.add(part(element, isInEach));
            case XmlSchemaSequence sequence -> sequence.getItems().forEach(item -> particle(item, required, parts));
            case XmlSchemaAll all -> all.getItems().forEach(item -> particle(item, required, parts));
            case XmlSchemaChoice choice -> choice.getItems().forEach(item -> particle(item, false, parts));
            case XmlSchemaGroupRef group -> {
                var named = schemas.getGroupByQName(group.getRefName());
                particle(named == null ? null : named.getParticle(), required, parts);
            }
            case null, default -> {} // any element: no packet's field can name it
        }
    }

    private void attributes(List<XmlSchemaAttributeOrGroupRef> declared, List<Shape.Part> parts) {
        for (var one : declared) {
            switch (one) {
                case XmlSchemaAttribute attribute -> parts.add(attribute(attribute));
                case XmlSchemaAttributeGroupRef group -> group.getRef().getTarget().getAttributes().forEach(member -> {
                    if (member instanceof XmlSchemaAttribute attribute) {
                        parts.add(attribute(attribute));
                    }
                });
                default -> throw new IllegalStateException("no attribute: " + one.getClass());
            }
        }
    }

    private Shape.Part attribute(XmlSchemaAttribute attribute) {
        var declared = attribute.isRef() ? attribute.getRef().getTarget() : attribute;
        var name = attribute.isRef() ? attribute.getRef().getTargetQName() : attribute.getWireName();
        return new Shape.Part(name, () -> declared == null ? Shape.Value.of(Simple.TEXT)
                : shape(declared.getSchemaType(), declared.getSchemaTypeName()),
                attribute.getUse() == XmlSchemaUse.REQUIRED, false, false, doc(attribute));
    }

    private Shape.Value value(XmlSchemaSimpleType type) {
        var name = type.getQName();
        if (name != null && XSD.equals(name.getNamespaceURI())) {
            return builtIn(name);
        }
        return switch (type.getContent()) {
            case XmlSchemaSimpleTypeRestriction restricted -> {
                var base = restricted.getBaseType() != null ? value(restricted.getBaseType())
                        : schemas.getTypeByQName(restricted.getBaseTypeName()) instanceof XmlSchemaSimpleType named
                                ? value(named) : builtIn(restricted.getBaseTypeName());
                yield restricted(base, restricted);
            }
            case XmlSchemaSimpleTypeList _ -> Shape.Value.of(Simple.LIST);
            case null, default -> Shape.Value.of(Simple.TEXT);
        };
    }

    private static Shape.Value restricted(Shape.Value base, XmlSchemaSimpleTypeRestriction restriction) {
        Set<String> choices = new LinkedHashSet<>();
        int longest = base.longest();
        for (var facet : restriction.getFacets()) {
            if (facet instanceof XmlSchemaEnumerationFacet) {
                choices.add(facet.getValue().toString());
            } else if (facet instanceof XmlSchemaMaxLengthFacet) {
                longest = Integer.parseInt(facet.getValue().toString());
            }
        }
        return new Shape.Value(base.type(), choices.isEmpty() ? base.choices() : choices, longest);
    }

    private static String doc(XmlSchemaAnnotated annotated) {
        if (annotated.getAnnotation() != null) {
            for (var item : annotated.getAnnotation().getItems()) {
                if (item instanceof XmlSchemaDocumentation words && words.getMarkup() != null
                        && words.getMarkup().getLength() > 0) {
                    return words.getMarkup().item(0).getTextContent().strip().replaceAll("\\s+", " ");
                }
            }
        }
        return "the service requires it";
    }
}
