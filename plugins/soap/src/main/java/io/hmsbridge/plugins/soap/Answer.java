package io.hmsbridge.plugins.soap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What an answer says, read as a stream and no further than needed: nothing is built of it.
 *
 * @param body the element in its body, unless that is empty
 * @param relatesTo the message that it answers, as WS-Addressing has it
 * @param faultCodes the code of a fault, then its subcodes; empty if it is none
 */
record Answer(Optional<QName> body, Optional<String> relatesTo, List<QName> faultCodes) {

    private static final int DEEPEST = 200;

    /** @throws XMLStreamException if it is no envelope of SOAP, whole and well-formed and without a document type */
    static Answer read(byte[] bytes) throws XMLStreamException {
        var xml = Xml.reader(bytes);
        var path = new ArrayList<QName>();
        QName body = null;
        String relatesTo = null;
        var codes = new ArrayList<QName>();
        var text = new StringBuilder();
        while (xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new XMLStreamException("a document type");
                case XMLStreamConstants.START_ELEMENT -> {
                    path.add(xml.getName());
                    check(path);
                    text.setLength(0);
                    if (path.size() == 3 && is(path.get(1), "Body") && body == null) {
                        body = xml.getName();
                    }
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (path.size() > 2) {
                        text.append(xml.getText());
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    if (path.size() == 3 && path.get(2).equals(new QName(Envelope.ADDRESSING, "RelatesTo"))) {
                        relatesTo = text.toString().strip();
                    } else if (isFaultCode(path)) {
                        codes.add(name(xml, text.toString().strip()));
                    }
                    text.setLength(0);
                    path.removeLast();
                }
                default -> {}
            }
        }
        if (body != null && is(body, "Fault") && codes.isEmpty()) {
            throw new XMLStreamException("a fault without a code");
        }
        return new Answer(Optional.ofNullable(body), Optional.ofNullable(relatesTo), List.copyOf(codes));
    }

    boolean isFault() {
        return !faultCodes.isEmpty();
    }

    private static void check(List<QName> path) throws XMLStreamException {
        if (!is(path.getFirst(), "Envelope") || path.size() > DEEPEST) {
            throw new XMLStreamException("no envelope");
        }
    }

    /** {@code Fault/faultcode} of SOAP 1.1, and {@code Fault/Code/(Subcode/)*Value} of SOAP 1.2. */
    private static boolean isFaultCode(List<QName> path) {
        if (path.size() < 4 || !is(path.get(1), "Body") || !is(path.get(2), "Fault")) {
            return false;
        }
        return path.size() == 4 && path.get(3).getLocalPart().equals("faultcode")
                || path.size() > 4 && is(path.get(3), "Code") && is(path.getLast(), "Value")
                        && path.subList(4, path.size() - 1).stream().allMatch(name -> is(name, "Subcode"));
    }

    private static boolean is(QName name, String local) {
        return name.getLocalPart().equals(local) && (name.getNamespaceURI().equals(Version.SOAP_1_1.namespace)
                || name.getNamespaceURI().equals(Version.SOAP_1_2.namespace));
    }

    private static QName name(XMLStreamReader xml, String text) {
        int colon = text.indexOf(':');
        var namespace = colon < 0 ? "" : xml.getNamespaceURI(text.substring(0, colon));
        return new QName(namespace == null ? "" : namespace, text.substring(colon + 1));
    }
}
