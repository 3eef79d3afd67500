package io.hmsbridge.plugins.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.Answer;
import io.hmsbridge.testkit.RecordingHttpServer;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WSDLs that want more than to describe a service. */
class HostileWsdlTest {

    private final SoapConnectorFactory factory = new SoapConnectorFactory();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
        "<!DOCTYPE x SYSTEM \"http://127.0.0.1:1/x.dtd\">"})
    void aDocumentTypeIsRefused(String doctype) throws Exception {
        assertThat(refusal(wsdl().replace("<wsdl:definitions", doctype + "<wsdl:definitions")))
                .isEqualTo("rates.wsdl has a document type, which is refused");
    }

    @Test
    void aBillionLaughsAreRefusedAtOnce() throws Exception {
        var bomb = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 12; i++) {
            bomb.append("<!ENTITY a").append(i).append(" '").append(("&a" + (i - 1) + ";").repeat(10)).append("'>");
        }
        assertThat(refusal(wsdl().replace("<wsdl:definitions", bomb + "]><wsdl:definitions")
                .replace("<wsdl:types>", "<wsdl:types>&a11;"))).contains("document type");
    }

    @Test
    void xIncludeIsRefused() throws Exception {
        assertThat(refusal(wsdl().replace("<wsdl:types>",
                "<wsdl:types><i:include xmlns:i='http://www.w3.org/2001/XInclude' href='/etc/passwd' parse='text'/>")))
                .isEqualTo("rates.wsdl includes by XInclude, which is refused");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://169.254.169.254/latest | which is no file",
        "http://10.0.0.1/x.xsd         | which is no file",
        "../../etc/passwd              | outside of its folder",
        "file:///etc/passwd            | outside of its folder",
        "gone.xsd                      | cannot be read"})
    void aFileImportsFilesOfItsFolderAlone(String location, String message) throws Exception {
        assertThat(refusal(wsdl().replace("rates-types.xsd", location))).contains(message);
        assertThat(refusal(wsdl().replace("<wsdl:types>",
                "<wsdl:import namespace='urn:x' location='" + location + "'/><wsdl:types>"))).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://169.254.169.254/latest | connections there are always refused",
        "http://10.0.0.1/x.xsd         | is not a public address",
        "file:///etc/passwd            | a file"})
    void whatWasFetchedImportsNothingThatPolicyForbids(String location, String message) throws Exception {
        var service = wsdl().replace("rates-types.xsd", location);
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(service))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT)).withMessageContaining(message);
    }

    @Test
    void whatWasFetchedLeadsNoPacketToAnotherHost() throws Exception {
        var service = wsdl().replace("<xsd:include schemaLocation=\"rates-types.xsd\"/>",
                "<xsd:element name='UpdateRate' type='xsd:string'/>");
        assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(service))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT))
                .withMessageContaining("on another host").withMessageContaining("'endpoint'");
    }

    private void send(String wsdl) throws Exception {
        try (var server = RecordingHttpServer.start();
                var context = TestContext.of(factory, Map.of());
                var connector = factory.create(context)) {
            server.answer(new Answer(200, Map.of("Content-Type", "text/xml"), wsdl));
            connector.send(new TestPackets(factory).of(Map.of("UpdateRate", "x"),
                    Map.of("wsdl", server.uri() + "/rates.wsdl", "operation", "UpdateRate")));
        }
    }

    private static String wsdl() throws Exception {
        return Files.readString(Path.of(TestWsdl.file("rates.wsdl")), StandardCharsets.UTF_8);
    }

    private String refusal(String wsdl) throws Exception {
        var file = Files.writeString(folder.resolve("rates.wsdl"), wsdl);
        Files.copy(Path.of(TestWsdl.file("rates-types.xsd")), folder.resolve("rates-types.xsd"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        var use = factory.use().read(Map.of("wsdl", file.toString(), "operation", "UpdateRate"), _ -> null);
        return org.assertj.core.api.Assertions
                .catchThrowableOfType(SettingsException.class, () -> new SoapConnectorFactory().fields(use))
                .getMessage();
    }
}
