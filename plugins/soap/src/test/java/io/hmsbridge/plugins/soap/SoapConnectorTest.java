package io.hmsbridge.plugins.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hmsbridge.api.DescribesFields.Field;
import io.hmsbridge.api.Health;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.SendException;
import io.hmsbridge.api.SendException.Kind;
import io.hmsbridge.api.SendResult;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.testkit.TestContext;
import io.hmsbridge.testkit.TestPackets;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SoapConnectorTest {

    private static final Map<String, String> RATES =
            Map.of("wsdl", TestWsdl.file("rates.wsdl"), "operation", "UpdateRate");
    private static final Map<String, String> PER_DIEM = Map.of("wsdl", TestWsdl.file("PerDiem.asmx.wsdl"), "operation",
            "SetPerDiem", "port", "PerDiemSoap12");

    private final SoapConnectorFactory factory = new SoapConnectorFactory();
    private final TestPackets packets = new TestPackets(factory);

    @Test
    void attributesArraysDatesAndDecimalsGoAsTheForeignWsdlHasThem() throws Exception {
        var echo = new EchoService();
        try (var service = Published.of(echo)) {
            var result = send(Map.of("endpoint", service.uri().toString(), "addressing", false), PER_DIEM, fields(
                    "kind", "Domestic", "effective", "2026-12-07T12:00:00-05:00", "amount", new BigDecimal("68.00"),
                    "header", fields("@version", 2, "#text", "v<2>"),
                    "grades",
                    Map.of("Grade",
                            Arrays.asList(fields("@id", 7, "rate", "1e3", "name", "GS-7", "starts", "2026-12-07"),
                                    null))));

            assertThat(result).isEqualTo(SendResult.delivered("SetPerDiem 200"));
            assertThat(echo.last()).contains("<SetPerDiem xmlns=\"http://tempuri.org/\">"
                    + "<header version=\"2\">v&lt;2&gt;</header><amount>68.00</amount>"
                    + "<effective>2026-12-07T12:00:00-05:00</effective>"
                    + "<grades><Grade id=\"7\"><name>GS-7</name><rate>1000</rate><starts>2026-12-07</starts></Grade>"
                    + "<Grade xsi:nil=\"true\"/></grades><kind>Domestic</kind></SetPerDiem>");
        }
    }

    @Test
    void allThatDoesNotFitIsToldAtOnceAndNothingIsSent() throws Exception {
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> send(Map.of("endpoint", "http://127.0.0.1:1"), PER_DIEM, fields("amount", "canary",
                        "effective", "2026-13-07T00:00:00", "kind", "canary", "header", Map.of("#text", "x"), "extra",
                        1,
                        "grades", Map.of("Grade", List.of(fields("@id", -1, "name", "far too long", "rate", true,
                                "starts", "2026-02-30"))))))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REJECT))
                .withMessage("SetPerDiem: header.@version is required; amount must be a number; "
                        + "effective must be a date and time such as 2026-12-07T12:00:00Z; "
                        + "grades.Grade[0].@id must be a whole number that is not negative; "
                        + "grades.Grade[0].name must have 8 characters at most; grades.Grade[0].rate must be a number; "
                        + "grades.Grade[0].starts must be a date such as 2026-12-07; "
                        + "kind must be one of Domestic, Foreign; extra is no field of the operation");
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(() -> send(Map.of("endpoint", "http://127.0.0.1:1"), RATES, Map.of("name", "a\u0001b")))
                .withMessage("UpdateRate: name holds a character that XML has not");
    }

    @Test
    void aWsdlThatMetroWroteIsFetchedWithItsSchema() throws Exception {
        var travel = new TravelService();
        try (var service = Published.of(travel)) {
            var stop = fields("@number", 1, "city", "Zürich", "rate", new BigDecimal("0.10"), "arrives",
                    "2026-12-07T08:00:00Z");
            var with = Map.of("wsdl", service.uri() + "?wsdl", "operation", "bookTrip");

            var result = send(Map.of(), with, fields("stop", List.of(stop, stop), "urgent", true, "traveller", "Ann"));

            assertThat(result).isEqualTo(SendResult.delivered("bookTrip 200"));
            var one = "1 Zürich 0.10 2026-12-07T08:00:00Z";
            assertThat(travel.trips()).containsExactly("Ann! [" + one + ", " + one + "]");
            assertThat(factory.fields(use(with))).extracting(Field::name).containsExactly("traveller", "urgent",
                    "stop");
        }
    }

    /** By the java2ws of Apache CXF 4.0.5, of the class of that service. */
    @Test
    void aWsdlThatApacheCxfWroteLeadsToTheServiceByMetro() throws Exception {
        var travel = new TravelService();
        var with = Map.of("wsdl", TestWsdl.file("TravelService.cxf.wsdl"), "operation", "bookTrip");
        try (var service = Published.of(travel)) {
            var result = send(Map.of("endpoint", service.uri().toString()), with,
                    fields("stop", fields("@number", 1, "city", "Zürich", "rate", new BigDecimal("0.10"), "arrives",
                            "2026-12-07T08:00:00Z"), "urgent", false, "traveller", "Ann"));

            assertThat(result).isEqualTo(SendResult.delivered("bookTrip 200"));
            assertThat(travel.trips()).containsExactly("Ann [1 Zürich 0.10 2026-12-07T08:00:00Z]");
        }
        assertThatExceptionOfType(SendException.class)
                .isThrownBy(
                        () -> send(Map.of("endpoint", "http://127.0.0.1:1"), with, fields("stop", fields("rate", "x"))))
                .withMessage("bookTrip: urgent is required; stop.@number is required; stop.rate must be a number");
    }

    @Test
    void theMessageIdIsTheIdempotencyKeyAndTheLoginHasNoPlainPassword() throws Exception {
        try (var rates = SoapCounterpart.start()) {
            send(rates.settings(), RATES, Map.of("rate", 1));

            assertThat(rates.requests().getLast())
                    .contains("Idempotency-Key: test/pkt-1", "SOAPAction: \"urn:agency:rates/UpdateRate\"",
                            "Content-Type: text/xml; charset=utf-8",
                            "MessageID xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">urn:hms-bridge:test/pkt-1</")
                    .doesNotContain("pa55w0rd-of-soap");
        }
    }

    /** There is no https service here: what would go to one is looked at. */
    @Test
    void aPasswordInPlainTextIsSaidToBeSuch() throws Exception {
        var target = new SoapTarget(Optional.of(URI.create("https://rates.agency.example/soap")), Optional.of("bridge"),
                Optional.of(new Secret("pa55w0rd")), SoapTarget.PasswordType.TEXT, false, Optional.empty(),
                Optional.empty(), Duration.ofSeconds(1));
        var operation = new Wsdls().offline(use(RATES).as(SoapUse.class));
        var request = new String(new Envelope(target).of(operation, target.endpoint().get(),
                packets.of(Map.of("rate", 1), RATES), Instant.EPOCH, true), StandardCharsets.UTF_8);

        assertThat(request).contains("<wsse:UsernameToken><wsse:Username>bridge</wsse:Username><wsse:Password "
                + "Type=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText\">"
                + "pa55w0rd</wsse:Password></wsse:UsernameToken>");
    }

    @Test
    void aPasswordInPlainTextGoesByHttpsAlone() throws Exception {
        try (var rates = SoapCounterpart.start().without("password_type")) {
            assertThatExceptionOfType(SendException.class).isThrownBy(() -> send(rates.settings(), RATES, Map.of()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TARGET_FAULT))
                    .withMessageContaining("in plain text");
            assertThat(rates.requests()).isEmpty();
        }
    }

    @Test
    void aWrongPasswordParksTheTarget() throws Exception {
        try (var rates = SoapCounterpart.start().with("password", "wr0ng")) {
            assertThat(send(rates.settings(), RATES, Map.of("rate", 1))).isInstanceOfSatisfying(
                    SendResult.TargetFault.class, fault -> assertThat(fault.reason())
                            .isEqualTo(
                                    "UpdateRate answered with the fault FailedAuthentication; renew 'user' or 'password'"));
        }
    }

    @Test
    void settingsSayWhatFaultsOfTheServicesOwnMean() throws Exception {
        try (var rates = SoapCounterpart.start().with("retry_faults", List.of("NoSuchGrade")).with("reject_faults",
                List.of("Server"))) {
            rates.play("a fault of its own");
            assertThat(send(rates.settings(), RATES, Map.of("rate", 1))).isInstanceOf(SendResult.Retry.class);
            rates.play("a server's fault");
            assertThat(send(rates.settings(), RATES, Map.of("rate", 1))).isInstanceOf(SendResult.Reject.class);
        }
    }

    @Test
    void theFieldsOfAnOperationAreKnownOffline() throws Exception {
        assertThat(factory.fields(use(PER_DIEM))).extracting(Field::name, Field::type, Field::required).containsExactly(
                org.assertj.core.api.Assertions.tuple("header", "map", false),
                org.assertj.core.api.Assertions.tuple("amount", "number", true),
                org.assertj.core.api.Assertions.tuple("effective", "datetime", true),
                org.assertj.core.api.Assertions.tuple("grades", "map", false),
                org.assertj.core.api.Assertions.tuple("kind", "text", false));
    }

    @Test
    void anOperationOrAPortThatThereIsNotIsTold() throws Exception {
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> factory.fields(use(Map.of("wsdl", RATES.get("wsdl"), "operation", "UpdateRat"))))
                .withMessage("'operation': the WSDL has no operation UpdateRat; it has ForgetRate, UpdateRate");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> factory.fields(use(Map.of("wsdl", RATES.get("wsdl"), "operation", "x", "port", "y"))))
                .withMessage("'port': the WSDL has no SOAP port y; it has RatesPort");
        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> factory.fields(use(Map.of("wsdl", "no/such.wsdl", "operation", "x"))))
                .withMessageStartingWith("'wsdl': no/such.wsdl cannot be read");
    }

    @Test
    void theProbeAsksForTheWsdl() throws Exception {
        try (var rates = SoapCounterpart.start();
                var context = TestContext.of(factory, rates.settings());
                var connector = factory.create(context)) {
            assertThat(connector.probe().state()).isEqualTo(Health.State.AWAKE);
            assertThat(rates.requests().getLast()).startsWith("GET /soap?wsdl ");
        }
    }

    @Test
    void allThatIsWrongWithATargetIsToldAtOnce() throws Exception {
        try (var context =
                TestContext.of(factory, Map.of("endpoint", "ftp://x.example", "user", "u", "timeout", "0s"))) {
            assertThatExceptionOfType(SettingsException.class).isThrownBy(() -> factory.create(context)).satisfies(
                    e -> assertThat(e.problems()).extracting(SettingsException.Problem::setting)
                            .containsExactlyInAnyOrder("endpoint", "password", "timeout"));
        }
    }

    private SendResult send(Map<String, ?> settings, Map<String, ?> with, Map<String, ?> fields) throws Exception {
        try (var context = TestContext.of(factory, settings); var connector = factory.create(context)) {
            return connector.send(packets.of(fields, with));
        }
    }

    private io.hmsbridge.api.Settings use(Map<String, ?> with) throws SettingsException {
        return factory.use().read(with, _ -> null);
    }

    private static Map<String, Object> fields(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var pairs = Arrays.asList(namesAndValues).iterator(); pairs.hasNext();) {
            map.put((String) pairs.next(), pairs.next());
        }
        return map;
    }
}
