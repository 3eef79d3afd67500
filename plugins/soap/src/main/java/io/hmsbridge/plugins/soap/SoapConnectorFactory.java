package io.hmsbridge.plugins.soap;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsException;
import io.hmsbridge.api.SettingsException.Problem;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.Extension;

/** Offers {@code SoapConnector}: each packet is one call of a service's operation. */
@Extension
public final class SoapConnectorFactory implements ConnectorFactory, DescribesFields {

    /** Shared by all targets: what one has fetched, sheets are checked against. */
    private final Wsdls wsdls = new Wsdls();

    @Override
    public String name() {
        return "SoapConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(SoapTarget.class);
    }

    @Override
    public SettingsSpec use() {
        return SettingsSpec.of(SoapUse.class);
    }

    @Override
    public Connector create(ConnectorContext context) throws SettingsException {
        var settings = context.settings(SoapTarget.class);
        var problems = new ArrayList<Problem>();
        if (settings.user().isPresent() != settings.password().isPresent()) {
            problems.add(new Problem("password", "'user' and 'password' go together"));
        }
        if (settings.endpoint().filter(SoapConnectorFactory::isNoHttp).isPresent()) {
            problems.add(new Problem("endpoint", "'endpoint' needs an http or https address"));
        }
        if (!settings.timeout().isPositive()) {
            problems.add(new Problem("timeout", "'timeout' must be longer than nothing"));
        }
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return new SoapConnector(settings, context, wsdls);
    }

    private static boolean isNoHttp(URI endpoint) {
        return endpoint.getHost() == null || !endpoint.getScheme().matches("(?i)https?");
    }

    /**
     * The elements and attributes of the operation's request.
     *
     * @throws SettingsException for a WSDL that cannot be read, or that has no such operation
     */
    @Override
    public List<Field> fields(Settings with) throws SettingsException {
        var use = with.as(SoapUse.class);
        try {
            var input = wsdls.offline(use).input();
            return switch (input.shape().get()) {
                case Shape.Value value -> List.of(new Field(input.name().getLocalPart(), value.type().fieldType, true,
                        input.doc()));
                case Shape.Parts parts -> fields(parts);
            };
        } catch (WsdlException e) {
            throw new SettingsException(List.of(new Problem(e.setting(), e.getMessage())));
        }
    }

    private static List<Field> fields(Shape.Parts parts) {
        var fields = new ArrayList<Field>();
        parts.elements().forEach(part -> fields.add(new Field(part.name().getLocalPart(),
                part.isList() ? "any" : type(part), part.isRequired(), part.doc())));
        parts.attributes().forEach(part -> fields.add(
                new Field("@" + part.name().getLocalPart(), type(part), part.isRequired(), part.doc())));
        if (parts.text() != null) {
            fields.add(new Field("#text", parts.text().type().fieldType, false, "what stands between the tags"));
        }
        return fields;
    }

    private static String type(Shape.Part part) {
        return part.shape().get() instanceof Shape.Value value ? value.type().fieldType : "map";
    }
}
