package io.hmsbridge.benchmarks.connectors;

import io.hmsbridge.api.Packet;
import io.hmsbridge.benchmarks.PlainHttp;
import io.hmsbridge.benchmarks.Sink;
import io.hmsbridge.plugins.soap.SoapConnectorFactory;
import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.MimeHeaders;
import jakarta.xml.soap.SOAPException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;

/** {@code SoapConnector} beside SAAJ over Apache's HTTP client: one call for each packet, of an nginx that always says yes. */
final class SoapComparison {

    private static final String NAMESPACE = "urn:agency:rates";
    private static final String ANSWER = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
            + "<UpdateRateResponse xmlns=\"" + NAMESPACE + "\"/></s:Body></s:Envelope>";

    private SoapComparison() {}

    static Comparison open(Path folder) throws Exception {
        var sink = Sink.start(folder, "default_type text/xml; return 200 '" + ANSWER + "';");
        var wsdl = folder.resolve("rates.wsdl");
        try (var text = SoapComparison.class.getResourceAsStream("rates.wsdl")) {
            Files.copy(text, wsdl);
        }
        var factory = new SoapConnectorFactory();
        var packets = new Packets(factory, Map.of("wsdl", wsdl.toString(), "operation", "UpdateRate"));
        var connector = new ConnectorSide(factory, Map.of("endpoint", sink.uri().toString()));
        var library = new Bare(PlainHttp.client(), MessageFactory.newInstance(), sink);
        return new Comparison(new Work(64, 1, 300, 0.8), packets, connector, library, sink::close);
    }

    private record Bare(CloseableHttpClient client, MessageFactory messages, Sink sink) implements Side {

        @Override
        public void write(int thread, List<Packet> packets) throws IOException, SOAPException {
            var packet = packets.getFirst();
            var message = messages.createMessage();
            var call = message.getSOAPBody().addBodyElement(new QName(NAMESPACE, "UpdateRate"));
            for (var name : List.of("rate", "grade", "note")) {
                call.addChildElement(new QName(NAMESPACE, name)).setTextContent(packet.fields().get(name).toString());
            }
            message.saveChanges();
            var bytes = new ByteArrayOutputStream();
            message.writeTo(bytes);
            var post = new HttpPost(sink.uri());
            post.setHeader("SOAPAction", "\"\"");
            post.setEntity(new ByteArrayEntity(bytes.toByteArray(), ContentType.TEXT_XML));
            var answer = client.execute(post, response -> EntityUtils.toByteArray(response.getEntity()));
            if (messages.createMessage(new MimeHeaders(), new ByteArrayInputStream(answer)).getSOAPBody().hasFault()) {
                throw new IOException("a call was not taken");
            }
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
