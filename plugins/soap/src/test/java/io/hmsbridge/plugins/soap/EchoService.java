package io.hmsbridge.plugins.soap;

import jakarta.xml.soap.MimeHeaders;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The service of {@code PerDiem.asmx.wsdl} in SOAP 1.2: takes every message, keeps it as it came, and says one number. */
@WebServiceProvider
@ServiceMode(Service.Mode.MESSAGE)
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public final class EchoService implements Provider<SOAPMessage> {

    private static final String ANSWER = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>"
            + "<SetPerDiemResponse xmlns='http://tempuri.org/'><SetPerDiemResult>1</SetPerDiemResult>"
            + "</SetPerDiemResponse></s:Body></s:Envelope>";

    private volatile String last = "";

    String last() {
        return last;
    }

    @Override
    public SOAPMessage invoke(SOAPMessage request) {
        try {
            var bytes = new ByteArrayOutputStream();
            request.writeTo(bytes);
            last = bytes.toString(StandardCharsets.UTF_8);
            var headers = new MimeHeaders();
            headers.addHeader("Content-Type", "application/soap+xml");
            return jakarta.xml.soap.MessageFactory.newInstance("SOAP 1.2 Protocol").createMessage(headers,
                    new ByteArrayInputStream(ANSWER.getBytes(StandardCharsets.UTF_8)));
        } catch (SOAPException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
