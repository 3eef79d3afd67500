package io.hmsbridge.plugins.soap;

import java.net.URI;
import java.util.Optional;
import javax.xml.namespace.QName;

/**
 * One operation of a service, as its WSDL describes it.
 *
 * @param address where the WSDL says the service is
 * @param soapAction as bound, may be empty
 * @param action WS-Addressing's action
 * @param input the element that a request's body holds
 * @param output the element that an answer's body holds; empty for an operation without an answer
 */
record Operation(String name, Version version, URI address, String soapAction, String action, Shape.Part input,
        Optional<QName> output) {
}
