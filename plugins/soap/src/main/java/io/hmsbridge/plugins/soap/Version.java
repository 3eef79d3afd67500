package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.HttpCall;

/** The two versions of SOAP. */
enum Version {
    SOAP_1_1("http://schemas.xmlsoap.org/soap/envelope/") {
        @Override
        HttpCall post(HttpCall call, byte[] envelope, String action) {
            return call.body(envelope, "text/xml; charset=utf-8").header("SOAPAction", '"' + action + '"');
        }
    },
    SOAP_1_2("http://www.w3.org/2003/05/soap-envelope") {
        @Override
        HttpCall post(HttpCall call, byte[] envelope, String action) {
            return call.body(envelope, "application/soap+xml; charset=utf-8; action=\"" + action + '"');
        }
    };

    final String namespace;

    Version(String namespace) {
        this.namespace = namespace;
    }

    /** The call with the envelope and the action, each where this version has it. */
    abstract HttpCall post(HttpCall call, byte[] envelope, String action);
}
