package io.hmsbridge.testkit.contract;

import io.hmsbridge.api.Connector;
import io.hmsbridge.api.ConnectorContext;
import io.hmsbridge.api.ConnectorFactory;
import io.hmsbridge.api.DescribesFields;
import io.hmsbridge.api.Secret;
import io.hmsbridge.api.Setting;
import io.hmsbridge.api.Settings;
import io.hmsbridge.api.SettingsSpec;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Makes connectors that keep the contract but for one fault. */
record PlantedFactory(Fault fault) implements ConnectorFactory, DescribesFields {

    public record Target(@Setting("Where to.") URI base, @Setting("Bearer token.") Optional<Secret> token,
            @Setting(value = "For an answer.", fallback = "500ms") Duration timeout) {}

    public record Undocumented(@Setting("Where to.") URI base, @Setting("Bearer token.") Optional<Secret> token,
            @Setting(value = " ", fallback = "500ms") Duration timeout) {}

    public record WrongDefault(@Setting("Where to.") URI base, @Setting("Bearer token.") Optional<Secret> token,
            @Setting(value = "For an answer.", fallback = "soon") Duration timeout) {}

    @Override
    public String name() {
        return "PlantedConnector";
    }

    @Override
    public SettingsSpec settings() {
        return SettingsSpec.of(switch (fault) {
            case UNDOCUMENTED_SETTING -> Undocumented.class;
            case DEFAULT_OF_ANOTHER_TYPE -> WrongDefault.class;
            default -> Target.class;
        });
    }

    @Override
    public Connector create(ConnectorContext context) throws Exception {
        return new PlantedConnector(fault, context);
    }

    @Override
    public List<Field> fields(Settings with) {
        var type = fault == Fault.DESCRIBES_AN_UNKNOWN_TYPE ? "money" : "number";
        return List.of(new Field("rate", type, false, "What a day costs."));
    }
}
