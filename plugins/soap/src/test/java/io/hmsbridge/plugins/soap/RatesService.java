package io.hmsbridge.plugins.soap;

import jakarta.annotation.Resource;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.WebServiceProvider;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.xml.namespace.QName;
import javax.xml.transform.Source;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMResult;
import javax.xml.transform.stream.StreamSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The service of {@code rates.wsdl}, by Metro: notes each rate, and calls a poisoned one its client's fault. */
@WebServiceProvider
@ServiceMode
public final class RatesService implements Provider<Source> {

    static final String NAMESPACE = "urn:agency:rates";

    @Resource
    private WebServiceContext context;

    private final List<Map<String, Object>> rates = new CopyOnWriteArrayList<>();

    List<Map<String, Object>> rates() {
        return rates;
    }

    @Override
    public Source invoke(Source request) {
        try {
            LoginCheck.check(context.getMessageContext());
            var result = new DOMResult();
            TransformerFactory.newDefaultInstance().newTransformer().transform(request, result);
            var content = content(((Document) result.getNode()).getDocumentElement());
            if (content.containsKey("poison")) {
                throw new SOAPFaultException(SOAPFactory.newInstance().createFault("poisoned",
                        new QName(SOAPConstants.URI_NS_SOAP_1_1_ENVELOPE, "Client")));
            }
            rates.add(content);
            return new StreamSource(new StringReader("<UpdateRateResponse xmlns='" + NAMESPACE + "'/>"));
        } catch (TransformerException | SOAPException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> content(Element rate) {
        if (!new QName(rate.getNamespaceURI(), rate.getLocalName()).equals(new QName(NAMESPACE, "UpdateRate"))) {
            throw new IllegalArgumentException("no UpdateRate");
        }
        var content = new LinkedHashMap<String, Object>();
        var children = rate.getChildNodes();
        for (int i = 0; i < children.getLength(); i++) {
            var child = (Element) children.item(i);
            if (!NAMESPACE.equals(child.getNamespaceURI())) {
                throw new IllegalArgumentException(child.getLocalName() + " is in another namespace");
            }
            var text = child.getTextContent();
            switch (child.getLocalName()) {
                case "name" -> content.put("name", text);
                case "grades" -> grades(content).add(Long.valueOf(text));
                default -> content.put(child.getLocalName(), text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text)
                        : text.matches("[-0-9.]+") ? number(text) : text);
            }
        }
        return content;
    }

    private static Object number(String text) {
        return text.contains(".") ? new BigDecimal(text) : new BigDecimal(text).toBigInteger();
    }

    @SuppressWarnings("unchecked") // put by no one else
    private static List<Object> grades(Map<String, Object> content) {
        return (List<Object>) content.computeIfAbsent("grades", _ -> new ArrayList<>());
    }
}
