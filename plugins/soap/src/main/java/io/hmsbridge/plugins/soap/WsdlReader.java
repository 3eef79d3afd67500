package io.hmsbridge.plugins.soap;

import com.ibm.wsdl.factory.WSDLFactoryImpl;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.wsdl.BindingOperation;
import javax.wsdl.Definition;
import javax.wsdl.Import;
import javax.wsdl.Message;
import javax.wsdl.Port;
import javax.wsdl.Service;
import javax.wsdl.Types;
import javax.wsdl.WSDLException;
import javax.wsdl.extensions.ExtensibilityElement;
import javax.wsdl.extensions.UnknownExtensibilityElement;
import javax.wsdl.extensions.soap.SOAPAddress;
import javax.wsdl.extensions.soap.SOAPBinding;
import javax.wsdl.extensions.soap.SOAPBody;
import javax.wsdl.extensions.soap.SOAPOperation;
import javax.wsdl.extensions.soap12.SOAP12Address;
import javax.wsdl.extensions.soap12.SOAP12Binding;
import javax.wsdl.extensions.soap12.SOAP12Body;
import javax.wsdl.extensions.soap12.SOAP12Operation;
import javax.wsdl.xml.WSDLLocator;
import javax.xml.namespace.QName;
import org.apache.ws.commons.schema.XmlSchemaCollection;
import org.apache.ws.commons.schema.XmlSchemaException;
import org.xml.sax.InputSource;

/** Reads a WSDL 1.1 with all it imports, and finds operations in it. */
final class WsdlReader {

    private static final QName SCHEMA = new QName("http://www.w3.org/2001/XMLSchema", "schema");
    private static final QName WSAM_ACTION = new QName("http://www.w3.org/2007/05/addressing/metadata", "Action");
    private static final QName WSAW_ACTION = new QName("http://www.w3.org/2006/05/addressing/wsdl", "Action");

    private final Definition definition;
    private final ShapeReader shapes;

    private WsdlReader(Definition definition, ShapeReader shapes) {
        this.definition = definition;
        this.shapes = shapes;
    }

    static WsdlReader read(Documents documents) throws WsdlException {
        var locator = new Locator(documents);
        try {
            var factory = new WSDLFactoryImpl();
            var registry = factory.newPopulatedExtensionRegistry();
            // Schemas are left as elements here: they are the schema reader's.
            registry.registerDeserializer(Types.class, SCHEMA, registry.getDefaultDeserializer());
            var reader = factory.newWSDLReader();
            reader.setFeature("javax.wsdl.verbose", false);
            reader.setFeature("javax.wsdl.importDocuments", true);
            reader.setExtensionRegistry(registry);
            var definition = reader.readWSDL(locator);
            return new WsdlReader(definition, new ShapeReader(schemas(definition, documents)));
        } catch (WSDLException | XmlSchemaException | Refused | IllegalArgumentException e) {
            throw refusal(e, locator).orElseGet(() -> new WsdlException("wsdl", "the WSDL cannot be understood: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
        }
    }

    private static Optional<WsdlException> refusal(Exception e, Locator locator) {
        for (Throwable next = e; next != null; next = next.getCause()) {
            if (next instanceof Refused refused) {
                return Optional.of((WsdlException) refused.getCause());
            }
        }
        return Optional.ofNullable(locator.refused);
    }

    private static XmlSchemaCollection schemas(Definition definition, Documents documents) {
        var schemas = new XmlSchemaCollection();
        schemas.setSchemaResolver((_, location, base) -> {
            try {
                return location == null ? new InputSource() : documents.open(base, location);
            } catch (WsdlException e) {
                throw new Refused(e);
            }
        });
        for (var one : all(definition, new LinkedHashSet<>())) {
            if (one.getTypes() != null) {
                for (var element : one.getTypes().getExtensibilityElements()) {
                    if (element instanceof UnknownExtensibilityElement schema
                            && SCHEMA.equals(schema.getElementType())) {
                        schemas.setBaseUri(one.getDocumentBaseURI());
                        schemas.read(schema.getElement());
                    }
                }
            }
        }
        return schemas;
    }

    private static Set<Definition> all(Definition definition, Set<Definition> found) {
        if (found.add(definition)) {
            for (var imports : definition.getImports().values()) {
                for (var one : (List<?>) imports) {
                    if (one instanceof Import imported && imported.getDefinition() != null) {
                        all(imported.getDefinition(), found);
                    }
                }
            }
        }
        return found;
    }

    /** @throws WsdlException naming the operations that there are, or what keeps this one from being called */
    Operation operation(String name, Optional<String> portName) throws WsdlException {
        var names = new TreeSet<String>();
        var ports = new ArrayList<String>();
        for (var service : definition.getAllServices().values()) {
            for (var port : ((Service) service).getPorts().values()) {
                var candidate = (Port) port;
                var version = version(candidate);
                if (version.isEmpty()) {
                    continue;
                }
                ports.add(candidate.getName());
                if (portName.isPresent() && !portName.get().equals(candidate.getName())) {
                    continue;
                }
                for (var operation : candidate.getBinding().getBindingOperations()) {
                    names.add(((BindingOperation) operation).getName());
                    if (((BindingOperation) operation).getName().equals(name)) {
                        return operation((BindingOperation) operation, candidate, version.get());
                    }
                }
            }
        }
        if (portName.isPresent() && !ports.contains(portName.get())) {
            throw new WsdlException("port",
                    "'port': the WSDL has no SOAP port " + portName.get() + "; it has " + String.join(", ", ports));
        }
        throw new WsdlException("operation", "'operation': the WSDL has no operation " + name + "; it has "
                + (names.isEmpty() ? "none over SOAP" : String.join(", ", names)));
    }

    private Operation operation(BindingOperation bound, Port port, Version version) throws WsdlException {
        var name = bound.getName();
        var operation = bound.getOperation();
        var soapAction = "";
        var style = "document";
        for (var extension : port.getBinding().getExtensibilityElements()) {
            style = switch (extension) {
                case SOAPBinding soap when soap.getStyle() != null -> soap.getStyle();
                case SOAP12Binding soap when soap.getStyle() != null -> soap.getStyle();
                default -> style;
            };
        }
        for (var extension : bound.getExtensibilityElements()) {
            switch (extension) {
                case SOAPOperation soap -> {
                    soapAction = soap.getSoapActionURI() == null ? "" : soap.getSoapActionURI();
                    style = soap.getStyle() == null ? style : soap.getStyle();
                }
                case SOAP12Operation soap -> {
                    soapAction = soap.getSoapActionURI() == null ? "" : soap.getSoapActionURI();
                    style = soap.getStyle() == null ? style : soap.getStyle();
                }
                default -> {}
            }
        }
        if (!style.equals("document") || !isLiteral(bound)) {
            throw new WsdlException("operation",
                    "'operation': " + name + " is not bound as document/literal, the only way that is spoken here");
        }
        var input = operation.getInput() == null ? null : operation.getInput().getMessage();
        var output = operation.getOutput() == null ? Optional.<QName>empty()
                : Optional.of(body(operation.getOutput().getMessage(), name));
        var portType = port.getBinding().getPortType().getQName();
        return new Operation(name, version, address(port), soapAction, action(operation, soapAction, portType),
                shapes.element(body(input, name)), output);
    }

    private static boolean isLiteral(BindingOperation bound) {
        if (bound.getBindingInput() != null) {
            for (var extension : bound.getBindingInput().getExtensibilityElements()) {
                if (extension instanceof SOAPBody body && "encoded".equals(body.getUse())
                        || extension instanceof SOAP12Body body12 && "encoded".equals(body12.getUse())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What WS-Addressing calls the request: as declared, else as bound, else by its pattern for defaults. */
    private static String action(javax.wsdl.Operation operation, String soapAction, QName portType) {
        for (var attribute : List.of(WSAM_ACTION, WSAW_ACTION)) {
            if (operation.getInput().getExtensionAttribute(attribute) instanceof QName declared) {
                return declared.getLocalPart();
            }
            if (operation.getInput().getExtensionAttribute(attribute) instanceof String declared) {
                return declared;
            }
        }
        if (!soapAction.isEmpty()) {
            return soapAction;
        }
        var input = operation.getInput().getName();
        var namespace = portType.getNamespaceURI();
        return namespace + (namespace.endsWith("/") ? "" : "/") + portType.getLocalPart() + "/"
                + (input == null || input.isEmpty() ? operation.getName() + "Request" : input);
    }

    private static QName body(Message message, String operation) throws WsdlException {
        if (message != null) {
            for (var part : message.getParts().values()) {
                var element = ((javax.wsdl.Part) part).getElementName();
                if (element != null) {
                    return element;
                }
            }
        }
        throw new WsdlException("operation", "'operation': the messages of " + operation + " name no element");
    }

    private static Optional<Version> version(Port port) {
        for (var extension : port.getExtensibilityElements()) {
            if (extension instanceof SOAPAddress) {
                return Optional.of(Version.SOAP_1_1);
            }
            if (extension instanceof SOAP12Address) {
                return Optional.of(Version.SOAP_1_2);
            }
        }
        return Optional.empty();
    }

    private static URI address(Port port) throws WsdlException {
        for (var extension : port.getExtensibilityElements()) {
            var location = switch ((ExtensibilityElement) extension) {
                case SOAPAddress address -> address.getLocationURI();
                case SOAP12Address address -> address.getLocationURI();
                default -> null;
            };
            if (location != null) {
                try {
                    return URI.create(location);
                } catch (IllegalArgumentException e) {
                    throw new WsdlException("wsdl", "the WSDL's address of the port " + port.getName() + " is none",
                            e);
                }
            }
        }
        throw new WsdlException("wsdl", "the WSDL gives no address of the port " + port.getName());
    }

    /** Carries a refusal through the libraries. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Refused(WsdlException cause) {
            super(cause);
        }
    }

    /** Hands the documents to the WSDL library. */
    private static final class Locator implements WSDLLocator {

        private final Documents documents;
        private String latest;
        private WsdlException refused;

        Locator(Documents documents) {
            this.documents = documents;
        }

        @Override
        public InputSource getBaseInputSource() {
            return open(null, documents.wsdl().toString());
        }

        @Override
        public InputSource getImportInputSource(String parent, String location) {
            return open(parent, location);
        }

        private InputSource open(String parent, String location) {
            try {
                var input = documents.open(parent, location);
                latest = input.getSystemId();
                return input;
            } catch (WsdlException e) {
                refused = e;
                throw new Refused(e);
            }
        }

        @Override
        public String getBaseURI() {
            return documents.wsdl().toString();
        }

        @Override
        public String getLatestImportURI() {
            return latest;
        }

        @Override
        public void close() {}
    }
}
