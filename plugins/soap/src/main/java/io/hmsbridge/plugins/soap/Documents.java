package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.SendException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.xml.sax.InputSource;

/**
 * The documents of one WSDL: itself and what it imports. Each is looked through before a parser builds anything of it: a
 * document type, and with it every entity, is refused, and so is XInclude.
 *
 * <p>A file imports files of its own folder or below, and an address imports addresses, which the target's policy must
 * allow; neither leads to the other.
 */
final class Documents {

    /** Gets what is at an http or https address. */
    interface Source {
        byte[] get(URI address) throws SendException, InterruptedException;
    }

    private static final int MOST = 100;
    private static final int LONGEST = 5_000_000;
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";

    private final URI wsdl;
    private final Source source;
    private final Map<URI, byte[]> read = new LinkedHashMap<>();

    Documents(URI wsdl, Source source) {
        this.wsdl = wsdl;
        this.source = source;
    }

    URI wsdl() {
        return wsdl;
    }

    /** @param parent null for an address that stands by itself */
    InputSource open(String parent, String location) throws WsdlException {
        var address = (parent == null ? wsdl : URI.create(parent)).resolve(location.replace(" ", "%20")).normalize();
        var bytes = read.get(address);
        if (bytes == null) {
            if (read.size() == MOST) {
                throw new WsdlException("wsdl", "the WSDL consists of more than " + MOST + " documents");
            }
            bytes = get(address);
            check(bytes, name(address));
            read.put(address, bytes);
        }
        var input = new InputSource(new ByteArrayInputStream(bytes));
        input.setSystemId(address.toString());
        return input;
    }

    private byte[] get(URI address) throws WsdlException {
        boolean isFile = "file".equals(wsdl.getScheme());
        if (isFile != "file".equals(address.getScheme())) {
            throw new WsdlException("wsdl", "the WSDL imports " + name(address)
                    + (isFile ? ", which is no file; put it beside the WSDL and import it from there" : ", a file"));
        }
        if (isFile && !Path.of(address).startsWith(Path.of(wsdl).getParent())) {
            throw new WsdlException("wsdl", "the WSDL imports " + name(address) + ", which is outside of its folder");
        }
        try {
            var bytes = isFile ? file(Path.of(address)) : source.get(address);
            if (bytes.length > LONGEST) {
                throw new WsdlException("wsdl", name(address) + " is longer than " + LONGEST + " bytes");
            }
            return bytes;
        } catch (WsdlException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WsdlException("wsdl", name(address) + " was not awaited", e);
        } catch (IOException e) {
            throw new WsdlException("wsdl", name(address) + " cannot be read (" + e.getClass().getSimpleName() + ")");
        } catch (SendException e) {
            throw new WsdlException("wsdl", "the WSDL's " + name(address) + ": " + e.getMessage(), e);
        }
    }

    private static byte[] file(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(LONGEST + 1);
        }
    }

    private static void check(byte[] bytes, String name) throws WsdlException {
        try {
            var xml = Xml.reader(bytes);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new WsdlException("wsdl", name + " has a document type, which is refused");
                }
                if (event == XMLStreamConstants.START_ELEMENT && XINCLUDE.equals(xml.getNamespaceURI())) {
                    throw new WsdlException("wsdl", name + " includes by XInclude, which is refused");
                }
            }
        } catch (XMLStreamException e) {
            throw new WsdlException("wsdl", name + " is no well-formed XML"
                    + (e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNumber() + ")"));
        }
    }

    private static String name(URI address) {
        return "file".equals(address.getScheme()) ? Path.of(address).getFileName().toString()
                : address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
    }
}
